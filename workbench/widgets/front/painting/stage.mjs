// The picture's element, what it shows and when it is painted; an ink says how.
import { drawArea } from "./area.mjs";
import { Camera, bounds } from "../camera.mjs";
import { canvasInk } from "./canvas-ink.mjs";
import { plan } from "./canvas-plan.mjs";
import { el as element } from "../dom.mjs";
import { Glide } from "./camera.mjs";
import { Easel, still } from "./easel.mjs";
import { Events } from "./events.mjs";
import { frames } from "./frame.mjs";
import { gestures } from "./gestures.mjs";
import { Hits } from "./hits.mjs";
import { UNMARKED, seen } from "./marks.mjs";
import { listen } from "./pointer.mjs";

const REST = 140; // ms without motion after which the picture is painted in full
const HEAVY = 2500; // nodes and edges above which a moving picture is painted with less in it
const FILL = "position:relative;width:100%;height:100%;flex:1;min-width:0;overflow:hidden";
const NOTHING = { node: null, edge: null };

export class Stage {
  mode = "pan"; // or "rectangle", "lasso": what dragging the ground does
  drawing = null;
  hover = NOTHING;
  area = null; // the polygon that is being drawn
  #asked = 0;
  #events = new Events();
  #first;
  #frames = 0;
  #hits = new Hits();
  #lastMs = 0;
  #mark = UNMARKED; // as it was told
  #moved = -Infinity;
  #plan = null;
  #rest = 0;
  #seen = UNMARKED; // of it what the drawing shows
  #stop;

