// Evaluation runs side by side: shares with intervals, slices, and the questions that flipped.
import { el, renew, replace, speaker } from "../front/dom.mjs";
import { view } from "../front/port.mjs";
import { table } from "../front/table.mjs";
import { flipPanel } from "./flip.mjs";
import { change, flips, judged, percent } from "./model.mjs";
import { runsTable } from "./runs.mjs";

const SPOKEN = 120; // letters
const TABS = { flips: "Flipped questions", slices: "By scenario", questions: "All questions" };

export default view("evaluation", ({ port, el: root }) => {
  const voice = speaker();
  const tabs = el("div", { class: "wb-tabs", role: "tablist", aria: { label: "What to show" } });
  const choice = el("div", {});
  const bar = el("div", { class: "wb-bar" }, tabs, choice);
  const body = el("div", { class: "wb-body", role: "tabpanel" });
  const state = { tab: "flips", pair: [...(port.settings.pair ?? [])], kind: "all", data: port.data() };
  let shown = null;

  function paint() {
    shown?.destroy();
    renew(tabs, null, Object.entries(TABS).map(([name, label]) => tab(name, label)));
    renew(choice, null, state.tab === "flips" ? kinds() : null);
    shown = PAGES[state.tab](state, port, open);
    replace(body, shown.el);
    voice.say(shown.told);
  }

  function tab(name, label) {
    const chosen = state.tab === name;
    return el("button", {
      type: "button", role: "tab", tabIndex: chosen ? 0 : -1, aria: { selected: String(chosen) },
      on: { click: () => go(name), keydown: (event) => walk(event, name) },
    }, label);
  }

  function go(name) {
    state.tab = name;
    paint();
    bar.querySelector("[aria-selected=true]").focus();
  }

  function walk(event, name) {
    const names = Object.keys(TABS);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.stopPropagation();
    go(names[(names.indexOf(name) + step + names.length) % names.length]);
  }

  function kinds() {
    const options = ["all", "gained", "lost"].map((name) => el("option", { value: name, selected: name === state.kind }, name));
    return el("label", {}, "Show ", el("select", { on: { change: (event) => { state.kind = event.target.value; paint(); } } }, options));
  }

  function open(pair) {
    const ids = [pair.a?.trace, pair.b?.trace].filter(Boolean);
    port.select(ids);
    body.querySelector(".wb-flip")?.remove();
    const panel = flipPanel(pair, { traces: () => traces(port, state.data, ids), close: () => { panel.remove(); shown.el.focus(); } });
    body.append(panel);
    voice.say(`${pair.question.slice(0, SPOKEN)}: ${change(pair)}; the two answers are beside the table`);
  }

  const runs = el("div", { class: "wb-runs" });
  const top = () => replace(runs, runsTable(state.data.meta.runs, state.pair, paint));
  port.on("data", () => { state.data = port.data(); top(); paint(); });
  port.on("selected", () => shown.refresh());
  root.append(runs, bar, body, voice.el);
  top();
  paint();
  root.dataset.ready = "yes";
  return () => shown.destroy();
});

const PAGES = {
  flips(state, port, open) {
    const all = state.pair.length > 1 ? flips(state.data, ...state.pair) : [];
    const found = all.filter((pair) => state.kind === "all" || change(pair) === state.kind);
    const count = (kind) => all.filter((pair) => change(pair) === kind).length;
    const made = table({
      columns: [{ name: "Question" }, { name: "A", width: "11ch" }, { name: "B", width: "11ch" }, { name: "Change", width: "16ch" }],
      label: "Questions on which the runs differ", count: found.length,
      cell: (row, c) => [found[row].question, found[row].a?.verdict ?? "–", found[row].b?.verdict ?? "–", change(found[row])][c],
      onOpen: (row) => open(found[row]),
      isSelected: (row) => [found[row].a, found[row].b].some((side) => side?.trace && port.selected.includes(side.trace)),
    });
    return { ...made, told: `${all.length} questions differ: ${count("gained")} gained, ${count("lost")} lost` };
  },

  slices(state) {
    const rows = state.data.meta.slices;
    const label = Object.fromEntries(state.data.meta.runs.map((run) => [run.run, run.label]));
    const cells = (row) => [row.scenario || "no scenario", label[row.run], percent(row.share), `${percent(row.low)} to ${percent(row.high)}`, `${row.passed} of ${row.judged}`];
    const made = table({
      columns: ["Scenario", "Run", "Share", "95 % interval", "Passed"].map((name) => ({ name })),
      label: "Shares by scenario", count: rows.length, cell: (row, c) => cells(rows[row])[c],
    });
    return { ...made, told: `${rows.length} slices` };
  },

  questions(state, port) {
    const { columns, meta } = state.data;
    const label = Object.fromEntries(meta.runs.map((run) => [run.run, run.label]));
    const names = ["question", "scenario", "verdict", "answer", "golden", "comment"];
    const made = table({
      columns: [{ name: "run", width: "20ch" }, ...names.map((name) => ({ name })), { name: "seconds", width: "9ch", align: "end" }],
      label: "Every judged question", count: columns.run.length,
      cell: (row, c) => cell(judged(state.data, row), c, label, names),
      onOpen: (row) => port.select([columns.trace.at(row)].filter(Boolean)),
      isSelected: (row) => port.selected.includes(columns.trace.at(row)),
    });
    return { ...made, told: `${columns.run.length} judged questions` };
  },
};

function cell(record, column, label, names) {
  if (column === 0) return label[record.run];
  if (column <= names.length) return record[names[column - 1]];
  return Number.isNaN(record.seconds) ? "–" : record.seconds.toFixed(2);
}

function traces(port, data, ids) {
  const kept = data.meta.traces;
  if (!port.settings.live_traces) return Promise.resolve({});
  return ids.every((id) => Object.hasOwn(kept, id)) ? Promise.resolve(kept) : port.ask("traces", { ids });
}
