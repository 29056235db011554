// What the pointer is over, in words beside it.
import { el, replace } from "../front/dom.mjs";
import { told } from "./data.mjs";

const COLUMNS = 8;

export function card(points) {
  const box = el("div", { class: "wb-card", hidden: true, aria: { hidden: "true" } });

  function show(i, x, y, room) {
    box.hidden = i === null;
    if (i === null) return;
    const rows = told(points, i).slice(0, COLUMNS);
    replace(box, el("strong", {}, points.labels.at(i) || points.ids.at(i)), el("div", { class: "wb-faint" }, points.ids.at(i)),
      el("dl", {}, rows.flatMap(([name, text]) => [el("dt", {}, name), el("dd", {}, text)])));
    const right = x > room.width / 2;
    const low = y > room.height / 2;
    box.style.cssText = `${right ? `right:${room.width - x + 12}px` : `left:${x + 12}px`};${low ? `bottom:${room.height - y + 12}px` : `top:${y + 12}px`}`;
  }

  return { el: box, show };
}
