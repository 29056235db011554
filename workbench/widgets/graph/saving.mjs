// The files that the view writes.
import { theme } from "../front/colours.mjs";
import { gexf, graphml, json, seen, svg } from "./exports.mjs";

const TYPES = { json: "application/json", gexf: "application/xml", graphml: "application/xml", svg: "image/svg+xml" };
const WRITERS = { json, gexf, graphml };

// { name, content, type } of what is seen now.
export async function saved(app, kind) {
  const name = `graph.${kind}`;
  if (kind === "png") return { name, content: await app.painter.png(), type: "image/png" };
  const graph = seen(app.scene, app.look, app.places);
  const content = kind === "svg" ? drawn(app, graph) : WRITERS[kind](graph);
  return { name, content, type: TYPES[kind] };
}

function drawn(app, graph) {
  const { ground, ink, line } = theme(app.root);
  const { clientWidth: width, clientHeight: height } = app.stage;
  return svg(graph, { at: (id) => app.painter.toScreen(app.scene.place(id)), width, height, ground, ink, line });
}
