// EmbeddingMap: points one can look at, pick and question.
import { el, speaker } from "../front/dom.mjs";
import { view } from "../front/port.mjs";
import { bar } from "./bar.mjs";
import { card } from "./card.mjs";
import { Cloud } from "./cloud.mjs";
import { dataset, share } from "./data.mjs";
import { legendList } from "./legend.mjs";
import { Explorer } from "./explorer.mjs";
import { paintOver } from "./overlay.mjs";
import { side } from "./side.mjs";
import { twin } from "./twin.mjs";

export default view("embeddings", ({ port, el: root }) => {
  let close = open(port, root);
  port.on("data", () => {
    close();
    close = open(port, root);
  });
  return () => close();
});

function open(port, root) {
  const points = dataset(port.data());
  const spoken = speaker();
  const box = el("div", { class: "wb-map" });
  const cloud = new Cloud(box, `Map of ${points.n.toLocaleString("en")} embeddings. Arrow keys walk over the map, N and P along true neighbours, Enter selects, plus and minus zoom.`);
  const map = new Explorer({ port, points, cloud, say: spoken.say });
  const hovering = card(points);
  const legend = legendList({ onToggle: (n) => map.toggle(n), onAlone: (n, count) => map.alone(n, count) });
  const beside = side(points, map, legend.el);
  const rows = twin(points, { onOpen: (i) => map.focus(i, { select: true }), isSelected: (i) => Boolean(map.marked?.[i]) });
  rows.el.hidden = true;
  const top = bar(points, map, { port, rows: rows.el, box });
  const frame = el("div", { class: "wb-embeddings" }, top.el,
    el("div", { class: "wb-body" }, box, rows.el, beside.el),
    el("div", { class: "wb-foot" }, spoken.el, el("span", {}, standing(points))));
  frame.style.cssText = "display:flex;flex-direction:column;flex:1;min-height:0";
  box.append(hovering.el);
  root.replaceChildren(frame);
  cloud.over = (context) => paintOver(context, cloud, points, { ...map.shown, told: (i) => points.labels.at(i) || points.ids.at(i) });
  cloud.on("hover", ({ node, x, y }) => hovering.show(node, x, y, cloud.camera));
  map.onChange = (what) => {
    if (what.look) legend.show(points, map.look);
    if (what.look || what.selected || what.table) { if (!rows.el.hidden) rows.show(map.marked, map.painted.hidden); }
    beside.show(what);
    top.show();
  };
  map.start();
  cloud.painted.then(() => { root.dataset.ready = "yes"; });
  return () => {
    cloud.destroy();
    rows.destroy();
  };
}

// What stands below the picture: how many points, and what the picture is worth.
function standing(points) {
  const { meta, n } = points;
  const of = n < meta.total ? `${n.toLocaleString("en")} of ${meta.total.toLocaleString("en")} points, drawn by seed` : `${n.toLocaleString("en")} points`;
  const told = meta.trust.slice(0, 3).map(({ measure, value }) => `${measure} ${share(value)}`);
  return [of, meta.projection.toUpperCase(), ...told].join(" · ");
}

