// What paints a frame with Canvas2D alone.
import { drawArrows, drawEdges } from "./canvas-edges.mjs";
import { drawNodes } from "./canvas-nodes.mjs";
import { drawOver } from "./canvas-over.mjs";
import { swiftEdges } from "./canvas-swift.mjs";

// base(context, frame) paints what the camera and the drawing decide, over(context, frame) what
// is marked, pointed at or written on top of it.
export function canvasInk(why) {
  const drawSwiftly = swiftEdges();
  return {
    renderer: { name: "canvas", why },
    show() {},
    move() {},
    destroy() {},
    base(context, frame) {
      if (frame.quality === "fast") drawSwiftly(context, frame);
      else drawEdges(context, frame);
      drawArrows(context, frame);
      drawNodes(context, frame);
    },
    over: drawOver,
  };
}
