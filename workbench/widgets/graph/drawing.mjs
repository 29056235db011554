// What the painter is given: columns of a scene under a look.

export function drawing(scene, look, places) {
  return {
    x: places.x, y: places.y, size: look.size, colour: look.colour,
    label: (i) => scene.label(i),
    hidden: inverted(look.seen),
    source: scene.source, target: scene.target,
    edgeColour: look.edgeColour ?? null, edgeWidth: null,
    edgeHidden: inverted(look.edgeSeen),
    edgeLabel: (e) => scene.edgeType(e),
    directed: scene.meta.directed ?? true,
    dashed: null,
  };
}

function inverted(flags) {
  return flags.map((flag) => 1 - flag);
}
