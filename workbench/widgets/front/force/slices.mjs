// Iterations in slices between which others may work: in the worker, or beside the page's own.
import { enough, positions, start, step } from "./core.mjs";

// task: what force-core's start takes, and `iterations` (enough for its size where absent).
// onStep(x, y, done) after each slice of `slice` ms. Returns { stop() }.
export function inSlices(task, onStep, slice = 24) {
  const state = start(task);
  const most = task.iterations ?? enough(task.x.length);
  let made = 0;
  let timer = setTimeout(work);

  function work() {
    const began = performance.now();
    while (made < most && performance.now() - began < slice) {
      step(state);
      made += 1;
    }
    const { x, y } = positions(state);
    if (made < most) timer = setTimeout(work);
    onStep(x, y, made >= most);
  }

  return { stop: () => { clearTimeout(timer); } };
}
