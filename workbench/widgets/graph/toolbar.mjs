// The bar above the picture: search, layout, filters, what was done, what can be taken away.
import { el, replace } from "../front/dom.mjs";
import { button, choice, menu } from "./controls.mjs";
import { filterPanel } from "./filters.mjs";
import { help } from "./help.mjs";
import { icon } from "./icons.mjs";

export const LAYOUTS = ["force", "layered", "circular", "grid", "given"];

export function toolbar(on) {
  const search = searchBox(on);
  const layout = layoutChoice(on);
  const filters = filterPanel(on.filter);
  const filter = menu({ name: "Filter", of: "filter", content: filters.el, opened: () => on.filter.opened(filters) });
  const hops = el("div", { class: "wb-list" }, [1, 2, 3].map((n) => item(`${n} ${n === 1 ? "hop" : "hops"} around the selection`, () => on.focus(n))),
    item("Everything", on.unfocus));
  const undo = button({ name: "Undo", of: "undo", keys: "Ctrl+Z", press: on.undo });
  const redo = button({ name: "Redo", of: "redo", keys: "Ctrl+Shift+Z", press: on.redo });
  const twin = button({ name: "Table", of: "table", text: "Table", keys: "T", press: on.table });
  const code = codeMenu(on);
  const keys = menu({ name: "Help", of: "help", content: help() });

  return {
    el: el("div", { class: "wb-bar", role: "toolbar", aria: { label: "Graph" } },
      search.el, layout.el, group(filter.el, closing(menu({ name: "Neighbourhood", of: "focus", content: hops })),
        button({ name: "Hide selected", of: "hide", keys: "H", press: on.hide }),
        button({ name: "Show all", of: "show", keys: "A", press: on.showAll })),
      group(undo, redo), el("span", { class: "wb-gap" }),
      group(twin, code.el, closing(exportMenu(on)), keys.el)),
    search, layout, help: keys, filters,
    show({ scene, look, past, table }) {
      undo.disabled = !past.canUndo;
      redo.disabled = !past.canRedo;
      twin.setAttribute("aria-pressed", String(table));
      layout.show(scene, look);
      if (!filter.panel.hidden) filters.show(scene, look);
      filter.opener.setAttribute("aria-pressed", String(look.filtered));
    },
  };
}

function group(...children) {
  return el("div", { class: "wb-group" }, children);
}

function item(text, press) {
  return el("button", { type: "button", class: "wb-item", on: { click: press } }, text);
}

// A menu of items closes when one was chosen.
function closing(made) {
  made.panel.addEventListener("click", (event) => { if (event.target.closest(".wb-item")) made.close(); });
  return made.el;
}

function searchBox(on) {
  const count = el("span", { class: "wb-count" });
  const input = el("input", {
    type: "search", placeholder: "Search", aria: { label: "Search" }, spellcheck: false,
    on: { input: () => on.search(input.value), keydown },
  });
  function keydown(event) {
    event.stopPropagation();
    if (event.key === "Enter") on.nextMatch(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") { input.value = ""; on.search(""); }
  }
  return {
    el: el("div", { class: "wb-search" }, icon("search"), input, count),
    focus: () => input.focus(),
    told: (text) => { count.textContent = text; },
  };
}

function layoutChoice(on) {
  const names = choice({ name: "Layout", options: [], change: () => changed() });
  const seed = el("input", { type: "number", min: 0, value: 0, aria: { label: "Seed" }, on: { change: () => changed() } });
  const seeded = el("label", { class: "wb-choice" }, el("span", {}, "Seed"), seed);
  const progress = el("progress", { aria: { label: "The layout is being refined" } });
  const stop = button({ name: "Stop the layout", of: "stop", press: on.stop });
  const running = el("span", { class: "wb-running" }, progress, stop);
  running.hidden = true;
  const changed = () => on.layout(names.select.value, Number(seed.value));
  return {
    el: el("div", { class: "wb-group wb-layout" }, names.el, seeded, running),
    show(scene, look) {
      const has = LAYOUTS.filter((name) => scene.columns[`x:${name}`]);
      names.fill(has.map((value) => ({ value, text: value })));
      names.set(look.layout);
      seeded.hidden = look.layout !== "force";
      seed.value = look.seed;
    },
    progress(shown) { running.hidden = !shown; },
  };
}

function codeMenu(on) {
  const text = el("pre", { tabIndex: 0, aria: { label: "Python code" } });
  const copy = el("button", { type: "button", on: { click: () => on.copy(text.textContent) } }, "Copy");
  return menu({ name: "Python", of: "code", text: "Python", content: el("div", { class: "wb-code" }, text, copy), opened: () => replace(text, on.code()) });
}

function exportMenu(on) {
  const kinds = [["png", "PNG picture"], ["svg", "SVG picture"], ["json", "JSON"], ["gexf", "GEXF (Gephi)"], ["graphml", "GraphML"]];
  return menu({ name: "Export", of: "save", text: "Export", content: el("div", { class: "wb-list" }, kinds.map(([kind, text]) => item(text, () => on.save(kind)))) });
}
