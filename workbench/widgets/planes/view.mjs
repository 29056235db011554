// PlaneExplorer: planes and the doors between them, through time.
import { el, speaker } from "../front/dom.mjs";
import { view } from "../front/port.mjs";
import { askedPanel } from "./asked.mjs";
import { readAtlas, snapshot } from "./atlas.mjs";
import { controls } from "./bar.mjs";
import { cardPanel } from "./card.mjs";
import { herePanel } from "./here.mjs";
import { legend } from "./legend.mjs";
import { planeMap } from "./map.mjs";
import { sidePanel } from "./side.mjs";
import { timeSlider } from "./timeline.mjs";
import { tableTwin } from "./twin.mjs";
import { spoken, step } from "./walk.mjs";
import { wayPanel } from "./way.mjs";
import { wayBetween } from "./ways.mjs";
import { spokenDoor, spokenMoment } from "./words.mjs";

class Explorer {
  constructor(port, root) {
    this.port = port;
    this.root = root;
    this.place = { plane: null, door: null };
    this.ends = null;
    this.way = null;
    this.speaker = speaker();
    this.map = planeMap({ on: { plane: (plane, event) => this.choosePlane(plane, event), door: (door) => this.chooseDoor(door), keydown: (event) => this.key(event) } });
    this.time = timeSlider({ onMove: (n) => this.moved(n) });
    this.bar = controls({ live: port.live, on: this.controlled() });
    this.legend = legend();
    const isSelected = (id) => port.selected.includes(id);
    this.here = herePanel({ isSelected, on: { plane: (id) => this.select(id ? [id] : []), being: (being) => this.select([being.id]), door: (door) => this.chooseDoor(door) } });
    this.card = cardPanel({ onOpen: (other) => this.select([other.id]) });
    this.wayPanel = wayPanel({ live: port.live, onFind: (ends) => this.find(ends), onClear: () => this.clearWay() });
    this.asked = askedPanel();
    this.twin = tableTwin({ isSelected, onOpen: (id) => this.openRow(id) });
    this.side = sidePanel({ Here: this.here.el, Way: this.wayPanel.el, Card: this.card.el }, this.asked.el);
    this.stage = el("div", { class: "wb-body planes-stage" }, el("div", { class: "planes-ground" }, this.map.el, this.legend.el), this.side.el);
    this.twin.el.hidden = true;
    root.replaceChildren(this.bar.el, this.stage, this.twin.el, this.time.el, this.speaker.el);
  }

  controlled() {
    return {
      step: (by) => this.time.go(this.time.at + by),
      time: (text) => this.goTo(text.trim()),
      as: (id) => this.seeAs(id),
      tables: (shown) => { this.stage.hidden = shown; this.twin.el.hidden = !shown; this.show(); },
      zoom: (factor) => (factor ? this.map.zoom(factor) : this.map.fit()),
    };
  }

  load() {
    this.atlas = readAtlas(this.port.data());
    this.place = { plane: null, door: null };
    [this.ends, this.way] = [null, null]; // their planes may be no more
    for (const part of [this.map, this.time, this.bar, this.legend, this.here, this.wayPanel]) part.draw(this.atlas);
    this.asked.show(this.atlas.meta.asked);
    this.snapshot = snapshot(this.atlas, this.momentAsked());
    this.takeSelection();
    this.takeEnds();
    this.show();
    this.speaker.say(spokenMoment(this.atlas, this.snapshot));
  }

  last(what) {
    return this.port.actions.findLast((action) => action.do === what);
  }

  momentAsked() {
    return this.atlas.moment.get(this.last("time")?.at) ?? this.atlas.meta.now;
  }

  show() {
    const { atlas } = this;
    this.time.show(this.snapshot.n);
    this.bar.show(this.snapshot, atlas.meta.bands);
    this.map.show(this.snapshot, this.marks());
    const plane = this.place.plane === null ? null : atlas.planes[this.place.plane];
    this.here.show(this.snapshot, plane);
    if (this.being) this.showCard();
    else this.card.clear();
    if (!this.twin.el.hidden) this.twin.show(atlas, this.snapshot);
    this.root.dataset.moment = this.snapshot.moment.time;
    this.root.dataset.ready = "yes";
  }

  marks() {
    const planes = new Set(this.port.selected.map((id) => this.atlas.plane.get(id)?.n).filter((n) => n !== undefined));
    for (const stay of this.snapshot.present) if (stay.being === this.being?.n) planes.add(stay.plane);
    const way = this.doorsOf(this.way?.legs);
    const cut = this.doorsOf(this.way?.cut);
    const reached = this.way?.reachable === "false" ? new Set(this.way.reachable_set.map((id) => this.atlas.plane.get(id)?.n)) : null;
    return { planes, at: this.place.plane, door: this.place.door, way, cut, reached };
  }

  doorsOf(legs = []) {
    const ids = new Set(legs.map((leg) => leg.edge_id));
    return new Set(this.atlas.doors.filter((door) => ids.has(door.id)).map((door) => door.n));
  }

