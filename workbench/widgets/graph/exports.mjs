// What is seen, as files: JSON, GEXF 1.3, GraphML, SVG. Each takes what `seen` returns.
import { css } from "../front/colours.mjs";
import { words } from "./search.mjs";

// { nodes: [{ id, label, type, properties, x, y, size, colour }], edges: [{ id, source, … }] }
export function seen(scene, look, { x, y }) {
  const nodes = [];
  const edges = [];
  for (let i = 0; i < scene.size; i += 1) {
    if (!look.seen[i]) continue;
    nodes.push({
      id: scene.id(i), label: scene.label(i), type: scene.type(i), properties: scene.properties(i),
      x: x[i], y: y[i], size: look.size[i], colour: css(look.colour[i]),
    });
  }
  for (let e = 0; e < scene.edges; e += 1) {
    if (!look.edgeSeen[e]) continue;
    edges.push({
      id: scene.edgeId(e), source: scene.id(scene.source[e]), target: scene.id(scene.target[e]),
      type: scene.edgeType(e), properties: scene.edgeProperties(e),
    });
  }
  return { nodes, edges };
}

export function json(graph) {
  return `${JSON.stringify(graph, null, 1)}\n`;
}

export function gexf({ nodes, edges }) {
  const [nodeKeys, edgeKeys] = [keys(nodes), keys(edges)];
  const node = (n) =>
    `<node id="${xml(n.id)}" label="${xml(n.label)}">${values(n, nodeKeys)}` +
    `<viz:position x="${n.x}" y="${n.y}" z="0"/><viz:size value="${n.size}"/>` +
    `<viz:color ${rgb(n.colour)}/></node>`;
  const edge = (e) =>
    `<edge id="${xml(e.id)}" source="${xml(e.source)}" target="${xml(e.target)}" ` +
    `label="${xml(e.type)}" kind="${xml(e.type)}">${values(e, edgeKeys)}</edge>`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">' +
    `<graph defaultedgetype="directed">${declared("node", nodeKeys)}${declared("edge", edgeKeys)}` +
    `<nodes>${nodes.map(node).join("")}</nodes><edges>${edges.map(edge).join("")}</edges></graph></gexf>\n`
  );
}

export function graphml({ nodes, edges }) {
  const [nodeKeys, edgeKeys] = [keys(nodes), keys(edges)];
  const told = (of, names) => names.map(({ name, type }, n) =>
    `<key id="${of[0]}${n}" for="${of}" attr.name="${xml(name)}" attr.type="${type}"/>`).join("");
  const data = (of, item, names) => names.map(({ name }, n) => ({ n, value: fields(item)[name] }))
    .filter(({ value }) => value !== undefined && value !== null)
    .map(({ n, value }) => `<data key="${of[0]}${n}">${xml(words(value))}</data>`).join("");
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">${told("node", nodeKeys)}${told("edge", edgeKeys)}` +
    '<graph edgedefault="directed">' +
    nodes.map((n) => `<node id="${xml(n.id)}">${data("node", n, nodeKeys)}</node>`).join("") +
    edges.map((e) => `<edge id="${xml(e.id)}" source="${xml(e.source)}" target="${xml(e.target)}">` +
      `${data("edge", e, edgeKeys)}</edge>`).join("") +
    "</graph></graphml>\n"
  );
}

// `at` gives the place on the screen by a node's id; the picture is what the canvas shows.
export function svg({ nodes, edges }, { at, width, height, ground, ink, line }) {
  const place = new Map(nodes.map((n) => [n.id, at(n.id)]));
  const path = edges.map((e) => {
    const [a, b] = [place.get(e.source), place.get(e.target)];
    return `M${short(a.x)} ${short(a.y)}L${short(b.x)} ${short(b.y)}`;
  }).join("");
  const discs = nodes.map((n) => {
    const { x, y } = place.get(n.id);
    return `<circle cx="${short(x)}" cy="${short(y)}" r="${short(n.size)}" fill="${n.colour}">` +
      `<title>${xml(n.label)}</title></circle>`;
  }).join("");
  const named = [...nodes].sort((a, b) => b.size - a.size).slice(0, NAMED).map((n) => {
    const { x, y } = place.get(n.id);
    return `<text x="${short(x + n.size + 3)}" y="${short(y + 4)}">${xml(n.label)}</text>`;
  }).join("");
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="100%" height="100%" fill="${ground}"/><path d="${path}" fill="none" stroke="${line}"/>` +
    `${discs}<g font-family="sans-serif" font-size="11" fill="${ink}">${named}</g></svg>\n`
  );
}

const NAMED = 150; // more names than that cover each other

// XML 1.0 holds no control characters and no half of a surrogate pair.
export function xml(text) {
  return String(text)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd")
    .replace(/[&<>"'\n\t\r]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function rgb(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return `r="${r}" g="${g}" b="${b}"`;
}

// What every writer stores of an item: its type and properties, which may not hide its label. It
// inherits nothing: an item without a property "constructor" has none.
function fields({ label, type, properties }) {
  return Object.assign(Object.create(null), properties, label === undefined ? {} : { label }, { type });
}

function keys(items) {
  const types = new Map();
  for (const item of items) {
    for (const [name, value] of Object.entries(fields(item))) {
      if (value === null || value === undefined) continue;
      const type = kind(value);
      const before = types.get(name);
      types.set(name, before === undefined || before === type ? type : wider(before, type));
    }
  }
  return [...types].map(([name, type]) => ({ name, type }));
}

function kind(value) {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return Number.isSafeInteger(value) ? "long" : "double";
  return "string";
}

function wider(a, b) {
  return [a, b].every((type) => type === "long" || type === "double") ? "double" : "string";
}

function declared(of, names) {
  if (!names.length) return "";
  const each = names.map(({ name, type }, n) => `<attribute id="${n}" title="${xml(name)}" type="${type}"/>`);
  return `<attributes class="${of}">${each.join("")}</attributes>`;
}

function values(item, names) {
  const held = fields(item);
  const each = names.map(({ name }, n) => ({ n, value: held[name] }))
    .filter(({ value }) => value !== undefined && value !== null)
    .map(({ n, value }) => `<attvalue for="${n}" value="${xml(words(value))}"/>`);
  return `<attvalues>${each.join("")}</attvalues>`;
}

function short(number) {
  return number.toFixed(1).replace(/\.0$/, "");
}
