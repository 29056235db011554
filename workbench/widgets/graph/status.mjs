// What is shown, what is not, and who paints it.
import { el } from "../front/dom.mjs";

export function facts(scene, look, renderer, more = []) {
  const shown = look.nodes === scene.size
    ? `${count(scene.size)} nodes, ${count(scene.edges)} edges`
    : `${count(look.nodes)} of ${count(scene.size)} nodes, ${count(look.edges)} edges`;
  const left = [scene.meta.left_out ?? [], more].flat();
  return [
    ...left.map((text) => el("span", { class: "wb-left-out" }, text)),
    el("span", {}, shown),
    el("span", { class: "wb-renderer", title: renderer.why }, `${renderer.name}: ${renderer.why.split(" (")[0]}`),
  ];
}

export function count(n) {
  return n.toLocaleString("en");
}
