// A list of any length whose items may differ in height: only those in sight are elements.
import { el, heldFocus } from "../front/dom.mjs";

const BEYOND = 300; // px kept above and below what is in sight

// height(n) is a guess in px, put right once an item is painted where `measured`. draw(n) gives
// an element; spoken(n) the line that walking there says. Arrows, Page keys, Home and End walk;
// Enter opens. `inner` keys (a button in an item has focus) are left to the item.
export function rolling({ label, count, height, draw, role = "listbox", measured = false,
  onAt = () => {}, onOpen = () => {}, isMarked = () => false }) {
  let n = count;
  let at = 0;
  let tops = new Float64Array(1);
  let heights = new Float32Array(0);
  let shown = new Map();
  const body = el("div", { role: "presentation", class: "roll-body" });
  const box = el("div", { class: "roll", role, tabIndex: 0, aria: { label }, on: { keydown } }, body);
  const id = `roll-${Math.random().toString(36).slice(2)}`;
  const option = role === "listbox" ? "option" : "article";

  function laid(from = 0) {
    if (!from) tops = new Float64Array(n + 1);
    for (let i = from; i < n; i += 1) tops[i + 1] = tops[i] + heights[i];
    body.style.height = `${tops[n]}px`;
  }

  function indexAt(y) {
    let [low, high] = [0, n];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tops[middle + 1] <= y) low = middle + 1; else high = middle;
    }
    return low;
  }

  function item(i) {
    const node = el("div", { class: "roll-item", role: option, id: `${id}-${i}`, aria: { setsize: n, posinset: i + 1 },
      on: { click: (event) => { if (!event.target.closest("button, summary, a")) { walk(i, false); onOpen(i); } } } }, draw(i));
    return node;
  }

  function dress(node, i) {
    node.style.top = `${tops[i]}px`;
    if (!measured) node.style.height = `${heights[i]}px`;
    node.dataset.at = i === at ? "yes" : "no";
    node.dataset.marked = isMarked(i) ? "yes" : "no";
    if (option === "option") node.setAttribute("aria-selected", String(isMarked(i)));
    else node.setAttribute("aria-current", String(isMarked(i)));
  }

  // Paints what is in sight; heights that prove wrong move what follows, and are asked once.
  function paint(anew = false) {
    const top = box.scrollTop - BEYOND;
    const bottom = box.scrollTop + box.clientHeight + BEYOND;
    const held = [...shown].find(([, node]) => node.contains(document.activeElement));
    const restore = held && heldFocus(held[1]);
    const kept = new Map();
    for (let i = indexAt(Math.max(0, top)); i < n && tops[i] < bottom; i += 1) {
      kept.set(i, (!anew && shown.get(i)) || item(i));
    }
    for (const [i, node] of shown) if (kept.get(i) !== node) node.remove();
    for (const [i, node] of kept) {
      dress(node, i);
      if (!node.isConnected || node.parentNode !== body) body.append(node);
    }
    shown = kept;
    if (held && kept.get(held[0]) !== held[1]) restore(kept.get(held[0]), box);
    if (measured) correct();
    // A feed has no active item: where one walks to is spoken by the view.
    if (n && option === "option") box.setAttribute("aria-activedescendant", `${id}-${at}`);
    else box.removeAttribute("aria-activedescendant");
  }

  function correct() {
    let first = -1;
    let above = 0;
    for (const [i, node] of shown) {
      const real = node.offsetHeight;
      if (!real || Math.abs(real - heights[i]) < 1) continue;
      if (tops[i] < box.scrollTop) above += real - heights[i];
      heights[i] = real;
      first = first < 0 ? i : Math.min(first, i);
    }
    if (first < 0) return;
    laid(first);
    if (above) box.scrollTop += above;
    for (const [i, node] of shown) node.style.top = `${tops[i]}px`;
  }

  function walk(i, scroll = true) {
    at = Math.max(0, Math.min(n - 1, i));
    if (scroll) inSight(at);
    paint();
    if (n) onAt(at);
  }

  function inSight(i) {
    if (tops[i] < box.scrollTop) box.scrollTop = tops[i];
    const low = Math.min(tops[i + 1], tops[i] + box.clientHeight) - box.clientHeight;
    if (low > box.scrollTop) box.scrollTop = low;
  }

  function keydown(event) {
    if (event.target !== box || !n) return;
    const page = Math.max(1, indexAt(box.scrollTop + box.clientHeight) - indexAt(box.scrollTop) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -n, End: n };
    if (event.key === "Enter" || event.key === " ") onOpen(at);
    else if (event.key in steps) walk(at + steps[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation(); // JupyterLab would take arrows for moves between cells
  }

  // `keep`: the same items, some of which changed.
  function refresh(newCount = n, { keep = false } = {}) {
    const same = keep && newCount === n;
    n = newCount;
    at = Math.max(0, Math.min(at, n - 1));
    if (!same) {
      heights = Float32Array.from({ length: n }, (_, i) => height(i));
      laid();
    }
    paint(true);
  }

  box.addEventListener("scroll", () => paint(), { passive: true });
  const watch = new ResizeObserver(() => paint());
  watch.observe(box);
  refresh();
  return {
    el: box, refresh, paint, walk,
    start() { at = 0; box.scrollTop = 0; },
    show(i) { at = i; inSight(i); paint(); inSight(i); paint(); },
    get at() { return at; },
    get painted() { return shown.size; },
    destroy: () => watch.disconnect(),
  };
}
