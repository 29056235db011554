// The points as a picture one can move: pixels below, lines and marks on a canvas above.
import { drawArea } from "../front/painting/area.mjs";
import { Camera, bounds } from "../front/camera.mjs";
import { number, theme } from "../front/colours.mjs";
import { el } from "../front/dom.mjs";
import { listen } from "../front/painting/pointer.mjs";
import { grid } from "../front/spatial.mjs";
import { pixel, radius, splat, stamp } from "./stamp.mjs";

const NEAR = 6; // px beside a point that still count as on it
const FILL = "position:absolute;inset:0;width:100%;height:100%";
const SHARP = 2; // pixels to a CSS pixel at most

export class Cloud {
  mode = "pan";
  camera = new Camera();
  hover = null;
  over = () => {}; // paints above the points: over(context, cloud)
  #points = { x: new Float32Array(0), y: new Float32Array(0), colour: null, hidden: null };
  #marked = null;
  #heard = new Map();
  #area = null;
  #grid = null;
  #asked = 0;
  #frames = 0;
  #cost = 0;
  #fitted = false;
  #stop;

  constructor(box, label) {
    this.box = box;
    this.base = el("canvas", { aria: { hidden: "true" } });
    this.canvas = el("canvas", { tabIndex: 0, role: "application", aria: { label } });
    for (const canvas of [this.base, this.canvas]) canvas.style.cssText = `${FILL};touch-action:none`;
    box.style.position = "relative";
    box.append(this.base, this.canvas);
    this.painted = new Promise((resolve) => { this.first = resolve; });
    this.#stop = this.#listen();
    box.workbenchPainter = this;
  }

  // Points at data places x, y with a colour each; `hidden` are neither painted nor found.
  show({ x, y, colour, hidden }) {
    const moved = x !== this.#points.x;
    this.#points = { x, y, colour, hidden };
    this.#grid = null;
    if (moved) this.#fitted = false;
    this.repaint();
  }

  // `marked` (Uint8Array, or null for none): these stand out and the others fade.
  mark(marked) {
    this.#marked = marked;
    this.repaint();
  }

