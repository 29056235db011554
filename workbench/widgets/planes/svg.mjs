// SVG elements from data: attributes and text, never markup.
import { bounded } from "../front/dom.mjs";

const SPACE = "http://www.w3.org/2000/svg";

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined).map((child) => bounded(child, 300)));
  return node;
}

// The path of a route (start, control, end), and of an arrow's head at its end or start.
export function curve([x1, y1, cx, cy, x2, y2]) {
  return `M${x1} ${y1}Q${cx} ${cy} ${x2} ${y2}`;
}

export function head([x1, y1, cx, cy, x2, y2], atEnd, size = 9) {
  const [tipX, tipY] = atEnd ? [x2, y2] : [x1, y1];
  const angle = Math.atan2(tipY - cy, tipX - cx);
  const side = (turn) => `${tipX - size * Math.cos(angle + turn)} ${tipY - size * Math.sin(angle + turn)}`;
  return `M${tipX} ${tipY}L${side(0.45)}L${side(-0.45)}Z`;
}
