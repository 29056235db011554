// What is under a place of the picture. The same for every renderer: none is asked.
import { distance } from "./canvas-edges.mjs";
import { grid } from "../spatial.mjs";

const NEAR = 4; // px beside a node or an edge that still count as on it

export class Hits {
  #grid = null;

  // Places have changed.
  forget() { this.#grid = null; }

  #points({ drawing }) {
    this.#grid ??= grid(drawing.x, drawing.y, drawing.hidden);
    return this.#grid;
  }

  // { node, edge }, each an index or null; an edge only where no node is.
  at(frame, px, py) {
    const node = this.#node(frame, px, py);
    return { node, edge: node === null ? this.#edge(frame, px, py) : null };
  }

  #node(frame, px, py) {
    const { camera, plan, radius, grow } = frame;
    const { x, y } = camera.toData(px, py);
    const reach = (plan.widest * grow + NEAR) / camera.scale;
    const found = this.#points(frame).nearest(x, y, reach, (i) => (radius(i) + NEAR) / camera.scale);
    return found < 0 ? null : found;
  }

  #edge(frame, px, py) {
    const { sx, sy, drawing, plan } = frame;
    let [best, found] = [NEAR + 1, null];
    for (const e of plan.edges) {
      const [s, t] = [drawing.source[e], drawing.target[e]];
      if (apart(px, sx[s], sx[t], plan.beyond) || apart(py, sy[s], sy[t], plan.beyond)) continue;
      const away = distance(frame, e, px, py);
      if (away < best) [best, found] = [away, e];
    }
    return found;
  }

  // The nodes inside a polygon [[x, y], …] of pixels, ascending.
  inside(frame, polygon) {
    const corners = polygon.map(([x, y]) => {
      const at = frame.camera.toData(x, y);
      return [at.x, at.y];
    });
    return this.#points(frame).inside(corners);
  }
}

function apart(p, a, b, beyond) {
  return (p < a - beyond && p < b - beyond) || (p > a + beyond && p > b + beyond);
}
