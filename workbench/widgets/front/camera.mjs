// Where one looks from: a centre in the drawing's units and a scale in pixels per unit. The
// drawing's y grows upwards, the screen's downwards.
const CLOSEST = 500; // times the scale at which everything is in sight
const FARTHEST = 0.1;

// The smallest box around the points that are not hidden, or null where none is.
export function bounds(x, y, hidden = null) {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < x.length; i += 1) {
    if (hidden?.[i] || !Number.isFinite(x[i] + y[i])) continue;
    if (x[i] < left) left = x[i];
    if (x[i] > right) right = x[i];
    if (y[i] < low) low = y[i];
    if (y[i] > high) high = y[i];
  }
  return left > right ? null : { left, right, low, high };
}

export class Camera {
  x = 0;
  y = 0;
  scale = 1;
  width = 0;
  height = 0;
  fitted = 1; // the scale at which everything was last in sight

  resize(width, height) {
    this.width = width;
    this.height = height;
  }

  // Looks at the whole of a box, `margin` pixels free around it.
  fit(box, margin = 32) {
    if (!this.measure(box, margin)) return;
    this.x = (box.left + box.right) / 2;
    this.y = (box.low + box.high) / 2;
    this.scale = this.fitted;
  }

  // Notes the scale at which a box would be in sight; false where there is none, or no size yet.
  measure(box, margin = 32) {
    if (!box || !this.width) return false;
    const room = (length) => Math.max(1, length - 2 * margin);
    const [across, up] = [box.right - box.left, box.high - box.low];
    const scale = Math.min(room(this.width) / across, room(this.height) / up);
    this.fitted = Number.isFinite(scale) ? scale : 1; // all points in one place
    return true;
  }

  toScreen(x, y) {
    return {
      x: this.width / 2 + (x - this.x) * this.scale,
      y: this.height / 2 - (y - this.y) * this.scale,
    };
  }

  toData(x, y) {
    return {
      x: this.x + (x - this.width / 2) / this.scale,
      y: this.y - (y - this.height / 2) / this.scale,
    };
  }

  // All points at once, into arrays of pixels.
  project(x, y, toX, toY) {
    const { scale } = this;
    const left = this.width / 2 - this.x * scale;
    const top = this.height / 2 + this.y * scale;
    for (let i = 0; i < x.length; i += 1) {
      toX[i] = left + x[i] * scale;
      toY[i] = top - y[i] * scale;
    }
  }

  // What is at the pixel `at` stays there; the middle where none is given.
  zoom(factor, at = { x: this.width / 2, y: this.height / 2 }) {
    const before = this.toData(at.x, at.y);
    const most = this.fitted * CLOSEST;
    this.scale = Math.min(most, Math.max(this.fitted * FARTHEST, this.scale * factor));
    const after = this.toData(at.x, at.y);
    this.x += before.x - after.x;
    this.y += before.y - after.y;
  }

  // Moves what is seen by pixels.
  pan(dx, dy) {
    this.x -= dx / this.scale;
    this.y += dy / this.scale;
  }

  state() {
    return { x: this.x, y: this.y, scale: this.scale };
  }

  restore({ x, y, scale }) {
    Object.assign(this, { x, y, scale });
  }
}
