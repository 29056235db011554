import assert from "node:assert/strict";
import { test } from "node:test";
import { enough, positions, start, step } from "../../../workbench/widgets/front/force/core.mjs";
import { inSlices } from "../../../workbench/widgets/front/force/slices.mjs";

// Two rings of `n` nodes joined by one edge, on a circle at the start.
function rings(n) {
  const at = Array.from({ length: 2 * n }, (_, i) => i);
  const ends = at.map((i) => [i, i < n ? (i + 1) % n : n + ((i + 1 - n) % n)]).concat([[0, n]]);
  return {
    x: Float32Array.from(at, (i) => 100 * Math.cos(i * 2.4)),
    y: Float32Array.from(at, (i) => 100 * Math.sin(i * 2.4)),
    source: Uint32Array.from(ends, (end) => end[0]),
    target: Uint32Array.from(ends, (end) => end[1]),
  };
}

function after(task, iterations) {
  const state = start(task);
  for (let n = 0; n < iterations; n += 1) step(state);
  return positions(state);
}

function meanLength({ x, y }, { source, target }) {
  const lengths = Array.from(source, (s, e) => Math.hypot(x[s] - x[target[e]], y[s] - y[target[e]]));
  return lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
}

for (const n of [30, 1000]) { // without Barnes–Hut and with it
  test(`the same start of ${2 * n} nodes gives the same bytes`, () => {
    const [first, second] = [after(rings(n), 12), after(rings(n), 12)];
    assert.deepEqual(Buffer.from(first.x.buffer), Buffer.from(second.x.buffer));
    assert.deepEqual(Buffer.from(first.y.buffer), Buffer.from(second.y.buffer));
    assert.ok(first.x.every(Number.isFinite));
  });
}

test("nodes that an edge joins come nearer to one another", () => {
  const task = rings(30);
  assert.ok(meanLength(after(task, 200), task) < 0.6 * meanLength(task, task));
});

test("a pinned node stays where it is to the bit", () => {
  const task = { ...rings(10), pinned: Uint8Array.from({ length: 20 }, (_, i) => (i === 3 ? 1 : 0)) };
  const { x, y } = after(task, 50);
  assert.equal(x[3], task.x[3]);
  assert.equal(y[3], task.y[3]);
  assert.notEqual(x[4], task.x[4]);
});

test("where nothing is pinned the picture keeps its middle and its size", () => {
  const task = rings(30);
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = ({ x, y }) => mean(Array.from(x, (v, i) => Math.abs(v - mean(x)) + Math.abs(y[i] - mean(y))));
  const moved = after(task, 40);
  assert.ok(Math.abs(mean(moved.x) - mean(task.x)) < 1e-2);
  assert.ok(Math.abs(spread(moved) / spread(task) - 1) < 1e-3);
});

test("loops pull nothing, and one node or none is all right", () => {
  const one = { x: [5], y: [7], source: [0], target: [0] };
  assert.deepEqual(after(one, 3), { x: Float32Array.of(5), y: Float32Array.of(7) });
  assert.equal(after({ x: [], y: [], source: [], target: [] }, 2).x.length, 0);
});

test("slices make as many iterations as were asked for, then say that they are done", async () => {
  const task = { ...rings(20), iterations: 37 };
  const told = await new Promise((resolve) => {
    inSlices(task, (x, y, done) => { if (done) resolve({ x, y }); }, 0.1);
  });
  assert.deepEqual(told, after(rings(20), 37));
});

test("a task that was stopped takes no further step", async () => {
  let steps = 0;
  const running = inSlices({ ...rings(20), iterations: 1e9 }, () => {
    steps += 1;
    running.stop();
  }, 1);
  await new Promise((resolve) => { setTimeout(resolve, 30); });
  assert.equal(steps, 1);
});

test("larger graphs are given fewer iterations", () => {
  assert.deepEqual([10, 1000, 1001, 5000, 10000].map(enough), [300, 300, 150, 150, 80]);
});
