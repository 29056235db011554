// One turn: the question, what was done for it, the answer, and what is known of both.
import { el, short } from "../front/dom.mjs";
import { callBox } from "./calls.mjs";
import { citation, format, number } from "./parts.mjs";
import { prose } from "./prose.mjs";
import { clock, duration } from "./times.mjs";

const CITED = 8; // citations shown at first

export function turnBox(turn, n, context) {
  return [
    heading(turn, n),
    turn.question === null ? null : said("user", "Asked", turn.question, context),
    turn.reasoning ? note("reasoning", turn.reasoning) : null,
    turn.calls.length ? work(turn, n, context) : null,
    turn.error ? note("error", turn.error) : null,
    turn.answer === null ? unanswered(turn) : said("assistant", "Answered", turn.answer, context),
    turn.buttons.length ? note("buttons", format(turn.buttons)) : null,
    figures(turn), cited(turn, n, context),
    turn.comments.map((c) => note("feedback", `${c.severity}, ${c.status}: ${c.note}`)),
    turn.tags.length ? note("tags", turn.tags.join(", ")) : null,
    turn.faults.map((fault) => note("not readable", fault)),
  ].flat().filter(Boolean);
}

function heading(turn, n) {
  const what = turn.question === null ? "Before anybody asked" : `Turn ${n + 1}`;
  const others = turn.other.length ? `also ${turn.other.join(", ")}` : "";
  return el("div", { class: "turn-head" }, el("strong", {}, what),
    el("span", {}, turn.asked_at === null ? "" : clock(turn.asked_at)), el("span", { class: "faint" }, others));
}

function said(who, word, text, { changed }) {
  return el("div", { class: `said ${who}` }, el("span", { class: "who" }, word), prose(text, changed));
}

function note(kind, text) {
  return el("div", { class: "note", data: { kind } }, el("span", { class: "who" }, kind), el("span", { dir: "auto" }, short(text, 4000)));
}

function unanswered(turn) {
  return turn.question === null ? null : note("answer", "none is recorded");
}

function work(turn, n, context) {
  const calls = turn.calls.map((call, at) => callBox(call, { ...context, key: `${n}/${at}` }));
  return el("div", { class: "work" }, calls);
}

// Only what the record holds: a figure that it lacks is said to be missing once there was work.
function figures(turn) {
  const parts = [];
  if (turn.latency !== null) parts.push(`answered after ${duration(turn.latency * 1000)}`);
  for (const usage of turn.usage) {
    const tokens = usage.prompt_tokens === null ? "tokens not recorded"
      : `${number(usage.prompt_tokens)} + ${number(usage.completion_tokens ?? 0)} tokens`;
    parts.push(`${usage.model}: ${tokens}, ${usage.cost === null ? "price unknown" : `$${usage.cost.toPrecision(3)}`}`);
  }
  if (turn.calls.length && !turn.usage.length) parts.push("tokens and cost not recorded");
  return parts.length ? el("div", { class: "figures" }, parts.join(" · ")) : null;
}

function cited(turn, n, context) {
  if (!turn.cited.length) return null;
  const { port, more, changed } = context;
  const key = `cited ${n}`;
  const shown = more.has(key) ? turn.cited : turn.cited.slice(0, CITED);
  const left = turn.cited.length - shown.length;
  const all = () => port.select(turn.cited.map((found) => found.id));
  return el("div", { class: "cited" }, el("span", { class: "who" }, "touched"),
    shown.map((found) => citation(port, found.id, found.name)),
    left ? el("button", { type: "button", class: "small", on: { click: () => { more.add(key); changed(); } } }, `${left} more`) : null,
    el("button", { type: "button", class: "small", on: { click: all } }, "Select all"));
}

// What walking to a turn says.
export function spokenTurn(turn, n) {
  const asked = turn.question === null ? "before anybody asked" : `asked: ${turn.question.slice(0, 120)}`;
  const found = turn.calls.length ? `; ${turn.calls.length} calls` : "";
  const answer = turn.answer === null ? "no answer" : `answered: ${turn.answer.slice(0, 160)}`;
  return `Turn ${n + 1}, ${asked}${found}; ${answer}`;
}
