// Tabs that the arrow keys walk (WAI-ARIA: Tabs, with activation that follows focus).
import { el } from "../front/dom.mjs";

// panes: [{ name, title, el }]. onShow(name) after a change; `show(name)` from outside.
export function tabs({ label, panes, shown, onShow = () => {} }) {
  const id = `wb-tabs-${Math.random().toString(36).slice(2)}`;
  const buttons = panes.map((pane) => el("button", {
    type: "button", role: "tab", id: `${id}-${pane.name}`, class: "query-tab",
    aria: { controls: `${id}-${pane.name}-pane` },
    on: { click: () => show(pane.name, true), keydown },
  }, pane.title));
  const list = el("div", { class: "query-tabs", role: "tablist", aria: { label }, }, buttons);
  panes.forEach((pane) => {
    pane.el.setAttribute("role", "tabpanel");
    pane.el.id = `${id}-${pane.name}-pane`;
    pane.el.setAttribute("aria-labelledby", `${id}-${pane.name}`);
  });
  let current = "";

  function show(name, told = false) {
    current = panes.some((pane) => pane.name === name) ? name : panes[0].name;
    panes.forEach((pane, n) => {
      const here = pane.name === current;
      pane.el.hidden = !here;
      buttons[n].setAttribute("aria-selected", String(here));
      buttons[n].tabIndex = here ? 0 : -1;
    });
    if (told) onShow(current);
  }

  function keydown(event) {
    const at = panes.findIndex((pane) => pane.name === current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: panes.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = (to + panes.length) % panes.length;
    show(panes[next].name, true);
    buttons[next].focus();
  }

  show(shown);
  return {
    list, show,
    get current() { return current; },
    title(name, text) { buttons[panes.findIndex((pane) => pane.name === name)].textContent = text; },
  };
}
