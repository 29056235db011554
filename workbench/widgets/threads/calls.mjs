// What an engine did for a turn: its searches and statements, with what they found.
import { el, short } from "../front/dom.mjs";
import { citation, format } from "./parts.mjs";

const FIRST = 4; // rows of a call shown at first
const LONG = 10_000; // letters of a statement shown

// `more` is a Set of the calls whose rows are all shown; `changed()` after it changed.
export function callBox(call, { port, more, changed, key }) {
  const rows = call.rows ?? [];
  const shown = more.has(key) ? rows : rows.slice(0, FIRST);
  const open = rows.length > FIRST && el("button", { type: "button", class: "small", on: { click: toggle } },
    more.has(key) ? "Show fewer" : `Show all ${rows.length} rows`);
  function toggle() {
    if (!more.delete(key)) more.add(key);
    changed();
  }
  return el("section", { class: "call", aria: { label: `${call.tool}: ${count(call)}` } },
    head(call), statement(call), call.search ? hits(shown, port) : table(shown, port), open || null,
    call.unreadable.map((text) => code(text)), verdict(call.verdict));
}

function head(call) {
  const where = call.label && `${call.label}.${call.property}`;
  return el("div", { class: "call-head" },
    el("span", { class: "tool" }, call.search ? "search" : call.tool),
    where ? el("span", { class: "where" }, short(where)) : null,
    el("span", { class: "faint" }, count(call)), limits(call.limits));
}

function count(call) {
  if (call.error) return `no rows: ${call.error}`;
  if (call.rows === null) return "no rows can be read";
  return `${call.rows.length} ${call.search ? "hit" : "row"}${call.rows.length === 1 ? "" : "s"}`;
}

function limits(found) {
  if (!found) return null;
  const told = `above ${found.threshold}, at most ${found.top_n}`;
  const title = found.origin === "fallback"
    ? "not recorded: the engine's own defaults, as today's data model does not know the pair"
    : "not recorded: as today's data model has them";
  return el("span", { class: "faint", title }, `${told} (reconstructed)`);
}

function statement(call) {
  if (call.search && call.text !== null) return el("q", { class: "asked", dir: "auto" }, short(call.text, LONG));
  return code(call.query ?? format(call.args));
}

function code(text, more = {}) { return el("pre", { class: "code", ...more }, short(text, LONG)); }

function hits(rows, port) {
  return rows.map((row) => el("div", { class: "hit", data: { named: row.named ? "yes" : "no" } },
    el("span", { class: "score" }, typeof row.score === "number" ? row.score.toFixed(3) : String(row.score ?? "")),
    bar(row.score), el("span", { class: "ids" }, row.ids.map((id, n) => citation(port, id, n ? "" : row.name))),
    row.named ? el("span", { class: "named" }, "in the answer") : null));
}

function bar(score) {
  const share = typeof score === "number" ? Math.max(0, Math.min(1, score)) : 0;
  return el("span", { class: "meter", aria: { hidden: "true" } }, el("span", { style: { width: `${share * 100}%` } }));
}

function table(rows, port) {
  if (!rows.length) return null;
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.values)))];
  const head = el("tr", {}, names.map((name) => el("th", { scope: "col" }, name)));
  const body = rows.map((row) => el("tr", { data: { named: row.named ? "yes" : "no" } }, names.map((name) => cell(row, name, port))));
  return el("div", { class: "rows" }, el("table", {}, el("thead", {}, head), el("tbody", {}, body)));
}

function cell(row, name, port) {
  const value = Object.hasOwn(row.values, name) ? row.values[name] : undefined;
  const ids = typeof value === "string" ? row.ids.filter((id) => id === value) : row.ids.filter((id) => id === value?.id);
  const text = value === undefined ? "" : format(value);
  if (ids.length) return el("td", {}, citation(port, ids[0], value?.id ? row.name : ""));
  return el("td", { title: short(text, 1000), dir: "auto" }, text.length > 80 ? `${text.slice(0, 79)}…` : text);
}

function verdict(found) {
  if (!found) return null;
  const tone = found.drifted ? "bad" : found.verdict === "equal" || found.verdict === "order differs" ? "good" : "unsure";
  const rows = [...found.removed.map((row) => ["then", row]), ...found.added.map((row) => ["now", row])];
  return el("div", { class: "verdict", data: { tone } },
    el("strong", {}, `today: ${found.verdict}`), found.note ? el("span", {}, found.note) : null,
    found.difference ? el("span", {}, `largest difference of a score ${found.difference.toPrecision(3)}`) : null,
    rows.slice(0, 6).map(([side, row]) => code(`${side}: ${format(row)}`, { data: { side } })),
    rows.length > 6 ? el("span", {}, `and ${rows.length - 6} more rows`) : null);
}
