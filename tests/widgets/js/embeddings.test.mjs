import assert from "node:assert/strict";
import test from "node:test";
import { dataset, matching, plain, share } from "../../../workbench/widgets/embeddings/data.mjs";
import { alone, colouredBy, entryOf, legend, look, painted, toggled } from "../../../workbench/widgets/embeddings/look.mjs";
import { pixel, radius, splat, stamp } from "../../../workbench/widgets/embeddings/stamp.mjs";
import { middle, towards } from "../../../workbench/widgets/embeddings/walk.mjs";
import { Camera } from "../../../workbench/widgets/front/camera.mjs";
import { OTHER, categorical, sequential } from "../../../workbench/widgets/front/colours.mjs";
import { grid } from "../../../workbench/widgets/front/spatial.mjs";

const texts = (...all) => Object.assign(all, { at: (i) => all[i] });

function points() {
  return dataset({
    meta: {
      columns: [
        { name: "kind", kind: "category", at: 0, counts: [2, 2] }, { name: "height", kind: "number", at: 1, low: 0, high: 8 },
        { name: "note", kind: "text", at: 2 },
      ],
      score: { low: -1, step: 0.5, k: 2 },
    },
    columns: {
      id: texts("a", "b", "a", "d"), label: texts("Tower", "Keeper", "Rock", ""),
      x: Float32Array.of(0, 1, 2, 3), y: Float32Array.of(0, 0, 5, 0),
      c0: Uint16Array.of(0, 1, 0, 1), d0: texts("stone", "wood"), c1: Float32Array.of(0, 8, NaN, 4.5),
      c2: texts("Grün", "", "<b>x</b>", "tall"),
      near: Uint32Array.of(1, 2, 0, 0xffffffff, 0, 3, 2, 1), near_score: Uint16Array.of(4, 2, 4, 0, 3, 1, 2, 0),
    },
  });
}

test("neighbours are read with their scores, and those that are none are left out", () => {
  assert.deepEqual(points().near(0), [[1, 1], [2, 0]]);
  assert.deepEqual(points().near(1), [[0, 1]]);
  assert.equal(dataset({ meta: {}, columns: { x: Float32Array.of(1) } }).near(0), null);
});

test("an id may stand for several points", () => {
  assert.deepEqual(points().at("a"), [0, 2]);
  assert.deepEqual(points().at("nobody"), []);
});

test("words are looked for in labels, ids, categories and texts, whatever their case", () => {
  assert.deepEqual(matching(points(), " tower "), [0]);
  assert.deepEqual(matching(points(), "WOOD"), [1, 3]);
  assert.deepEqual(matching(points(), "grün"), [0]);
  assert.deepEqual(matching(points(), "<b>"), [2]);
  assert.deepEqual(matching(points(), "d"), [1, 3]);
  assert.deepEqual(matching(points(), "  "), []);
  assert.deepEqual(matching(points(), "o", 2), [0, 1]);
});

test("numbers are written as people write them", () => {
  assert.deepEqual([3, 0.123456, Number.NaN, 1e6].map(plain), ["3", "0.1235", "", "1000000"]);
  assert.deepEqual([null, 0, 0.00123, 0.5].map(share), ["unknown", "0.000", "0.0012", "0.500"]);
});

test("the look is folded from the actions, and colouring anew shows all", () => {
  const area = { do: "area", polygon: [[0, 0]] };
  const actions = toggled(toggled(colouredBy([area], "kind"), 1), 0);
  assert.deepEqual(look(actions), { by: "kind", hidden: new Set([1, 0]), area: [[0, 0]] });
  assert.deepEqual(look(toggled(actions, 1)).hidden, new Set([0]));
  assert.deepEqual(colouredBy(actions, null), [area, { do: "colour", by: null }]);
});

test("an entry is shown alone, and then all again", () => {
  const one = alone([], 1, 3);
  assert.deepEqual(look(one).hidden, new Set([0, 2]));
  assert.deepEqual(look(alone(one, 1, 3)).hidden, new Set());
  assert.deepEqual(look(alone(one, 0, 3)).hidden, new Set([1, 2]));
});

