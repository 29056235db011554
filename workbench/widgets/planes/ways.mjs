// The way between two planes at a moment, as it was worked out beforehand, and what is shut.

// Both directions of a door: { door, back, tail, head, state }.
function* legsOf(atlas, snapshot) {
  for (const door of atlas.doors) {
    if (!door.ways) continue;
    for (const back of [false, true]) {
      const [tail, head] = back ? [door.target, door.source] : [door.source, door.target];
      const allowed = door.ways === "both" || door.ways === (back ? "backward" : "forward");
      yield { door, back, tail, head, state: allowed ? snapshot.doors[door.n] : "wrong_direction" };
    }
  }
}

// The planes to which open legs lead from `start`, itself included.
export function reach(atlas, snapshot, start) {
  const legs = [...legsOf(atlas, snapshot)].filter((leg) => leg.state === "open");
  const inside = new Set([start]);
  for (const plane of inside) { // grows while it is walked
    for (const leg of legs) if (leg.tail === plane) inside.add(leg.head);
  }
  return inside;
}

// In the words of the tool plane_path: reachable, reason, cost, legs, blocked, cut, reachable_set.
// null where the view was made without ways.
export function wayBetween(atlas, snapshot, start, goal) {
  if (!atlas.meta.has_ways) return null;
  const inside = reach(atlas, snapshot, start);
  const blocked = [...legsOf(atlas, snapshot)]
    .filter((leg) => inside.has(leg.tail) && leg.state !== "open")
    .sort((a, b) => a.tail - b.tail || a.door.n - b.door.n || a.back - b.back)
    .map((leg) => toldLeg(atlas, leg));
  const told = { blocked, reachable_set: [...inside].sort((a, b) => a - b).map((n) => atlas.planes[n].id), alternatives: [] };
  if (start === goal) return { ...told, reachable: "true", reason: null, cost: 0, legs: [], cut: [] };
  const way = atlas.ways.get(`${snapshot.moment.state}/${start}/${goal}`);
  if (!way) {
    const cut = blocked.filter((leg) => !told.reachable_set.includes(leg.head));
    return { ...told, reachable: "false", reason: "no_way", cost: null, legs: [], cut };
  }
  const legs = way.legs.map((leg) => wayLeg(atlas, snapshot, leg));
  const reason = way.reachable === "unknown" ? "time_unknown" : null;
  return { ...told, ...way, reason, legs, cut: [] };
}

function toldLeg(atlas, { door, tail, head, state }) {
  return { edge_id: door.id, tail: atlas.planes[tail].id, head: atlas.planes[head].id, reason: state };
}

// `leg` is twice the door's number, plus one where it is gone through backwards.
function wayLeg(atlas, snapshot, leg) {
  const door = atlas.doors[leg >> 1];
  const [tail, head] = leg % 2 ? [door.target, door.source] : [door.source, door.target];
  return {
    edge_id: door.id, type: door.type, via: door.via, cost: door.cost,
    tail: atlas.planes[tail].id, head: atlas.planes[head].id,
    certainty: snapshot.doors[door.n] === "open" ? "true" : "unknown",
    valid_from: door.valid_from || null, valid_until: door.valid_until || null,
  };
}
