// The rectangle or lasso that is being drawn.
export function drawArea(context, polygon, colours) {
  context.beginPath();
  for (const [x, y] of polygon) context.lineTo(x, y);
  context.closePath();
  context.strokeStyle = colours.accent;
  context.fillStyle = colours.accent;
  context.lineWidth = 1.5;
  context.globalAlpha = 0.12;
  context.fill("evenodd");
  context.globalAlpha = 1;
  context.stroke();
}
