// The force layout, refined in a worker after the first picture; it can be stopped.
import { force } from "../front/force/force.mjs";

export function refinement(app) {
  let running = null;

  function stop() {
    running?.stop();
    running = null;
    app.bar.layout.progress(false);
  }

  function moved(x, y, done) {
    const { places, look } = app;
    if (done) stop();
    if (!done && calm()) return; // who wants no motion sees where it ends
    [places.x, places.y] = [x, y];
    places.pin(look.pinned);
    app.painter.move(places.x, places.y);
    if (!done) return;
    app.root.dataset.laid = "yes";
    if (app.painter.camera.fitted !== false) app.painter.camera.fit();
  }

  return {
    stop,
    start() {
      stop();
      const { scene, places } = app;
      delete app.root.dataset.laid;
      if (scene.size < 2 || places.name !== "force") return;
      app.bar.layout.progress(true);
      running = force({
        x: places.x, y: places.y, source: scene.source, target: scene.target,
        onStep: (x, y, done) => { if (!app.gone && app.scene === scene) moved(x, y, done); },
      });
    },
  };
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
