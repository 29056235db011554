// The twin of the picture: the seen nodes and edges as tables, with the same selection.
import { el } from "../front/dom.mjs";
import { table } from "../front/table.mjs";
import { steps } from "./walk.mjs";

// now() gives { scene, look, picked }; on: { node(i), edge(e) }.
export function tables(now, on) {
  let nodes = [];
  let edges = [];
  const nodeTable = table({
    label: "Nodes", count: 0, columns: [{ name: "label" }, { name: "type" }, { name: "id" }, { name: "edges", width: "7ch", align: "end" }],
    cell: (row, column) => nodeCell(now(), nodes[row], column),
    onOpen: (row) => on.node(nodes[row]),
    isSelected: (row) => now().picked.nodes.includes(nodes[row]),
  });
  const edgeTable = table({
    label: "Edges", count: 0, columns: [{ name: "source" }, { name: "type" }, { name: "target" }, { name: "id" }],
    cell: (row, column) => edgeCell(now().scene, edges[row], column),
    onOpen: (row) => on.edge(edges[row]),
    isSelected: (row) => now().picked.edges.includes(edges[row]),
  });
  const [nodeTitle, edgeTitle] = [el("h3", {}), el("h3", {})];

  function refresh() {
    const { look } = now();
    nodes = places(look.seen);
    edges = places(look.edgeSeen);
    nodeTitle.textContent = `Nodes (${nodes.length.toLocaleString("en")})`;
    edgeTitle.textContent = `Edges (${edges.length.toLocaleString("en")})`;
    nodeTable.refresh(nodes.length);
    edgeTable.refresh(edges.length);
  }

  return {
    el: el("div", { class: "wb-tables", hidden: true },
      el("section", {}, nodeTitle, nodeTable.el), el("section", {}, edgeTitle, edgeTable.el)),
    refresh,
    destroy() { nodeTable.destroy(); edgeTable.destroy(); },
  };
}

function places(flags) {
  const found = [];
  flags.forEach((flag, i) => { if (flag) found.push(i); });
  return found;
}

function nodeCell({ scene, look }, i, column) {
  if (column === 3) return String(steps(scene, look, i).length);
  return [scene.label, scene.type, scene.id][column].call(scene, i);
}

function edgeCell(scene, e, column) {
  if (column === 0) return scene.name(scene.source[e]);
  if (column === 1) return scene.edgeType(e);
  return column === 2 ? scene.name(scene.target[e]) : scene.edgeId(e);
}
