// A camera that glides to where it is sent, unless the reader asked for less motion.
import { bounds } from "../camera.mjs";

const GLIDE = 220; // ms
const EDGE = 24; // px of the picture's border in which a node counts as out of sight

export class Glide {
  #from = null;
  #goal = null;
  fitted = true; // everything is to be in sight, also when the element's size changes
  #began = 0;

  // scene(): the drawing or null; changed(): the camera has moved.
  constructor(camera, { scene, changed }) {
    Object.assign(this, { inner: camera, scene, changed });
  }

  fit() {
    const drawing = this.scene();
    this.fitted = true;
    if (drawing) this.#to((camera) => camera.fit(bounds(drawing.x, drawing.y, drawing.hidden)));
  }

  // `zoom` is a multiple of the scale at which everything is in sight; kept where absent.
  centre(i, zoom) {
    const drawing = this.scene();
    if (!drawing || !Number.isFinite(drawing.x[i] + drawing.y[i])) return;
    this.fitted = false;
    this.#to((camera) => {
      camera.x = drawing.x[i];
      camera.y = drawing.y[i];
      if (zoom) camera.scale = camera.fitted * zoom;
    });
  }

  // Moves only where the node is out of sight or at its border.
  reveal(i) {
    const drawing = this.scene();
    if (!drawing) return;
    const { x, y } = this.inner.toScreen(drawing.x[i], drawing.y[i]);
    const { width, height } = this.inner;
    if (x < EDGE || y < EDGE || x > width - EDGE || y > height - EDGE) this.centre(i);
  }

  zoom(factor, at) { this.#now((camera) => camera.zoom(factor, at)); }
  pan(dx, dy) { this.#now((camera) => camera.pan(dx, dy)); }
  state() { return this.#goal ?? this.inner.state(); }
  restore(state) { this.#now((camera) => camera.restore(state)); }

  // One step of a glide; true while it goes on.
  step(now) {
    if (!this.#goal) return false;
    const share = Math.min(1, (now - this.#began) / GLIDE);
    const eased = share * (2 - share);
    this.inner.restore(between(this.#from, this.#goal, eased));
    if (share < 1) return true;
    this.finish();
    return true;
  }

  // Is at once where it was going.
  finish() {
    if (!this.#goal) return;
    this.inner.restore(this.#goal);
    this.#goal = null;
    this.changed();
  }

  #now(act) {
    this.finish();
    this.fitted = false;
    act(this.inner);
    this.changed();
  }

  #to(act) {
    const from = this.inner.state();
    if (this.#goal) this.inner.restore(this.#goal);
    act(this.inner);
    this.#goal = this.inner.state();
    this.#from = from;
    this.#began = performance.now();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.finish();
    else this.inner.restore(from);
    this.changed();
  }
}

function between(from, to, share) {
  const mix = (name) => from[name] + (to[name] - from[name]) * share;
  const scale = from.scale * (to.scale / from.scale) ** share;
  return { x: mix("x"), y: mix("y"), scale };
}
