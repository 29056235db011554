// The strip on the picture: what a drag does, and how close one looks.
import { el } from "../front/dom.mjs";
import { button } from "./controls.mjs";

const MODES = [["pan", "Move the picture"], ["rectangle", "Select with a rectangle"], ["lasso", "Select with a lasso"]];

export function tools(painter) {
  const modes = MODES.map(([mode, name]) => [mode, button({ name, of: mode, press: () => choose(mode) })]);
  const choose = (mode) => {
    painter.mode = mode;
    for (const [each, node] of modes) node.setAttribute("aria-pressed", String(each === mode));
  };
  choose("pan");
  return {
    el: el("div", { class: "wb-strip" },
      el("div", { class: "wb-group", role: "group", aria: { label: "Drag" } }, modes.map(([, node]) => node)),
      el("div", { class: "wb-group", role: "group", aria: { label: "Zoom" } },
        button({ name: "Closer", of: "plus", keys: "+", press: () => painter.camera.zoom(1.25) }),
        button({ name: "Farther", of: "minus", keys: "−", press: () => painter.camera.zoom(0.8) }),
        button({ name: "Everything in sight", of: "fit", keys: "0", press: () => painter.camera.fit() }))),
    choose,
  };
}
