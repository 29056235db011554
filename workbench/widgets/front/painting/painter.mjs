// The graph's painter: Canvas2D, or WebGL where a GPU gains something by it.
import { canvasInk } from "./canvas-ink.mjs";
import { choose, graphics } from "./choose.mjs";
import { Stage } from "./stage.mjs";
import { sigmaInk } from "./sigma.mjs";

// el: a sized element, in the document or not yet. options: { renderer: "auto" | "canvas" |
// "webgl", label, role, draggable } as createCanvasPainter's. What `renderer` says of itself is
// { name, why }; when it changes the event "renderer" tells it.
export function createPainter(el, { renderer = "auto", ...options } = {}) {
  const stage = new Stage(el, options, () => canvasInk("nothing to paint yet"));
  const show = stage.show;
  const gpu = renderer === "canvas" ? null : graphics();
  let lost = null;
  stage.show = (drawing, more) => {
    const chosen = lost ?? choose(renderer, gpu, drawing.x.length + drawing.source.length);
    if (chosen.name !== stage.renderer.name || chosen.why !== stage.renderer.why) use(chosen);
    return show.call(stage, drawing, more);
  };

  function use({ name, why }) {
    stage.use(name === "canvas" ? canvasInk(why) : sigmaInk(stage, why, fallBack));
  }

  function fallBack() {
    lost = { name: "canvas", why: "the WebGL context was lost" };
    use(lost);
  }

  return stage;
}
