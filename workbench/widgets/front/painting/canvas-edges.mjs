// Edges on a canvas: straight, bent beside a parallel one, or a loop; and how far a place is from one.
import { STEP } from "./canvas-plan.mjs";

const LOOP = 7; // px of a loop's radius, and of what each further loop adds
const SAMPLES = 12; // pieces of a bent edge that a hit is measured against
const RUN = 1024; // segments in one path: strokes of longer ones cost more than their number
const ARROW = 7; // px
const ARROWS = 3000; // edges in the picture up to which their heads are drawn

const point = { x: 0, y: 0 }; // reused: thousands are asked for in a frame

// The control point of the quadratic curve of a bent edge.
export function control(ax, ay, bx, by, bend) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = Math.hypot(dx, dy) || 1;
  const lift = 2 * bend * Math.min(STEP, 4 + length * 0.2);
  point.x = (ax + bx) / 2 + (dy / length) * lift;
  point.y = (ay + by) / 2 - (dx / length) * lift;
  return point;
}

// The circle of a loop: it stands on the node's middle.
export function loop(x, y, radius, nth) {
  const r = LOOP * (nth + 1) + radius * 0.6;
  return { x, y: y - r, radius: r };
}

// frame: { drawing, plan, sx, sy, radius(i), width, height, theme, quality, mark }
export function drawEdges(context, frame) { drawThose(context, frame, () => true); }

// Only those that are bent, loops or dashed.
export function drawSpecial(context, frame) { drawThose(context, frame, (e) => special(frame, e)); }

export function special({ drawing, plan }, e) {
  return plan.bend[e] !== 0 || drawing.source[e] === drawing.target[e] || Boolean(drawing.dashed?.[e]);
}

