// The force layout, beside the page: in a worker where one can be made, else in slices.
import { inSlices } from "./slices.mjs";
import program from "./force.worker.mjs"; // its text: the bundler sees to that

// { x, y, source, target, pinned, iterations, onStep(x, y, done) } → { stop() }. The number of
// iterations is fixed, so the last positions are the same on every machine and in either place.
export function force({ onStep, ...task }) {
  let running = null;
  let stopped = false;
  const slices = () => {
    if (!stopped) running = inSlices(task, onStep);
  };
  try {
    running = inWorker(task, onStep, slices);
  } catch {
    slices(); // a policy that allows no workers
  }
  return {
    stop() {
      stopped = true;
      running?.stop();
    },
  };
}

function inWorker(task, onStep, otherwise) {
  const url = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = new Worker(url);
  const stop = () => {
    worker.terminate();
    URL.revokeObjectURL(url);
  };
  worker.onmessage = ({ data: { x, y, done } }) => {
    if (done) stop();
    onStep(x, y, done);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    stop();
    otherwise();
  };
  worker.postMessage(task);
  return { stop };
}
