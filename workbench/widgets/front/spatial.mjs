// A grid over points: which is nearest, which are in a box or a polygon.
const PER_CELL = 4; // points in a cell, on the average: more are slow to walk, fewer to skip

// x, y: arrays of one length; points that are hidden or have no finite place are never found.
export function grid(x, y, hidden = null) {
  return new Grid(x, y, hidden);
}

class Grid {
  constructor(x, y, hidden) {
    Object.assign(this, { x, y });
    const seen = [];
    for (let i = 0; i < x.length; i += 1) {
      if (!hidden?.[i] && Number.isFinite(x[i] + y[i])) seen.push(i);
    }
    this.#measure(seen);
    this.#fill(seen);
  }

  #measure(seen) {
    let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const i of seen) {
      left = Math.min(left, this.x[i]);
      right = Math.max(right, this.x[i]);
      low = Math.min(low, this.y[i]);
      high = Math.max(high, this.y[i]);
    }
    const cells = Math.max(1, seen.length / PER_CELL);
    const [across, up] = seen.length ? [right - left, high - low] : [0, 0];
    const area = Math.sqrt((across * up) / cells);
    this.cell = area || Math.max(across, up) / cells || 1; // on a line: cells along it
    this.left = seen.length ? left : 0;
    this.low = seen.length ? low : 0;
    this.columns = Math.floor(across / this.cell) + 1;
    this.rows = Math.floor(up / this.cell) + 1;
  }

  // Points by cell: those of cell c are items[starts[c]] … items[starts[c + 1] - 1].
  #fill(seen) {
    const starts = new Uint32Array(this.columns * this.rows + 1);
    const at = (i) => this.#row(this.y[i]) * this.columns + this.#column(this.x[i]);
    for (const i of seen) starts[at(i) + 1] += 1;
    for (let c = 1; c < starts.length; c += 1) starts[c] += starts[c - 1];
    const next = starts.slice();
    this.items = new Uint32Array(seen.length);
    for (const i of seen) {
      this.items[next[at(i)]] = i;
      next[at(i)] += 1;
    }
    this.starts = starts;
  }

  #column(x) {
    return Math.min(this.columns - 1, Math.max(0, Math.floor((x - this.left) / this.cell)));
  }

  #row(y) {
    return Math.min(this.rows - 1, Math.max(0, Math.floor((y - this.low) / this.cell)));
  }

  // Calls visit(i) for every point in the box, in no order that means anything.
  each(left, low, right, high, visit) {
    const [first, last] = [this.#column(left), this.#column(right)];
    for (let row = this.#row(low); row <= this.#row(high); row += 1) {
      const from = this.starts[row * this.columns + first];
      const to = this.starts[row * this.columns + last + 1];
      for (let n = from; n < to; n += 1) {
        const i = this.items[n];
        const [x, y] = [this.x[i], this.y[i]];
        if (x >= left && x <= right && y >= low && y <= high) visit(i);
      }
    }
  }

  // The nearest point within `radius`, or -1. `reach(i)`, where given, is taken off a point's
  // distance, so that of two discs the one is found in which the place lies deeper. Of equally
  // near points the last one, which is painted on top.
  nearest(x, y, radius, reach = null) {
    let [best, found] = [Infinity, -1];
    this.each(x - radius, y - radius, x + radius, y + radius, (i) => {
      const away = Math.hypot(this.x[i] - x, this.y[i] - y) - (reach ? reach(i) : 0);
      const within = away <= (reach ? 0 : radius);
      if (within && (away < best || (away === best && i > found))) [best, found] = [away, i];
    });
    return found;
  }

  // The points within a box, ascending.
  within(left, low, right, high) {
    const found = [];
    this.each(left, low, right, high, (i) => found.push(i));
    return found.sort((a, b) => a - b);
  }

  // The points inside a polygon [[x, y], …], ascending; crossings of itself count even-odd.
  inside(polygon) {
    if (polygon.length < 3) return [];
    const xs = polygon.map((corner) => corner[0]);
    const ys = polygon.map((corner) => corner[1]);
    const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    return this.within(...box).filter((i) => contains(polygon, this.x[i], this.y[i]));
  }
}

// Whether a place is inside a polygon [[x, y], …], by even-odd crossings.
export function contains(polygon, x, y) {
  let inside = false;
  for (let a = 0, b = polygon.length - 1; a < polygon.length; b = a, a += 1) {
    const [[ax, ay], [bx, by]] = [polygon[a], polygon[b]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
