// The way from one plane to another: its legs, what they cost, and what is shut.
import { el, replace } from "../front/dom.mjs";
import { REASONS, tolls, typeInWords, windowInWords } from "./words.mjs";

// onFind({ start, goal, max_cost }) with planes' ids; onClear().
export function wayPanel({ live, onFind, onClear }) {
  const start = el("select", { aria: { label: "From plane" }, on: { change: find } });
  const goal = el("select", { aria: { label: "To plane" }, on: { change: find } });
  const budget = el("input", { type: "number", min: 0, step: "any", class: "planes-budget", placeholder: "any", aria: { label: "At most tolls" }, on: { change: find } });
  const result = el("div", { class: "planes-result" });
  const box = el("div", { class: "planes-way" },
    el("div", { class: "planes-ends" },
      el("label", {}, "From ", start),
      el("button", { type: "button", title: "The way back", aria: { label: "Swap from and to" }, on: { click: swap } }, "⇄"),
      el("label", {}, "To ", goal)),
    el("div", { class: "planes-ends" },
      live ? el("label", {}, "At most ", budget, " tolls") : null,
      el("button", { type: "button", on: { click: find } }, "Find the way"),
      el("button", { type: "button", on: { click: clear } }, "Clear")),
    result);
  let atlas = null;

  function find() {
    const max_cost = budget.value === "" ? null : Number(budget.value);
    if (start.value && goal.value) onFind({ start: start.value, goal: goal.value, max_cost });
  }

  function swap() {
    [start.value, goal.value] = [goal.value, start.value];
    find();
  }

  function clear() {
    [start.value, goal.value] = ["", ""];
    replace(result);
    onClear();
  }

  function draw(found) {
    atlas = found;
    const kept = [start.value, goal.value];
    [start, goal].forEach((select, n) => {
      replace(select, el("option", { value: "" }, "choose…"), atlas.planes.map((plane) => el("option", { value: plane.id }, plane.name)));
      select.value = atlas.plane.has(kept[n]) ? kept[n] : "";
    });
  }

  function choose(ends) {
    start.value = ends.start;
    goal.value = ends.goal;
  }

  function show(way) {
    replace(result, headline(way), legs(way), alternatives(way), blocked(way));
  }

  const name = (id) => atlas.plane.get(id)?.name ?? id;

  function headline(way) {
    const hops = way.legs.length;
    const told = {
      true: hops || !way.cost ? `Reachable: ${tolls(way.cost)}, ${hops} ${hops === 1 ? "leg" : "legs"}.` : `Reachable for ${tolls(way.cost)}, over planes that are not on this map.`,
      unknown: `Perhaps: ${tolls(way.cost ?? 0)}, ${hops} legs, of which nobody knows whether all are open.`,
      false: way.reason === "over_budget" ? "Not within this budget." : "No way leads there.",
    };
    return el("p", { class: `planes-verdict ${way.reachable}` }, told[way.reachable]);
  }

  function legs(way) {
    if (!way.legs.length) return null;
    return el("ol", { class: "planes-legs", aria: { label: "Legs" } }, way.legs.map((leg) => el("li", {},
      el("b", {}, `${name(leg.tail)} → ${name(leg.head)}`),
      el("span", {}, [typeInWords(leg.type), leg.via, tolls(leg.cost)].filter(Boolean).join(" · ")),
      el("i", {}, `${leg.certainty === "true" ? "open" : "nobody knows whether open"}, ${windowInWords(leg)}`))));
  }

  function alternatives(way) {
    if (!way.alternatives?.length) return null;
    return el("details", {}, el("summary", {}, `${way.alternatives.length} other ways`),
      el("ul", {}, way.alternatives.map((other) => el("li", {}, `${tolls(other.cost)}: ${other.path.map(name).join(" → ")}`))));
  }

  // Of a "no", the cut: legs out of all that can be reached. It proves that there is no way.
  function blocked(way) {
    const isCut = way.reachable === "false" && way.cut.length;
    const shown = isCut ? way.cut : way.blocked;
    if (!shown.length) return null;
    const proof = `Within reach: ${way.reachable_set.map(name).join(", ")}. Every door out of there is shut:`;
    return el("details", { open: way.reachable !== "true" },
      el("summary", {}, isCut ? `The cut: ${shown.length} shut legs` : `${shown.length} legs that cannot be used`),
      isCut ? el("p", {}, proof) : null,
      el("ul", { class: "planes-blocked", aria: { label: "Blocked legs" } }, shown.map((leg) => el("li", {},
        el("b", {}, `${name(leg.tail)} → ${name(leg.head)}`), el("i", {}, REASONS[leg.reason] ?? leg.reason)))));
  }

  const say = (text) => replace(result, el("p", { class: "planes-verdict" }, text));
  return { el: box, draw, show, choose, say };
}
