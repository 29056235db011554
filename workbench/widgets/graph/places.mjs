// Where nodes stand: the layouts that Python computed, what was dragged, what force moved.

export class Places {
  constructor(scene, name, seed = 0) {
    this.scene = scene;
    this.use(name, seed);
  }

  // Takes the layout's positions; a seed other than 0 shakes those that force begins with.
  use(name, seed = 0) {
    const has = (each) => this.scene.columns[`x:${each}`] !== undefined;
    this.name = has(name) ? name : (this.scene.meta.layouts ?? []).find(has);
    const { columns, size } = this.scene;
    this.x = columns[`x:${this.name}`]?.slice() ?? new Float32Array(size);
    this.y = columns[`y:${this.name}`]?.slice() ?? new Float32Array(size);
    if (seed && this.name === "force") shake(this.x, this.y, seed);
  }

  pin(pinned) {
    for (const [id, { x, y }] of pinned) {
      const i = this.scene.place(id);
      if (i >= 0) [this.x[i], this.y[i]] = [x, y];
    }
  }

  // The same places in a scene that changed: who was there stays, who is new stands beside a
  // neighbour.
  follow(scene) {
    const moved = new Places(scene, this.name);
    const stayed = new Uint8Array(scene.size);
    for (let i = 0; i < scene.size; i += 1) {
      const before = here(this.scene, scene.id(i), i);
      if (before < 0) continue;
      stayed[i] = 1;
      if (this.name !== "given") [moved.x[i], moved.y[i]] = [this.x[before], this.y[before]];
    }
    if (this.name !== "given") moved.#placeNew(stayed);
    Object.assign(this, { scene, x: moved.x, y: moved.y });
  }

  // In a spiral around the first neighbour that has a place, each a little farther out.
  #placeNew(stayed) {
    const gap = Math.max(span(this.x), span(this.y)) / (2 * Math.sqrt(this.scene.size));
    const placed = stayed.slice();
    const around = new Map();
    for (let i = 0; i < this.scene.size; i += 1) {
      if (placed[i]) continue;
      const beside = [...this.scene.edgesOf(i)].map((e) => this.scene.other(e, i)).find((j) => placed[j]);
      placed[i] = 1;
      if (beside === undefined) continue;
      const n = (around.get(beside) ?? 0) + 1;
      around.set(beside, n);
      this.x[i] = this.x[beside] + gap * Math.sqrt(n) * Math.cos(n * GOLDEN);
      this.y[i] = this.y[beside] + gap * Math.sqrt(n) * Math.sin(n * GOLDEN);
    }
  }
}

// A node's place in a scene, most likely where it is in the next one; -1 where it is not there.
function here(scene, id, likely) {
  return likely < scene.size && scene.id(likely) === id ? likely : scene.place(id);
}

const GOLDEN = Math.PI * (3 - Math.sqrt(5)); // the angle that spreads points of a spiral evenly

function span(xs) {
  let [low, high] = [Infinity, -Infinity];
  for (const x of xs) {
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return high > low ? high - low : 1;
}

function shake(x, y, seed) {
  const next = random(seed);
  const [across, up] = [span(x), span(y)];
  for (let i = 0; i < x.length; i += 1) {
    x[i] += (next() - 0.5) * across;
    y[i] += (next() - 0.5) * up;
  }
}

// Numbers from 0 to 1, the same for the same seed: mulberry32 (Ettinger, public domain).
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
