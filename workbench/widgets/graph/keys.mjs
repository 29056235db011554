// What each key does on the picture.

// `on` holds the deeds by name; gives true where the key was one of ours.
export function pressed(event, on) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    return done(event.shiftKey ? on.redo : on.undo);
  }
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "y") return done(on.redo);
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "N") return done(() => on.node(-1));
  const deeds = {
    ArrowRight: () => on.step(1), ArrowDown: () => on.step(1),
    ArrowLeft: () => on.step(-1), ArrowUp: () => on.step(-1),
    Home: () => on.stepTo(0), End: () => on.stepTo(-1),
    Enter: on.enter, " ": on.enter, Backspace: on.back, Escape: on.clear,
    "+": () => on.zoom(1.25), "=": () => on.zoom(1.25), "-": () => on.zoom(0.8), 0: on.fit,
    n: () => on.node(1), e: on.expand, f: on.focus, u: on.unfocus, h: on.hide, a: on.showAll,
    p: on.pin, t: on.table, "/": on.search, "?": on.help,
  };
  const deed = deeds[event.key] ?? deeds[event.key.toLowerCase()];
  return deed ? done(deed) : false;
}

function done(deed) {
  deed();
  return true;
}
