import assert from "node:assert/strict";
import { test } from "node:test";
import { told, types } from "../../../workbench/widgets/graph/expansion.mjs";
import { typed } from "../../../workbench/widgets/graph/filters.mjs";
import { history } from "../../../workbench/widgets/graph/history.mjs";
import { pressedEntry } from "../../../workbench/widgets/graph/legend.mjs";
import { reduce } from "../../../workbench/widgets/graph/look.mjs";
import { Places } from "../../../workbench/widgets/graph/places.mjs";
import { sceneOf } from "./graph-scenes.mjs";

const node = (id, type, rank) => ({ id, labels: [type], properties: { rank } });
const nodes = [node("a", "P", 1), node("b", "P", 2), node("c", "Q", 1)];
const edge = (source, target) => ({ source, type: "T", target });
const scene = sceneOf({ nodes, edges: [edge("a", "b")] });

function placed(written, x, y) {
  const made = sceneOf({ ...written, layouts: ["force"] });
  Object.assign(made.columns, { "x:force": Float32Array.from(x), "y:force": Float32Array.from(y) });
  return made;
}

test("a press on a type hides it, another shows it, and the other filters stay", () => {
  const actions = [{ do: "filter", property: "rank", op: "<", value: 5 }];
  actions.push(...pressedEntry(scene, reduce(scene, actions), "Q"));
  assert.deepEqual(actions.at(-1), { do: "filter", types: ["P"] });
  actions.push(...pressedEntry(scene, reduce(scene, actions), "Q"));
  const { state } = reduce(scene, actions);
  assert.deepEqual([state.types, state.tests], [null, [{ property: "rank", op: "<", value: 5 }]]);
});

test("a press on a value of a property leaves only it, another takes that back", () => {
  const by = sceneOf({ nodes: nodes.map((n) => ({ ...n, properties: { flag: n.id === "a" } })), edges: [] });
  const actions = [{ do: "colour", by: "flag" }];
  actions.push(...pressedEntry(by, reduce(by, actions), "true"));
  assert.deepEqual(actions.at(-1), { do: "filter", property: "flag", op: "=", value: true });
  actions.push(...pressedEntry(by, reduce(by, actions), "true"));
  assert.equal(reduce(by, actions).nodes, 3);
});

test("who stays in a changed scene keeps the place; who is new stands beside a neighbour", () => {
  const places = new Places(placed({ nodes, edges: [] }, [0, 100, 50], [0, 0, 80]), "force");
  const more = [node("z", "P", 0), ...nodes, node("n", "P", 0)];
  places.follow(placed({ nodes: more, edges: [edge("n", "b")] }, [7, 0, 0, 0, 0], [9, 0, 0, 0, 0]));
  assert.deepEqual([...places.x.slice(0, 4)], [7, 0, 100, 50]);
  const away = Math.hypot(places.x[4] - 100, places.y[4]);
  assert.ok(away > 1 && away < 50, `${away} from its neighbour`);
});

test("a seed moves the start, the same way each time", () => {
  const start = (seed) => [...new Places(placed({ nodes, edges: [] }, [0, 100, 50], [0, 0, 80]), "force", seed).x];
  assert.deepEqual(start(0), [0, 100, 50]);
  assert.deepEqual(start(4), start(4));
  assert.notDeepEqual(start(4), start(5));
});

test("what Python does ends what could be done again", () => {
  const heard = [];
  const port = { actions: [], on: (_, fn) => heard.push(fn), setActions(list) { this.actions = list; heard.forEach((fn) => fn()); } };
  const past = history(port);
  past.act({ do: "unfilter" });
  past.undo();
  assert.equal(past.canRedo, true);
  port.setActions([{ do: "unfocus" }]);
  assert.equal(past.redo(), null);
});

test("counts of neighbours are told by type and direction", () => {
  const counts = [["KNOWS", "out", 12000], ["KNOWS", "in", 4]].map(([type, direction, count]) => ({ type, direction, count }));
  assert.deepEqual(types(counts), [["KNOWS", "12,000 out, 4 in"]]);
  assert.equal(told("Ada", { nodes: 50, edges: 1, left_out: "50 of 12,310 neighbours" }), "Ada: 50 nodes and 1 edge added, 50 of 12,310 neighbours");
  assert.equal(told("Ada", { refused: "too many" }), "too many");
});

test("a typed value is a number or a truth where it reads as one", () => {
  assert.deepEqual(["1.5", " 7 ", "true", "", "1a"].map(typed), [1.5, 7, true, "", "1a"]);
});
