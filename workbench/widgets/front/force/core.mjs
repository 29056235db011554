// ForceAtlas2 (Jacomy and others 2014) on plain arrays: the same start gives the same bytes.
import iterate from "graphology-layout-forceatlas2/iterate.js";

const NODE = 10; // numbers of a node in iterate's matrix: x, y, …, mass at 6, …, fixed at 9
const EDGE = 3; // source's place in that matrix, target's, weight
const CROWD = 1500; // nodes above which far ones push as one (Barnes–Hut)

// How many iterations bring a graph of that size near to rest.
export function enough(nodes) {
  return nodes <= 1000 ? 300 : nodes <= 5000 ? 150 : 80;
}

// x, y: the start; source, target: ends of edges; pinned: 1 where a node stays, or null.
export function start({ x, y, source, target, pinned = null }) {
  const nodes = new Float32Array(x.length * NODE);
  for (let i = 0; i < x.length; i += 1) {
    nodes.set([x[i], y[i], 0, 0, 0, 0, 1, 1, 1, pinned?.[i] ? 1 : 0], i * NODE);
  }
  const edges = joined(source, target);
  for (let e = 0; e < edges.length; e += EDGE) {
    nodes[edges[e] + 6] += 1;
    nodes[edges[e + 1] + 6] += 1;
  }
  const free = !pinned?.some(Boolean);
  return { nodes, edges, options: options(x.length), size: free ? extent(nodes) : null };
}

// Loops pull nothing; a place for each other edge.
function joined(source, target) {
  const edges = [];
  for (let e = 0; e < source.length; e += 1) {
    if (source[e] !== target[e]) edges.push(source[e] * NODE, target[e] * NODE, 1);
  }
  return Float32Array.from(edges);
}

// As graphology's inferSettings, with Barnes–Hut somewhat earlier.
function options(nodes) {
  return {
    linLogMode: false, outboundAttractionDistribution: false, adjustSizes: false,
    edgeWeightInfluence: 0, strongGravityMode: true, gravity: 0.05, scalingRatio: 10,
    slowDown: 1 + Math.log(Math.max(1, nodes)),
    barnesHutOptimize: nodes > CROWD, barnesHutTheta: 0.8,
  };
}

export function step(state) {
  iterate(state.options, state.nodes, state.edges);
}

// { x, y } as Float32Array. Where nothing is pinned they are moved and scaled to where and how
// large the start was, so that the camera still shows them.
export function positions({ nodes, size }) {
  const count = nodes.length / NODE;
  const [x, y] = [new Float32Array(count), new Float32Array(count)];
  const now = size ? extent(nodes) : null;
  const scale = now?.spread && size.spread ? size.spread / now.spread : 1;
  for (let i = 0; i < count; i += 1) {
    const [px, py] = [nodes[i * NODE], nodes[i * NODE + 1]];
    x[i] = size ? size.x + (px - now.x) * scale : px;
    y[i] = size ? size.y + (py - now.y) * scale : py;
  }
  return { x, y };
}

// The middle of all nodes and their mean distance from it along the axes.
function extent(nodes) {
  const count = nodes.length / NODE || 1;
  let [x, y, spread] = [0, 0, 0];
  for (let n = 0; n < nodes.length; n += NODE) {
    x += nodes[n] / count;
    y += nodes[n + 1] / count;
  }
  for (let n = 0; n < nodes.length; n += NODE) {
    spread += (Math.abs(nodes[n] - x) + Math.abs(nodes[n + 1] - y)) / count;
  }
  return { x, y, spread };
}
