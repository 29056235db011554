// What gestures do to a stage, and which events they become.

// For painter-pointer's listen: hover marks, presses stop a glide, drags move the node.
export function gestures(stage, draggable) {
  const point = (hover, x, y) => {
    stage.canvas.style.cursor = hover.node !== null || hover.edge !== null ? "pointer" : "";
    if (hover.node === stage.hover.node && hover.edge === stage.hover.edge) return;
    stage.hover = hover;
    stage.emit("hover", { ...hover, x, y });
    stage.repaint();
  };
  return {
    draggable,
    mode: () => stage.mode,
    press: () => stage.camera.finish(),
    hit: (x, y) => stage.hit(x, y),
    hover: (x, y) => point(stage.hit(x, y), x, y),
    leave: () => point({ node: null, edge: null }, null, null),
    click: (x, y, shift) => stage.emit("click", { ...stage.hit(x, y), shift, x, y }),
    pan: (dx, dy) => stage.camera.pan(dx, dy),
    zoom: (factor, at) => stage.camera.zoom(factor, at),
    double(x, y) {
      const { node, edge } = stage.hit(x, y);
      if (node !== null) stage.emit("doubleclick", { node });
      else if (edge === null) stage.camera.zoom(2, { x, y });
    },
    drag(node, px, py, done) {
      const { x, y } = stage.inner.toData(px, py);
      stage.place(node, x, y);
      stage.emit("drag", { node, x, y, done });
    },
    area(polygon, done) {
      stage.area = done ? null : polygon;
      stage.repaint();
      if (done) stage.emit("area", { nodes: stage.inside(polygon), polygon });
    },
  };
}
