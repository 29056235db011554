import assert from "node:assert/strict";
import { test } from "node:test";
import { parallel } from "../../../workbench/widgets/graph/card.mjs";
import { reduce } from "../../../workbench/widgets/graph/look.mjs";
import { matches } from "../../../workbench/widgets/graph/search.mjs";
import { byDegree, said, steps, walk } from "../../../workbench/widgets/graph/walk.mjs";
import { sceneOf } from "./graph-scenes.mjs";

const node = (id, name, more = {}) => ({ id, labels: ["Person"], properties: { name, ...more } });
const scene = sceneOf({
  nodes: [node("v", "Valjean", { job: "mayor" }), node("j", "Javert"), node("c", "Cosette"), node("m", "Marius", { home: "Paris" })],
  edges: [["v", "RAISES", "c"], ["j", "HUNTS", "v"], ["v", "SPARES", "j"], ["c", "MARRIES", "m"], ["v", "DOUBTS", "v"]]
    .map(([source, type, target]) => ({ source, type, target })),
});
const all = reduce(scene, []);

test("steps go along each edge once, loops too, in the order of the scene", () => {
  assert.deepEqual(steps(scene, all, 0).map(({ edge, node: to }) => [scene.edgeType(edge), scene.label(to)]),
    [["RAISES", "Cosette"], ["HUNTS", "Javert"], ["SPARES", "Javert"], ["DOUBTS", "Valjean"]]);
});

test("a step is spoken with its number and its edge", () => {
  const path = walk();
  path.goTo(0);
  assert.equal(said(scene, all, path), "Valjean, Person, 4 edges");
  path.look(scene, all, 1);
  path.look(scene, all, 1);
  assert.equal(said(scene, all, path), "Valjean, Person, 4 edges; neighbour 2 of 4: Javert via HUNTS");
});

test("steps go around, and from either end", () => {
  const path = walk();
  path.goTo(0);
  assert.equal(path.look(scene, all, -1).edge, 4);
  assert.equal(path.look(scene, all, 1).edge, 0);
  assert.equal(path.lookAt(scene, all, -1).edge, 4);
});

test("back goes where the walk came from, and no farther", () => {
  const path = walk();
  path.goTo(0);
  path.goTo(2);
  assert.equal(path.back(), true);
  assert.equal(path.here, 0);
  assert.equal(path.back(), false);
});

test("what is hidden is not walked", () => {
  const look = reduce(scene, [{ do: "hide", ids: ["j"] }]);
  assert.deepEqual(steps(scene, look, 0).map(({ edge }) => edge), [0, 4]);
  assert.deepEqual(byDegree(scene, look).map((i) => scene.id(i)), ["v", "c", "m"]);
});

test("the best connected come first, ties in the order of the scene", () => {
  assert.deepEqual(byDegree(scene, all).map((i) => scene.id(i)), ["v", "j", "c", "m"]);
});

test("a search finds by label, id and property, the beginnings of labels first", () => {
  const found = (text, look = all) => matches(scene, look, text).map((i) => scene.id(i));
  assert.deepEqual(found("ma"), ["m", "v"]); // Marius; the mayor
  assert.deepEqual(found("VALJEAN"), ["v"]);
  assert.deepEqual(found("paris"), ["m"]);
  assert.deepEqual(found("  "), []);
  assert.deepEqual(found("ma", reduce(scene, [{ do: "hide", ids: ["m"] }])), ["v"]);
});

test("edges between the same two nodes are beside each other, whichever way they point", () => {
  assert.deepEqual(parallel(scene, all, 1), [1, 2]);
});