  get points() { return this.#points; }
  get radius() { return radius(this.#points.x.length, this.camera.scale / this.camera.fitted); }

  fit() {
    const { x, y, hidden } = this.#points;
    this.camera.fit(bounds(x, y, hidden));
    this.#viewed();
  }

  zoom(factor, at) {
    this.camera.zoom(factor, at);
    this.#viewed();
  }

  pan(dx, dy) {
    this.camera.pan(dx, dy);
    this.#viewed();
  }

  // Brings a point into sight, as little as possible.
  reveal(i, margin = 40) {
    const at = this.toScreen(i);
    const past = (value, most) => Math.min(0, value - margin) + Math.max(0, value - most + margin);
    const [dx, dy] = [past(at.x, this.camera.width), past(at.y, this.camera.height)];
    if (dx || dy) this.pan(-dx, -dy);
  }

  toScreen(i) { return this.camera.toScreen(this.#points.x[i], this.#points.y[i]); }

  // The point at a place in CSS pixels, or null.
  hit(px, py) {
    const { x, y } = this.camera.toData(px, py);
    const found = this.index().nearest(x, y, (this.radius + NEAR) / this.camera.scale);
    return found < 0 ? null : found;
  }

  index() {
    this.#grid ??= grid(this.#points.x, this.#points.y, this.#points.hidden);
    return this.#grid;
  }

  on(name, heard) { this.#heard.set(name, heard); }
  stats() { return { frames: this.#frames, lastMs: this.#cost }; }

  repaint() {
    if (this.#asked) return;
    this.#asked = requestAnimationFrame(() => {
      this.#asked = 0;
      this.paint();
    });
  }

  paint() {
    if (!this.camera.width) return;
    if (!this.#fitted && this.#points.x.length) {
      this.#fitted = true;
      this.camera.fit(bounds(this.#points.x, this.#points.y, this.#points.hidden));
    }
    const began = performance.now();
    this.theme = theme(this.box);
    this.#paintPoints();
    this.#paintOver();
    this.#frames += 1;
    this.#cost = performance.now() - began;
    this.first();
  }

  async png() {
    const both = el("canvas", { width: this.base.width, height: this.base.height });
    const context = both.getContext("2d");
    context.drawImage(this.base, 0, 0);
    context.drawImage(this.canvas, 0, 0);
    return new Promise((resolve) => { both.toBlob(resolve, "image/png"); });
  }

  destroy() {
    cancelAnimationFrame(this.#asked);
    this.#stop();
  }

  #paintPoints() {
    const { width, height } = this.base;
    const { x, y, colour, hidden } = this.#points;
    const context = this.base.getContext("2d");
    if (this.image?.width !== width || this.image?.height !== height) {
      this.image = context.createImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    if (this.sx?.length !== x.length) [this.sx, this.sy] = [new Float32Array(x.length), new Float32Array(x.length)];
    this.camera.project(x, y, this.sx, this.sy);
    for (let i = 0; i < x.length; i += 1) {
      this.sx[i] *= this.sharp;
      this.sy[i] *= this.sharp;
    }
    this.pixels.fill(pixel(number(this.theme.ground)));
    const places = { sx: this.sx, sy: this.sy, colour };
    const seen = (i) => !hidden?.[i];
    const dense = x.length > 20_000 ? 150 : 215;
    const marked = this.#marked;
    const disc = stamp(this.radius * this.sharp);
    const all = { ...places, wanted: marked ? (i) => seen(i) && !marked[i] : seen, strength: marked ? 60 : dense };
    splat(this.pixels, width, height, all, disc);
    if (marked) {
      const large = stamp((this.radius + 0.7) * this.sharp);
      splat(this.pixels, width, height, { ...places, wanted: (i) => seen(i) && marked[i], strength: 256 }, large);
    }
    context.putImageData(this.image, 0, 0);
  }

  #paintOver() {
    const context = this.canvas.getContext("2d");
    context.setTransform(this.sharp, 0, 0, this.sharp, 0, 0);
    context.clearRect(0, 0, this.camera.width, this.camera.height);
    this.over(context, this);
    if (this.#area) drawArea(context, this.#area, this.theme);
  }

  #viewed() {
    this.repaint();
    this.#emit("view");
  }

  #emit(name, told) { this.#heard.get(name)?.(told); }

  #listen() {
    const off = listen(this.canvas, {
      draggable: false,
      mode: () => this.mode,
      press: () => this.canvas.focus({ preventScroll: true }),
      // A lasso may begin on a point; a press that does not move is a click all the same.
      hit: (x, y) => ({ node: this.mode === "pan" ? this.hit(x, y) : null }),
      hover: (x, y) => this.#hovered(this.hit(x, y), x, y),
      leave: () => this.#hovered(null, 0, 0),
      click: (x, y, shift) => this.#emit("click", { node: this.hit(x, y), shift, x, y }),
      double: (x, y) => this.hit(x, y) === null && this.zoom(2, { x, y }),
      pan: (dx, dy) => this.pan(dx, dy),
      zoom: (factor, at) => this.zoom(factor, at),
      drag() {},
      area: (polygon, done) => this.#drawn(polygon, done),
    });
    const sized = new ResizeObserver(() => this.#resized());
    sized.observe(this.box);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const themed = () => this.repaint();
    dark.addEventListener("change", themed);
    return () => {
      off();
      sized.disconnect();
      dark.removeEventListener("change", themed);
    };
  }

  #hovered(node, x, y) {
    this.canvas.style.cursor = node === null ? "" : "pointer";
    if (node === this.hover) return;
    this.hover = node;
    this.#emit("hover", { node, x, y });
    this.repaint();
  }

  #drawn(polygon, done) {
    this.#area = done ? null : polygon?.slice();
    this.repaint();
    if (!done || !polygon) return;
    const corners = polygon.map(([x, y]) => {
      const at = this.camera.toData(x, y);
      return [at.x, at.y];
    });
    this.#emit("area", { nodes: this.index().inside(corners), polygon: corners });
  }

  #resized() {
    const [width, height] = [this.box.clientWidth, this.box.clientHeight];
    if (!width || !height || (width === this.camera.width && height === this.camera.height)) return;
    const before = this.camera.width;
    this.camera.resize(width, height);
    this.sharp = Math.min(SHARP, globalThis.devicePixelRatio || 1);
    for (const canvas of [this.base, this.canvas]) {
      canvas.width = Math.round(width * this.sharp);
      canvas.height = Math.round(height * this.sharp);
    }
    if (before && this.#fitted) this.camera.fit(bounds(this.#points.x, this.#points.y, this.#points.hidden));
    this.paint();
  }
}
