// The map: planes as boxes, doors as curves between them. Tens of planes: elements, not a canvas,
// so that the page's own text, themes and zoom hold for them.
import { categorical, css, OTHER } from "../front/colours.mjs";
import { el, short } from "../front/dom.mjs";
import { curve, head, svg } from "./svg.mjs";
import { countInWords, doorFrom, tolls, typeInWords, windowInWords } from "./words.mjs";

const MARGIN = 18;
const PILL = 12; // letters of a toll
const LETTER = 7.4; // px of a bold letter of the name, as in workbench/widgets/planes/still.py

export function doorColours(atlas) {
  const types = [...new Set(atlas.doors.map((door) => door.type))].sort();
  return new Map(types.map((type, n) => [type, css(n < 6 ? categorical(n) : OTHER)]));
}

// on: { plane(plane), door(door), keydown(event) }
export function planeMap({ on }) {
  const picture = svg("svg", { class: "planes-picture", "aria-hidden": "true", preserveAspectRatio: "xMidYMid meet" });
  const box = el("div", {
    class: "planes-map", tabIndex: 0, role: "application", on: { keydown: on.keydown },
    aria: { label: "Map of planes. Up and down walk the planes, left and right the doors of one, Enter opens.", roledescription: "map" },
  }, picture);
  let drawn = null;
  let frame = [0, 0, 1, 1];

  function draw(atlas) {
    const colours = doorColours(atlas);
    const doors = atlas.doors.map((door) => drawDoor(door, colours.get(door.type), on));
    const planes = atlas.planes.map((plane) => drawPlane(plane, on));
    picture.replaceChildren(...doors.map((d) => d.el), ...doors.map((d) => d.pill).filter(Boolean), ...planes.map((p) => p.el));
    drawn = { atlas, doors, planes };
    fit();
  }

  function fit() {
    const { planes } = drawn.atlas;
    const right = Math.max(1, ...planes.map((p) => p.x + p.width / 2));
    const low = Math.max(1, ...planes.map((p) => p.y + p.height / 2));
    frame = [-MARGIN, -MARGIN, right + 2 * MARGIN, low + 2 * MARGIN];
    picture.setAttribute("viewBox", frame.join(" "));
  }

  function zoom(factor) {
    const [x, y, w, h] = frame;
    frame = [x + (w - w / factor) / 2, y + (h - h / factor) / 2, w / factor, h / factor];
    picture.setAttribute("viewBox", frame.join(" "));
  }

  function show(snapshot, marks) {
    const most = Math.max(1, ...snapshot.counts.map((count) => count.sure + count.maybe));
    drawn.planes.forEach((shown, n) => shown.show(snapshot.counts[n], most, planeMarks(n, marks)));
    drawn.doors.forEach((shown, n) => shown.show(snapshot.doors[n], doorMarks(n, marks), drawn.atlas));
  }

  panning(box, picture, () => frame, (moved) => {
    frame = moved;
    picture.setAttribute("viewBox", frame.join(" "));
  });
  return { el: box, draw, show, fit, zoom };
}

// marks: { planes: Set of n selected, at: n or null, door: n or null, way: Set, cut: Set, reached: Set or null }
function planeMarks(n, { planes, at, reached }) {
  return [planes.has(n) && "selected", at === n && "at", reached && !reached.has(n) && "unreached"].filter(Boolean).join(" ");
}

function doorMarks(n, { door, way, cut }) {
  return [door === n && "at", way.has(n) && "way", cut.has(n) && "cut"].filter(Boolean).join(" ");
}

function drawPlane(plane, on) {
  const { x, y, width, height } = plane;
  const [left, top] = [x - width / 2, y - height / 2];
  const fits = Math.floor((width - 16) / LETTER);
  const name = plane.name.length > fits ? `${plane.name.slice(0, fits - 1)}…` : plane.name;
  const count = svg("text", { x, y: y + 13, class: "planes-count" });
  const bar = svg("rect", { x: left + 8, y: top + height - 8, height: 3, rx: 1.5, class: "planes-sure" });
  const maybe = svg("rect", { y: top + height - 8, height: 3, rx: 1.5, class: "planes-maybe" });
  const title = svg("title");
  const group = svg("g", { class: "planes-plane", "data-id": plane.id },
    title,
    svg("rect", { x: left, y: top, width, height, rx: 8, class: "planes-box" }),
    svg("text", { x, y: y - 6, class: "planes-name" }, name), count, bar, maybe);
  group.addEventListener("click", (event) => on.plane(plane, event));
  function show(counted, most, marks) {
    count.textContent = countInWords(counted);
    title.textContent = short(`${plane.name}${plane.kind ? ` (${plane.kind})` : ""}: ${countInWords(counted)}`);
    const unit = (width - 16) / Math.sqrt(most); // areas of a plane of 76 and one of 2 on one map
    const sure = unit * Math.sqrt(counted.sure);
    bar.setAttribute("width", sure);
    maybe.setAttribute("x", left + 8 + sure);
    maybe.setAttribute("width", unit * Math.sqrt(counted.sure + counted.maybe) - sure);
    group.setAttribute("class", `planes-plane ${marks}`);
  }
  return { el: group, show };
}

function drawDoor(door, colour, on) {
  const title = svg("title");
  const line = svg("path", { d: curve(door.route), class: "planes-line" });
  const heads = [];
  if (door.ways === "forward" || door.ways === "both") heads.push(head(door.route, true));
  if (door.ways === "backward" || door.ways === "both") heads.push(head(door.route, false));
  const secret = door.secrecy === "public" ? "" : " secret";
  const kind = `planes-door${secret}${door.ways ? "" : " mirror"}`;
  const group = svg("g", { class: kind, "data-id": door.id, style: `--door:${colour}` },
    title, svg("path", { d: curve(door.route), class: "planes-reach" }), line,
    heads.length ? svg("path", { d: heads.join(""), class: "planes-head" }) : null);
  const pill = door.label ? drawPill(door) : null;
  for (const part of [group, pill]) part?.addEventListener("click", () => on.door(door));
  function show(state, marks, atlas) {
    group.setAttribute("class", `${kind} ${state} ${marks}`);
    pill?.setAttribute("class", `planes-pill ${state} ${marks}`);
    const told = doorFrom(atlas, door, atlas.planes[door.source], state);
    title.textContent = short(`${atlas.planes[door.source].name} ${told.arrow} ${told.other.name}: ${told.details}; ${told.state}; ${told.window}`);
  }
  return { el: group, pill, show };
}

function drawPill(door) {
  const [x, y] = [door.route[6], door.route[7]];
  const label = door.label.slice(0, PILL);
  const width = 7 * label.length + 10;
  return svg("g", { class: "planes-pill" },
    svg("title", {}, `${tolls(door.cost)} · ${door.via || typeInWords(door.type)} · ${windowInWords(door)}`),
    svg("rect", { x: x - width / 2, y: y - 8, width, height: 16, rx: 8 }),
    svg("text", { x, y: y + 4 }, label));
}

function panning(box, picture, frame, move) {
  let from = null;
  picture.addEventListener("pointerdown", (event) => {
    if (event.target === picture) from = { x: event.clientX, y: event.clientY, frame: frame() };
  });
  picture.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y, w, h] = from.frame;
    const scale = Math.max(w / box.clientWidth, h / box.clientHeight);
    move([x - (event.clientX - from.x) * scale, y - (event.clientY - from.y) * scale, w, h]);
  });
  for (const end of ["pointerup", "pointerleave"]) picture.addEventListener(end, () => { from = null; });
}
