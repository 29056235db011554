// What a drawing's picture needs and the camera does not change: what is seen, in which batches.

export const STEP = 28; // px between parallel edges at most

// { edges, bend, beyond, groups, nodes, labels, widest }: edges seen; the bend of each edge; how
// many pixels one may reach out of the box of its ends; edges by colour, width and dash; nodes by
// colour and shape; nodes by falling size; the largest radius.
export function plan(drawing) {
  const edges = seenEdges(drawing);
  const bend = bends(drawing.source, drawing.target);
  return {
    edges,
    bend,
    beyond: 30 + STEP * bend.reduce((most, by) => Math.max(most, Math.abs(by)), 0),
    groups: batches(edges, (e) => edgeStyle(drawing, e)),
    nodes: batches(seenNodes(drawing), (i) => nodeStyle(drawing, i)),
    labels: bySize(drawing),
    widest: drawing.size.reduce((most, size) => Math.max(most, size), 0),
  };
}

function seenNodes({ x, hidden }) {
  const seen = [];
  for (let i = 0; i < x.length; i += 1) if (!hidden?.[i]) seen.push(i);
  return seen;
}

function seenEdges({ source, target, hidden, edgeHidden }) {
  const seen = [];
  for (let e = 0; e < source.length; e += 1) {
    if (!edgeHidden?.[e] && !hidden?.[source[e]] && !hidden?.[target[e]]) seen.push(e);
  }
  return seen;
}

// One array of indices for each style, in the order in which styles are first met.
function batches(indices, styleOf) {
  const found = new Map();
  for (const i of indices) {
    const style = styleOf(i);
    const key = style.key;
    if (!found.has(key)) found.set(key, { ...style, items: [] });
    found.get(key).items.push(i);
  }
  return [...found.values()].map((batch) => ({ ...batch, items: Uint32Array.from(batch.items) }));
}

function edgeStyle({ edgeColour, edgeWidth, dashed }, e) {
  const colour = edgeColour ? edgeColour[e] : null;
  const width = edgeWidth ? Math.max(0.5, Math.round(edgeWidth[e] * 2) / 2) : 1;
  const dash = Boolean(dashed?.[e]);
  return { key: `${colour} ${width} ${dash}`, colour, width, dash };
}

function nodeStyle({ colour, shape }, i) {
  const form = shape ? shape[i] : 0;
  return { key: colour[i] * 4 + form, colour: colour[i], form };
}

function bySize(drawing) {
  const { size } = drawing;
  return Uint32Array.from(seenNodes(drawing).sort((a, b) => size[b] - size[a] || a - b));
}

// How far an edge is bent from the straight line: 0 where it is alone between its ends; steps of
// one, even about 0, where it is one of several, whichever way they point; for a loop its number.
export function bends(source, target) {
  const bend = new Float32Array(source.length);
  const seen = new Map();
  const key = (e) => pairKey(source[e], target[e]);
  for (let e = 0; e < source.length; e += 1) seen.set(key(e), (seen.get(key(e)) ?? 0) + 1);
  const next = new Map();
  for (let e = 0; e < source.length; e += 1) {
    const all = seen.get(key(e));
    if (all === 1) continue;
    const nth = next.get(key(e)) ?? 0;
    next.set(key(e), nth + 1);
    if (source[e] === target[e]) bend[e] = nth;
    else bend[e] = (nth - (all - 1) / 2) * (source[e] < target[e] ? 1 : -1);
  }
  return bend;
}

// Two indices below 2 ** 26 as one exact number, whichever comes first.
function pairKey(a, b) {
  return a < b ? a * 67108864 + b : b * 67108864 + a;
}
