// The text area: completion, the place of an error, and keys that run.
import { el } from "../front/dom.mjs";
import { complete } from "./complete.mjs";
import { popup } from "./popup.mjs";

// language() is the one chosen, schema() resolves to the names that there are.
export function editor({ language, schema, run, say }) {
  const area = el("textarea", {
    class: "query-text", rows: 5, spellcheck: false, wrap: "off",
    aria: { label: "Query", describedby: "" }, on: { keydown, blur: () => list.close(), input },
  });
  const list = popup({ area, onTake: take });
  const hint = el("div", { class: "query-hint" }, "Ctrl+Enter runs. Ctrl+Space or Tab completes; Escape, then Tab, leaves the text.");
  let place = { from: 0, to: 0 };
  let leaving = false; // Escape was the last key: Tab leaves, so that nobody is caught here

  async function propose() {
    try {
      const found = complete(area.value, area.selectionStart, language(), await schema());
      place = found;
      list.open(found.items);
      say(found.items.length ? `${found.items.length} completions` : "Nothing completes this");
    } catch (error) {
      say(error.message);
    }
  }

  function take(item) {
    area.setRangeText(item.text, place.from, place.to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function input() {
    unmark();
    if (list.isOpen) list.close();
  }

  function keydown(event) {
    const completes = (event.ctrlKey && event.key === " ") || (event.key === "Tab" && wantsTab(event));
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
    else if (!list.key(event)) {
      leaving = event.key === "Escape";
      if (!completes) return event.stopPropagation(); // JupyterLab's commands are not meant here
      propose();
    }
    event.preventDefault();
    event.stopPropagation();
    return undefined;
  }

  function wantsTab(event) {
    return !leaving && !event.shiftKey && /[\w.:/]$/.test(area.value.slice(0, area.selectionStart));
  }

  // Selects what an error points at, told by line and column from 1.
  function mark({ line, column, length }) {
    const lines = area.value.split("\n").slice(0, line - 1);
    const from = lines.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
    area.setAttribute("aria-invalid", "true");
    area.setSelectionRange(from, from + length);
  }

  function unmark() { area.removeAttribute("aria-invalid"); }

  const root = el("div", { class: "query-editor" }, area, list.el, hint);
  return { el: root, area, mark, unmark };
}
