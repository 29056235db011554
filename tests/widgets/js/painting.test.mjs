import assert from "node:assert/strict";
import { test } from "node:test";
import { control, distance, loop, toSegment } from "../../../workbench/widgets/front/painting/canvas-edges.mjs";
import { plain } from "../../../workbench/widgets/front/painting/canvas-labels.mjs";
import { bends, plan } from "../../../workbench/widgets/front/painting/canvas-plan.mjs";
import { line } from "../../../workbench/widgets/front/painting/canvas-raster.mjs";
import { seen } from "../../../workbench/widgets/front/painting/marks.mjs";
import { choose } from "../../../workbench/widgets/front/painting/choose.mjs";

test("parallel edges are bent apart, whichever way they point, and a single one is straight", () => {
  const bend = bends([0, 1, 0, 2, 3, 3], [1, 0, 1, 3, 3, 3]);
  assert.deepEqual([...bend], [-1, -0, 1, 0, 0, 1]);
  const there = { ...control(0, 0, 100, 0, 0.5) };
  const back = { ...control(100, 0, 0, 0, -0.5) };
  assert.deepEqual(there, back); // the same side of the same line
  assert.notDeepEqual(there, { ...control(0, 0, 100, 0, -0.5) });
});

test("a plan leaves out hidden nodes with their edges, and hidden edges", () => {
  const drawing = {
    x: [0, 1, 2], y: [0, 0, 0], size: [3, 9, 5], colour: [1, 1, 2], hidden: [0, 0, 1],
    source: [0, 0, 1, 1], target: [1, 2, 2, 0], edgeHidden: [0, 0, 0, 1],
  };
  const made = plan(drawing);
  assert.deepEqual(made.edges, [0]);
  assert.deepEqual([...made.labels], [1, 0]);
  assert.deepEqual(made.nodes.map((batch) => [batch.colour, [...batch.items]]), [[1, [0, 1]]]);
  assert.equal(made.widest, 9);
});

test("marks of what is hidden or of another drawing are not painted", () => {
  const drawing = { x: [0, 0, 0], source: [0, 0, 1], target: [1, 2, 1], hidden: [0, 0, 1], edgeHidden: null };
  const mark = { selected: new Set([0, 2, 7]), edges: new Set([0, 1, 9]), focus: 2, dimmed: Uint8Array.of(1) };
  const shown = { selected: new Set([0]), edges: new Set([0]), focus: null, dimmed: null };
  assert.deepEqual(seen(mark, drawing), shown);
  assert.equal(seen({ ...mark, focus: 1 }, drawing).focus, 1);
});

test("an edge is hit on its curve and a loop on its circle, not where a line would be", () => {
  const frame = {
    sx: [0, 100], sy: [50, 50], radius: () => 5,
    drawing: { source: [0, 0, 1], target: [1, 1, 1] }, plan: { bend: [-0.5, 0.5, 0] },
  };
  const top = control(0, 50, 100, 50, -0.5).y;
  assert.ok(distance(frame, 0, 50, (50 + top) / 2) < 0.5);
  assert.ok(distance(frame, 1, 50, (50 + top) / 2) > 10);
  const circle = loop(100, 50, 5, 0);
  assert.ok(distance(frame, 2, circle.x, circle.y - circle.radius) < 1e-9);
  assert.equal(toSegment(50, 60, 0, 50, 100, 50), 10);
  assert.equal(toSegment(-30, 50, 0, 50, 100, 50), 30);
});

test("a line sets each pixel of its longer side once and is cut off at the border", () => {
  const pixels = new Uint32Array(20 * 10);
  assert.equal(line(pixels, 20, 10, [2, 3, 12, 8], 7), 11);
  const columns = Array.from({ length: 20 }, (_, x) => pixels.filter((p, at) => p && at % 20 === x).length);
  assert.deepEqual(columns, [0, 0, ...Array(11).fill(1), ...Array(7).fill(0)]);
  assert.equal(pixels[3 * 20 + 2], 7);
  assert.equal(pixels[8 * 20 + 12], 7);
  assert.equal(line(new Uint32Array(200), 20, 10, [-500, 4, 500, 4], 1), 20);
  assert.equal(line(pixels, 20, 10, [-5, -5, 40, -1], 1), 0);
  assert.equal(line(pixels, 20, 10, [NaN, 1, 4, 4], 1), 0);
});

test("a label is one line of at most 60 letters without marks that turn or hide text", () => {
  assert.equal(plain("a\nb\t\u202Ec\u2066d\u200B"), "a b c d");
  assert.equal(Array.from(plain("𝒳".repeat(100))).length, 60);
  assert.equal(plain("x".repeat(60)), "x".repeat(60));
  assert.equal(plain("x".repeat(61)), `${"x".repeat(59)}…`);
  assert.equal(plain(null), "");
  assert.equal(plain("<img src=x onerror=alert(1)>"), "<img src=x onerror=alert(1)>");
  assert.equal(plain("שלום"), "שלום");
});

test("WebGL is chosen only on a GPU for a large graph, and the reason is told", () => {
  const gpu = { name: "NVIDIA GeForce RTX 4070" };
  assert.deepEqual(choose("auto", gpu, 30000), { name: "webgl", why: "30000 nodes and edges, on NVIDIA GeForce RTX 4070" });
  assert.deepEqual(choose("auto", gpu, 8000), { name: "canvas", why: "fast enough for 8000 nodes and edges" });
  assert.deepEqual(choose("auto", null, 30000), { name: "canvas", why: "no WebGL here" });
  assert.deepEqual(choose("webgl", null, 10), { name: "canvas", why: "no WebGL here" });
  for (const name of ["ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device))", "llvmpipe (LLVM 17)", "Microsoft Basic Render Driver"]) {
    assert.deepEqual(choose("auto", { name }, 30000), { name: "canvas", why: `WebGL without a GPU (${name})` });
    assert.equal(choose("webgl", { name }, 10).name, "webgl");
  }
});
