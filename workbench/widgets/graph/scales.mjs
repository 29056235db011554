// Colours and sizes by type, degree or a property, and the legends of both: the twin of scales.py.
import { OTHER, categorical, number, sequential } from "../front/colours.mjs";
import { isNumber } from "./actions.mjs";
import { textOf } from "./comparing.mjs";

// Radii in pixels: of the least and the most, and of all where nothing tells them apart.
export const [LEAST, MOST, EVEN] = [4, 14, 6];
export const [OTHERS, NONE] = ["(others)", "(none)"];

// { each: colours as numbers, legend: { by, kind: "one" | "kinds" | "scale", entries, low, high } }
export function coloured(by, values, serials, palette) {
  if (by === null) return { each: values.map(() => categorical(0)), legend: legend(by, "one") };
  const told = values.filter((value) => value !== null);
  if (!palette && told.length && told.every(isNumber)) return shades(by, values, told);
  const texts = values.map((value) => (value === null ? null : textOf(value)));
  const colour = palette ? new Map(Object.entries(palette).map(([kind, css]) => [kind, number(css)]))
    : new Map(ranked(texts, serials).map((kind, at) => [kind, categorical(at)]));
  const each = texts.map((text) => (text === null ? OTHER : (colour.get(text) ?? OTHER)));
  return { each, legend: legend(by, "kinds", entries(colour, texts)) };
}

// { each: radii, legend }: areas grow with numbers; what is no number has the least.
export function sized(by, values) {
  const told = values.filter(isNumber);
  if (by === null || !told.length) return { each: values.map(() => EVEN), legend: legend(by, "one") };
  const [low, high] = ends(told);
  return { each: values.map((value) => radius(value, low, high)), legend: legend(by, "scale", [], low, high) };
}

function legend(by, kind, shown = [], low = null, high = null) {
  return { by, kind, entries: shown, low, high };
}

export function radius(value, low, high) {
  if (!isNumber(value)) return LEAST;
  return low === high ? EVEN : LEAST + (MOST - LEAST) * Math.sqrt((value - low) / (high - low));
}

function shades(by, values, told) {
  const [low, high] = ends(told);
  const share = (value) => (low === high ? 0.5 : (value - low) / (high - low));
  const missing = values.length - told.length;
  return {
    each: values.map((value) => (value === null ? OTHER : sequential(share(value)))),
    legend: legend(by, "scale", missing ? [{ label: NONE, colour: OTHER, count: missing }] : [], low, high),
  };
}

function ends(numbers) {
  return numbers.reduce(([low, high], n) => [Math.min(low, n), Math.max(high, n)], [Infinity, -Infinity]);
}

// Kinds by how many were there from the start, then by the expand that brought them, then by text.
function ranked(texts, serials) {
  const kinds = new Map();
  texts.forEach((text, n) => {
    if (text === null) return;
    const kind = kinds.get(text) ?? { text, first: serials[n], count: 0 };
    kind.first = Math.min(kind.first, serials[n]);
    kind.count += serials[n] === 0;
    kinds.set(text, kind);
  });
  const order = (a, b) => b.count - a.count || a.first - b.first || (a.text < b.text ? -1 : 1);
  return [...kinds.values()].sort(order).map(({ text }) => text);
}

// The kinds with a colour of their own, then the rest as one, then what is missing.
function entries(colour, texts) {
  const count = new Map();
  for (const text of texts) count.set(text, (count.get(text) ?? 0) + 1);
  const own = [...colour].filter(([kind, each]) => each !== OTHER && count.has(kind));
  const shown = own.map(([label, each]) => ({ label, colour: each, count: count.get(label) }));
  const missing = count.get(null) ?? 0;
  const others = texts.length - missing - shown.reduce((sum, entry) => sum + entry.count, 0);
  if (others) shown.push({ label: OTHERS, colour: OTHER, count: others });
  if (missing) shown.push({ label: NONE, colour: OTHER, count: missing });
  return shown;
}
