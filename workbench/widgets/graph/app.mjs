// What the view knows, and how a change of it reaches the eye.
import { createPainter } from "../front/painting/painter.mjs";
import { el, renew, replace, speaker } from "../front/dom.mjs";
import { edgeCard, nodeCard } from "./card.mjs";
import { deeds } from "./deeds.mjs";
import { drawing } from "./drawing.mjs";
import { expansion } from "./expansion.mjs";
import { history } from "./history.mjs";
import { pressed } from "./keys.mjs";
import { legend } from "./legend.mjs";
import { reduce } from "./look.mjs";
import { Places } from "./places.mjs";
import { pointer } from "./pointer.mjs";
import { refinement } from "./refinement.mjs";
import { Scene } from "./scene.mjs";
import { count, facts } from "./status.mjs";
import { tables } from "./tables.mjs";
import { toolbar } from "./toolbar.mjs";
import { tools } from "./tools.mjs";
import { steps, walk } from "./walk.mjs";

export class GraphApp {
  picked = { nodes: [], edges: [] }; // the places of what is selected and seen
  found = { text: "", list: [], at: -1 };
  tableShown = false;
  #dirty = new Set();
  #own = false;
  #left = new Map(); // what an expand of a node left out, by its id

  constructor(port, root) {
    this.port = port;
    this.root = root;
    this.scene = new Scene(port.data());
    this.look = reduce(this.scene, port.actions, port.settings);
    this.places = new Places(this.scene, this.look.layout, this.#seed());
    this.places.pin(this.look.pinned);
    this.past = history(port);
    this.path = walk();
    this.on = deeds(this);
    this.#build();
    this.painter.on("renderer", () => this.#panels());
    for (const name of ["data", "settings", "actions"]) port.on(name, () => this.#changed(name));
    port.on("selected", () => this.#changed(this.#own ? "selected" : "chosen elsewhere"));
    this.#first();
  }

  // 0 for the seed with which Python laid the scene out, else another number for each.
  #seed() {
    const { seed } = this.look;
    return seed === (this.port.settings.seed ?? 0) ? 0 : seed + 1;
  }

  say(text) { this.live.say(text); }

  select(ids) {
    this.#own = true;
    this.port.select(ids);
    this.#own = false;
  }

  #build() {
    this.live = speaker();
    this.stage = el("div", { class: "wb-stage", on: { keydown: (event) => this.#key(event) } });
    this.painter = createPainter(this.stage, { renderer: this.port.settings.renderer ?? "auto", label: this.#label() });
    this.bar = toolbar(this.on);
    this.legend = legend(this.on.legend);
    this.tools = tools(this.painter);
    this.tables = tables(() => this, this.on.open);
    this.side = el("div", { class: "wb-side" });
    this.dialogs = el("div", { class: "wb-dialogs" });
    this.expansion = expansion({
      port: this.port, place: this.dialogs, said: (text) => this.say(text),
      left: (id, text) => { this.#left.set(id, text); this.#facts(); },
    });
    this.refinement = refinement(this);
    this.pointer = pointer(this);
    this.stage.append(this.legend.el, this.tools.el, this.side, this.pointer.tip);
    this.foot = el("span", { class: "wb-facts" });
    replace(this.root, this.bar.el,
      el("div", { class: "wb-body" }, el("div", { class: "wb-main" }, this.stage, this.tables.el), this.dialogs),
      el("div", { class: "wb-foot" }, this.live.el, this.foot));
  }

  #first() {
    this.#show(false);
    this.painter.painted.then(() => {
      if (this.gone) return;
      this.#panels();
      this.root.dataset.ready = "yes";
      this.refinement.start();
    });
  }

  // Data and actions may change in one message: what they ask for is done once.
  #changed(name) {
    if (!this.#dirty.size) queueMicrotask(() => this.#refresh());
    this.#dirty.add(name);
  }

  #refresh() {
    if (this.gone) return;
    const dirty = this.#dirty;
    this.#dirty = new Set();
    if (["data", "settings", "actions"].some((name) => dirty.has(name))) this.#renew(dirty);
    else this.#marked();
    if (dirty.has("chosen elsewhere")) this.#follow();
  }

  #renew(dirty) {
    if (dirty.has("data")) this.#newScene();
    const before = this.look;
    this.look = reduce(this.scene, this.port.actions, this.port.settings);
    this.on.searchAgain();
    this.#positions(before);
    requestAnimationFrame(() => setTimeout(() => { if (!this.gone) this.#panels(); })); // the picture comes first
  }

  // What was selected in Python or in another view comes into sight and is spoken.
  #follow() {
    const { nodes, edges } = this.picked;
    if (nodes.length === 1) this.on.arrive(nodes[0]);
    else this.say(nodes.length + edges.length ? `${nodes.length + edges.length} selected` : "");
  }

  #newScene() {
    const focused = this.path.here < 0 ? null : this.scene.id(this.path.here);
    this.scene = new Scene(this.port.data());
    this.path.reset();
    if (focused !== null && this.scene.place(focused) >= 0) this.path.goTo(this.scene.place(focused));
    this.refinement.stop();
    this.places.follow(this.scene);
  }

  #positions(before) {
    const { layout, seed, pinned } = this.look;
    const moved = layout !== before.layout || seed !== before.seed;
    if (moved) this.places.use(layout, this.#seed());
    this.places.pin(pinned);
    this.#show(!moved);
    if (moved) this.refinement.start();
    else if (JSON.stringify(this.look.focus) !== JSON.stringify(before.focus)) this.painter.camera.fit();
  }

  #show(keepCamera) {
    this.pointer.tip.hidden = true;
    this.painter.show(drawing(this.scene, this.look, this.places), { keepCamera });
    this.#mark();
  }

  // The parts that tell of the scene in words, after the picture.
  #panels() {
    this.bar.show({ scene: this.scene, look: this.look, past: this.past, table: this.tableShown });
    this.legend.show(this.scene, this.look);
    this.#facts();
    this.painter.canvas.setAttribute("aria-label", this.#label());
    this.stage.dataset.nodes = this.look.nodes;
    this.stage.dataset.edges = this.look.edges;
    this.#marked();
  }

  #facts() {
    const expanded = new Set(this.port.actions.filter((action) => action.do === "expand").map(({ id }) => id));
    const left = [...this.#left].filter(([id, text]) => text && expanded.has(id))
      .map(([id, text]) => `${this.scene.name(this.scene.place(id))}: ${text}`);
    replace(this.foot, facts(this.scene, this.look, this.painter.renderer, left));
  }

  #marked() {
    this.#mark();
    this.#card();
    if (this.tableShown) this.tables.refresh();
  }

  #mark() {
    this.picked = picked(this.scene, this.look, this.port.selected);
    const hop = this.path.hop(this.scene, this.look);
    this.painter.mark({
      selected: new Set(this.picked.nodes),
      edges: new Set(hop ? [...this.picked.edges, hop.edge] : this.picked.edges),
      focus: this.path.here < 0 ? null : this.path.here,
      dimmed: this.#dimmed(),
    });
  }

  // All but what was found, or but the one thing that is selected and its neighbours.
  #dimmed() {
    const { scene, look, picked: { nodes, edges } } = this;
    if (this.found.list.length) return beyond(this.found.list, scene.size);
    if (nodes.length + edges.length !== 1) return null;
    const near = nodes.length ? steps(scene, look, nodes[0]).map(({ node }) => node) : [scene.source[edges[0]], scene.target[edges[0]]];
    return beyond([...nodes, ...near], scene.size);
  }

  #card() {
    const { nodes, edges } = this.picked;
    const one = nodes.length + edges.length === 1;
    const card = nodes.length ? nodeCard : edgeCard;
    renew(this.side, this.painter.canvas, one ? card(this.scene, this.look, [...nodes, ...edges][0], this.on.card) : null);
  }

  // Marks, card and tables again, after what only this view knows has changed.
  remark() { this.#marked(); }

  showTable(shown) {
    this.tableShown = shown;
    this.tables.el.hidden = !shown;
    this.#panels();
    if (shown) this.tables.refresh();
  }

  #label() {
    const { nodes, edges } = this.look;
    return `${this.port.settings.title ?? "Graph"}: ${count(nodes)} nodes, ${count(edges)} edges; arrow keys walk, ? lists the keys`;
  }

  #key(event) {
    if (event.target.closest("input, select, textarea, button, .wb-legend, .wb-card") || !pressed(event, this.on.keys)) return;
    event.preventDefault();
    event.stopPropagation(); // JupyterLab takes letters and arrows as commands
  }

  destroy() {
    this.gone = true;
    this.refinement.stop();
    this.tables.destroy();
    this.painter.destroy();
  }
}

function picked(scene, look, ids) {
  const found = { nodes: [], edges: [] };
  for (const id of ids) {
    const node = scene.place(id);
    const edge = node < 0 ? scene.edgePlace(id) : -1;
    if (look.seen[node]) found.nodes.push(node);
    else if (look.edgeSeen[edge]) found.edges.push(edge);
  }
  return found;
}

function beyond(list, size) {
  const dimmed = new Uint8Array(size).fill(1);
  for (const i of list) dimmed[i] = 0;
  return dimmed;
}
