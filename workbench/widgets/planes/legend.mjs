// What the lines of the map mean.
import { el, replace } from "../front/dom.mjs";
import { doorColours } from "./map.mjs";
import { svg } from "./svg.mjs";
import { typeInWords } from "./words.mjs";

export function legend() {
  const box = el("ul", { class: "planes-legend", aria: { label: "Legend" } });

  function draw(atlas) {
    const types = [...doorColours(atlas)].map(([type, colour]) => entry(typeInWords(type), "open", colour));
    const secret = atlas.doors.some((door) => door.secrecy !== "public");
    replace(box, types, secret ? entry("not public", "open secret") : null,
      entry("shut", "closed"), entry("unknown", "time_unknown"), el("li", {}, "numbers: tolls"));
  }

  return { el: box, draw };
}

function entry(text, kind, colour = "var(--wb-faint)") {
  const line = svg("svg", { class: "planes-key", viewBox: "0 0 26 8", "aria-hidden": "true" },
    svg("g", { class: `planes-door ${kind}`, style: `--door:${colour}` }, svg("path", { class: "planes-line", d: "M1 4h24" })));
  return el("li", {}, line, text);
}
