// What mouse, pen and fingers do on a picture, as gestures.
const STILL = 4; // px that a press may move and still be a click
const WHEEL = 0.0016; // of the zoom's exponent for a pixel of wheel
const LINE = 16; // px of a wheel that counts in lines

// heard: { hit(x, y), press(), hover(x, y), leave(), click(x, y, shift), double(x, y), pan(dx, dy),
//   zoom(factor, at), drag(node, x, y, done), area(points, done), mode(), draggable }
// All places are pixels of the picture. Returns a function that stops listening.
export function listen(canvas, heard) {
  const pressed = new Map();
  let gesture = null;

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  function down(event) {
    if (event.button > 0) return;
    heard.press();
    canvas.setPointerCapture(event.pointerId);
    pressed.set(event.pointerId, place(event));
    const at = place(event);
    gesture = pressed.size > 1 ? { kind: "pinch" } : begin(at, event);
  }

  function begin(at, event) {
    const { node } = heard.hit(at.x, at.y);
    const mode = event.shiftKey ? "rectangle" : heard.mode();
    if (node !== null && heard.draggable && !event.shiftKey) return { kind: "drag", node, from: at };
    return { kind: node === null ? mode : "pan", from: at, points: [[at.x, at.y]] };
  }

  function move(event) {
    const at = place(event);
    if (!pressed.has(event.pointerId)) return event.buttons ? undefined : heard.hover(at.x, at.y);
    const before = pressed.get(event.pointerId);
    pressed.set(event.pointerId, at);
    if (!gesture) return undefined; // another finger's was taken away
    if (gesture.kind === "pinch") return pinch(event.pointerId, before, at);
    if (!gesture.moved && Math.hypot(at.x - gesture.from.x, at.y - gesture.from.y) < STILL) return undefined;
    gesture.moved = true;
    return go(before, at);
  }

  function go(before, at) {
    if (gesture.kind === "drag") heard.drag(gesture.node, at.x, at.y, false);
    else if (gesture.kind === "pan") heard.pan(at.x - before.x, at.y - before.y);
    else heard.area(outline(gesture, at), false);
  }

  function pinch(id, before, at) {
    const other = [...pressed].find(([key]) => key !== id)?.[1];
    if (!other) return;
    const span = (place) => Math.max(1, Math.hypot(place.x - other.x, place.y - other.y));
    heard.zoom(span(at) / span(before), other);
  }

  function up(event) {
    const at = place(event);
    if (!pressed.delete(event.pointerId) || !gesture) return;
    const ended = gesture;
    if (ended.kind === "pinch") return;
    gesture = null;
    if (!ended.moved) heard.click(at.x, at.y, event.shiftKey || event.ctrlKey || event.metaKey);
    else if (ended.kind === "drag") heard.drag(ended.node, at.x, at.y, true);
    else if (ended.kind !== "pan") heard.area(outline(ended, at), true);
  }

  function cancel(event) {
    pressed.delete(event.pointerId);
    if (gesture?.points) heard.area(null, false);
    gesture = null;
  }

  function wheel(event) {
    event.preventDefault();
    event.stopPropagation();
    const turned = event.deltaY * (event.deltaMode === 1 ? LINE : 1);
    heard.zoom(Math.exp(-turned * WHEEL), place(event));
  }

  function double(event) {
    const at = place(event);
    heard.double(at.x, at.y);
  }

  const heardBy = {
    pointerdown: down, pointermove: move, pointerup: up, pointercancel: cancel,
    pointerleave: () => heard.leave(), dblclick: double, wheel,
  };
  for (const [name, act] of Object.entries(heardBy)) canvas.addEventListener(name, act, { passive: false });
  return () => Object.entries(heardBy).forEach(([name, act]) => canvas.removeEventListener(name, act));
}

// The polygon drawn so far: a rectangle between two corners, or the lasso's own line.
function outline(gesture, at) {
  if (gesture.kind === "lasso") {
    gesture.points.push([at.x, at.y]);
    return gesture.points;
  }
  const { from } = gesture;
  return [[from.x, from.y], [at.x, from.y], [at.x, at.y], [from.x, at.y]];
}
