// How the points look: which column colours them, what is hidden; folded from the view's actions.
import { OTHER, categorical, sequential } from "../front/colours.mjs";

export const TOLD = 8; // categories with a colour of their own
const BINS = 8; // of a ramp, in the legend
const PLAIN = categorical(0);

// The darkest fifth of the scale is left out: on a dark ground it would not be seen.
const ramp = (share) => sequential(0.2 + 0.8 * share);

// { by, hidden: Set of the legend's entries, area: polygon | null }
export function look(actions) {
  const made = { by: null, hidden: new Set(), area: null };
  for (const action of actions) {
    if (action.do === "colour") [made.by, made.hidden] = [action.by, new Set()];
    if (action.do === "hide") made.hidden.add(action.entry);
    if (action.do === "area") made.area = action.polygon;
  }
  return made;
}

export function colouredBy(actions, by) {
  return [...actions.filter((action) => action.do === "area"), { do: "colour", by }];
}

// Hides an entry of the legend, or shows it again.
export function toggled(actions, entry) {
  const rest = actions.filter((action) => !(action.do === "hide" && action.entry === entry));
  return rest.length < actions.length ? rest : [...actions, { do: "hide", entry }];
}

// Shows one entry alone; all, where it was alone already.
export function alone(actions, entry, count) {
  const rest = actions.filter((action) => action.do !== "hide");
  const others = Array.from({ length: count }, (_, n) => n).filter((n) => n !== entry);
  const hidden = look(actions).hidden;
  if (others.every((n) => hidden.has(n)) && !hidden.has(entry)) return rest;
  return [...rest, ...others.map((n) => ({ do: "hide", entry: n }))];
}

// The entry of the legend to which each point belongs.
export function entryOf(column) {
  if (!column || column.kind === "text") return () => 0;
  if (column.kind === "category") return (i) => Math.min(column.codes[i], TOLD);
  const span = column.high - column.low || 1;
  return (i) => {
    const value = column.codes[i];
    if (Number.isNaN(value)) return BINS;
    return Math.max(0, Math.min(BINS - 1, Math.floor(((value - column.low) / span) * BINS)));
  };
}

// The legend: [{ label, colour, count }], entries as entryOf numbers them.
export function legend(points, column) {
  if (!column || column.kind === "text") return [{ label: "points", colour: PLAIN, count: points.n }];
  const counts = new Uint32Array(TOLD + 1);
  const entry = entryOf(column);
  for (let i = 0; i < points.n; i += 1) counts[entry(i)] += 1;
  const made = column.kind === "category" ? categories(column) : bins(column);
  return made.map((one, n) => ({ ...one, count: counts[n] })).filter((one, n) => n < TOLD || counts[n]);
}

function categories(column) {
  const told = Array.from({ length: Math.min(TOLD, column.values.length) }, (_, n) => (
    { label: column.values.at(n) || "none", colour: categorical(n) }
  ));
  const more = column.values.length - TOLD;
  return more > 0 ? [...told, { label: `${more} others`, colour: OTHER }] : told;
}

function bins(column) {
  const span = column.high - column.low || 1;
  const edge = (n) => Number((column.low + (span * n) / BINS).toPrecision(3));
  const told = Array.from({ length: BINS }, (_, n) => (
    { label: `${edge(n)} to ${edge(n + 1)}`, colour: ramp((n + 0.5) / BINS) }
  ));
  return [...told, { label: "no value", colour: OTHER }];
}

// { colour: Uint32Array 0xRRGGBB, hidden: Uint8Array } of the points.
export function painted(points, made) {
  const column = points.column(made.by);
  const entry = entryOf(column);
  const colour = new Uint32Array(points.n);
  const hidden = new Uint8Array(points.n);
  const span = column?.kind === "number" ? column.high - column.low || 1 : 1;
  for (let i = 0; i < points.n; i += 1) {
    const own = entry(i);
    if (made.hidden.has(own)) hidden[i] = 1;
    if (!column || column.kind === "text") colour[i] = PLAIN;
    else if (column.kind === "category") colour[i] = categorical(own);
    else colour[i] = ramp((column.codes[i] - column.low) / span);
  }
  return { colour, hidden };
}
