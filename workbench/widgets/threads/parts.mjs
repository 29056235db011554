// Small pieces of the explorer: a citation that selects, JSON as text, a labelled control.
import { el, short } from "../front/dom.mjs";

// A button that selects an id, so that other views show it; shift adds to what is selected.
export function citation(port, id, name = "") {
  const lit = port.selected.includes(id);
  const click = (event) => {
    const others = event.shiftKey ? port.selected.filter((other) => other !== id) : [];
    port.select(lit && !event.shiftKey ? [] : [...others, id]);
  };
  return el("button", { type: "button", class: "cite", title: short(id), aria: { pressed: String(lit), label: `select ${short(name || id)}` }, data: { id }, on: { click } },
    name ? el("span", { dir: "auto" }, short(name)) : null, name ? el("small", {}, short(id)) : short(id));
}

export function format(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

// Says of a redacted copy that it is one, and of what it holds placeholders; null of another.
export function redactedLine(counts) {
  if (!counts) return null;
  const told = Object.entries(counts).map(([kind, count]) => `${count} × ${kind}`).join(", ");
  return el("div", { class: "told redacted" }, `Redacted: placeholders stand for ${told || "nothing, as nothing was found"}`);
}

export function button(text, click, more = {}) {
  return el("button", { type: "button", on: { click }, ...more }, text);
}

export function labelled(text, control) {
  return el("label", { class: "labelled" }, el("span", {}, text), control);
}

export function choice(label, options, value, change) {
  const select = el("select", { aria: { label }, on: { change: () => change(select.value) } },
    options.map(([key, text]) => el("option", { value: key, selected: key === value }, text)));
  return select;
}

export function counted(count, word) { return `${number(count)} ${word}${count === 1 ? "" : "s"}`; }

export function number(value) { return value.toLocaleString("en"); }
