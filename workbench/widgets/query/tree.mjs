// A tree that the arrow keys walk (WAI-ARIA: Tree View), from rows with a `depth` in reading order.
import { el } from "../front/dom.mjs";

// line(row) gives what is seen, name(row) what is spoken, onFocus(row) hears the row in focus.
export function tree({ label, rows, line, name, onFocus = () => {} }) {
  const closed = new Set();
  let at = 0;
  const items = rows.map((row, n) => {
    const item = el("div", {
      class: "query-item", role: "treeitem", tabIndex: n ? -1 : 0,
      aria: { level: row.depth + 1, label: name(row), selected: "false" },
      on: { click: () => go(n), dblclick: () => toggle(n), focus: () => onFocus(row) },
    }, line(row));
    if (hasChildren(n)) {
      // For the mouse alone: keys and screen readers have the item itself.
      const marker = el("span", { class: "query-marker", aria: { hidden: "true" }, on: { click: () => toggle(n), dblclick: (event) => event.stopPropagation() } });
      item.firstChild.prepend(marker);
    }
    item.style.setProperty("--query-depth", row.depth);
    if (hasChildren(n)) item.setAttribute("aria-expanded", "true");
    return item;
  });

  function hasChildren(n) { return n + 1 < rows.length && rows[n + 1].depth > rows[n].depth; }

  function parent(n) {
    for (let up = n - 1; up >= 0; up -= 1) if (rows[up].depth < rows[n].depth) return up;
    return -1;
  }

  function isSeen(n) {
    for (let up = parent(n); up >= 0; up = parent(up)) if (closed.has(up)) return false;
    return true;
  }

  function toggle(n, close = !closed.has(n)) {
    if (!hasChildren(n)) return;
    if (close) closed.add(n); else closed.delete(n);
    items[n].setAttribute("aria-expanded", String(!close));
    items.forEach((item, i) => { item.hidden = !isSeen(i); });
  }

  function go(n) {
    items[at].tabIndex = -1;
    items[at].setAttribute("aria-selected", "false");
    at = n;
    items[at].tabIndex = 0;
    items[at].setAttribute("aria-selected", "true");
    items[at].focus();
  }

  function step(by) {
    let to = at + by;
    while (to >= 0 && to < rows.length && !isSeen(to)) to += by;
    return to >= 0 && to < rows.length ? to : at;
  }

  function into() {
    if (!hasChildren(at)) return at;
    if (!closed.has(at)) return at + 1;
    toggle(at, false);
    return at;
  }

  function out() {
    if (hasChildren(at) && !closed.has(at)) {
      toggle(at, true);
      return at;
    }
    return Math.max(0, parent(at));
  }

  function last() {
    let n = rows.length - 1;
    while (n > 0 && !isSeen(n)) n -= 1;
    return n;
  }

  function keydown(event) {
    const moves = { ArrowDown: () => step(1), ArrowUp: () => step(-1), ArrowRight: into, ArrowLeft: out, Home: () => 0, End: last };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    go(move());
  }

  return el("div", { class: "query-tree", role: "tree", aria: { label }, on: { keydown } }, items);
}
