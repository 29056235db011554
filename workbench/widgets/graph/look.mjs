// What of a graph is seen, and how, after the actions: the twin of model.py, held to the same
// cases (tests/widgets/cases/looks.json).
import { OTHER, number } from "../front/colours.mjs";
import { folded } from "./actions.mjs";
import { passes, textOf } from "./comparing.mjs";
import { coloured, sized } from "./scales.mjs";

const LAYOUTS = ["force", "layered", "circular", "grid"];

// { seen, edgeSeen: a flag a node and an edge, nodes, edges: how many, colour, size: a node,
//   edgeColour: an edge or null, colourLegend, sizeLegend, layout, seed, pinned, focus, state }
export function reduce(scene, actions, settings = {}) {
  const state = folded(actions, settings);
  const there = present(scene, state.serials);
  const seen = passing(scene, state, there.nodes);
  const edgeSeen = between(scene, typed(scene, state, there.edges), seen);
  const focus = focused(scene, state.focus, seen);
  if (focus) {
    within(scene, focus, edgeSeen, seen);
    between(scene, edgeSeen, seen);
  }
  return {
    seen, edgeSeen, nodes: sum(seen), edges: sum(edgeSeen), there: there.nodes,
    ...colours(scene, state, settings, there), ...sizes(scene, state, there),
    edgeColour: edgeColours(scene, settings),
    layout: layout(scene, state), seed: state.seed,
    pinned: new Map([...state.pinned].filter(([id]) => scene.place(id) >= 0)),
    focus, state, hidden: state.hidden,
    filtered: state.types !== null || state.edges !== null || state.tests.length > 0,
  };
}

// What was there from the start, and what the expands among the actions brought.
function present(scene, serials) {
  const has = (serial) => (serial === 0 || serials.has(serial) ? 1 : 0);
  const nodes = Uint8Array.from({ length: scene.size }, (_, i) => has(scene.addedBy(i)));
  const edges = Uint8Array.from({ length: scene.edges }, (_, e) => has(scene.edgeAddedBy(e)));
  return { nodes, edges: between(scene, edges, nodes) };
}

// Of the edges those whose ends are both among the nodes; changes `edges` and gives it.
function between(scene, edges, nodes) {
  for (let e = 0; e < edges.length; e += 1) edges[e] &= nodes[scene.source[e]] & nodes[scene.target[e]];
  return edges;
}

function passing(scene, { hidden, types, tests }, there) {
  if (!hidden.size && types === null && !tests.length) return there.slice();
  const kinds = types && new Set(types);
  return there.map((flag, i) => (flag
    && !hidden.has(scene.id(i))
    && (!kinds || kinds.has(scene.type(i)))
    && tests.every((test) => passes(scene.property(i, test.property), test)) ? 1 : 0));
}

function typed(scene, { edges: types }, there) {
  if (types === null) return there.slice();
  const kinds = new Set(types);
  return there.map((flag, e) => (flag && kinds.has(scene.edgeType(e)) ? 1 : 0));
}

function focused(scene, focus, seen) {
  const ids = focus?.ids.filter((id) => seen[scene.place(id)]) ?? [];
  return ids.length ? { ids, hops: focus.hops } : null;
}

function within(scene, { ids, hops }, edgeSeen, seen) {
  const near = new Uint8Array(scene.size);
  let edge = ids.map((id) => scene.place(id));
  edge.forEach((i) => { near[i] = 1; });
  for (let hop = 0; hop < hops && edge.length; hop += 1) {
    const next = [];
    for (const i of edge) {
      for (const e of scene.edgesOf(i)) {
        const other = scene.other(e, i);
        if (!edgeSeen[e] || near[other]) continue;
        near[other] = 1;
        next.push(other);
      }
    }
    edge = next;
  }
  for (let i = 0; i < seen.length; i += 1) seen[i] &= near[i];
}

function colours(scene, state, settings, there) {
  const places = placesOf(there.nodes);
  const serials = places.map((i) => scene.addedBy(i));
  const palette = own(settings.palettes, state.colour);
  const { each, legend } = coloured(state.colour, values(scene, state.colour, there, places), serials, palette);
  const colour = new Uint32Array(scene.size);
  places.forEach((i, n) => { colour[i] = each[n]; });
  return { colour, colourLegend: legend };
}

function sizes(scene, state, there) {
  const places = placesOf(there.nodes);
  const { each, legend } = sized(state.size, values(scene, state.size, there, places));
  const size = new Float32Array(scene.size);
  places.forEach((i, n) => { size[i] = each[n]; });
  return { size, sizeLegend: legend };
}

function values(scene, by, there, places) {
  if (by === null) return places.map(() => null);
  if (by === "type") return places.map((i) => scene.type(i));
  if (by !== "degree") return places.map((i) => scene.property(i, by));
  const degrees = new Uint32Array(scene.size);
  for (let e = 0; e < scene.edges; e += 1) {
    degrees[scene.source[e]] += there.edges[e];
    degrees[scene.target[e]] += there.edges[e];
  }
  return places.map((i) => degrees[i]);
}

function edgeColours(scene, { edge_colour: by, palettes }) {
  const palette = own(palettes, by);
  if (!palette) return null;
  return Uint32Array.from({ length: scene.edges }, (_, e) => {
    const value = scene.edgeProperties(e)[by] ?? null;
    const css = value === null ? undefined : own(palette, textOf(value));
    return css ? number(css) : OTHER;
  });
}

// A palette is asked by names from data, of which "constructor" may be one.
function own(named = {}, name) {
  return Object.hasOwn(named, name) ? named[name] : undefined;
}

function layout(scene, state) {
  const known = scene.meta.layouts?.length ? scene.meta.layouts : LAYOUTS;
  if (known.includes(state.layout)) return state.layout;
  return known.includes("given") ? "given" : LAYOUTS[0];
}

function placesOf(flags) {
  const places = [];
  for (let i = 0; i < flags.length; i += 1) if (flags[i]) places.push(i);
  return places;
}

function sum(flags) {
  let count = 0;
  for (const flag of flags) count += flag;
  return count;
}
