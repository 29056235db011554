// A walk by keyboard: a node, and the edge along which the next step would go.

// The seen edges at a node and where they lead, in the order of the scene.
export function steps(scene, look, i) {
  return [...scene.edgesOf(i)].filter((e) => look.edgeSeen[e]).map((edge) => ({ edge, node: scene.other(edge, i) }));
}

export function walk() {
  let here = -1;
  let turn = -1;
  let came = [];
  return {
    get here() { return here; },
    get turn() { return turn; },
    goTo(i) {
      if (here >= 0 && i !== here) came = [...came, here].slice(-100);
      here = i;
      turn = -1;
    },
    // The edge along which the next step would go; null where none was looked at.
    hop(scene, look) {
      return turn < 0 ? null : (steps(scene, look, here)[turn] ?? null);
    },
    // The next or previous edge of the node, around; null where it has none.
    look(scene, look, by) {
      const all = here < 0 ? [] : steps(scene, look, here);
      if (!all.length) return null;
      turn = turn < 0 ? (by > 0 ? 0 : all.length - 1) : (turn + by + all.length) % all.length;
      return all[turn];
    },
    lookAt(scene, look, at) {
      const all = here < 0 ? [] : steps(scene, look, here);
      if (!all.length) return null;
      turn = at < 0 ? all.length - 1 : Math.min(at, all.length - 1);
      return all[turn];
    },
    back() {
      const last = came.pop();
      if (last === undefined) return false;
      here = last;
      turn = -1;
      return true;
    },
    reset() { here = -1; turn = -1; came = []; },
  };
}

// The seen nodes with the most edges first, ties in the order of the scene.
export function byDegree(scene, look) {
  const count = new Uint32Array(scene.size);
  for (let e = 0; e < scene.edges; e += 1) {
    if (!look.edgeSeen[e]) continue;
    count[scene.source[e]] += 1;
    count[scene.target[e]] += 1;
  }
  const all = Array.from(count.keys()).filter((i) => look.seen[i]);
  return all.sort((a, b) => count[b] - count[a] || a - b);
}

// "Valjean, Person, 36 edges; neighbour 2 of 36: Javert via HUNTS"
export function said(scene, look, { here, turn }) {
  const all = steps(scene, look, here);
  const count = `${all.length} ${all.length === 1 ? "edge" : "edges"}`;
  const node = [scene.name(here), scene.type(here), count].filter(Boolean).join(", ");
  if (turn < 0 || !all[turn]) return node;
  const { edge, node: other } = all[turn];
  const via = scene.edgeType(edge) ? ` via ${scene.edgeType(edge)}` : "";
  return `${node}; neighbour ${turn + 1} of ${all.length}: ${scene.name(other)}${via}`;
}
