// One thread: chat on one side, its events as waterfall or table and the chosen one's JSON beside.
import { download, el, replace, short } from "../front/dom.mjs";
import { table } from "../front/table.mjs";
import { shortType } from "./kinds.mjs";
import { button, counted, labelled, number } from "./parts.mjs";
import { rolling } from "./rolling.mjs";
import { clock, moment } from "./times.mjs";
import { spokenTurn, turnBox } from "./turn.mjs";
import { waterfall } from "./waterfall.mjs";

const MOST = 200_000; // letters of one event's JSON shown at once

export function threadPane({ port, contents, say, actions }) {
  const more = new Set();
  let marks = contents.mentioning(port.selected);
  let chosen = -1;
  const context = { port, more, changed: () => chat.refresh(contents.turns, { keep: true }) };
  const chat = rolling({
    label: "Turns", count: contents.turns, role: "feed", measured: true,
    height: (n) => 140 + Math.min(600, contents.weight(n) / 9),
    draw: (n) => el("div", { class: "turn" }, turnBox(contents.turn(n), n, context)),
    onAt: (n) => say(spokenTurn(contents.turn(n), n)), onOpen: openTurn, isMarked: (n) => marks.has(n),
  });
  const fall = waterfall({ contents, say, onEvent: choose, isMarked: (turn) => marks.has(turn) });
  const detail = el("div", { class: "detail" }, el("p", { class: "faint" }, "Choose an event to read its data."));
  const rows = eventTable(contents, choose, () => chosen);
  const side = el("div", { class: "side-body" }, fall.el);
  const status = el("div", { class: "told", role: "status" });
  tellMarks();

  // Walks to an event: its data is shown, its turn is brought into sight.
  function choose(n) {
    chosen = n;
    replace(detail, detailOf(contents, n));
    chat.show(contents.turnOf(n));
  }

  function openTurn(n) {
    const events = contents.eventsOfTurn(n);
    const record = events.find((event) => contents.type(event) === "rag.query_processed") ?? events[0];
    if (record === undefined) return;
    chosen = record;
    replace(detail, detailOf(contents, record));
    fall.list.show(record);
  }

  function tellMarks() {
    const ids = port.selected;
    status.textContent = ids.length
      ? `${number(marks.size)} of ${number(contents.turns)} turns mention ${ids.length === 1 ? short(ids[0]) : `one of ${ids.length} selected ids`}`
      : `${counted(contents.turns, "turn")}, ${counted(contents.events, "event")}`;
  }

  function selectionChanged() {
    marks = contents.mentioning(port.selected);
    tellMarks();
    chat.refresh(contents.turns, { keep: true });
    fall.list.refresh(contents.events, { keep: true });
    const first = [...marks].sort((a, b) => a - b)[0];
    if (first !== undefined && !marks.has(chat.at)) chat.show(first);
  }

  function showing(name) {
    replace(side, name === "table" ? rows.el : fall.el);
    rows.refresh();
  }

  const pane = el("section", { class: "pane thread", aria: { label: `Thread ${contents.id}` } },
    el("div", { class: "wb-bar" }, el("span", { class: "grow faint id", title: contents.id }, contents.id), actions),
    status, el("div", { class: "columns" }, chat.el,
      el("div", { class: "side" }, sideBar(fall, showing), side, detail)));
  if (contents.turns) openTurn(0);
  return {
    el: pane, chat, fall, selectionChanged, choose,
    // Verdicts of a replay, put at the calls they are of.
    judged(found) {
      const at = new Map(found.queries.map((query) => [`${query.event}/${query.place}`, query]));
      for (let n = 0; n < contents.turns; n += 1) {
        for (const call of contents.turn(n).calls) call.verdict = at.get(`${call.event}/${call.place}`) ?? call.verdict;
      }
      const told = Object.entries(found.counts).map(([verdict, count]) => `${count} ${verdict}`).join(", ");
      status.textContent = `Run again: ${told || "no recorded queries"}. ${found.embedders.join("; ")}`;
      chat.refresh(contents.turns, { keep: true });
    },
    destroy: () => { chat.destroy(); fall.list.destroy(); rows.destroy(); },
  };
}

function sideBar(fall, showing) {
  const names = [["waterfall", "Waterfall"], ["table", "Table"]];
  const tabs = names.map(([name, text]) => button(text, () => {
    tabs.forEach((tab, n) => tab.setAttribute("aria-pressed", String(names[n][0] === name)));
    showing(name);
  }, { aria: { pressed: String(name === "waterfall") } }));
  const fold = el("input", { type: "checkbox", checked: true, on: { change: () => fall.setFold(fold.checked) } });
  return el("div", { class: "wb-bar" }, tabs, labelled("fold pauses", fold));
}

function eventTable(contents, choose, chosen) {
  const oneDay = moment(contents.time(0)).slice(0, 10) === moment(contents.time(contents.events - 1)).slice(0, 10);
  const when = oneDay ? clock : moment;
  const cells = [(n) => String(n + 1), (n) => when(contents.time(n)), (n) => shortType(contents.type(n)), (n) => String(contents.turnOf(n) + 1), (n) => contents.line(n)];
  return table({
    columns: [{ name: "#", width: "6ch", align: "end" }, { name: "at", width: oneDay ? "10ch" : "19ch" }, { name: "type", width: "minmax(10ch, 16ch)" }, { name: "turn", width: "6ch", align: "end" }, { name: "says", width: "minmax(10ch, 1fr)" }],
    count: contents.events, cell: (row, column) => cells[column](row), label: "Events", onOpen: choose, isSelected: (row) => row === chosen(),
  });
}

function detailOf(contents, n) {
  const data = contents.data(n);
  const cut = data.length > MOST;
  const save = () => download(`${contents.eventId(n)}.json`, data, "application/json");
  return [
    el("div", { class: "wb-bar" }, el("strong", {}, contents.type(n)), el("span", { class: "faint" }, moment(contents.time(n))),
      el("span", { class: "grow faint id", title: contents.eventId(n) }, contents.eventId(n)), button("Save JSON", save)),
    cut ? el("p", { class: "faint" }, `the first ${number(MOST)} of ${number(data.length)} letters`) : null,
    el("pre", { class: "json", tabIndex: 0, aria: { label: `Data of event ${n + 1}` } }, cut ? data.slice(0, MOST) : data),
  ];
}
