// The list of completions at a text area (WAI-ARIA: Combobox with a list).
import { el, replace } from "../front/dom.mjs";

export function popup({ area, onTake }) {
  const id = `wb-list-${Math.random().toString(36).slice(2)}`;
  const list = el("div", { class: "query-list", role: "listbox", id, hidden: true, aria: { label: "Completions" } });
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(attributes)) area.setAttribute(name, value);
  let items = [];
  let at = 0;

  function open(found) {
    items = found;
    at = 0;
    replace(list, items.map((item, n) => el("div", {
      role: "option", id: `${id}-${n}`, class: "query-option", aria: { selected: "false" },
      // Not click: the text area would lose the focus, and the list close, before it.
      on: { mousedown: (event) => { event.preventDefault(); onTake(item); close(); } },
    }, el("b", {}, item.text), el("span", {}, item.note))));
    list.hidden = !items.length;
    area.setAttribute("aria-expanded", String(!list.hidden));
    if (items.length) go(0);
  }

  function go(n) {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = (n + items.length) % items.length;
    list.children[at].setAttribute("aria-selected", "true");
    list.children[at].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", `${id}-${at}`);
  }

  function close() {
    list.hidden = true;
    area.setAttribute("aria-expanded", "false");
    area.removeAttribute("aria-activedescendant");
  }

  // True where the key was the list's.
  function key(event) {
    if (list.hidden) return false;
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1 };
    if (event.key in moves) go(moves[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") { onTake(items[at]); close(); }
    else if (event.key === "Escape") close();
    else return false;
    return true;
  }

  return { el: list, open, close, key, get isOpen() { return !list.hidden; } };
}
