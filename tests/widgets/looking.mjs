// Looks at scenes: each line is { data: a packed scene in base 64, actions, settings }, and is
// answered with what the browser's twin of graph/model.py sees.
import { createInterface } from "node:readline";
import { unpack } from "../../workbench/widgets/front/wire.mjs";
import { lines } from "../../workbench/widgets/graph/code.mjs";
import { reduce } from "../../workbench/widgets/graph/look.mjs";
import { Scene } from "../../workbench/widgets/graph/scene.mjs";

const css = (colour) => `#${colour.toString(16).padStart(6, "0")}`;

for await (const line of createInterface({ input: process.stdin })) {
  const { data, actions, settings } = JSON.parse(line);
  const block = new Uint8Array(Buffer.from(data, "base64"));
  const scene = new Scene(unpack(new DataView(block.buffer, block.byteOffset, block.length)));
  const look = reduce(scene, actions, settings);
  const nodes = [...look.seen.keys()].filter((i) => look.seen[i]);
  const edges = [...look.edgeSeen.keys()].filter((e) => look.edgeSeen[e]);
  process.stdout.write(`${JSON.stringify({
    nodes: nodes.map((i) => scene.id(i)),
    edges: edges.map((e) => scene.edgeId(e)),
    colours: nodes.map((i) => css(look.colour[i])),
    sizes: nodes.map((i) => look.size[i]),
    pinned: Object.fromEntries([...look.pinned].map(([id, { x, y }]) => [id, [x, y]])),
    layout: look.layout,
    seed: look.seed,
    focus: look.focus ? [look.focus.ids, look.focus.hops] : null,
    code: lines(actions),
  })}\n`);
}
