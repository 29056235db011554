// One entity: where it is at the moment, its dates, its timeline.
import { el, replace } from "../front/dom.mjs";
import { table } from "../front/table.mjs";
import { timeline } from "./atlas.mjs";
import { shortWindow, typeInWords, windowInWords } from "./words.mjs";

const LISTS = ["factions", "titles", "locations", "items"];

// onOpen(being or plane) for the other end of a relation.
export function cardPanel({ onOpen }) {
  let rows = [];
  let bands = [];
  const about = el("div", { class: "planes-about" }, el("p", { class: "planes-faint" }, "Choose somebody from a list."));
  const list = table({
    columns: [{ name: "relation", width: "minmax(8ch, 1fr)" }, { name: "with", width: "minmax(8ch, 1.1fr)" }, { name: "when", width: "minmax(12ch, 1.6fr)" }],
    count: 0, label: "Timeline",
    cell: (row, column) => cell(rows[row], column, bands),
    onOpen: (row) => onOpen(rows[row].other),
  });
  const box = el("div", { class: "planes-card" }, about, list.el);

  function show(atlas, snapshot, being) {
    rows = timeline(atlas, being);
    bands = atlas.meta.bands;
    const stays = snapshot.present.filter((stay) => stay.being === being.n);
    replace(about,
      el("h3", {}, being.name),
      el("p", { class: "planes-faint" }, [being.label, being.id, life(being)].filter(Boolean).join(" · ")),
      being.summary ? el("p", {}, being.summary) : null,
      el("ul", { aria: { label: "Where at this moment" } }, stays.length ? stays.map((stay) => el("li", {}, whereabouts(atlas, stay))) : el("li", {}, nowhere(snapshot, being))),
      atlas.meta.left_out.relations ? el("p", {}, `Not here: ${atlas.meta.left_out.relations}.`) : null);
    list.refresh(rows.length);
  }

  // What a kernel adds: the row of entity_context, and the timeline as the tool tells it.
  function add(atlas, { context, timeline: told }) {
    const lists = LISTS.filter((name) => context[name]?.length)
      .map((name) => el("p", { class: "planes-faint" }, `${name}: ${context[name].map((id) => atlas.being.get(id)?.name ?? id).join(", ")}`));
    about.append(...lists);
    rows = told.map((row) => ({ ...row, other: atlas.being.get(row.other_id) ?? atlas.plane.get(row.other_id) ?? { id: row.other_id, name: row.other_id }, out: true }));
    list.refresh(rows.length);
  }

  function clear() {
    rows = [];
    replace(about, el("p", { class: "planes-faint" }, "Choose somebody from a list."));
    list.refresh(0);
  }

  return { el: box, show, add, clear, destroy: list.destroy };
}

function cell(row, column, bands) {
  return [`${row.out ? "" : "← "}${typeInWords(row.type)}`, row.other.name, shortWindow(row, bands)][column];
}

function life({ born, died }) {
  return born || died ? `${born || "?"} – ${died || "?"}` : "";
}

function whereabouts(atlas, stay) {
  const basis = stay.basis === "direct" ? "directly" : "by a place that is there";
  return `${atlas.planes[stay.plane].name}: ${basis}, ${stay.sure ? "certain" : "nobody knows for sure"} (${windowInWords(stay)})`;
}

function nowhere(snapshot, being) {
  if (!being.placed) return "is not a thing that is on a plane";
  return snapshot.outside.includes(being) ? "outside its dates" : "no record says where";
}