function drawThose(context, frame, chosen) {
  const dimmed = frame.mark.dimmed;
  const faint = edgeAlpha(frame.plan.edges.length);
  for (const group of frame.plan.groups) {
    context.strokeStyle = group.colour === null ? frame.theme.faint : frame.css(group.colour);
    context.lineWidth = group.width;
    context.setLineDash(group.dash ? [5, 4] : []);
    context.globalAlpha = group.colour === null ? faint : Math.min(1, faint * 1.5);
    stroke(context, frame, group.items, (e, s, t) => chosen(e) && !(dimmed?.[s] || dimmed?.[t]));
    if (!dimmed) continue;
    context.globalAlpha *= 0.2;
    stroke(context, frame, group.items, (e, s, t) => chosen(e) && (dimmed[s] || dimmed[t]));
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

// Many lines over one another are a grey field unless each is faint.
function edgeAlpha(edges) {
  return edges > 10000 ? 0.18 : edges > 5000 ? 0.25 : edges > 1000 ? 0.4 : 0.65;
}

function stroke(context, frame, edges, wanted) {
  const { sx, sy, width, height, drawing, plan } = frame;
  const { source, target } = drawing;
  let run = 0;
  context.beginPath();
  for (let n = 0; n < edges.length; n += 1) {
    const e = edges[n];
    const [s, t] = [source[e], target[e]];
    if (!wanted(e, s, t)) continue;
    const [ax, ay, bx, by] = [sx[s], sy[s], sx[t], sy[t]];
    if (aside(ax, bx, width, plan.beyond) || aside(ay, by, height, plan.beyond)) continue;
    if (plan.bend[e] || s === t) trace(context, frame, e);
    else {
      context.moveTo(ax, ay);
      context.lineTo(bx, by);
    }
    run += 1;
    if (run % RUN === 0) {
      context.stroke();
      context.beginPath();
    }
  }
  context.stroke();
}

function aside(a, b, size, beyond) {
  return (a < -beyond && b < -beyond) || (a > size + beyond && b > size + beyond);
}

// Adds one edge, as it is seen at rest, to the path.
export function trace(context, { sx, sy, drawing, plan, radius }, e) {
  const [s, t] = [drawing.source[e], drawing.target[e]];
  if (s === t) {
    const circle = loop(sx[s], sy[s], radius(s), plan.bend[e]);
    context.moveTo(circle.x + circle.radius, circle.y);
    context.arc(circle.x, circle.y, circle.radius, 0, 2 * Math.PI);
    return;
  }
  context.moveTo(sx[s], sy[s]);
  const bent = control(sx[s], sy[s], sx[t], sy[t], plan.bend[e]);
  context.quadraticCurveTo(bent.x, bent.y, sx[t], sy[t]);
}

// Heads at the rim of the nodes that edges go to; edges too short to show one have none, nor do
// those of a picture that moves or holds too many.
export function drawArrows(context, frame) {
  const { dimmed } = frame.mark;
  const shown = frame.quality === "full" && frame.drawing.directed;
  if (!shown || frame.plan.edges.length > ARROWS) return;
  for (const group of frame.plan.groups) {
    context.fillStyle = group.colour === null ? frame.theme.faint : frame.css(group.colour);
    for (const dim of dimmed ? [false, true] : [false]) {
      context.globalAlpha = dim ? 0.15 : 0.85;
      context.beginPath();
      for (const e of group.items) {
        const [s, t] = [frame.drawing.source[e], frame.drawing.target[e]];
        if (!dimmed || Boolean(dimmed[s] || dimmed[t]) === dim) arrow(context, frame, e, group.width);
      }
      context.fill();
    }
  }
  context.globalAlpha = 1;
}

export function arrow(context, { sx, sy, drawing, plan, radius, width, height }, e, thick = 1) {
  const [s, t] = [drawing.source[e], drawing.target[e]];
  const [x, y] = [sx[t], sy[t]];
  if (s === t || x < 0 || y < 0 || x > width || y > height) return;
  const from = plan.bend[e] ? control(sx[s], sy[s], x, y, plan.bend[e]) : { x: sx[s], y: sy[s] };
  const [dx, dy] = [x - from.x, y - from.y];
  const length = Math.hypot(dx, dy);
  const size = ARROW + thick;
  if (length < radius(t) + size) return;
  const [ux, uy] = [dx / length, dy / length];
  const [tx, ty] = [x - ux * radius(t), y - uy * radius(t)];
  const [bx, by] = [tx - ux * size, ty - uy * size];
  context.moveTo(tx, ty);
  context.lineTo(bx - uy * size * 0.45, by + ux * size * 0.45);
  context.lineTo(bx + uy * size * 0.45, by - ux * size * 0.45);
}

// The middle of an edge as it is seen, in pixels.
export function middle({ sx, sy, drawing, plan, radius }, e) {
  const [s, t] = [drawing.source[e], drawing.target[e]];
  if (s === t) {
    const circle = loop(sx[s], sy[s], radius(s), plan.bend[e]);
    return { x: circle.x, y: circle.y - circle.radius };
  }
  const bent = control(sx[s], sy[s], sx[t], sy[t], plan.bend[e]);
  return { x: (sx[s] + 2 * bent.x + sx[t]) / 4, y: (sy[s] + 2 * bent.y + sy[t]) / 4 };
}

// How far, in pixels, a place is from an edge as it is seen.
export function distance(frame, e, px, py) {
  const { sx, sy, drawing, plan, radius } = frame;
  const [s, t] = [drawing.source[e], drawing.target[e]];
  const [ax, ay, bx, by] = [sx[s], sy[s], sx[t], sy[t]];
  if (s === t) {
    const circle = loop(ax, ay, radius(s), plan.bend[e]);
    return Math.abs(Math.hypot(px - circle.x, py - circle.y) - circle.radius);
  }
  if (!plan.bend[e]) return toSegment(px, py, ax, ay, bx, by);
  const { x: cx, y: cy } = control(ax, ay, bx, by, plan.bend[e]);
  let [best, x, y] = [Infinity, ax, ay];
  for (let n = 1; n <= SAMPLES; n += 1) {
    const v = n / SAMPLES;
    const u = 1 - v;
    const nx = u * u * ax + 2 * u * v * cx + v * v * bx;
    const ny = u * u * ay + 2 * u * v * cy + v * v * by;
    best = Math.min(best, toSegment(px, py, x, y, nx, ny));
    [x, y] = [nx, ny];
  }
  return best;
}

export function toSegment(px, py, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(px - ax - share * dx, py - ay - share * dy);
}
