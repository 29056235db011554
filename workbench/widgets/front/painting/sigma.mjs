// The ink with a GPU: sigma paints discs and straight edges, the canvas above it what has another
// form, is marked or written. sigma's own mouse is not used: gestures and hits are the stage's.
import Sigma from "sigma";
import { css, mixed, number } from "../colours.mjs";
import { drawArrows, drawSpecial, special } from "./canvas-edges.mjs";
import { drawNodes } from "./canvas-nodes.mjs";
import { drawOver } from "./canvas-over.mjs";
import { el } from "../dom.mjs";
import { DrawnGraph } from "./sigma-graph.mjs";

const SETTINGS = {
  allowInvalidContainer: true, renderLabels: false, defaultEdgeType: "line", stagePadding: 0,
  minCameraRatio: null, maxCameraRatio: null,
};

// stage: the painter's; lost(): the browser took the context away.
export function sigmaInk(stage, why, lost) {
  const box = el("div", { aria: { hidden: "true" } });
  box.style.cssText = "position:absolute;inset:0;pointer-events:none";
  stage.box.prepend(box);
  const picture = new Picture(box, lost);
  return {
    renderer: { name: "webgl", why },
    show: (drawing, plan) => picture.show(drawing, plan),
    move: (drawing) => picture.move(drawing),
    hidden: () => picture.release(),
    base(context, frame) {
      picture.draw(frame);
      if (frame.quality === "full") drawSpecial(context, frame);
      drawArrows(context, frame);
      drawNodes(context, frame, picture.above);
    },
    over: drawOver,
    destroy() {
      picture.release();
      box.remove();
    },
  };
}

class Picture {
  #sigma = null;
  #shown = null;
  #mark = null;
  #theme = "";
  #grow = 1;
  #stale = false;

  constructor(box, lost) {
    Object.assign(this, { box, lost });
  }

  show(drawing, plan) {
    this.#shown = { drawing, plan };
    this.above = above(drawing, plan);
    this.release(); // a new one is made when there is something to paint it on
  }

  move({ x, y }) {
    this.#stale = true;
    this.#sigma?.getGraph().forEachNode((key, known) => Object.assign(known, { x: x[key], y: y[key] }));
  }

  // Gives the contexts back; drawing makes new ones.
  release() {
    const sigma = this.#sigma;
    this.#sigma = null;
    sigma?.kill();
  }

  draw(frame) {
    const fresh = !this.#sigma;
    if (fresh) this.#sigma = this.#made(frame);
    this.#grow = frame.grow;
    if (this.#mark !== frame.mark.dimmed || this.#theme !== frame.theme.ground) this.#tell(frame);
    if (this.#stale && !fresh) this.#sigma.refresh();
    this.#stale = false;
    this.#look(frame);
    this.#sigma.render();
  }

  #tell(frame) {
    this.#stale = true;
    this.#mark = frame.mark.dimmed;
    this.#theme = frame.theme.ground;
    this.faint = css(mixed(frame.faint, number(frame.theme.ground), 0.6));
    this.pale = (colour) => css(mixed(number(colour), number(frame.theme.ground), 0.8));
  }

  #made(frame) {
    this.#tell(frame);
    const sigma = new Sigma(graphOf(this.#shown), this.box, {
      ...SETTINGS,
      zoomToSizeRatioFunction: () => 1 / this.#grow,
      nodeReducer: (key, known) => (this.#mark?.[key] ? { ...known, color: this.pale(known.color) } : known),
      edgeReducer: (key, known) => this.#edge(known),
    });
    for (const canvas of Object.values(sigma.getCanvases())) {
      canvas.addEventListener("webglcontextlost", () => {
        if (this.#sigma === sigma) this.lost(); // not one that was given back
      });
    }
    return sigma;
  }

  #edge(known) {
    const color = known.color ?? this.faint;
    const dim = this.#mark?.[known.source] || this.#mark?.[known.target];
    return { ...known, color: dim ? this.pale(color) : color };
  }

  // sigma's camera where the stage's is: its scale is measured, as it depends on its own box.
  #look({ camera }) {
    const still = { cameraState: { x: 0.5, y: 0.5, ratio: 1, angle: 0 } };
    const unit = 1 / camera.fitted;
    const at = this.#sigma.graphToViewport({ x: camera.x, y: camera.y }, still);
    const beside = this.#sigma.graphToViewport({ x: camera.x + unit, y: camera.y }, still);
    const centre = this.#sigma.viewportToFramedGraph(at, still);
    const ratio = (beside.x - at.x) / unit / camera.scale;
    this.#sigma.getCamera().setState({ x: centre.x, y: centre.y, ratio, angle: 0 });
  }
}

// The nodes that the canvas paints: those of another form, and those that bent edges end in, which
// would else run over them.
function above(drawing, plan) {
  const ends = new Set();
  for (const e of plan.edges) {
    if (special({ drawing, plan }, e)) ends.add(drawing.source[e]).add(drawing.target[e]);
  }
  return (i) => ends.has(i) || Boolean(drawing.shape?.[i]);
}

// Straight edges only; keys are indices.
function graphOf({ drawing, plan }) {
  const graph = new DrawnGraph();
  for (const i of plan.labels) {
    const [x, y] = [drawing.x[i], drawing.y[i]];
    if (!Number.isFinite(x + y)) continue;
    const size = drawing.shape?.[i] ? 0 : drawing.size[i]; // the canvas paints the others
    graph.addNode(i, { x, y, size, color: css(drawing.colour[i]) });
  }
  for (const e of plan.edges) {
    const [source, target] = [drawing.source[e], drawing.target[e]];
    if (special({ drawing, plan }, e) || !graph.hasNode(source) || !graph.hasNode(target)) continue;
    const color = drawing.edgeColour ? css(drawing.edgeColour[e]) : null;
    graph.addEdge(e, source, target, { source, target, color, size: drawing.edgeWidth?.[e] ?? 1 });
  }
  return graph;
}
