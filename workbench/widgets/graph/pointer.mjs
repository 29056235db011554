// What is done with a pointer on the picture.
import { el, short } from "../front/dom.mjs";

export function pointer(app) {
  const { painter } = app;
  const tip = el("div", { class: "wb-tip", role: "presentation", hidden: true });

  painter.on("click", ({ node, edge, shift }) => {
    if (node !== null) app.on.click(node, shift);
    else if (edge !== null) app.on.open.edge(edge);
    else if (!shift) app.on.clear();
  });
  painter.on("doubleclick", ({ node }) => { if (node !== null) app.on.expand(node); });
  painter.on("drag", ({ node, x, y, done }) => {
    app.refinement.stop();
    [app.places.x[node], app.places.y[node]] = [x, y];
    if (done) app.on.pinAt(node, x, y);
  });
  painter.on("area", ({ nodes }) => app.on.selectAll(nodes));
  painter.on("hover", ({ node, edge, x, y }) => {
    tip.hidden = node === null && edge === null;
    if (tip.hidden) return;
    tip.textContent = short(node === null ? edgeText(app.scene, edge) : nodeText(app.scene, node));
    tip.style.setProperty("left", `${x + 12}px`);
    tip.style.setProperty("top", `${y + 12}px`);
  });
  app.stage.addEventListener("pointerleave", () => { tip.hidden = true; });
  return { tip };
}

function nodeText(scene, i) {
  return scene.type(i) ? `${scene.name(i)} · ${scene.type(i)}` : scene.name(i);
}

function edgeText(scene, e) {
  return `${scene.name(scene.source[e])} → ${scene.edgeType(e)} → ${scene.name(scene.target[e])}`;
}
