// What is painted above the points: true neighbours as lines, queries, hits, golden points, moves.
import { css } from "../front/colours.mjs";

export const MARKS = { query: 0xd55e00, golden: 0xe69f00, hit: 0x009e73 };
const ARROWS = 2000; // moves up to which all are drawn

// shown: { focus, near: [[position, score]…] | null, query | null, arrows, told: (i) => string }
export function paintOver(context, cloud, points, shown) {
  if (points.bx) paintMoves(context, cloud, points, shown);
  if (shown.query) paintQuery(context, cloud, shown.query);
  if (shown.near) paintNeighbours(context, cloud, shown);
  const ringed = [cloud.hover, shown.focus].filter((i) => i !== null);
  for (const i of new Set(ringed)) ring(context, cloud.toScreen(i), cloud.radius + 3, cloud.theme.ink, 2);
  if (shown.focus !== null) caption(context, cloud, cloud.toScreen(shown.focus), shown.told(shown.focus));
}

function paintNeighbours(context, cloud, { focus, near }) {
  const from = cloud.toScreen(focus);
  near.forEach(([at], rank) => {
    line(context, from, cloud.toScreen(at), cloud.theme.ink, rank < 3 ? 2 : 1);
  });
  for (const [at] of near) ring(context, cloud.toScreen(at), cloud.radius + 2, cloud.theme.ink, 1.5);
}

function paintQuery(context, cloud, query) {
  const place = query.place && cloud.camera.toScreen(...query.place);
  const seen = (at) => at >= 0 && !cloud.points.hidden?.[at];
  if (place) {
    for (const [at] of query.hits) if (seen(at)) line(context, place, cloud.toScreen(at), css(MARKS.hit), 1);
    for (const { at } of query.golden) if (seen(at)) line(context, place, cloud.toScreen(at), css(MARKS.golden), 1.5, [5, 4]);
  }
  for (const [at] of query.hits) if (seen(at)) ring(context, cloud.toScreen(at), cloud.radius + 3, css(MARKS.hit), 2.5);
  for (const { at } of query.golden) if (seen(at)) star(context, cloud.toScreen(at), cloud.radius + 6, cloud.theme);
  if (place) diamond(context, place, 9, cloud.theme);
}

function paintMoves(context, cloud, points, { focus, arrows, selected }) {
  const all = arrows && points.n <= ARROWS;
  const wanted = all ? points.n : 0;
  context.globalAlpha = all && points.n > 200 ? 0.45 : 0.8;
  for (let i = 0; i < wanted; i += 1) move(context, cloud, points, i);
  context.globalAlpha = 1;
  if (all) return;
  for (const i of [focus, cloud.hover, ...selected.slice(0, ARROWS)]) if (i !== null) move(context, cloud, points, i);
}

// From a point to where the other model has it, with a head at that end.
function move(context, cloud, points, i) {
  if (Number.isNaN(points.bx[i]) || cloud.points.hidden?.[i]) return;
  const from = cloud.toScreen(i);
  const to = cloud.camera.toScreen(points.bx[i], points.by[i]);
  line(context, from, to, cloud.theme.faint, 1);
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length < 6) return;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  context.beginPath();
  context.moveTo(to.x, to.y);
  context.lineTo(to.x - 6 * ux + 3 * uy, to.y - 6 * uy - 3 * ux);
  context.lineTo(to.x - 6 * ux - 3 * uy, to.y - 6 * uy + 3 * ux);
  context.fillStyle = cloud.theme.faint;
  context.fill();
}

function line(context, from, to, colour, width, dash = []) {
  context.beginPath();
  context.setLineDash(dash);
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
  context.setLineDash([]);
}

function ring(context, { x, y }, reach, colour, width) {
  context.beginPath();
  context.arc(x, y, reach, 0, 2 * Math.PI);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

// Dark-edged, so that it is seen on any colour and on any ground.
function filled(context, corners, colour, { ink }) {
  context.beginPath();
  for (const [x, y] of corners) context.lineTo(x, y);
  context.closePath();
  context.fillStyle = colour;
  context.fill();
  context.strokeStyle = ink;
  context.lineWidth = 1.2;
  context.stroke();
}

function diamond(context, { x, y }, reach, colours) {
  filled(context, [[x, y - reach], [x + reach, y], [x, y + reach], [x - reach, y]], css(MARKS.query), colours);
}

function star(context, { x, y }, reach, colours) {
  const corners = Array.from({ length: 10 }, (_, n) => {
    const [turn, long] = [(n * Math.PI) / 5 - Math.PI / 2, n % 2 ? reach * 0.45 : reach];
    return [x + long * Math.cos(turn), y + long * Math.sin(turn)];
  });
  filled(context, corners, css(MARKS.golden), colours);
}

function caption(context, cloud, { x, y }, text) {
  const told = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  context.font = "12px system-ui, sans-serif";
  const width = context.measureText(told).width;
  const left = Math.max(4, Math.min(x + 10, cloud.camera.width - width - 6));
  const top = Math.max(16, y - 10);
  context.fillStyle = cloud.theme.ground;
  context.globalAlpha = 0.85;
  context.fillRect(left - 3, top - 12, width + 6, 17);
  context.globalAlpha = 1;
  context.fillStyle = cloud.theme.ink;
  context.fillText(told, left, top);
}