test("categories have a colour each, and a legend that counts them", () => {
  const made = points();
  const { colour, hidden } = painted(made, { by: "kind", hidden: new Set([1]) });
  assert.deepEqual([...colour], [0, 1, 0, 1].map(categorical));
  assert.deepEqual([...hidden], [0, 1, 0, 1]);
  const told = legend(made, made.column("kind"));
  assert.deepEqual(told.map(({ label, count }) => [label, count]), [["stone", 2], ["wood", 2]]);
});

test("categories beyond the eighth share one colour and one entry", () => {
  const codes = Uint16Array.from({ length: 20 }, (_, n) => n % 10);
  const values = texts(..."abcdefghij");
  const column = { kind: "category", name: "c", codes, values };
  const made = { n: 20, columns: [column], column: () => column };
  assert.deepEqual([...codes].map(entryOf(column)).slice(0, 10), [0, 1, 2, 3, 4, 5, 6, 7, 8, 8]);
  assert.deepEqual(legend(made, column).at(-1), { label: "2 others", colour: OTHER, count: 4 });
  assert.equal(painted(made, { by: "c", hidden: new Set([8]) }).hidden[9], 1);
});

test("numbers have a ramp in eight parts, and a grey for none", () => {
  const made = points();
  const told = legend(made, made.column("height"));
  assert.deepEqual(told.map(({ count }) => count), [1, 0, 0, 0, 1, 0, 0, 1, 1]);
  assert.equal(told[4].label, "4 to 5");
  const { colour } = painted(made, { by: "height", hidden: new Set() });
  assert.deepEqual([...colour], [sequential(0.2), sequential(1), OTHER, sequential(0.2 + 0.8 * (4.5 / 8))]);
});

test("a disc covers its middle wholly and nothing beyond its radius", () => {
  const { cover, size, reach } = stamp(2);
  assert.equal(cover[reach * size + reach], 256);
  assert.equal(cover[0], 0);
  const area = cover.reduce((sum, share) => sum + share / 256, 0);
  assert.ok(Math.abs(area - Math.PI * 4) < 0.6, `${area} against ${Math.PI * 4}`);
});

test("points become pixels of their colour, mixed by strength, cut at the border", () => {
  const pixels = new Uint32Array(20 * 10).fill(pixel(0xffffff));
  const places = { sx: [10, 0, 400], sy: [5, 0, 5], colour: Uint32Array.of(0xff0000, 0x0000ff, 0x00ff00), wanted: () => true };
  assert.equal(splat(pixels, 20, 10, { ...places, strength: 256 }, stamp(1)), 2);
  assert.equal(pixels[5 * 20 + 10], pixel(0xff0000));
  assert.equal(pixels[0], pixel(0x0000ff));
  assert.equal(pixels[9 * 20 + 19], pixel(0xffffff));
  splat(pixels, 20, 10, { ...places, sx: [15], sy: [5], colour: Uint32Array.of(0), strength: 128 }, stamp(1));
  assert.equal(pixels[5 * 20 + 15], pixel(0x7f7f7f));
});

test("of very many points each is small, and grows as one looks closer", () => {
  assert.ok(radius(100, 1) > radius(5000, 1) && radius(5000, 1) > radius(100_000, 1));
  assert.ok(radius(100_000, 50) > 2 * radius(100_000, 1));
  assert.equal(radius(100, 1e9), 7);
});

test("arrow keys lead to a near point in their direction", () => {
  const x = Float32Array.of(0, 10, 30, 0, -5, 12);
  const y = Float32Array.of(0, 0, 0, 20, -5, 9);
  const camera = new Camera();
  camera.resize(400, 400);
  const cloud = { points: { x, y }, camera, index: () => grid(x, y) };
  assert.equal(towards(cloud, 0, 1, 0), 1);
  assert.equal(towards(cloud, 1, 1, 0), 2);
  assert.equal(towards(cloud, 0, 0, 1), 3);
  assert.equal(towards(cloud, 0, -1, 0), 4);
  assert.equal(towards(cloud, 2, 1, 0), -1);
  assert.equal(middle(cloud), 0);
});
