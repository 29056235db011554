import assert from "node:assert/strict";
import { test } from "node:test";
import { gexf, graphml, json, seen, svg, xml } from "../../../workbench/widgets/graph/exports.mjs";
import { reduce } from "../../../workbench/widgets/graph/look.mjs";
import { sceneOf } from "./graph-scenes.mjs";

const HOSTILE = `<script>"&'\u0000\ud800`;
const scene = sceneOf({
  nodes: [
    { id: "a", labels: ["Person"], properties: { name: "Ada", age: 36, tags: ["x"] } },
    { id: "b", labels: ["Person"], properties: { name: HOSTILE, age: 41.5, active: true } },
    { id: "c", labels: ["Place"], properties: {} },
  ],
  edges: [{ source: "a", type: "KNOWS", target: "b", properties: { since: 1840 } }, { source: "b", type: "IN", target: "c" }],
});
const places = { x: [0, 1, 2], y: [0, 1, 0] };
const graph = seen(scene, reduce(scene, [{ do: "hide", ids: ["c"] }]), places);

test("what is hidden is not in a file", () => {
  assert.deepEqual(graph.nodes.map(({ id }) => id), ["a", "b"]);
  assert.deepEqual(graph.edges.map(({ id, source, target, type }) => [id, source, target, type]), [["a-KNOWS-b", "a", "b", "KNOWS"]]);
});

test("JSON reads back as it was", () => {
  assert.deepEqual(JSON.parse(json(graph)), graph);
});

test("XML escapes markup, quotes and line ends, and holds no letter that it may not", () => {
  assert.equal(xml(HOSTILE), "&#60;script&#62;&#34;&#38;&#39;\ufffd\ufffd");
  assert.equal(xml("a\nb\u{1f600}"), "a&#10;b\u{1f600}");
});

test("every writer shows hostile text as text", () => {
  const drawn = svg(graph, { at: () => ({ x: 1, y: 2 }), width: 10, height: 10, ground: "#fff", ink: "#000", line: "#999" });
  for (const text of [gexf(graph), graphml(graph), drawn]) assert.ok(!text.includes("<script"));
});

test("attributes have the widest type of their values", () => {
  const kinds = [...graphml(graph).matchAll(/for="node" attr.name="(\w+)" attr.type="(\w+)"/g)].map(([, name, type]) => [name, type]);
  assert.deepEqual(kinds, [["name", "string"], ["age", "double"], ["tags", "string"], ["label", "string"], ["type", "string"], ["active", "boolean"]]);
  assert.match(gexf(graph), /<attribute id="1" title="age" type="double"\/>/);
});

test("a property with the name of a method is written where it is, and only there", () => {
  const named = sceneOf({ nodes: [{ id: "a", properties: { constructor: "Ada" } }, { id: "b", properties: {} }], edges: [] });
  const told = seen(named, reduce(named, []), places);
  assert.equal(gexf(told).match(/<attvalue for="0"/g).length, 1);
  assert.equal(graphml(told).match(/<data key="n0">/g).length, 1);
});
