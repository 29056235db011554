// Everything on the map as tables: planes, relations, who is where.
import { el, replace } from "../front/dom.mjs";
import { table } from "../front/table.mjs";
import { REASONS, windowInWords } from "./words.mjs";

const ARROWS = { forward: "→", backward: "←", both: "↔", "": "–" };
const WIDTHS = { "": "4ch", window: "minmax(16ch, 2.6fr)", dates: "minmax(16ch, 2fr)", tolls: "6ch", who: "minmax(12ch, 1.6fr)" };
const KINDS = {
  planes: { columns: ["plane", "kind", "setting", "certain", "perhaps", "id"], rows: planeRows },
  relations: { columns: ["from", "", "to", "relation", "via", "tolls", "state", "window", "secrecy", "id"], rows: doorRows },
  "who is where": { columns: ["who", "kind", "plane", "basis", "certainty", "window", "id"], rows: stayRows },
  "on no record": { columns: ["who", "kind", "dates", "why", "id"], rows: absentRows },
};

// onOpen(id) of a plane, a relation or an entity.
export function tableTwin({ onOpen, isSelected }) {
  const kind = el("select", { aria: { label: "Table of" }, on: { change: () => show(...last) } },
    Object.keys(KINDS).map((name) => el("option", { value: name }, name)));
  const count = el("span", { class: "planes-faint" });
  const place = el("div", { class: "planes-tables" });
  const box = el("div", { class: "planes-twin" }, el("div", { class: "planes-ends" }, el("label", {}, "Table of ", kind), count), place);
  let made = null;
  let last = [];

  function show(atlas, snapshot) {
    last = [atlas, snapshot];
    const { columns, rows: told } = KINDS[kind.value];
    const rows = told(atlas, snapshot);
    made?.destroy();
    made = table({
      columns: columns.map((name) => ({ name, width: WIDTHS[name] ?? "minmax(7ch, 1fr)" })),
      count: rows.length, label: `Table of ${kind.value}`,
      cell: (row, column) => String(rows[row].cells[column]),
      onOpen: (row) => onOpen(rows[row].id),
      isSelected: (row) => isSelected(rows[row].id),
    });
    count.textContent = `${rows.length} rows at ${snapshot.moment.time}`;
    replace(place, made.el);
  }

  return { el: box, show, destroy: () => made?.destroy() };
}

function planeRows(atlas, snapshot) {
  return atlas.planes.map((plane) => {
    const { sure, maybe } = snapshot.counts[plane.n];
    return { id: plane.id, cells: [plane.name, plane.kind, plane.setting, sure, maybe, plane.id] };
  });
}

function doorRows(atlas, snapshot) {
  return atlas.doors.map((door) => ({
    id: door.id,
    cells: [atlas.planes[door.source].name, ARROWS[door.ways], atlas.planes[door.target].name, door.type, door.via, door.ways ? door.cost : "",
      REASONS[snapshot.doors[door.n]], windowInWords(door), door.secrecy, door.id],
  }));
}

function stayRows(atlas, snapshot) {
  return snapshot.present.map((stay) => {
    const being = atlas.beings[stay.being];
    return { id: being.id, cells: [being.name, being.label, atlas.planes[stay.plane].name, stay.basis, stay.sure ? "certain" : "unknown", windowInWords(stay), being.id] };
  });
}

function absentRows(atlas, snapshot) {
  const told = (why) => (being) => ({ id: being.id, cells: [being.name, being.label, `${being.born || "?"} – ${being.died || "?"}`, why, being.id] });
  return [...snapshot.lost.map(told("no record places it")), ...snapshot.outside.map(told("outside its dates"))];
}
