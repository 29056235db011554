import assert from "node:assert/strict";
import { test } from "node:test";
import { contains, grid } from "../../../workbench/widgets/front/spatial.mjs";

// The same numbers in every run, from 0 to 1.
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function cloud(n, seed = 7) {
  const next = numbers(seed);
  const made = () => Float64Array.from({ length: n }, () => next() * 100 - 50);
  return { x: made(), y: made() };
}

test("the nearest point is that of a walk over all", () => {
  const { x, y } = cloud(3000);
  const found = grid(x, y);
  const next = numbers(3);
  for (let asked = 0; asked < 200; asked += 1) {
    const [px, py] = [next() * 120 - 60, next() * 120 - 60];
    const away = Array.from(x, (_, i) => Math.hypot(x[i] - px, y[i] - py));
    const least = Math.min(...away);
    assert.equal(found.nearest(px, py, 3), least <= 3 ? away.indexOf(least) : -1);
  }
});

test("a box holds the points that a walk over all finds, ascending", () => {
  const { x, y } = cloud(2000);
  const walked = [...x.keys()].filter((i) => x[i] >= -20 && x[i] <= 11 && y[i] >= 0 && y[i] <= 33);
  assert.deepEqual(grid(x, y).within(-20, 0, 11, 33), walked);
  assert.ok(walked.length > 100);
});

test("a polygon holds what lies inside it, also where it is hollow", () => {
  const u = [[-10, -10], [10, -10], [10, 10], [5, 10], [5, -5], [-5, -5], [-5, 10], [-10, 10]];
  const found = grid([-7, 0, 7, 0], [0, 0, 0, -7]);
  assert.deepEqual(found.inside(u), [0, 2, 3]);
  assert.deepEqual(found.inside(u.slice(0, 2)), []);
  assert.equal(contains(u, 0, 0), false);
});

test("hidden points and points without a place are not found", () => {
  const found = grid([0, 1, NaN], [0, 0, 0], [1, 0, 0]);
  assert.equal(found.nearest(0, 0, 0.5), -1);
  assert.deepEqual(found.within(-9, -9, 9, 9), [1]);
});

test("of two discs that is found in which the place lies deeper", () => {
  const radius = [1, 5];
  const found = grid([0, 4], [0, 0]);
  assert.equal(found.nearest(0.8, 0, 10, (i) => radius[i]), 1);
  assert.equal(found.nearest(-0.5, 0, 10, (i) => radius[i]), 1);
  assert.equal(found.nearest(-1.5, 0, 10, (i) => radius[i]), -1);
});

test("points of one place, points on a line and no points are all right", () => {
  assert.equal(grid([2, 2], [2, 2]).nearest(2, 2, 1), 1);
  const line = grid(Float64Array.from({ length: 5000 }, (_, i) => i), new Float64Array(5000));
  assert.equal(line.nearest(4321.2, 0, 1), 4321);
  assert.deepEqual(grid([], []).within(0, 0, 1, 1), []);
});
