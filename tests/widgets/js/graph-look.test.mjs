import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CATEGORICAL, OTHER, css, sequential } from "../../../workbench/widgets/front/colours.mjs";
import { lines, literal } from "../../../workbench/widgets/graph/code.mjs";
import { reduce } from "../../../workbench/widgets/graph/look.mjs";
import { sceneOf } from "./graph-scenes.mjs";

const CASES = JSON.parse(readFileSync(new URL("../cases/looks.json", import.meta.url), "utf8"));
const PLAIN = ["nodes", "edges", "pinned", "layout", "seed", "focus"];

// A colour as the cases tell it: its place in the palette, or the grey one.
const named = (colour) => (colour === OTHER ? "grey" : CATEGORICAL.indexOf(colour));

function told(scene, look) {
  const nodes = [...look.seen.keys()].filter((i) => look.seen[i]);
  const edges = [...look.edgeSeen.keys()].filter((e) => look.edgeSeen[e]);
  const each = (read) => Object.fromEntries(nodes.map((i) => [scene.id(i), read(i)]));
  return {
    nodes: nodes.map((i) => scene.id(i)), edges: edges.map((e) => scene.edgeId(e)),
    colours: each((i) => named(look.colour[i])), raw: each((i) => look.colour[i]), sizes: each((i) => look.size[i]),
    pinned: Object.fromEntries([...look.pinned].map(([id, { x, y }]) => [id, [x, y]])),
    edge_colours: Object.fromEntries(edges.map((e) => [scene.edgeId(e), css(look.edgeColour?.[e] ?? OTHER)])
      .filter(([, colour]) => colour !== css(OTHER))),
    focus: look.focus, layout: look.layout, seed: look.seed,
  };
}

function assertLegend(legend, { by, kind, entries, low, high, missing }) {
  assert.deepEqual([legend.by, legend.kind], [by, kind]);
  if (entries) assert.deepEqual(legend.entries.map(({ label, colour, count }) => [label, named(colour), count]), entries);
  if (kind !== "scale") return;
  assert.deepEqual([legend.low, legend.high], [low, high]);
  assert.equal(legend.entries[0]?.count ?? 0, missing);
}

for (const { name, scene: written, actions, settings, expect } of CASES) {
  test(`a look: ${name}`, () => {
    const scene = sceneOf(written);
    const look = reduce(scene, actions, settings);
    const got = told(scene, look);
    for (const part of [...PLAIN, "colours", "edge_colours"]) if (part in expect) assert.deepEqual(got[part], expect[part], part);
    for (const [id, size] of Object.entries(expect.sizes ?? {})) assert.ok(Math.abs(got.sizes[id] - size) < 1e-5, `size of ${id}`);
    for (const [id, share] of Object.entries(expect.shades ?? {})) {
      assert.equal(got.raw[id], share === null ? OTHER : sequential(share), `shade of ${id}`);
    }
    if (expect.legend) assertLegend(look.colourLegend, expect.legend);
    assert.deepEqual(lines(actions), expect.code);
  });
}

test("numbers are written as Python writes them", () => {
  const written = ["1e-07", "0.00012", "10000000000000000000000", "-0.5", "1.5e-05"];
  assert.deepEqual([1e-7, 0.00012, 1e22, -0.5, 1.5e-5].map(literal), written);
});
