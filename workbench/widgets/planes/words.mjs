// Times, windows, doors and counts in words: the same for the eye and for the ear.
const UNIT = /^(year|month|day|event)_(.+)$/;

export const REASONS = {
  open: "open",
  not_yet_open: "not yet open",
  closed: "closed",
  time_unknown: "nobody knows whether it is open",
  wrong_direction: "one way, the other way",
  not_allowed: "not allowed",
  not_known_to_traveller: "not known to the traveller",
  over_budget: "beyond the budget",
};

// "The Bell Age, year 391, month 2"; the names are those of the eras.
export function timeInWords(time, bands) {
  const parts = time.split(".");
  const era = parts.filter((part) => !UNIT.test(part)).join(".");
  const units = parts.map((part) => UNIT.exec(part)).filter(Boolean).map(([, unit, value]) => `${unit} ${value.replaceAll("_", " ")}`);
  const named = bands.find((band) => band.id === era)?.name ?? era.replaceAll("_", " ");
  return [named, ...units].join(", ");
}

export function windowInWords({ valid_from: from, valid_until: until }) {
  if (!from && !until) return "always";
  if (!from) return `until ${until}`;
  return until ? `${from} to ${until}` : `from ${from}`;
}

// The same for narrow places: "Bell Age 391 m2 – 391 m5".
export function shortWindow({ valid_from: from, valid_until: until }, bands) {
  if (!from && !until) return "always";
  const [a, b] = [from, until].map((time) => (time ? shortTime(time, bands) : null));
  const end = a && b && a.era === b.era ? b.units : b ? `${b.era} ${b.units}` : "";
  return `${a ? `${a.era} ${a.units}`.trim() : ""} – ${end}`.trim();
}

function shortTime(time, bands) {
  const [era, ...units] = timeInWords(time, bands).split(", ");
  const told = units.map((unit) => unit.replace("year ", "").replace("month ", "m").replace("day ", "d"));
  return { era: era.replace(/^The /, ""), units: told.join(" ") };
}

export function tolls(cost) {
  return `${cost} ${cost === 1 ? "toll" : "tolls"}`;
}

export function typeInWords(type) {
  return type.toLowerCase().replaceAll("_", " ");
}

export function countInWords({ sure, maybe }) {
  return maybe ? `${sure} here · ${maybe} perhaps` : `${sure} here`;
}

// A door as it is met from one of its planes.
export function doorFrom(atlas, door, plane, state) {
  const out = door.source === plane.n;
  const other = atlas.planes[out ? door.target : door.source];
  const passable = door.ways === "both" || door.ways === (out ? "forward" : "backward");
  const way = !door.ways ? "not travelled" : passable ? tolls(door.cost) : "entrance from there only";
  const secret = door.secrecy === "public" ? "" : door.secrecy.replaceAll("_", " ");
  return {
    other,
    arrow: !door.ways ? "–" : door.ways === "both" ? "↔" : passable ? "→" : "←",
    details: [typeInWords(door.type), door.via, way, secret].filter(Boolean).join(" · "),
    state: REASONS[state] ?? state,
    window: windowInWords(door),
  };
}

export function spokenDoor(atlas, door, plane, state, place) {
  const told = doorFrom(atlas, door, plane, state);
  return `Door ${place} to ${told.other.name}: ${told.details.replaceAll(" · ", ", ")}; ${told.state}; ${told.window}.`;
}

export function spokenPlane(plane, count, doors) {
  const kind = plane.kind ? `, ${plane.kind}` : "";
  return `${plane.name}${kind}: ${countInWords(count).replace(" · ", ", ")}, ${doors} ${doors === 1 ? "door" : "doors"}.`;
}

export function spokenMoment(atlas, snapshot) {
  const placed = new Set(snapshot.present.filter((stay) => stay.sure).map((stay) => stay.being));
  const perhaps = new Set(snapshot.present.map((stay) => stay.being).filter((being) => !placed.has(being)));
  const open = snapshot.doors.filter((state, n) => state === "open" && atlas.doors[n].ways).length;
  const unknown = snapshot.doors.filter((state) => state === "time_unknown").length;
  return [
    `${timeInWords(snapshot.moment.time, atlas.meta.bands)}: ${placed.size} somewhere for certain`,
    `${perhaps.size} perhaps`,
    `${snapshot.lost.length} on no record`,
    `${snapshot.outside.length} outside their dates`,
    `${open} ways open${unknown ? `, ${unknown} unknown` : ""}`,
  ].join("; ") + (snapshot.moment.apart ? `; ${snapshot.moment.apart}.` : ".");
}
