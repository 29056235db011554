// The panels beside the picture: neighbours, queries, trust, findings. Each is a list one can walk.
import { el } from "../front/dom.mjs";
import { plain, share } from "./data.mjs";

const score = (value) => (value === null ? "" : value.toFixed(3));
const counted = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
const note = (text) => el("p", { class: "wb-note" }, text);
const heading = (text) => el("h3", {}, text);

// A point as a button that goes there; what a page does not carry is a plain line.
function pointLine(points, at, { text, mark = "", onOpen }) {
  const told = at < 0 ? text : points.labels.at(at) || points.ids.at(at);
  const more = el("span", { class: "wb-count" }, mark);
  if (at < 0) return el("li", {}, el("span", { class: "wb-name" }, told), more);
  return el("li", {}, el("button", { type: "button", title: told, on: { click: () => onOpen(at) } },
    el("span", { class: "wb-name" }, told), more));
}

const lines = (label, items) => el("ol", { class: "wb-lines", aria: { label } }, ...items);

export function neighbourPanel(points, { focus, near, told }, onOpen) {
  if (focus === null) return [note("Click a point, or walk to one with the arrow keys, to see its true neighbours: those nearest by their vectors, wherever the map has put them.")];
  const head = heading(`Nearest to ${points.labels.at(focus) || points.ids.at(focus)}`);
  if (!near) return [head, note(told)];
  const column = points.columns.find((one) => one.measured && one.name.startsWith("neighbour overlap"));
  const own = column ? column.codes[focus] : Number.NaN;
  const kept = Number.isNaN(own) ? "" : `${Math.round(own * points.meta.k)} of its ${points.meta.k} nearest are also among the ${points.meta.k} nearest on the map.`;
  return [head, note(kept), lines("Neighbours", near.map(([at, s]) => pointLine(points, at, { mark: score(s), onOpen })))];
}

export function queryPanel(points, { queries, query }, { onQuery, onOpen }) {
  if (!queries.length) return [note("No queries were given: embeddings(…, queries={\"name\": \"text\"}, golden={\"name\": [\"id\"]}) shows what they retrieve.")];
  const buttons = queries.map((one) => el("li", {}, el("button", {
    type: "button", title: one.text || one.name, aria: { pressed: String(one === query) }, on: { click: () => onQuery(one === query ? null : one) },
  }, el("span", { class: "wb-name" }, one.name), el("span", { class: "wb-count" }, missed(one)))));
  const list = el("ul", { class: "wb-lines", aria: { label: "Queries" } }, ...buttons);
  if (!query) return [list, note("◆ query  ○ retrieved  ★ golden")];
  return [list, ...told(points, query, onOpen)];
}

function missed({ golden }) {
  const found = golden.filter((one) => one.why === "found").length;
  return golden.length ? `${found} of ${golden.length} golden` : "";
}

function told(points, query, onOpen) {
  const limit = query.threshold === null || query.threshold === undefined ? "" : `, above ${query.threshold}`;
  const golden = query.golden.flatMap((one) => [
    pointLine(points, one.at, { text: one.id, mark: one.rank ? `rank ${one.rank}, ${score(one.score)}` : "", onOpen }),
    el("li", { class: "wb-why" }, one.why === "found" ? "found" : `missed: ${one.why}`),
  ]);
  const hits = query.hits.map(([at, s]) => pointLine(points, at, { text: "a point that is not on this page", mark: score(s), onOpen }));
  return [
    note(`◆ ${points.meta.placing}.`),
    ...(golden.length ? [heading("★ Golden"), el("ul", { class: "wb-lines", aria: { label: "Golden points" } }, ...golden)] : []),
    heading(`○ Retrieved: ${query.hits.length} of at most ${query.top_n}${limit}`),
    lines("Retrieved points", hits),
  ];
}

export function trustPanel(points) {
  const { meta } = points;
  const rows = meta.trust.flatMap((row) => [
    el("dt", {}, el("span", { class: "wb-name" }, row.measure), el("strong", {}, share(row.value))),
    el("dd", {}, row.meaning),
  ]);
  return [
    note(`${meta.told}.`),
    note(`${meta.k} neighbours, ${meta.metric}, ${meta.dimension} numbers a vector; ${meta.trust[0]?.computed ?? ""}.`),
    el("dl", { class: "wb-trust" }, ...rows),
    ...meta.left_out.map((left) => note(left)),
    ...(meta.alignment ? [heading("Other model"), note(meta.alignment)] : []),
  ];
}

export function findingsPanel(points, onOpen, onSelect) {
  const { duplicates, hubs, eps } = points.meta;
  const groups = duplicates.groups.map((group, n) => {
    const there = group.filter((at) => at >= 0);
    const first = there[0] ?? -1;
    return el("li", {}, el("button", { type: "button", on: { click: () => { onSelect(there); if (first >= 0) onOpen(first); } } },
      el("span", { class: "wb-name" }, first < 0 ? "not on this page" : points.labels.at(first) || points.ids.at(first)),
      el("span", { class: "wb-count" }, counted(duplicates.sizes[n], "point"))));
  });
  const skew = hubs.skewness === null ? "all the same" : plain(hubs.skewness);
  return [
    heading("Duplicates"),
    note(`${counted(duplicates.count, "group")} of ${counted(duplicates.points, "point")} with a cosine similarity of ${1 - eps} or more.`),
    lines("Groups of duplicates", groups),
    heading("Hubs"),
    note(`Points that are a neighbour of the most others; skewness ${skew} (about 0 without hubs, above 1 with clear ones), over ${counted(hubs.asked, "point")}.`),
    lines("Hubs", hubs.points.map(([at, n]) => pointLine(points, at, { text: "not on this page", mark: String(n), onOpen }))),
  ];
}
