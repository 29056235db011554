// The panel beside the map: three tabs, and below them what was asked.
import { el } from "../front/dom.mjs";

export function sidePanel(parts, below) {
  const names = Object.keys(parts);
  const tabs = names.map((name) => el("button", { type: "button", role: "tab", on: { click: () => open(name), keydown } }, name));
  const panels = names.map((name) => el("div", { role: "tabpanel", class: "planes-panel", aria: { label: name } }, parts[name]));
  const box = el("aside", { class: "planes-side" }, el("div", { class: "planes-tabs", role: "tablist", aria: { label: "Details" } }, tabs), panels, below);

  function open(name) {
    names.forEach((other, n) => {
      tabs[n].setAttribute("aria-selected", String(other === name));
      tabs[n].tabIndex = other === name ? 0 : -1;
      panels[n].hidden = other !== name;
    });
  }

  function keydown(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const next = (tabs.indexOf(event.currentTarget) + by + tabs.length) % tabs.length;
    open(names[next]);
    tabs[next].focus();
  }

  open(names[0]);
  return { el: box, open };
}
