// Runs in a worker of its own: takes one task, sends positions as they improve.
import { inSlices } from "./slices.mjs";

const SLICE = 60; // ms between pictures

globalThis.onmessage = ({ data }) => {
  inSlices(data, (x, y, done) => globalThis.postMessage({ x, y, done }, [x.buffer, y.buffer]), SLICE);
};
