// The painter that needs no GPU: everything with Canvas2D. Its methods are those of painter.mjs.
import { canvasInk } from "./canvas-ink.mjs";
import { Stage } from "./stage.mjs";

// el: a sized element, in the document or not yet. options: { label, role = "application",
// draggable = true }: what it is called, and whether nodes can be dragged.
export function createCanvasPainter(el, options = {}) {
  return new Stage(el, options, () => canvasInk("this view paints with Canvas2D"));
}
