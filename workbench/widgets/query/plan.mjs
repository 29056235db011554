// A plan of any engine as one tree: what feeds an operator stands below it.
import { el, replace } from "../front/dom.mjs";
import { copied } from "./copying.mjs";
import { planText, sizes, spoken } from "./plantext.mjs";
import { tree } from "./tree.mjs";

export function plan({ say }) {
  const note = el("span", { class: "query-told" });
  const copy = el("button", { type: "button", on: { click: () => copyText() } }, "Copy as text");
  const body = el("div", { class: "query-plan" });
  const details = el("dl", { class: "query-details", aria: { label: "Details of the operator" } });
  const pane = el("div", { class: "query-pane" }, el("div", { class: "wb-bar" }, copy, note), body, details);
  let rows = [];
  let by = "";

  function show({ meta }) {
    rows = meta.plan ?? [];
    by = meta.plan_by;
    copy.disabled = !rows.length;
    note.textContent = meta.plan_note + (by ? `; shares are of ${by === "ms" ? "milliseconds" : "the planner's cost"}` : "");
    replace(details);
    const empty = el("p", { class: "query-empty" }, meta.plan_note || "No plan.");
    replace(body, rows.length ? [heads(), tree({ label: "Plan", rows, line, name: (row) => spoken(row, by), onFocus: detailed })] : empty);
  }

  function heads() {
    const names = ["operator", "expected", "rows", "ms", "cost", by ? `share of ${by}` : "share"];
    return el("div", { class: "query-plan-head", aria: { hidden: "true" } }, names.map((name) => el("span", {}, name)));
  }

  function line(row) {
    const { expected, actual, ms, cost, share } = sizes(row);
    const bar = el("span", { class: "query-share" }, el("span", { class: "query-bar", style: { width: `${Math.round((row.share ?? 0) * 100)}%` } }), el("span", {}, share));
    const warnings = row.warnings.map((text) => el("span", { class: "query-warning" }, `⚠ ${text}`));
    const what = el("span", { class: "query-operator", title: `${row.operator} ${row.what}` }, el("b", {}, row.operator), ` ${row.what}`, warnings);
    return [what, ...[expected, actual, ms, cost].map((text) => el("span", {}, text)), bar];
  }

  function detailed(row) {
    const told = Object.entries(row.details).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]);
    replace(details, told.length ? told.flat() : [el("dt", {}, "no more is told of this operator")]);
  }

  async function copyText() {
    say(await copied(planText(rows), "plan.txt"));
  }

  return { el: pane, show };
}
