import assert from "node:assert/strict";
import { test } from "node:test";
import { Camera, bounds } from "../../../workbench/widgets/front/camera.mjs";

function camera(width = 400, height = 300) {
  const made = new Camera();
  made.resize(width, height);
  return made;
}

test("bounds leave out what is hidden or nowhere", () => {
  const box = bounds([0, 10, 99, NaN], [5, -5, 99, 0], [0, 0, 1, 0]);
  assert.deepEqual(box, { left: 0, right: 10, low: -5, high: 5 });
  assert.equal(bounds([1], [1], [1]), null);
});

test("a box that is fitted touches the margin on its tighter side, y upwards", () => {
  const seen = camera();
  seen.fit({ left: -10, right: 10, low: 0, high: 10 }, 50);
  assert.deepEqual(seen.toScreen(-10, 5), { x: 50, y: 150 });
  assert.deepEqual(seen.toScreen(10, 10), { x: 350, y: 75 });
});

test("points in one place are fitted at one pixel to the unit", () => {
  const seen = camera();
  seen.fit({ left: 7, right: 7, low: 3, high: 3 });
  assert.deepEqual(seen.state(), { x: 7, y: 3, scale: 1 });
});

test("what lies under the pointer stays there while zooming", () => {
  const seen = camera();
  seen.fit({ left: 0, right: 100, low: 0, high: 100 });
  const before = seen.toData(310, 40);
  seen.zoom(3.7, { x: 310, y: 40 });
  const after = seen.toData(310, 40);
  assert.ok(Math.abs(after.x - before.x) < 1e-9 && Math.abs(after.y - before.y) < 1e-9);
});

test("zooming ends at a tenth and at 500 times of what is in sight", () => {
  const seen = camera();
  seen.fit({ left: 0, right: 336, low: 0, high: 1 });
  assert.equal(seen.fitted, 1);
  seen.zoom(1e-9);
  assert.equal(seen.scale, 0.1);
  seen.zoom(1e9);
  assert.equal(seen.scale, 500);
});

test("panning moves the picture by as many pixels", () => {
  const seen = camera();
  seen.fit({ left: 0, right: 100, low: 0, high: 100 });
  const before = seen.toScreen(20, 30);
  seen.pan(15, -8);
  const after = seen.toScreen(20, 30);
  assert.ok(Math.abs(after.x - before.x - 15) < 1e-9 && Math.abs(after.y - before.y + 8) < 1e-9);
});

test("all points at once land where each one does", () => {
  const seen = camera();
  seen.restore({ x: 3, y: -4, scale: 2.5 });
  const [x, y] = [[1, 8, -2], [0, 5, 9]];
  const [sx, sy] = [new Float64Array(3), new Float64Array(3)];
  seen.project(x, y, sx, sy);
  x.forEach((_, i) => assert.deepEqual({ x: sx[i], y: sy[i] }, seen.toScreen(x[i], y[i])));
});

test("a camera without a size keeps its place until it has one", () => {
  const seen = new Camera();
  seen.fit({ left: 0, right: 10, low: 0, high: 10 });
  assert.deepEqual(seen.state(), { x: 0, y: 0, scale: 1 });
});
