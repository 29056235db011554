// The slider through time, with the eras above it. Its steps are moments: not to scale.
import { el, replace } from "../front/dom.mjs";
import { nearest } from "./atlas.mjs";
import { svg } from "./svg.mjs";
import { timeInWords } from "./words.mjs";

const FINE = 10_000; // steps of the native slider: a pixel is more than one, a key press is one
const LANE = 19; // px
const NARROW = 0.025; // of the line

// onMove(n) for the moment chosen.
export function timeSlider({ onMove }) {
  const slider = el("input", {
    type: "range", min: 0, max: FINE, step: 1, class: "planes-slider",
    aria: { label: "Moment" }, on: { input, keydown },
  });
  const bands = el("div", { class: "planes-bands" });
  const ticks = svg("svg", { class: "planes-ticks", viewBox: `0 0 ${FINE} 10`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const box = el("div", { class: "planes-time", role: "group", aria: { label: "Time" } }, bands, slider, ticks);
  let atlas = null;
  let at = 0;

  function input() {
    const value = Number(slider.value);
    const here = Math.round(atlas.moments[at].place * FINE);
    // One step is a key of a screen reader's: it means the next moment, however far that is.
    const next = Math.abs(value - here) === 1 ? at + Math.sign(value - here) : nearest(atlas, value / FINE);
    go(next);
  }

  function keydown(event) {
    const last = atlas.moments.length - 1;
    const steps = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, PageUp: at + 10, PageDown: at - 10, Home: 0, End: last };
    if (!(event.key in steps)) return;
    event.preventDefault();
    event.stopPropagation();
    go(steps[event.key]);
  }

  function go(n) {
    const next = Math.max(0, Math.min(atlas.moments.length - 1, n));
    const moved = next !== at;
    show(next);
    if (moved) onMove(next);
  }

  function draw(found) {
    atlas = found;
    const lanes = Math.max(0, ...atlas.meta.bands.map((band) => band.lane)) + 1;
    bands.style.height = `${lanes * LANE}px`;
    replace(bands, atlas.meta.bands.map(drawBand), drawApart(atlas, lanes));
    const path = atlas.moments.map((moment) => `M${moment.place * FINE} 0v10`).join("");
    replace(ticks, svg("path", { d: path }));
  }

  function show(n) {
    at = n;
    const { time, place, apart } = atlas.moments[n];
    slider.value = Math.round(place * FINE);
    const said = timeInWords(time, atlas.meta.bands);
    slider.setAttribute("aria-valuetext", apart ? `${said}; ${apart}` : said);
    bands.style.setProperty("--at", place);
  }

  return { el: box, draw, show, go, get at() { return at; } };
}

function drawBand(band) {
  return el("div", {
    class: `planes-band${band.sure ? "" : " unsure"}${band.lane ? " sub" : ""}`,
    title: `${band.name}: ${band.told}`, data: { era: band.id },
    style: { left: `${band.start * 100}%`, width: `${(band.end - band.start) * 100}%`, top: `${band.lane * LANE}px` },
  }, written(band));
}

// Nothing where there is no room: the name is in the title, and in what is spoken.
function written(band) {
  if (band.end - band.start < NARROW) return "";
  const name = band.name.replace(/^The /, "");
  return band.sure ? name : `${name} — ${band.told}`;
}

// A frame around the moments that nobody can put in order, with a word of why.
function drawApart(atlas, lanes) {
  const axes = [...new Set(atlas.moments.filter((moment) => moment.apart).map((moment) => moment.axis))];
  return axes.map((axis) => {
    const lost = atlas.moments.filter((moment) => moment.apart && moment.axis === axis);
    const roots = new Set(lost.map((moment) => moment.root));
    const shown = atlas.meta.bands.filter((band) => roots.has(band.id));
    const start = Math.min(...shown.map((band) => band.start), lost[0].place);
    const end = Math.max(...shown.map((band) => band.end), lost.at(-1).place);
    return el("div", {
      class: "planes-apart", title: "Nobody knows where in time these lie",
      style: { left: `${start * 100}%`, width: `${(end - start) * 100}%`, height: `${lanes * LANE}px` },
    }, el("span", {}, "when unknown"));
  });
}
