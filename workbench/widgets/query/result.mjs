// What a query gave, in tabs.
import { el } from "../front/dom.mjs";
import { graph } from "./drawn.mjs";
import { parameters, trace } from "./facts.mjs";
import { grid } from "./grid.mjs";
import { plan } from "./plan.mjs";
import { tabs } from "./tabs.mjs";

export function result({ port, say }) {
  const parts = {
    table: grid({ port, say }), graph: graph({ port }), plan: plan({ say }),
    parameters: parameters(), trace: trace({ say }),
  };
  const titles = { table: "Table", graph: "Graph", plan: "Plan", parameters: "Parameters", trace: "Trace" };
  const panes = Object.entries(parts).map(([name, part]) => ({ name, title: titles[name], el: part.el }));
  const summary = el("div", { class: "query-summary" });
  const front = tabs({ label: "Result", panes, shown: port.settings.tab, onShow: opened });
  const root = el("section", { class: "query-result", aria: { label: "Result" } },
    el("div", { class: "wb-bar" }, front.list, summary), panes.map((pane) => pane.el));

  function opened(name) { if (name === "graph") parts.graph.open(); }

  function show() {
    const data = port.data();
    Object.values(parts).forEach((part) => part.show(data));
    summary.textContent = summary.title = data.meta.summary;
    front.title("graph", parts.graph.count ? `Graph (${parts.graph.count})` : "Graph");
    front.title("plan", warned(data.meta.plan) ? "Plan ⚠" : "Plan");
    opened(front.current);
    return data;
  }

  port.on("settings", () => { front.show(port.settings.tab); opened(front.current); });
  return { el: root, show, destroy() { parts.table.destroy(); parts.graph.destroy(); } };
}

function warned(rows) { return (rows ?? []).some((row) => row.warnings.length); }
