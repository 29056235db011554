// The controls above the picture.
import { download, el } from "../front/dom.mjs";
import { colourChoice } from "./legend.mjs";
import { search } from "./search.mjs";

const MODES = { pan: "Move", rectangle: "Rectangle", lasso: "Lasso" };

export function bar(points, map, { port, rows, box }) {
  const canMean = port.live && port.settings.meaning;
  const choice = colourChoice(points, (by) => map.colour(by));
  const modes = Object.entries(MODES).map(([mode, told]) => toggle(told, () => { map.cloud.mode = mode; show(); }, () => map.cloud.mode === mode));
  const ties = toggle("Neighbours", () => map.turn("tie"), () => map.tie, "Draw the true neighbours of a point as lines");
  const moves = points.bx ? [toggle("Moves", () => map.turn("arrows"), () => map.arrows, "Draw where the other model has each point")] : [];
  const listed = toggle("Table", () => turnTable(), () => !rows.hidden, "The points as a table");
  const toggles = [...modes, ties, ...moves, listed];
  const fit = el("button", { type: "button", on: { click: () => map.cloud.fit() } }, "Fit");
  const save = el("button", { type: "button", on: { click: async () => download("embeddings.png", await map.cloud.png()) } }, "PNG");
  const chosen = el("span", { class: "wb-badge" });
  const clear = el("button", { type: "button", on: { click: () => map.select([]) } }, "Clear");

  function turnTable() {
    rows.hidden = !rows.hidden;
    box.style.display = rows.hidden ? "" : "none";
    map.onChange({ table: true });
  }

  function show() {
    for (const { button, on } of toggles) button.setAttribute("aria-pressed", String(on()));
    choice.value = map.look?.by ?? "";
    const count = map.positions?.length ?? 0;
    chosen.textContent = count ? `${count.toLocaleString("en")} selected` : "";
    clear.hidden = !count;
  }

  const found = search({ onWords: (text) => map.words(text), onMeaning: canMean ? (text) => map.meaning(text) : null });
  const group = el("span", { role: "group", aria: { label: "What dragging does" } }, ...modes.map(({ button }) => button));
  const controls = [...found, el("label", {}, "Colour ", choice), group, fit, ties.button, ...moves.map(({ button }) => button), listed.button, save, chosen, clear];
  return { el: el("div", { class: "wb-bar", role: "toolbar", aria: { label: "Map" } }, ...controls), show };
}

function toggle(told, act, on, title = told) {
  const button = el("button", { type: "button", class: "wb-toggle", title, on: { click: act } }, told);
  return { button, on };
}
