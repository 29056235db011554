// The table of runs: a dot with its interval each, and which two are compared.
import { el } from "../front/dom.mjs";
import { percent } from "./model.mjs";

export function runsTable(runs, pair, onPair) {
  const head = ["A", "B", "Run", "Share of passes, 95 % interval", "Passed", "Errors", "Unjudged", "Unknown", "Cost", "Median s"];
  const group = Math.random().toString(36).slice(2);
  const pick = (side, run) => el("input", {
    type: "radio", name: `${group}-${side}`, checked: pair[side] === run.run,
    aria: { label: `Compare ${run.label} as ${side ? "B" : "A"}` },
    on: { change: () => { pair[side] = run.run; onPair(); } },
  });
  const rows = runs.map((run) => el("tr", {},
    el("td", {}, pick(0, run)), el("td", {}, pick(1, run)),
    el("th", { scope: "row" }, run.label), el("td", { class: "wb-interval-cell" }, interval(run)),
    ...[`${run.passed} of ${run.judged}`, run.errors, run.unjudged, run.unknown, money(run.cost), seconds(run.median_seconds)]
      .map((text) => el("td", { class: "wb-number" }, String(text)))));
  return el("table", {},
    el("thead", {}, el("tr", {}, head.map((name) => el("th", { scope: "col" }, name)))), el("tbody", {}, rows));
}

export function interval({ share, low, high }) {
  if (share === null) return el("span", {}, "nothing was judged");
  const at = (value) => `${(value * 100).toFixed(2)}%`;
  return el("div", { class: "wb-interval" },
    el("div", { class: "wb-scale", aria: { hidden: "true" } },
      el("span", { class: "wb-range", style: { left: at(low), width: at(high - low) } }),
      el("span", { class: "wb-dot", style: { left: at(share) } })),
    el("span", {}, `${percent(share)} (${percent(low)} to ${percent(high)})`));
}

const money = (value) => (value ? value.toFixed(4) : "–");
const seconds = (value) => (value === null ? "–" : value.toFixed(2));
