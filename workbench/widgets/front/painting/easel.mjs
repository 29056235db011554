// The canvas: as fine as the screen, with the costly part of a picture kept while it stays right.
import { el } from "../dom.mjs";

const FILL = "position:absolute;inset:0;width:100%;height:100%;touch-action:none";

export class Easel {
  #kept = null;
  #valid = false;

  constructor(label, role) {
    this.canvas = el("canvas", { tabIndex: 0, role, aria: { label } });
    this.canvas.style.cssText = FILL;
    this.context = this.canvas.getContext("2d");
  }

  // What ink.base paints is no longer what was kept.
  stale() { this.#valid = false; }

  // Paints a frame; with `keep` its base is kept, and used again until it is stale.
  paint(ink, frame, keep) {
    this.#size(frame);
    if (this.#valid && keep) copy(this.#kept.canvas, this.context);
    else {
      this.context.clearRect(0, 0, frame.width, frame.height);
      ink.base(this.context, frame);
      if (keep) this.#keep();
    }
    ink.over(this.context, frame);
  }

  #size({ width, height }) {
    const ratio = devicePixelRatio;
    const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
    if (this.canvas.width !== size.width || this.canvas.height !== size.height) {
      Object.assign(this.canvas, size);
      this.stale();
    }
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  #keep() {
    const { width, height } = this.canvas;
    if (this.#kept?.canvas.width !== width || this.#kept.canvas.height !== height) {
      this.#kept = new OffscreenCanvas(width, height).getContext("2d");
    }
    copy(this.canvas, this.#kept);
    this.#valid = true;
  }
}

function copy(from, to) {
  to.save();
  to.resetTransform();
  to.globalCompositeOperation = "copy";
  to.drawImage(from, 0, 0);
  to.restore();
}

// A frame as PNG, at least twice as fine as CSS pixels: a Promise of a Blob.
export function still(ink, frame) {
  const scale = Math.max(2, devicePixelRatio);
  const size = (length) => Math.max(1, Math.round(length * scale));
  const canvas = el("canvas", { width: size(frame.width), height: size(frame.height) });
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.fillStyle = frame.theme.ground;
  context.fillRect(0, 0, frame.width, frame.height);
  ink.base(context, frame);
  ink.over(context, frame);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
}
