// A table of any length: only the rows in sight are elements. The twin of every picture.
import { el } from "./dom.mjs";

const ROW = 24; // px, as .wb-row in base.css
const BEYOND = 8; // rows kept above and below those in sight
const LONGEST = 1000; // letters of a cell: to lay a megabyte out in one line stops the page

// columns: [{ name, width?: CSS length, align?: "end" }]; cell(row, column) gives a string.
// onOpen(row) is a click or Enter; isSelected(row) says what is marked. Arrow keys, Page keys,
// Home and End walk the rows. `refresh(count?)` after data or selection changed.
export function table({ columns, count, cell, label, onOpen = () => {}, isSelected = () => false }) {
  let rows = count;
  let at = 0;
  const grid = columns.map((column) => column.width ?? "minmax(6ch, 1fr)").join(" ");
  const line = (children, more) => el("div", { class: "wb-row", role: "row", style: { "grid-template-columns": grid }, ...more }, children);
  const head = line(columns.map((c, n) => el("div", { role: "columnheader", aria: { colindex: n + 1 }, title: c.name }, c.name)));
  head.classList.add("wb-head");
  head.style.position = "sticky";
  const body = el("div", { role: "rowgroup", style: { position: "relative" } });
  const box = el("div", { class: "wb-table", role: "grid", tabIndex: 0, aria: { label, colcount: columns.length }, on: { keydown } }, head, body);

  function row(n) {
    const cells = columns.map((column, c) => {
      const text = cut(cell(n, c));
      return el("div", { role: "gridcell", title: text, style: column.align ? { "text-align": column.align } : {} }, text);
    });
    const made = line(cells, {
      id: `${id}-${n}`, aria: { rowindex: n + 2, selected: String(isSelected(n)) },
      on: { click: () => { at = n; onOpen(n); refresh(); } },
    });
    made.style.top = `${n * ROW}px`;
    if (n === at) made.dataset.at = "yes";
    return made;
  }

  const id = `wb-table-${Math.random().toString(36).slice(2)}`;
  let from = -1;
  let to = -1;

  function paint(always) {
    const first = Math.max(0, Math.floor(box.scrollTop / ROW) - BEYOND);
    const last = Math.min(rows, Math.ceil((box.scrollTop + box.clientHeight) / ROW) + BEYOND);
    if (!always && first === from && last === to) return;
    [from, to] = [first, last];
    body.replaceChildren(...Array.from({ length: Math.max(0, last - first) }, (_, n) => row(first + n)));
  }

  function refresh(newCount = rows) {
    rows = newCount;
    at = Math.max(0, Math.min(at, rows - 1));
    body.style.height = `${rows * ROW}px`;
    box.setAttribute("aria-rowcount", rows + 1);
    if (rows) box.setAttribute("aria-activedescendant", `${id}-${at}`);
    else box.removeAttribute("aria-activedescendant");
    paint(true);
  }

  function scrollTo(n) {
    at = n;
    if (n * ROW < box.scrollTop) box.scrollTop = n * ROW;
    const low = (n + 1) * ROW + ROW - box.clientHeight; // the head covers one row
    if (low > box.scrollTop) box.scrollTop = low;
    refresh();
  }

  function keydown(event) {
    const page = Math.max(1, Math.floor(box.clientHeight / ROW) - 2);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -rows, End: rows };
    if (event.key === "Enter" && rows && !event.shiftKey) onOpen(at);
    else if (event.key in steps && rows) scrollTo(Math.max(0, Math.min(rows - 1, at + steps[event.key])));
    else return;
    event.preventDefault();
    event.stopPropagation(); // JupyterLab would take arrows for moves between cells
    refresh();
  }

  box.addEventListener("scroll", () => paint(false), { passive: true });
  const watch = new ResizeObserver(() => paint(true));
  watch.observe(box);
  refresh();
  return { el: box, refresh, scrollTo, get at() { return at; }, destroy: () => watch.disconnect() };
}

function cut(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
