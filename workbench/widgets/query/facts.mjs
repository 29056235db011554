// Parameters and statements, as they were sent.
import { el, replace } from "../front/dom.mjs";
import { copied } from "./copying.mjs";

export function parameters() {
  const pane = el("div", { class: "query-pane query-facts" });
  function show({ meta }) {
    replace(pane,
      meta.parameters.length ? values("Parameters", meta.parameters) : el("p", { class: "query-empty" }, "No parameters."),
      listed("About this result", ["fact", "value"], meta.facts));
  }
  return { el: pane, show };
}

function values(label, parameters) {
  return listed(label, ["parameter", "type", "value"], parameters.map(({ name, type, value }) => [name, type, value]));
}

function listed(label, heads, rows) {
  const head = el("tr", {}, heads.map((text) => el("th", { scope: "col" }, text)));
  const body = rows.map(([name, ...rest]) => el("tr", {}, el("th", { scope: "row" }, name), rest.map((text) => el("td", {}, text))));
  return el("table", {}, el("caption", {}, label), el("thead", {}, head), el("tbody", {}, body));
}

export function trace({ say }) {
  const pane = el("div", { class: "query-pane query-facts" });
  function show({ meta }) {
    const steps = meta.trace.map((step) => statement(step, say));
    replace(pane, steps.length ? el("ol", { class: "query-steps" }, steps) : el("p", { class: "query-empty" }, "Nothing ran."));
  }
  return { el: pane, show };
}

function statement(step, say) {
  const copy = el("button", { type: "button", aria: { label: `Copy the statement of ${step.store}` }, on: { click: async () => say(await copied(step.statement, "statement.txt")) } }, "Copy");
  const told = `${step.store} (${step.engine}): ${step.rows} rows in ${step.ms.toFixed(1)} ms`;
  return el("li", {},
    el("div", { class: "query-step" }, told, copy),
    el("pre", { tabIndex: 0, aria: { label: "Statement" } }, step.statement),
    step.parameters.length ? values("Sent with", step.parameters) : null);
}
