// What stands beside the picture: the legend, and one panel at a time.
import { el, replace } from "../front/dom.mjs";
import { findingsPanel, neighbourPanel, queryPanel, trustPanel } from "./panels.mjs";

const PANELS = { trust: "Trust", neighbours: "Neighbours", queries: "Queries", findings: "Findings" };

export function side(points, map, legend) {
  const onOpen = (at) => map.focus(at, { select: true });
  const paint = {
    trust: () => trustPanel(points),
    neighbours: () => neighbourPanel(points, { focus: map.focused, near: map.near, told: map.told || "The neighbours are being looked for." }, onOpen),
    queries: () => queryPanel(points, map, { onQuery: (query) => map.ask(query), onOpen }),
    findings: () => findingsPanel(points, onOpen, (some) => map.select(some)),
  };
  const tabs = Object.entries(PANELS).map(([name, told]) => el("button", {
    type: "button", role: "tab", data: { panel: name }, on: { click: () => map.open(name), keydown: walk },
  }, told));
  const body = el("div", { role: "tabpanel" });
  const box = el("div", { class: "wb-side" }, legend, el("div", { class: "wb-tabs", role: "tablist", aria: { label: "Panels" } }, ...tabs), body);

  function walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.stopPropagation();
    const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
    map.open(next.dataset.panel);
    next.focus();
  }

  function show(what) {
    if (!what.panel) return;
    for (const tab of tabs) {
      const chosen = tab.dataset.panel === map.panel;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
    body.setAttribute("aria-label", PANELS[map.panel]);
    const held = body.contains(document.activeElement);
    replace(body, paint[map.panel]());
    if (held) tabs.find((tab) => tab.dataset.panel === map.panel).focus();
  }

  return { el: box, show };
}