  // Moments
  moved(n) {
    this.snapshot = snapshot(this.atlas, n);
    this.record({ do: "time", at: this.snapshot.moment.time });
    this.show();
    this.speaker.say(spokenMoment(this.atlas, this.snapshot));
    if (this.ends) this.find(this.ends);
  }

  record(action) {
    this.port.setActions([...this.port.actions.filter((done) => done.do !== action.do), action]);
  }

  goTo(text) {
    if (this.atlas.moment.has(text)) this.time.go(this.atlas.moment.get(text));
    else this.ask("atlas", { time: text, npc: this.atlas.meta.known_as }, `${text} is not among the moments of this view. `);
  }

  seeAs(npc) {
    if (npc === "") return;
    this.ask("atlas", { time: this.snapshot.moment.time, npc });
  }

  // Asks Python; what it cannot do is spoken.
  async ask(what, details, before = "") {
    this.root.setAttribute("aria-busy", "true");
    try {
      const told = await this.port.ask(what, details);
      if (what === "atlas") this.speaker.say(told);
      else this.asked.show(await this.port.ask("trace"));
      return told;
    } catch (error) {
      this.speaker.say(`${before}${error.message}`);
      return null;
    } finally {
      this.root.removeAttribute("aria-busy");
    }
  }

  // Selection
  select(ids) {
    this.port.select(ids);
    this.takeSelection();
    this.show();
    if (this.being) this.side.open("Card");
    else if (ids.length) this.side.open("Here");
  }

  takeSelection() {
    const planes = this.port.selected.map((id) => this.atlas.plane.get(id)).filter(Boolean);
    this.being = this.port.selected.map((id) => this.atlas.being.get(id)).find(Boolean) ?? null;
    const plane = planes.at(-1)?.n ?? (this.being ? this.place.plane : null);
    if (plane !== this.place.plane) this.place = { plane, door: null };
  }

  // Selected here, in another view, or in Python.
  followed() {
    const before = this.being;
    this.takeSelection();
    this.show();
    if (this.being && this.being !== before) this.side.open("Card");
  }

  choosePlane(plane, event) {
    const { selected } = this.port;
    this.place = { plane: plane.n, door: null };
    this.select(event?.shiftKey ? [...selected.filter((id) => id !== plane.id), plane.id] : [plane.id]);
    this.speaker.say(spoken(this.atlas, this.snapshot, this.place));
  }

  chooseDoor(door) {
    const plane = [door.source, door.target].includes(this.place.plane) ? this.place.plane : door.source;
    this.place = { plane, door: door.n };
    this.show();
    this.speaker.say(spokenDoor(this.atlas, door, this.atlas.planes[plane], this.snapshot.doors[door.n], ""));
  }

  openRow(id) {
    const door = this.atlas.doors.find((one) => one.id === id);
    if (door) this.chooseDoor(door);
    else this.select([id]);
  }

  key(event) {
    const next = step(this.atlas, this.place, event.key);
    if (next === null || !this.atlas.planes.length) return;
    event.preventDefault();
    event.stopPropagation();
    const before = this.place.plane;
    this.place = next;
    if (next.plane === null) return;
    if (next.plane !== before || event.key === "Enter") this.port.select([this.atlas.planes[next.plane].id]);
    this.being = null;
    this.show();
    this.speaker.say(spoken(this.atlas, this.snapshot, next));
  }

  async showCard() {
    const { being, snapshot: shown } = this;
    this.card.show(this.atlas, shown, being);
    if (!this.port.live || !being.placed) return;
    const told = await this.ask("card", { id: being.id, time: shown.moment.time });
    if (told && this.being === being && this.snapshot === shown) this.card.add(this.atlas, told);
  }

  // Ways
  takeEnds() {
    const asked = this.last("path");
    if (!asked || !this.atlas.plane.has(asked.start) || !this.atlas.plane.has(asked.goal)) return;
    this.wayPanel.choose(asked);
    this.find(asked);
  }

  async find(ends) {
    this.ends = ends;
    this.record({ do: "path", start: ends.start, goal: ends.goal });
    const at = this.snapshot;
    const [start, goal] = [ends.start, ends.goal].map((id) => this.atlas.plane.get(id).n);
    const way = this.port.live
      ? await this.ask("path", { ...ends, time: at.moment.time })
      : wayBetween(this.atlas, at, start, goal);
    if (this.snapshot !== at || this.ends !== ends) return;
    this.way = way;
    if (way) this.wayPanel.show(way);
    else this.wayPanel.say(this.port.live ? "" : "Too many ways to keep them here: this needs a kernel.");
    this.map.show(at, this.marks());
  }

  clearWay() {
    [this.ends, this.way] = [null, null];
    this.port.setActions(this.port.actions.filter((done) => done.do !== "path"));
    this.map.show(this.snapshot, this.marks());
  }

  destroy() {
    for (const part of [this.here, this.card, this.twin]) part.destroy();
  }
}

export default view("planes", ({ port, el: root }) => {
  const explorer = new Explorer(port, root);
  explorer.load();
  port.on("data", () => explorer.load());
  port.on("selected", () => explorer.followed());
  port.on("actions", () => {
    const n = explorer.momentAsked();
    if (n !== explorer.snapshot.n) explorer.time.go(n);
  });
  return () => explorer.destroy();
});
