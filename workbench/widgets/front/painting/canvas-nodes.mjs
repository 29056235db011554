// Nodes on a canvas: discs, squares, diamonds; below 2.5 px all are squares, which cost least.
const SMALL = 2.5;
const MANY = 2000; // nodes above which more of them are squares while the picture moves
const RIMMED = 1500; // nodes in sight up to which each has a rim that parts it from its neighbours

// All nodes, or those that `chosen(i)` takes.
export function drawNodes(context, frame, chosen = null) {
  const { dimmed } = frame.mark;
  const rim = frame.quality === "full" && frame.plan.labels.length <= RIMMED;
  context.strokeStyle = frame.theme.ground;
  context.lineWidth = 1;
  for (const dim of dimmed ? [true, false] : [false]) {
    const wanted = dimmed || chosen
      ? (i) => (!dimmed || Boolean(dimmed[i]) === dim) && (!chosen || chosen(i)) : null;
    context.globalAlpha = dim ? 0.2 : 1;
    for (const batch of frame.plan.nodes) {
      context.fillStyle = frame.css(batch.colour);
      context.beginPath();
      fill(context, frame, batch, wanted);
      context.fill();
      if (rim) context.stroke();
    }
  }
  context.globalAlpha = 1;
}

// Small ones at once, the others into the path: a path of many rectangles costs ten times theirs.
function fill(context, { sx, sy, radius, width, height, quality, plan }, { items, form }, wanted) {
  const small = quality === "fast" && plan.labels.length > MANY ? 2 * SMALL : SMALL;
  for (let n = 0; n < items.length; n += 1) {
    const i = items[n];
    const [x, y, r] = [sx[i], sy[i], radius(i)];
    if (x < -r || y < -r || x > width + r || y > height + r || (wanted && !wanted(i))) continue;
    if (r < small) context.fillRect(x - r, y - r, 2 * r, 2 * r);
    else outline(context, x, y, r, form);
  }
}

// Adds one node's outline to the path; `form` is 0 disc, 1 square, 2 diamond.
export function outline(context, x, y, r, form = 0) {
  if (form === 1) {
    context.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
  } else if (form === 2) {
    context.moveTo(x, y - r * 1.2);
    context.lineTo(x + r * 1.2, y);
    context.lineTo(x, y + r * 1.2);
    context.lineTo(x - r * 1.2, y);
    context.closePath();
  } else {
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, 2 * Math.PI);
  }
}

// Rings around what is selected and what has the focus, told apart by form as well as colour.
export function drawRings(context, { sx, sy, radius, mark, theme, hovered }) {
  context.strokeStyle = theme.accent;
  context.lineWidth = 2.5;
  context.beginPath();
  for (const i of mark.selected) outline(context, sx[i], sy[i], radius(i) + 3);
  context.stroke();
  const pointed = [mark.focus, hovered].filter((i) => i !== null && i !== undefined);
  context.strokeStyle = theme.ink;
  context.lineWidth = 1.5;
  context.setLineDash([4, 3]);
  context.beginPath();
  for (const i of pointed) outline(context, sx[i], sy[i], radius(i) + 6);
  context.stroke();
  context.setLineDash([]);
}
