// One question in two runs: what was expected, what each said, and what each did for it.
import { el, replace } from "../front/dom.mjs";
import { aligned, change } from "./model.mjs";

export function flipPanel(pair, { traces, close }) {
  const steps = el("div", { class: "wb-steps" }, "reading the traces …");
  const panel = el("section", { class: "wb-flip", tabIndex: -1, aria: { label: `Question ${pair.question}` } },
    el("div", { class: "wb-bar" }, el("strong", {}, change(pair)), el("button", { type: "button", on: { click: close } }, "Close")),
    el("p", { class: "wb-question" }, pair.question),
    field("Golden answer", (pair.a ?? pair.b).golden),
    el("div", { class: "wb-pair" }, side("A", pair.a), side("B", pair.b)),
    el("h4", {}, "What each run did"), steps);
  traces().then((found) => fill(steps, pair, found), (error) => replace(steps, error.message));
  return panel;
}

function side(name, judged) {
  if (!judged) return el("div", {}, el("h4", {}, name), "this run does not have the question");
  return el("div", {}, el("h4", {}, `${name}: ${judged.verdict}${Number.isNaN(judged.rating) ? "" : `, rated ${judged.rating}`}`),
    el("p", { class: "wb-answer" }, judged.answer || "no answer was recorded"), judged.comment && field("Judge", judged.comment));
}

function field(name, text) {
  return el("p", {}, el("strong", {}, `${name}: `), text || "–");
}

function fill(node, pair, found) {
  const of = (judged) => (judged && Object.hasOwn(found, judged.trace) ? found[judged.trace] : []);
  const rows = aligned(of(pair.a), of(pair.b));
  if (!rows.length) return replace(node, "no trace was recorded");
  const cell = (step) => el("td", { class: step ? "" : "wb-absent" }, step
    ? [el("strong", {}, step[0]), step[2] === null ? "" : ` ${step[2].toFixed(2)} s`, el("div", {}, step[1])] : "–");
  const body = rows.map(([a, b]) => el("tr", { class: a && b && a[1] !== b[1] ? "wb-differs" : "" }, cell(a), cell(b)));
  return replace(node, el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "A"), el("th", { scope: "col" }, "B"))), el("tbody", {}, body)));
}
