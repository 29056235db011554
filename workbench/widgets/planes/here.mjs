// Who is on a plane, or on no record, at the moment; the plane's doors.
import { el, renew, replace } from "../front/dom.mjs";
import { table } from "../front/table.mjs";
import { countInWords, doorFrom } from "./words.mjs";

const ALL = "all";
const LOST = "lost";
const OUTSIDE = "outside";

// on: { plane(id or null), being(being), door(door) }
export function herePanel({ on, isSelected }) {
  let rows = [];
  const choice = el("select", { aria: { label: "Where" }, on: { change: () => chosen() } });
  const about = el("div", { class: "planes-about" });
  const doors = el("ul", { class: "planes-doors", aria: { label: "Doors" } });
  const list = table({
    columns: [{ name: "who", width: "minmax(9ch, 1.6fr)" }, { name: "kind", width: "minmax(6ch, .8fr)" }, { name: "how sure", width: "minmax(9ch, 1.2fr)" }],
    count: 0, label: "Who is there",
    cell: (row, column) => rows[row].cells[column],
    onOpen: (row) => on.being(rows[row].being),
    isSelected: (row) => isSelected(rows[row].being.id),
  });
  const box = el("div", { class: "planes-here" }, el("label", {}, "Where ", choice), about, doors, list.el);
  let atlas = null;
  let last = null;

  function chosen() {
    const plane = atlas.plane.get(choice.value);
    on.plane(plane ? plane.id : null);
    if (!plane) show(last.snapshot, null, choice.value);
  }

  function draw(found) {
    atlas = found;
    const planes = atlas.planes.map((plane) => el("option", { value: plane.id }, plane.name));
    const special = [[ALL, "All planes"], [LOST, "On no record"], [OUTSIDE, "Outside their dates"]];
    replace(choice, special.slice(0, 1).map(option), planes, special.slice(1).map(option));
  }

  function show(snapshot, plane, special = isSpecial(choice.value) && !plane ? choice.value : ALL) {
    last = { snapshot, plane };
    choice.value = plane ? plane.id : special;
    rows = plane || special === ALL ? present(snapshot, plane) : absent(snapshot[special]);
    replace(about, plane ? aboutPlane(plane, snapshot) : aboutAll(snapshot));
    renew(doors, choice, plane ? doorsOf(plane, snapshot) : []);
    list.refresh(rows.length);
  }

  function present(snapshot, plane) {
    const seen = plane ? snapshot.present.filter((stay) => stay.plane === plane.n) : snapshot.present;
    return seen.map((stay) => {
      const being = atlas.beings[stay.being];
      const how = `${stay.sure ? "certain" : "unknown"}, ${stay.basis === "direct" ? "direct" : "by place"}`;
      const where = `${atlas.planes[stay.plane].name}${stay.sure ? "" : " (unknown)"}`;
      return { being, cells: [being.name, being.label, plane ? how : where] };
    });
  }

  function absent(beings) {
    return beings.map((being) => ({ being, cells: [being.name, being.label, [being.born, being.died].some(Boolean) ? `${being.born || "?"} – ${being.died || "?"}` : ""] }));
  }

  function doorsOf(plane, snapshot) {
    return atlas.doors.filter((door) => door.source === plane.n || door.target === plane.n).map((door) => {
      const told = doorFrom(atlas, door, plane, snapshot.doors[door.n]);
      return el("li", {}, el("button", { type: "button", class: `planes-link ${snapshot.doors[door.n]}`, title: told.window, on: { click: () => on.door(door) } },
        el("b", {}, `${told.arrow} ${told.other.name}`), el("span", {}, told.details), el("i", {}, snapshot.doors[door.n] === "time_unknown" ? "unknown" : told.state)));
    });
  }

  return { el: box, draw, show, refresh: () => list.refresh(), destroy: list.destroy };
}

function option([value, name]) {
  return el("option", { value }, name);
}

function isSpecial(value) {
  return value === LOST || value === OUTSIDE;
}

function aboutPlane(plane, snapshot) {
  const where = [plane.kind, plane.setting].filter(Boolean).join(" · ");
  return [el("h3", {}, plane.name), el("p", { class: "planes-faint" }, `${where} · ${countInWords(snapshot.counts[plane.n])}`),
    plane.summary ? el("p", {}, plane.summary) : null].filter(Boolean);
}

function aboutAll(snapshot) {
  return [el("p", { class: "planes-faint" },
    `${new Set(snapshot.present.map((stay) => stay.being)).size} somewhere, ${snapshot.lost.length} on no record, ${snapshot.outside.length} outside their dates.`)];
}
