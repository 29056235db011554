// The controls above the map: the moment as text, whose knowledge, map or tables.
import { el, replace, short } from "../front/dom.mjs";
import { timeInWords } from "./words.mjs";

// on: { step(by), time(text), as(id or null), tables(shown), zoom(factor or 0) }
export function controls({ live, on }) {
  const id = `planes-persons-${Math.random().toString(36).slice(2)}`;
  const time = el("input", { class: "planes-moment", spellcheck: false, aria: { label: "Exact time" }, on: { keydown: (event) => entered(event, () => on.time(time.value)) } });
  const said = el("span", { class: "planes-said" });
  const persons = el("datalist", { id });
  const npc = el("input", { class: "planes-npc", list: id, placeholder: "a character", aria: { label: "See as a character" }, on: { keydown: (event) => entered(event, () => on.as(npc.value)) } });
  const known = el("span", { class: "planes-known" });
  const tables = el("button", { type: "button", aria: { pressed: "false" }, on: { click: toggle } }, "Tables");
  const box = el("div", { class: "wb-bar planes-bar" },
    button("◀", "Moment before", () => on.step(-1)), button("▶", "Next moment", () => on.step(1)),
    time, button("Go", "Go to this time", () => on.time(time.value)), said,
    el("span", { class: "planes-gap" }),
    known, live ? [npc, persons, button("See as", "See what this character knows", () => on.as(npc.value)), button("See all", "See everything that is recorded", () => on.as(null))] : null,
    button("−", "Zoom out", () => on.zoom(0.8)), button("+", "Zoom in", () => on.zoom(1.25)), button("Fit", "Fit the map", () => on.zoom(0)), tables);

  function toggle() {
    const shown = tables.getAttribute("aria-pressed") !== "true";
    tables.setAttribute("aria-pressed", String(shown));
    on.tables(shown);
  }

  function draw(atlas) {
    const people = atlas.beings.filter((being) => being.label === "Person");
    replace(persons, people.map((being) => el("option", { value: being.id }, being.name)));
    const { known_name: name, known_at: at, setting } = atlas.meta;
    known.textContent = short(name ? `As ${name} knows it at ${timeInWords(at, atlas.meta.bands)}` : setting ?? "");
    known.classList.toggle("one", Boolean(name));
  }

  function show({ moment }, bands) {
    time.value = moment.time;
    said.textContent = timeInWords(moment.time, bands);
  }

  return { el: box, draw, show };
}

function button(text, label, click) {
  return el("button", { type: "button", title: label, aria: { label }, on: { click } }, text);
}

function entered(event, done) {
  event.stopPropagation();
  if (event.key === "Enter") done();
}
