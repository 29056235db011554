// The rows as a table: type and empty cells of each column in its head, rows selected by id.
import { el, replace } from "../front/dom.mjs";
import { table } from "../front/table.mjs";
import { copied, tsv } from "./copying.mjs";
import { toggled } from "./selecting.mjs";

const COLUMN = 16; // ch, the least width of a column

export function grid({ port, say }) {
  const body = el("div", { class: "wb-body query-grid" });
  const told = el("span", { class: "query-told" });
  const copy = el("button", { type: "button", on: { click: () => copyRows() }, title: "Rows as tab-separated text: those selected, else all that are shown" }, "Copy as TSV");
  const pane = el("div", { class: "query-pane" }, el("div", { class: "wb-bar" }, copy, told), body);
  let found = { names: [], count: 0, cell: () => "", ids: () => [] };
  let shown = null;

  function show(data) {
    found = read(data);
    shown?.destroy();
    shown = table({
      columns: found.heads.map((name) => ({ name, width: `minmax(${COLUMN}ch, 1fr)` })),
      count: found.count, cell: found.shown, label: "Rows",
      onOpen: choose, isSelected: (row) => isSelected(row),
    });
    shown.el.style.setProperty("--query-width", `${found.names.length * COLUMN}ch`);
    const empty = el("p", { class: "query-empty" }, data.meta.fault ? "No rows: the query failed." : data.meta.asked ? "No rows." : "No rows were asked for.");
    replace(body, found.count ? shown.el : empty);
    copy.disabled = !found.count;
    told.textContent = [`${data.meta.rows} rows`, ...data.meta.left_out].join("; ");
  }

  function isSelected(row) {
    const chosen = port.selected;
    return chosen.length > 0 && found.ids(row).some((id) => chosen.includes(id));
  }

  function choose(row) {
    const ids = found.ids(row);
    if (!ids.length) return say("This row has no id and no node: it selects nothing elsewhere");
    return port.select(toggled(port.selected, ids));
  }

  async function copyRows() {
    const all = Array.from({ length: found.count }, (_, row) => row);
    const chosen = all.filter(isSelected);
    const rows = (chosen.length ? chosen : all).map((row) => found.names.map((_, c) => found.cell(row, c)));
    say(`${await copied(tsv(found.names, rows), "rows.tsv")}: ${rows.length} rows`);
  }

  port.on("selected", () => shown?.refresh());
  return { el: pane, show, destroy: () => shown?.destroy() };
}

function read({ meta, columns }) {
  const texts = meta.columns.map((_, c) => columns[`c${c}`]);
  const nulls = meta.columns.map((_, c) => columns[`n${c}`]);
  const ids = columns.ids;
  return {
    names: meta.columns.map((column) => column.name),
    heads: meta.columns.map(head),
    count: texts.length ? texts[0].length : 0,
    cell: (row, c) => texts[c].at(row),
    shown: (row, c) => (nulls[c]?.[row] ? "NULL" : texts[c].at(row)),
    ids: (row) => (ids ? JSON.parse(ids.at(row)) : []),
  };
}

function head({ name, type, nulls }) {
  const about = [type || "empty", ...(nulls ? [`${nulls} NULL`] : [])].join(", ");
  return `${name} · ${about}`;
}
