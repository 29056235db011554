// Walking the points by keys: over the picture, and along true neighbours.

const FORWARD = 0.35; // least share of a step that goes where the arrow points
const REACHES = [40, 120, 360, 1200]; // px, tried in turn: near points are found quickly

// The point to which an arrow key leads from point i: near, and in that direction. `across` and
// `up` are -1, 0 or 1. -1 where there is none.
export function towards(cloud, i, across, up) {
  const { x, y } = cloud.points;
  const index = cloud.index();
  for (const reach of REACHES) {
    const far = reach / cloud.camera.scale;
    let [best, found] = [Infinity, -1];
    index.each(x[i] - far, y[i] - far, x[i] + far, y[i] + far, (j) => {
      const [dx, dy] = [x[j] - x[i], y[j] - y[i]];
      const length = Math.hypot(dx, dy);
      const forward = length && (dx * across + dy * up) / length;
      if (j === i || forward < FORWARD) return;
      const cost = length / forward;
      if (cost < best || (cost === best && j < found)) [best, found] = [cost, j];
    });
    if (found >= 0) return found;
  }
  return -1;
}

// The point nearest to the middle of what is seen, where a walk begins.
export function middle(cloud) {
  const { camera } = cloud;
  const index = cloud.index();
  for (const reach of [...REACHES, 1e9]) {
    const found = index.nearest(camera.x, camera.y, reach / camera.scale);
    if (found >= 0) return found;
  }
  return -1;
}

export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
