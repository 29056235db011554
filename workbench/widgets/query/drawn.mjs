// The nodes and edges of a result, drawn, with a table of the nodes beside them.
import { createCanvasPainter } from "../front/painting/canvas.mjs";
import { categorical, css } from "../front/colours.mjs";
import { el, replace } from "../front/dom.mjs";
import { table } from "../front/table.mjs";
import { added, toggled } from "./selecting.mjs";

const EDGE = 0x8c959f;

export function graph({ port }) {
  const canvas = el("div", { class: "query-canvas" });
  const side = el("div", { class: "query-nodes" });
  const legend = el("ul", { class: "query-legend", aria: { label: "Colours by type" } });
  const empty = el("p", { class: "query-empty", hidden: true }, "No nodes or edges in these rows: return nodes, edges or paths to see them here.");
  const body = el("div", { class: "wb-body" }, canvas, side);
  const pane = el("div", { class: "query-pane" }, empty, body, legend);
  let painter = null;
  let scene = null;
  let nodes = null;

  // The painter is made when it is first seen: most results are only read as rows.
  function open() {
    if (painter || !scene?.ids.length) return;
    painter = createCanvasPainter(canvas, { label: "Graph of the rows; the table beside it lists its nodes", draggable: true });
    canvas.workbenchPainter = painter;
    painter.on("click", clicked);
    painter.show(drawing(scene));
    mark();
  }

  function clicked({ node, edge, shift }) {
    const id = node !== null && node !== undefined ? scene.ids[node] : edge !== null && edge !== undefined ? scene.edgeIds[edge] : null;
    if (id === null) port.select([]);
    else port.select(shift ? added(port.selected, id) : toggled(port.selected, [id]));
  }

  function mark() {
    const chosen = new Set(port.selected);
    nodes?.refresh();
    if (!painter || !scene) return;
    painter.mark({ selected: places(scene.ids, chosen), edges: places(scene.edgeIds, chosen), focus: null, dimmed: null });
  }

  function show({ columns }) {
    scene = read(columns);
    nodes?.destroy();
    painter?.destroy();
    painter = null;
    empty.hidden = scene.ids.length > 0;
    body.hidden = legend.hidden = !scene.ids.length;
    nodes = nodeTable(scene, port);
    replace(side, nodes.el);
    replace(legend, scene.kinds.map((kind, n) => el("li", {}, el("span", { class: "query-dot", style: { background: css(categorical(n)) } }), kind || "no label")));
  }

  port.on("selected", mark);
  return { el: pane, show, open, get count() { return scene?.ids.length ?? 0; }, destroy() { painter?.destroy(); nodes?.destroy(); } };
}

function read(columns) {
  const types = [...columns.node_type];
  const kinds = [...new Set(types)];
  return {
    ids: [...columns.node_id], types, kinds, labels: columns.node_label,
    edgeIds: [...columns.edge_id], edgeTypes: columns.edge_type,
    x: columns.x, y: columns.y, source: columns.source, target: columns.target,
  };
}

function drawing(scene) {
  const n = scene.ids.length;
  return {
    x: scene.x, y: scene.y, size: new Float32Array(n).fill(7),
    colour: Uint32Array.from(scene.types, (type) => categorical(scene.kinds.indexOf(type))),
    label: (i) => scene.labels.at(i), hidden: null,
    source: scene.source, target: scene.target,
    edgeColour: new Uint32Array(scene.edgeIds.length).fill(EDGE), edgeWidth: null, edgeHidden: null,
    edgeLabel: (e) => scene.edgeTypes.at(e), directed: true, dashed: null,
  };
}

function nodeTable(scene, port) {
  return table({
    columns: [{ name: "node" }, { name: "type" }, { name: "id" }], count: scene.ids.length, label: "Nodes",
    cell: (row, c) => [scene.labels.at(row), scene.types[row], scene.ids[row]][c],
    onOpen: (row) => port.select(toggled(port.selected, [scene.ids[row]])),
    isSelected: (row) => port.selected.includes(scene.ids[row]),
  });
}

function places(ids, chosen) {
  const found = new Set();
  if (chosen.size) ids.forEach((id, n) => { if (chosen.has(id)) found.add(n); });
  return found;
}
