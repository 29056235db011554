// The choice of a column to colour by, and a legend whose entries hide and show their points.
import { css } from "../front/colours.mjs";
import { el, replace } from "../front/dom.mjs";
import { legend } from "./look.mjs";

export function colourChoice(points, onChoose) {
  const options = points.columns.filter((column) => column.kind !== "text").map((column) => (
    el("option", { value: column.name }, column.measured ? `${column.name} (measured)` : column.name)
  ));
  const choice = el("select", { aria: { label: "Colour by" }, on: { change: () => onChoose(choice.value || null) } },
    el("option", { value: "" }, "one colour"), ...options);
  return choice;
}

// entries: how many there are, for `alone`.
export function legendList({ onToggle, onAlone }) {
  const list = el("ul", { class: "wb-legend", aria: { label: "Legend" } });

  function show(points, made) {
    const entries = legend(points, points.column(made.by));
    replace(list, entries.map((entry, n) => el("li", {}, button(entry, n, made, entries.length))));
  }

  function button(entry, n, made, count) {
    return el("button", {
      type: "button", aria: { pressed: String(!made.hidden.has(n)) },
      title: "Hide or show; with Shift: show this alone",
      on: { click: (event) => (event.shiftKey ? onAlone(n, count) : onToggle(n)) },
    }, el("span", { class: "wb-swatch", style: { background: css(entry.colour) } }),
    el("span", { class: "wb-name" }, entry.label), el("span", { class: "wb-count" }, entry.count.toLocaleString("en")));
  }

  return { el: list, show };
}