  constructor(el, { label = "Picture", role = "application", draggable = true }, ink) {
    this.el = el;
    this.easel = new Easel(label, role);
    this.canvas = this.easel.canvas;
    this.box = element("div", { class: "wb-painter" }, this.canvas);
    this.box.style.cssText = FILL;
    this.frame = frames(this.box);
    this.inner = new Camera();
    this.camera = new Glide(this.inner, { scene: () => this.drawing, changed: () => this.#looked() });
    this.painted = new Promise((resolve) => { this.#first = resolve; });
    el.append(this.box);
    el.workbenchPainter = this;
    this.ink = ink(this);
    this.#stop = this.#listen(draggable);
  }

  #listen(draggable) {
    const off = listen(this.canvas, gestures(this, draggable));
    const sized = new ResizeObserver(() => this.#resized());
    sized.observe(this.box);
    const themed = () => this.#changed();
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", themed);
    const lab = new MutationObserver(themed); // JupyterLab marks its theme on the body
    lab.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
    return () => {
      off();
      sized.disconnect();
      lab.disconnect();
      dark.removeEventListener("change", themed);
    };
  }

  // { name: "canvas" | "webgl", why }
  get renderer() { return this.ink.renderer; }

  // Another ink for the same picture: what is shown, marked and looked at stays.
  use(ink) {
    this.ink.destroy();
    this.ink = ink;
    if (this.drawing) this.ink.show(this.drawing, this.#plan);
    this.emit("renderer", this.renderer);
    this.#changed();
  }

  // The drawing's positions are copied: a node that is dragged moves here, not in the caller's.
  show(drawing, { keepCamera = false } = {}) {
    const first = this.drawing === null;
    this.drawing = { ...drawing, x: Float32Array.from(drawing.x), y: Float32Array.from(drawing.y) };
    this.#plan = plan(this.drawing);
    this.#seen = seen(this.#mark, drawing);
    this.hover = NOTHING;
    this.#hits.forget();
    this.ink.show(this.drawing, this.#plan);
    if (first || !keepCamera) this.#fit();
    this.#changed();
  }

  // New places for all nodes; nothing where they are of another drawing, as a worker's may be.
  move(x, y) {
    if (x.length !== this.drawing?.x.length) return;
    this.drawing.x.set(x);
    this.drawing.y.set(y);
    this.#placed();
  }

  // One node's new place.
  place(i, x, y) {
    this.drawing.x[i] = x;
    this.drawing.y[i] = y;
    this.#placed();
  }

  #placed() {
    this.#hits.forget();
    this.ink.move(this.drawing);
    this.#inMotion();
  }

  mark(mark) {
    const before = this.#seen.dimmed;
    this.#mark = { ...UNMARKED, ...mark };
    this.#seen = this.drawing ? seen(this.#mark, this.drawing) : UNMARKED;
    if (before || this.#seen.dimmed) this.easel.stale();
    this.repaint();
  }

  // A node's place in the element in CSS pixels; a camera that glides arrives first.
  toScreen(i) {
    this.camera.finish();
    return this.inner.toScreen(this.drawing.x[i], this.drawing.y[i]);
  }

  // The middle of an edge as it is painted, bent or not, in CSS pixels.
  edgeToScreen(e) {
    this.camera.finish();
    return this.#frame("full").middle(e);
  }

  // What is at a place in CSS pixels: { node, edge }, indices or null.
  hit(x, y) { return this.drawing ? this.#hits.at(this.#frame("full"), x, y) : NOTHING; }

  // The nodes inside a polygon [[x, y], …] of CSS pixels.
  inside(polygon) { return this.drawing ? this.#hits.inside(this.#frame("full"), polygon) : []; }

  on(event, heard) { return this.#events.on(event, heard); }
  emit(event, told) { this.#events.emit(event, told); }

  // What is in sight, in full, whatever renderer shows it. Rejects where nothing is shown yet.
  async png() {
    if (!this.drawing) throw new Error("There is no picture yet");
    const frame = { ...this.#frame("full"), hovered: null, hoveredEdge: null };
    return still(canvasInk("a still picture"), frame);
  }

  // { frames: how many were painted, lastMs: what the last one cost }
  stats() { return { frames: this.#frames, lastMs: this.#lastMs }; }

  repaint() {
    if (!this.#asked) this.#asked = requestAnimationFrame((now) => this.#step(now));
  }

  destroy() {
    cancelAnimationFrame(this.#asked);
    clearTimeout(this.#rest);
    this.#stop();
    this.ink.destroy();
    this.box.remove();
    this.#events.clear();
    this.drawing = null; // who still asks for a picture gets none, and no new WebGL context
    delete this.el.workbenchPainter;
  }

  #frame(quality) {
    const { drawing, hover } = this;
    return this.frame({ drawing, plan: this.#plan, mark: this.#seen, hover, quality }, this.inner);
  }

  #bounds() { return bounds(this.drawing.x, this.drawing.y, this.drawing.hidden); }

  #fit() {
    this.camera.fitted = true;
    this.inner.fit(this.#bounds());
  }

  #changed() {
    this.easel.stale();
    this.repaint();
  }

  #looked() {
    this.emit("view", this.camera.state());
    this.#inMotion();
  }

  #inMotion() {
    this.#moved = performance.now();
    this.#changed();
  }

  // Sizes may come late: views are made before they are in the document, or in a folded cell.
  #resized() {
    const { clientWidth, clientHeight } = this.box;
    if (!clientWidth || !clientHeight) return void this.ink.hidden?.();
    this.inner.resize(clientWidth, clientHeight);
    if (!this.drawing) return;
    if (this.camera.fitted) this.#fit();
    else this.inner.measure(this.#bounds());
    this.easel.stale();
    this.#paint("full"); // now: a canvas whose size is set is empty until it is painted
  }

  #step(now) {
    this.#asked = 0;
    const gliding = this.camera.step(now);
    if (!this.drawing || !this.inner.width) return;
    const moving = gliding || performance.now() - this.#moved < REST;
    const fast = moving && this.#heavy();
    this.#paint(fast ? "fast" : "full");
    if (gliding) this.repaint();
    clearTimeout(this.#rest);
    if (fast) this.#rest = setTimeout(() => this.repaint(), REST);
  }

  #heavy() { return this.#plan.labels.length + this.#plan.edges.length > HEAVY; }

  // Of a heavy picture at rest the base is kept, so that pointing at a node repaints only the rest.
  #paint(quality) {
    const began = performance.now();
    const frame = this.#frame(quality);
    this.easel.paint(this.ink, frame, quality === "full" && this.#heavy());
    if (this.area) drawArea(this.easel.context, this.area, frame.theme);
    this.#lastMs = performance.now() - began;
    this.#frames += 1;
    this.#first();
    this.emit("painted", { quality });
  }
}
