// What workbench/widgets/planes/packing.py packed: planes, doors, moments, beings, stays.
const WAYS = ["", "forward", "backward", "both"];
export const REACHABLE = ["false", "true", "unknown"];

function records(columns, prefix, texts, numbers) {
  const length = columns[`${prefix}_${texts[0]}`].length;
  return Array.from({ length }, (_, n) => {
    const row = { n };
    for (const name of texts) row[name] = columns[`${prefix}_${name}`].at(n);
    for (const name of numbers) row[name] = columns[`${prefix}_${name}`][n];
    return row;
  });
}

export function readAtlas({ meta, columns }) {
  const planes = records(columns, "plane", ["id", "name", "kind", "setting", "summary"], ["x", "y", "width", "height"]);
  const doors = records(columns, "door", ["id", "type", "via", "valid_from", "valid_until", "secrecy", "label"], ["source", "target", "ways", "cost"]);
  for (const door of doors) {
    door.ways = WAYS[door.ways];
    door.route = columns.door_route.subarray(8 * door.n, 8 * door.n + 8);
  }
  const beings = records(columns, "being", ["id", "name", "label", "summary", "born", "died"], ["placed"]);
  const moments = records(columns, "moment", ["time", "axis", "root", "apart"], ["place", "state"]);
  const stays = records(columns, "stay", ["basis", "edge", "valid_from", "valid_until"], ["being", "plane"]);
  const atlas = {
    meta, planes, doors, beings, moments, stays, columns,
    relations: columns.relation_source.length,
    plane: new Map(planes.map((plane) => [plane.id, plane])),
    being: new Map(beings.map((being) => [being.id, being])),
    ways: waysOf(columns),
  };
  atlas.moment = new Map([...moments].reverse().map((moment) => [moment.time, moment.n]));
  return atlas;
}

function waysOf(columns) {
  const found = new Map();
  for (let n = 0; n < columns.way_state.length; n += 1) {
    const legs = columns.way_legs.at(n);
    found.set(`${columns.way_state[n]}/${columns.way_start[n]}/${columns.way_goal[n]}`, {
      reachable: REACHABLE[columns.way_reachable[n]],
      cost: columns.way_cost[n],
      legs: legs ? legs.split(",").map(Number) : [],
    });
  }
  return found;
}

// Who is where, which doors are open, who is on no record: at one moment.
export function snapshot(atlas, n) {
  const { columns, doors, stays, beings, planes } = atlas;
  const part = (marks, width) => marks.subarray(n * width, (n + 1) * width);
  const stayMarks = part(columns.stay_marks, stays.length);
  const present = stays.filter((stay) => stayMarks[stay.n]).map((stay) => ({ ...stay, sure: stayMarks[stay.n] === 1 }));
  const there = new Set(present.map((stay) => stay.being));
  const lives = part(columns.life_marks, beings.length);
  const absent = beings.filter((being) => being.placed && !there.has(being.n));
  return {
    n,
    moment: atlas.moments[n],
    doors: Array.from(part(columns.door_marks, doors.length), (mark) => atlas.meta.states[mark]),
    present,
    counts: planes.map((plane) => countOn(present, plane.n)),
    lost: absent.filter((being) => lives[being.n] !== 0),
    outside: absent.filter((being) => lives[being.n] === 0),
  };
}

// Entities on a plane, each once: certain if any of its stays is.
function countOn(present, plane) {
  const sure = new Set();
  const all = new Set();
  for (const stay of present) {
    if (stay.plane !== plane) continue;
    all.add(stay.being);
    if (stay.sure) sure.add(stay.being);
  }
  return { sure: sure.size, maybe: all.size - sure.size };
}

// Relations of one being, in order of time: [{ id, type, other, valid_from, valid_until, out }].
export function timeline(atlas, being) {
  const { columns } = atlas;
  const me = -1 - being.n;
  const found = [];
  for (let n = 0; n < atlas.relations; n += 1) {
    const [source, target] = [columns.relation_source[n], columns.relation_target[n]];
    if (source !== me && target !== me) continue;
    const end = source === me ? target : source;
    found.push({
      id: columns.relation_id.at(n),
      type: columns.relation_type.at(n),
      other: end < 0 ? atlas.beings[-1 - end] : atlas.planes[end],
      out: source === me,
      valid_from: columns.relation_valid_from.at(n),
      valid_until: columns.relation_valid_until.at(n),
    });
  }
  return found;
}

// The moment whose place on the line (0 to 1) is nearest.
export function nearest(atlas, place) {
  let best = 0;
  for (const moment of atlas.moments) {
    if (Math.abs(moment.place - place) < Math.abs(atlas.moments[best].place - place)) best = moment.n;
  }
  return best;
}
