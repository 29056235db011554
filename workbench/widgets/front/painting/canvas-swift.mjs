// Edges while a large picture moves: thin, straight, and no more of them than a frame has time for.
import { line } from "./canvas-raster.mjs";

const MOST = 14; // ms for the edges of a frame; where they take more, every second one is left out
const LEAST = 4; // ms below which those left out come back
const FAINT = 90; // of 255

// A function that paints a frame's edges onto a context; it keeps its pixels between frames.
export function swiftEdges() {
  let [image, pixels, canvas] = [null, null, null];
  let every = 1;

  function sized(width, height) {
    if (image?.width === width && image?.height === height) return;
    canvas = new OffscreenCanvas(width, height).getContext("2d");
    image = canvas.createImageData(width, height);
    pixels = new Uint32Array(image.data.buffer);
  }

  return (context, frame) => {
    sized(Math.max(1, Math.ceil(frame.width)), Math.max(1, Math.ceil(frame.height)));
    pixels.fill(0);
    const began = performance.now();
    raster(frame, pixels, image.width, image.height, every);
    const took = performance.now() - began;
    if (took > MOST) every = Math.min(16, every * 2); // powers of two: the same ones stay
    else if (took < LEAST) every = Math.max(1, every / 2);
    canvas.putImageData(image, 0, 0);
    context.drawImage(canvas.canvas, 0, 0);
  };
}

function raster(frame, pixels, width, height, every) {
  const { sx, sy, drawing, plan, mark } = frame;
  const ends = [0, 0, 0, 0];
  for (const group of plan.groups) {
    const full = ink(group.colour === null ? frame.faint : group.colour, FAINT);
    const faint = ink(group.colour === null ? frame.faint : group.colour, FAINT / 4);
    for (let n = 0; n < group.items.length; n += every) {
      const e = group.items[n];
      const [s, t] = [drawing.source[e], drawing.target[e]];
      const dim = mark.dimmed !== null && (mark.dimmed[s] || mark.dimmed[t]);
      [ends[0], ends[1], ends[2], ends[3]] = [sx[s], sy[s], sx[t], sy[t]];
      line(pixels, width, height, ends, dim ? faint : full);
    }
  }
}

// 0xRRGGBB as the bytes of an ImageData, read as one little-endian number.
function ink(colour, alpha) {
  const [red, green, blue] = [colour >> 16, (colour >> 8) & 255, colour & 255];
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
