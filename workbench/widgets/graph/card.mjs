// What is known of one node or one edge, beside the picture.
import { css } from "../front/colours.mjs";
import { el } from "../front/dom.mjs";
import { button } from "./controls.mjs";
import { words } from "./search.mjs";
import { steps } from "./walk.mjs";

const LISTED = 200; // edges in the list; the table holds all of them

// on: { node(i), edge(e), expand(i), focus(i), hide(i), pin(i), close() }
export function nodeCard(scene, look, i, on) {
  const pinned = look.pinned.has(scene.id(i));
  return el("aside", { class: "wb-card", aria: { label: `Node ${scene.name(i)}` } },
    head(scene.name(i), chip(scene.type(i), look.colour[i]), on.close),
    scene.label(i) === scene.id(i) ? null : el("div", { class: "wb-faint wb-wrap" }, scene.id(i)),
    el("div", { class: "wb-tools" },
      button({ name: "Expand neighbours", of: "expand", keys: "E", press: () => on.expand(i) }),
      button({ name: "Focus on neighbourhood", of: "focus", keys: "F", press: () => on.focus(i) }),
      button({ name: "Hide this node", of: "hide", keys: "H", press: () => on.hide(i) }),
      button({ name: pinned ? "Unpin" : "Pin here", of: "pin", keys: "P", press: () => on.pin(i) })),
    facts(scene.properties(i)), edgeList(scene, look, i, on));
}

export function edgeCard(scene, look, e, on) {
  const [from, to] = [scene.source[e], scene.target[e]];
  const beside = parallel(scene, look, e);
  const end = (i) => el("button", { type: "button", class: "wb-link", on: { click: () => on.node(i) } }, scene.name(i));
  return el("aside", { class: "wb-card", aria: { label: `Edge ${scene.edgeType(e)}` } },
    head(scene.edgeType(e) || "Edge", null, on.close),
    el("div", { class: "wb-ends" }, end(from), " → ", end(to)),
    beside.length > 1 ? el("div", { class: "wb-faint" }, `${beside.indexOf(e) + 1} of ${beside.length} edges between them`) : null,
    facts({ id: scene.edgeId(e), ...scene.edgeProperties(e) }),
    beside.length > 1 ? el("h4", {}, "Beside it") : null,
    el("ul", {}, beside.filter((other) => other !== e).map((other) => el("li", {}, el("button", {
      type: "button", class: "wb-link", on: { click: () => on.edge(other) },
    }, `${scene.edgeType(other)} (${scene.name(scene.source[other])} → ${scene.name(scene.target[other])})`)))));
}

// The seen edges between the ends of an edge, in either direction.
export function parallel(scene, look, e) {
  const [from, to] = [scene.source[e], scene.target[e]];
  return steps(scene, look, from).filter(({ node }) => node === to).map(({ edge }) => edge);
}

function head(title, extra, close) {
  return el("header", {}, el("h3", { dir: "auto" }, title), extra, button({ name: "Close", of: "close", keys: "Escape", press: close }));
}

function chip(type, colour) {
  if (!type) return null;
  return el("span", { class: "wb-chip" }, swatch(colour), type);
}

export function swatch(colour) {
  return el("span", { class: "wb-swatch", style: { background: css(colour) } });
}

function facts(properties) {
  const all = Object.entries(properties).filter(([, value]) => value !== null && value !== "");
  if (!all.length) return null;
  return el("dl", {}, all.flatMap(([name, value]) => [
    el("dt", { dir: "auto" }, name), el("dd", { dir: "auto" }, words(value)),
  ]));
}

function edgeList(scene, look, i, on) {
  const all = steps(scene, look, i);
  const item = ({ edge, node }) => {
    const out = scene.source[edge] === i;
    return el("li", {},
      el("button", { type: "button", class: "wb-link wb-type", aria: { label: `Edge ${scene.edgeType(edge)}` }, on: { click: () => on.edge(edge) } },
        `${out ? "" : "←"} ${scene.edgeType(edge)} ${out ? "→" : ""}`),
      el("button", { type: "button", class: "wb-link", on: { click: () => on.node(node) } }, scene.name(node)));
  };
  return [
    el("h4", {}, `${all.length.toLocaleString("en")} ${all.length === 1 ? "edge" : "edges"}`),
    el("ul", {}, all.slice(0, LISTED).map(item)),
    all.length > LISTED ? el("div", { class: "wb-faint" }, `and ${(all.length - LISTED).toLocaleString("en")} more: see the table`) : null,
  ];
}
