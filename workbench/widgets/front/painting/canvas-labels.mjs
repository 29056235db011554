// Texts on a canvas: only as many as have room, the selected and the largest first.
import { middle } from "./canvas-edges.mjs";

const LONGEST = 60; // letters
const MOST = 160; // texts in a frame: each costs as much as hundreds of lines
const MOVING = 30; // the same while the picture moves
const TRIED = 1200; // nodes asked for room in a frame
const EDGES = 60;
const SIZE = 12; // px
const FONT = `${SIZE}px system-ui, sans-serif`;

// What would turn the text around, hide it or break the line: controls, marks of direction, separators.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/gu;

// A label as it may be painted: one line, at most 60 letters, nothing that acts on its surroundings.
export function plain(text) {
  const letters = Array.from(String(text ?? "").slice(0, 4 * LONGEST).replace(UNSEEN, " ").trim());
  return letters.length <= LONGEST ? letters.join("") : `${letters.slice(0, LONGEST - 1).join("")}…`;
}

export function drawLabels(context, frame) {
  const room = new Room(frame.width, frame.height);
  context.font = FONT;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  const first = [frame.hovered, frame.mark.focus, ...frame.mark.selected];
  const marked = new Set(first.filter((i) => i !== null && i !== undefined).slice(0, MOST));
  const resting = frame.quality === "full";
  let left = resting ? MOST : MOVING;
  for (const i of marked) left -= node(context, frame, i, room, true);
  let tried = resting ? TRIED : TRIED / 8;
  for (let n = 0; n < frame.plan.labels.length && left > 0 && tried > 0; n += 1) {
    const i = frame.plan.labels[n];
    if (marked.has(i) || frame.mark.dimmed?.[i] || !inSight(frame, i)) continue;
    tried -= 1;
    left -= node(context, frame, i, room, false);
  }
  if (resting) edgeLabels(context, frame, room);
}

function inSight({ sx, sy, width, height }, i) {
  return sx[i] > 0 && sy[i] > 0 && sx[i] < width && sy[i] < height;
}

// 1 where the label was painted, 0 where it had no room or no text.
function node(context, frame, i, room, always) {
  if (!inSight(frame, i) || !frame.drawing.label) return 0;
  const y = frame.sy[i] + frame.radius(i) + 3;
  return write(context, frame, frame.drawing.label(i), { x: frame.sx[i], y, always }, room);
}

function edgeLabels(context, frame, room) {
  const { drawing, plan, mark, sx, sy } = frame;
  if (!drawing.edgeLabel) return;
  let left = EDGES;
  const chosen = new Set(mark.edges);
  const some = plan.edges.length > 2000 ? [] : plan.edges;
  for (const e of [...chosen, ...some]) {
    if (left <= 0) return;
    const [s, t] = [drawing.source[e], drawing.target[e]];
    const long = s === t || Math.hypot(sx[s] - sx[t], sy[s] - sy[t]) > 90;
    if (!chosen.has(e) && (!long || mark.dimmed?.[s] || mark.dimmed?.[t])) continue;
    const at = middle(frame, e);
    if (at.x < 0 || at.y < 0 || at.x > frame.width || at.y > frame.height) continue;
    const place = { x: at.x, y: at.y - SIZE / 2, always: false, ink: frame.theme.faint };
    left -= write(context, frame, drawing.edgeLabel(e), place, room);
  }
}

function write(context, frame, label, { x, y, always, ink }, room) {
  const text = plain(label);
  if (!text) return 0;
  const width = frame.measure(context, text);
  const taken = room.take(x - width / 2 - 2, y - 1, width + 4, SIZE + 3);
  if (!taken && !always) return 0;
  context.strokeStyle = frame.theme.ground;
  context.lineWidth = 3;
  context.strokeText(text, x, y);
  context.fillStyle = ink ?? frame.theme.ink;
  context.fillText(text, x, y);
  return 1;
}

// Which parts of the picture already have a text.
class Room {
  constructor(width, height) {
    this.columns = Math.ceil(width / 16) + 1;
    this.rows = Math.ceil(height / 8) + 1;
    this.taken = new Uint8Array(this.columns * this.rows);
  }

  take(x, y, width, height) {
    const cells = this.#cells(x, y, width, height);
    if (cells.some((cell) => this.taken[cell])) return false;
    for (const cell of cells) this.taken[cell] = 1;
    return true;
  }

  #cells(x, y, width, height) {
    const cells = [];
    const clamp = (value, most) => Math.min(most - 1, Math.max(0, Math.floor(value)));
    for (let row = clamp(y / 8, this.rows); row <= clamp((y + height) / 8, this.rows); row += 1) {
      const last = clamp((x + width) / 16, this.columns);
      for (let column = clamp(x / 16, this.columns); column <= last; column += 1) {
        cells.push(row * this.columns + column);
      }
    }
    return cells;
  }
}
