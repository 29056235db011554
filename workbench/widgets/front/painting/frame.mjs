// What an ink is told about one picture.
import { middle } from "./canvas-edges.mjs";
import { css, number, theme } from "../colours.mjs";

const CROWD = 0.12; // of the picture's area that nodes may cover when all are in sight
const widths = new Map(); // of texts, in pixels: measuring one costs as much as painting it

// A function from an element to frames of what it shows; its arrays are used again by each.
export function frames(el) {
  let sx = new Float32Array(0);
  let sy = new Float32Array(0);
  return ({ drawing, plan, mark, hover, quality }, camera) => {
    if (sx.length !== drawing.x.length) [sx, sy] = [new Float32Array(drawing.x.length), new Float32Array(drawing.x.length)];
    camera.project(drawing.x, drawing.y, sx, sy);
    const grow = growth(drawing, plan, camera);
    const { width, height } = camera;
    const frame = {
      drawing, plan, mark, quality, camera, sx, sy, width, height, grow, css, measure,
      radius: (i) => drawing.size[i] * grow, hovered: hover.node, hoveredEdge: hover.edge,
      theme: theme(el),
    };
    frame.faint = number(frame.theme.faint);
    frame.middle = (e) => middle(frame, e);
    return frame;
  };
}

// Nodes are as large as they were asked to be when there is room for them, smaller in a crowd,
// and grow with the root of the zoom.
function growth(drawing, plan, camera) {
  plan.area ??= plan.labels.reduce((sum, i) => sum + Math.PI * drawing.size[i] ** 2, 0);
  const room = Math.sqrt((CROWD * camera.width * camera.height) / (plan.area || 1));
  const zoomed = Math.sqrt(camera.scale / camera.fitted);
  return Math.min(1, Math.max(0.25, room)) * Math.min(2.2, Math.max(0.5, zoomed));
}

function measure(context, text) {
  const key = `${context.font} ${text}`;
  if (!widths.has(key)) {
    if (widths.size > 20000) widths.clear();
    widths.set(key, context.measureText(text).width);
  }
  return widths.get(key);
}
