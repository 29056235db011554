// What is looked at, chosen and asked on a map; views of it are told when it changes.
import { described, matching } from "./data.mjs";
import { alone, colouredBy, look, painted, toggled } from "./look.mjs";
import { ARROWS, middle, towards } from "./walk.mjs";

export class Explorer {
  marked = null;
  panel = "trust";
  tie = true; // neighbours are drawn
  arrows = true; // moves to the other model are drawn
  query = null;
  near = null;
  told = "";
  onChange = () => {};
  #focus = null;
  #anchor = { of: null, list: [], at: -1 };
  #asked = 0;

  constructor({ port, points, cloud, say }) {
    Object.assign(this, { port, points, cloud, say, queries: [...points.queries] });
  }

  start() {
    this.#look();
    this.#marks();
    this.port.on("actions", () => this.#look());
    this.port.on("selected", () => this.#marks());
    this.cloud.on("click", (event) => this.#clicked(event));
    this.cloud.on("area", ({ nodes, polygon }) => this.#surrounded(nodes, polygon));
    this.cloud.canvas.addEventListener("keydown", (event) => this.#key(event));
    if (this.queries.length) this.open("queries");
    if (this.queries.length) this.ask(this.queries[0]);
    else this.onChange({ look: true, panel: true });
  }

  get shown() {
    const near = this.tie ? this.near : null;
    return { focus: this.#focus, near, query: this.query, arrows: this.arrows, selected: this.positions ?? [] };
  }

  get focused() { return this.#focus; }

  colour(by) { this.port.setActions(colouredBy(this.port.actions, by)); }
  toggle(entry) { this.port.setActions(toggled(this.port.actions, entry)); }
  alone(entry, count) { this.port.setActions(alone(this.port.actions, entry, count)); }

  open(panel) {
    this.panel = panel;
    this.onChange({ panel: true });
  }

  // A switch that changes the picture alone: tie, arrows.
  turn(name) {
    this[name] = !this[name];
    this.cloud.repaint();
    this.onChange({});
  }

  ask(query) {
    this.query = query;
    this.cloud.repaint();
    this.onChange({ look: true, panel: true });
    if (query) this.say(`${query.name}: ${query.hits.length} retrieved${query.golden.map((one) => `; ${one.id} ${one.why === "found" ? `found at rank ${one.rank}` : `missed, ${one.why}`}`).join("")}`);
  }

  select(positions) {
    this.port.select([...new Set([...positions].map((i) => this.points.ids.at(i)))]);
  }

  // Looks at one point: its neighbours are shown and spoken of.
  focus(i, { select = false, spoken = "", keep = false } = {}) {
    this.#focus = i;
    if (!keep) this.#anchor = { of: i, list: [], at: -1 };
    if (i !== null) this.cloud.reveal(i);
    if (!keep) this.#neighbours(i);
    if (i !== null) this.say(spoken ? `${spoken}: ${described(this.points, i)}` : described(this.points, i));
    if (select && i !== null) this.select([i]);
    if (i !== null && this.panel !== "queries") this.panel = "neighbours";
    this.cloud.repaint();
    this.onChange({ panel: true });
  }

  words(text) {
    const found = matching(this.points, text);
    this.select(found);
    this.say(text.trim() ? `${found.length.toLocaleString("en")} points have “${text.trim()}”` : "nothing to search for");
    if (found.length) this.cloud.reveal(found[0]);
  }

  async meaning(text) {
    if (!text.trim()) return;
    try {
      const { x, y, hits } = await this.port.ask("meaning", { text, k: this.points.meta.k });
      const query = { name: text, text, place: [x, y], hits, golden: [], threshold: null, top_n: hits.length };
      this.queries.push(query);
      this.panel = "queries";
      this.ask(query);
    } catch (error) {
      this.say(error.message);
    }
  }

  #look() {
    this.look = look(this.port.actions);
    this.painted = painted(this.points, this.look);
    this.cloud.show({ x: this.points.x, y: this.points.y, ...this.painted });
    this.onChange({ look: true });
  }

  #marks() {
    const wanted = this.port.selected;
    this.positions = wanted.flatMap((id) => this.points.at(id));
    this.marked = null;
    if (this.positions.length) {
      this.marked = new Uint8Array(this.points.n);
      for (const i of this.positions) this.marked[i] = 1;
    }
    this.cloud.mark(this.marked);
    this.onChange({ selected: true });
  }

  #clicked({ node, shift }) {
    if (node === null) {
      this.select([]);
      this.focus(null);
      return;
    }
    const others = shift ? this.positions : [];
    this.select(others.includes(node) ? others.filter((i) => i !== node) : [...others, node]);
    this.focus(node);
  }

  #surrounded(nodes, polygon) {
    this.select(nodes);
    const corners = polygon.map((corner) => corner.map((value) => Number(value.toPrecision(7))));
    this.port.setActions([...this.port.actions.filter((action) => action.do !== "area"), { do: "area", polygon: corners }]);
    this.say(`${nodes.length.toLocaleString("en")} points selected`);
  }

  async #neighbours(i) {
    this.#asked += 1;
    const asked = this.#asked;
    this.near = i === null ? null : this.points.near(i);
    if (i === null || this.near) return;
    try {
      const found = await this.port.ask("near", { at: i });
      if (asked !== this.#asked) return;
      this.near = found;
    } catch (error) {
      this.told = error.message;
    }
    this.cloud.repaint();
    this.onChange({ panel: true });
  }

  // N and P go along the neighbours of the point from which they were first pressed.
  #along(step) {
    if (this.#focus === null || !this.near?.length) return;
    const { of } = this.#anchor;
    const list = this.near;
    const at = Math.max(0, Math.min(list.length - 1, this.#anchor.at + step));
    this.#anchor = { of, list, at };
    const [i, score] = list[at];
    this.#walked(i, `neighbour ${at + 1} of ${list.length}, score ${score.toFixed(3)}`);
  }

  #walked(i, spoken) {
    this.cloud.reveal(i);
    this.cloud.hover = i;
    this.say(`${spoken}: ${described(this.points, i)}`);
    this.cloud.repaint();
  }

  #key(event) {
    const { cloud } = this;
    const acts = {
      n: () => this.#along(1), p: () => this.#along(-1),
      Enter: () => this.#enter(event.shiftKey), Escape: () => { this.select([]); this.focus(null); cloud.hover = null; },
      "+": () => cloud.zoom(1.3), "=": () => cloud.zoom(1.3), "-": () => cloud.zoom(1 / 1.3), 0: () => cloud.fit(),
    };
    const arrow = ARROWS[event.key];
    const act = arrow ? () => this.#step(...arrow) : acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // JupyterLab would take it for a command
    act();
  }

  #step(across, up) {
    const next = this.#focus === null ? middle(this.cloud) : towards(this.cloud, this.#focus, across, up);
    if (next >= 0) this.focus(next);
    else this.say("no point lies that way");
  }

  // On a neighbour that was walked to, looks at it; else selects the point that is looked at.
  #enter(more) {
    const walked = this.#anchor.at >= 0 ? this.#anchor.list[this.#anchor.at][0] : this.#focus;
    if (walked === null) return;
    if (walked !== this.#focus) this.focus(walked);
    this.select(more ? [...this.positions, walked] : [walked]);
  }
}
