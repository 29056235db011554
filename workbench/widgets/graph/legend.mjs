// What colours and sizes mean: chosen here, and a press on a colour filters by it.
import { SEQUENTIAL, css } from "../front/colours.mjs";
import { el, renew, replace } from "../front/dom.mjs";
import { swatch } from "./card.mjs";
import { textOf } from "./comparing.mjs";
import { choice } from "./controls.mjs";
import { radius, NONE, OTHERS } from "./scales.mjs";

// on: { colour(by), size(by), entry(label) }
export function legend(on) {
  const colour = choice({ name: "Colour by", text: "Colour", options: [], change: (by) => on.colour(by || null) });
  const size = choice({ name: "Size by", text: "Size", options: [], change: (by) => on.size(by || null) });
  const entries = el("div", { class: "wb-entries", role: "group", aria: { label: "Colours" } });
  const scale = el("div", { class: "wb-scale" });

  return {
    el: el("section", { class: "wb-legend", aria: { label: "Legend" } }, colour.el, entries, size.el, scale),
    show(scene, look) {
      const { all, numbers } = scene.propertyNames();
      colour.fill(options(["type", "degree", ...all], look.state.colour));
      size.fill(options(["degree", ...numbers], look.state.size));
      colour.set(look.state.colour ?? "");
      size.set(look.state.size ?? "");
      renew(entries, colour.select, ramp(look.colourLegend), look.colourLegend.entries.map((entry) => line(entry, look, on)));
      replace(scale, sizes(look.sizeLegend));
    },
  };
}

// What can be chosen, what is chosen even where nothing has it, and nothing.
function options(names, chosen) {
  const each = [...new Set([...names, ...(chosen === null ? [] : [chosen]), ""])];
  return each.map((value) => ({ value, text: value || "none" }));
}

function line(entry, look, on) {
  const { by } = look.colourLegend;
  const fixed = entry.label === NONE || (entry.label === OTHERS && by !== "type") || by === "degree";
  const shown = [swatch(entry.colour), el("span", { class: "wb-name", dir: "auto" }, entry.label || "(no type)"),
    el("span", { class: "wb-faint" }, entry.count.toLocaleString("en"))];
  if (fixed) return el("div", { class: "wb-entry" }, shown);
  return el("button", {
    type: "button", class: "wb-entry", aria: { pressed: String(isShown(entry, look)) },
    title: `${entry.label}: show or hide`, on: { click: () => on.entry(entry.label) },
  }, shown);
}

function isShown({ label }, { state, colourLegend: { by, entries } }) {
  if (by !== "type") return testsOf(state, by).every(({ value }) => textOf(value) === label);
  if (state.types === null) return true;
  if (label !== OTHERS) return state.types.includes(label);
  const own = new Set(entries.map((entry) => entry.label));
  return state.types.some((type) => !own.has(type));
}

function testsOf(state, by) {
  return state.tests.filter(({ property, op }) => property === by && op === "=");
}

// The actions of a press on a legend's entry: a type is shown or not, a property's value is the
// only one shown, or no longer.
export function pressedEntry(scene, look, label) {
  const { state, colourLegend: { by, entries } } = look;
  if (by === "type") return toggled(scene, state, label, entries);
  const held = testsOf(state, by).find(({ value }) => textOf(value) === label);
  if (held) return without(state, (test) => test === held);
  const place = Array.from({ length: scene.size }, (_, i) => i).find((i) => {
    const value = scene.property(i, by);
    return value !== null && textOf(value) === label;
  });
  return place === undefined ? [] : [{ do: "filter", property: by, op: "=", value: scene.property(place, by) }];
}

function toggled(scene, state, label, entries) {
  const { names } = scene.kinds();
  const own = new Set(entries.map((entry) => entry.label));
  const meant = label === OTHERS ? names.filter((name) => !own.has(name)) : [label];
  const now = new Set(state.types ?? names);
  for (const type of meant) if (!now.delete(type)) now.add(type);
  if (now.size < names.length) return [{ do: "filter", types: names.filter((name) => now.has(name)) }];
  return without({ ...state, types: null }, () => false);
}

// The actions after which all filters hold but those that are left out.
function without({ types, edges, tests }, left) {
  const kept = tests.filter((test) => !left(test)).map((test) => ({ do: "filter", ...test }));
  const lists = { ...(types && { types }), ...(edges && { edges }) };
  return [{ do: "unfilter" }, ...(types || edges ? [{ do: "filter", ...lists }] : []), ...kept];
}

function ramp({ kind, low, high }) {
  if (kind !== "scale") return null;
  const shades = SEQUENTIAL.map(css).join(", ");
  return el("div", { class: "wb-ramp" },
    el("div", { style: { background: `linear-gradient(to right, ${shades})` } }),
    el("span", {}, short(low)), el("span", {}, short(high)));
}

function sizes({ kind, low, high }) {
  if (kind !== "scale") return null;
  const disc = (value) => {
    const across = `${2 * radius(value, low, high)}px`;
    return el("span", { class: "wb-disc", style: { width: across, height: across } });
  };
  return low === high ? [disc(low), short(low)] : [disc(low), short(low), disc(high), short(high)];
}

// A number in few digits.
export function short(number) {
  const size = Math.abs(number);
  return size >= 1e6 || (size && size < 1e-3) ? number.toExponential(1) : String(Math.round(number * 1000) / 1000);
}
