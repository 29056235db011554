// What stands over the picture: marked edges, rings, texts.
import { arrow, trace } from "./canvas-edges.mjs";
import { drawLabels } from "./canvas-labels.mjs";
import { drawNodes, drawRings } from "./canvas-nodes.mjs";

export function drawOver(context, frame) {
  drawMarkedEdges(context, frame);
  drawRings(context, frame);
  drawLabels(context, frame);
}

function drawMarkedEdges(context, frame) {
  const { source, target } = frame.drawing;
  const marked = new Set(frame.mark.edges);
  if (frame.hoveredEdge !== null) marked.add(frame.hoveredEdge);
  if (!marked.size) return;
  context.strokeStyle = frame.theme.accent;
  context.fillStyle = frame.theme.accent;
  context.lineWidth = 3;
  context.beginPath();
  for (const e of marked) trace(context, frame, e);
  context.stroke();
  context.beginPath();
  if (frame.drawing.directed) for (const e of marked) arrow(context, frame, e, 3);
  context.fill();
  const ends = new Set([...marked].flatMap((e) => [source[e], target[e]]));
  drawNodes(context, frame, (i) => ends.has(i)); // lines end at their rim
}
