// Two threads side by side, their steps aligned; what differs is told beneath each pair.
import { el } from "../front/dom.mjs";
import { citation, number, redactedLine } from "./parts.mjs";
import { rolling } from "./rolling.mjs";
import { duration } from "./times.mjs";

export function comparison({ port, told, back = null, say }) {
  let pairs = told.pairs;
  const list = rolling({
    label: "Aligned steps", count: pairs.length, role: "feed", measured: true, height: () => 90,
    draw: (n) => pairBox(pairs[n], port), onAt: (n) => say(spoken(pairs[n], n)), isMarked: (n) => mentions(pairs[n], port.selected),
  });
  const only = el("input", { type: "checkbox", on: { change: () => {
    pairs = only.checked ? told.pairs.filter((pair) => !pair.same) : told.pairs;
    list.refresh(pairs.length);
  } } });
  const same = told.pairs.filter((pair) => pair.same).length;
  const box = el("section", { class: "pane comparison", aria: { label: "Two threads side by side" } },
    redactedLine(told.redacted),
    el("div", { class: "wb-bar" }, back, el("span", { class: "grow" }, `${told.pairs.length} steps, ${same} equal`), el("label", { class: "labelled" }, el("span", {}, "only differences"), only)),
    el("div", { class: "pair pair-head" }, el("div", { class: "id", title: told.a }, `A ${told.a}`), el("div", { class: "id", title: told.b }, `B ${told.b}`)),
    list.el);
  return { el: box, selected: () => list.refresh(pairs.length, { keep: true }), close: list.destroy };
}

function pairBox(pair, port) {
  const box = el("div", { class: "pair", data: { same: pair.same ? "yes" : "no" } }, side(pair.a, pair, "a"), side(pair.b, pair, "b"));
  const delta = deltas(pair, port);
  return el("div", { class: "pair-box" }, box, delta.length ? el("div", { class: "deltas" }, delta) : null);
}

function side(step, pair, name) {
  if (!step) return el("div", { class: "step missing" }, "no such step");
  const rows = step.rows === undefined ? "" : step.rows === null ? step.error ?? "no rows" : `${step.rows} rows`;
  return el("div", { class: "step" },
    el("div", { class: "call-head" }, el("span", { class: `tool kind-${step.kind}` }, step.kind), el("span", { class: "faint" }, rows), el("span", { class: "faint" }, facts(step))),
    el("div", { class: "prose", dir: "auto" }, pair.words ? words(pair.words, name) : step.text));
}

function words(pieces, name) {
  return pieces.filter(([kind]) => kind === "both" || kind === name)
    .map(([kind, text]) => (kind === "both" ? text : el(name === "a" ? "del" : "ins", {}, text)));
}

function facts(step) {
  const told = [];
  if (typeof step.latency === "number") told.push(duration(step.latency * 1000));
  if (typeof step.tokens === "number") told.push(`${number(step.tokens)} tokens`);
  if (typeof step.cost === "number") told.push(`$${step.cost.toPrecision(3)}`);
  return told.join(" · ");
}

function deltas(pair, port) {
  const ids = (name, mark) => (pair[name]?.length ? el("span", {}, `${mark} `, pair[name].map((id) => citation(port, id))) : null);
  const signed = (value, text) => `${value < 0 ? "−" : "+"}${text}`;
  return [
    ids("added", "only B:"), ids("removed", "only A:"), ids("moved", "other place:"),
    pair.score ? el("span", {}, `a score differs by ${pair.score.toPrecision(3)}`) : null,
    pair.latency ? el("span", {}, `latency ${signed(pair.latency, duration(Math.abs(pair.latency) * 1000))}`) : null,
    pair.tokens ? el("span", {}, `tokens ${signed(pair.tokens, number(Math.abs(pair.tokens)))}`) : null,
    pair.cost ? el("span", {}, `cost ${signed(pair.cost, `$${Math.abs(pair.cost).toPrecision(3)}`)}`) : null,
  ].filter(Boolean);
}

function mentions(pair, ids) {
  const found = [pair.a, pair.b].flatMap((step) => (step?.hits ?? []).map(([id]) => id));
  return ids.length > 0 && found.some((id) => ids.includes(id));
}

function spoken(pair, n) {
  const one = pair.a ? `${pair.a.kind}: ${pair.a.text.slice(0, 100)}` : "no step in A";
  const other = pair.same ? "the same in B" : pair.b ? `in B ${pair.b.kind}: ${pair.b.text.slice(0, 100)}` : "no step in B";
  return `Step ${n + 1}, ${one}; ${other}`;
}
