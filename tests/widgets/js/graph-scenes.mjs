// A scene from nodes and edges written out, for tests.
import { Scene } from "../../../workbench/widgets/graph/scene.mjs";

export function sceneOf({ nodes, edges, layouts = [] }) {
  const column = (items, read) => items.map(read);
  const place = new Map(nodes.map((node, n) => [node.id, n]));
  return new Scene({
    meta: { layouts },
    columns: {
      id: column(nodes, (n) => n.id), type: column(nodes, (n) => n.labels?.[0] ?? ""),
      label: column(nodes, (n) => n.properties?.name ?? ""),
      properties: column(nodes, (n) => JSON.stringify(n.properties ?? {})),
      added: column(nodes, (n) => n.added ?? 0),
      source: column(edges, (e) => place.get(e.source)), target: column(edges, (e) => place.get(e.target)),
      edge_id: column(edges, (e) => e.id ?? ""), edge_type: column(edges, (e) => e.type),
      edge_properties: column(edges, (e) => JSON.stringify(e.properties ?? {})),
      edge_added: column(edges, (e) => e.added ?? 0),
    },
  });
}
