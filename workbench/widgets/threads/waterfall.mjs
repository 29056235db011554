// The events of a thread on a time axis, one row each; only rows in sight are elements.
import { el } from "../front/dom.mjs";
import { kindOf, shortType } from "./kinds.mjs";
import { rolling } from "./rolling.mjs";
import { duration, folded, moment } from "./times.mjs";

const ROW = 22; // px

export function waterfall({ contents, onEvent, say, isMarked }) {
  let fold = true;
  let axis;
  const head = el("div", { class: "axis" });
  const list = rolling({
    label: `${contents.events} events on a time axis`, count: contents.events, height: () => ROW,
    draw, onOpen: onEvent, onAt: (n) => { say(spoken(n)); onEvent(n); }, isMarked: (n) => isMarked(contents.turnOf(n)),
  });
  measure();

  function measure() {
    axis = folded(contents.times(), fold);
    const last = contents.events - 1;
    const span = last > 0 ? contents.time(last) - contents.time(0) : 0;
    const told = fold && Number.isFinite(axis.limit) && hasFolds() ? `${duration(span)}; pauses over ${duration(axis.limit)} folded` : duration(span);
    head.replaceChildren(el("span", {}, last >= 0 ? moment(contents.time(0)) : ""), el("span", {}, told), el("span", {}, last >= 0 ? moment(contents.time(last)).slice(11) : ""));
    list.refresh(contents.events, { keep: true });
  }

  function hasFolds() {
    for (let n = 1; n < contents.events; n += 1) if (gap(n) > axis.limit) return true;
    return false;
  }

  function gap(n) { return n ? contents.time(n) - contents.time(n - 1) : 0; }

  function draw(n) {
    if (!axis) return el("div");
    const kind = kindOf(contents.type(n));
    const opens = n === 0 || contents.turnOf(n) !== contents.turnOf(n - 1);
    const at = axis.places[n] * 100;
    const from = n ? axis.places[n - 1] * 100 : at;
    const track = el("span", { class: "track" },
      el("span", { class: "since", data: { folded: gap(n) > axis.limit ? "yes" : "no" }, style: { left: `${from}%`, width: `${at - from}%` } }),
      el("span", { class: "tick", style: { left: `${at}%` } }));
    return el("div", { class: `event kind-${kind}`, data: { opens: opens ? "yes" : "no" }, title: contents.line(n).slice(0, 300) },
      el("span", { class: "type" }, shortType(contents.type(n))), track,
      el("span", { class: "gap" }, n ? `+${duration(gap(n))}` : ""));
  }

  function spoken(n) {
    const since = n ? `, ${duration(gap(n))} after the one before` : "";
    return `Event ${n + 1} of ${contents.events}, ${contents.type(n)}${since}: ${contents.line(n)}`;
  }

  return {
    el: el("div", { class: "waterfall" }, head, list.el), list, head,
    setFold(on) { fold = on; measure(); },
  };
}
