// Walking the map by keyboard: planes, the doors of one, through a door to its other end.
import { spokenDoor, spokenPlane } from "./words.mjs";

export function doorsOf(atlas, plane) {
  return atlas.doors.filter((door) => door.source === plane || door.target === plane);
}

// place: { plane: n or null, door: n or null }. Gives the next place, or null for another key.
export function step(atlas, place, key) {
  const count = atlas.planes.length;
  const doors = place.plane === null ? [] : doorsOf(atlas, place.plane);
  const at = doors.findIndex((door) => door.n === place.door);
  const plane = (n) => ({ plane: (n + count) % count, door: null });
  const door = (n) => (doors.length ? { plane: place.plane, door: doors[(n + doors.length) % doors.length].n } : place);
  switch (key) {
    case "ArrowDown": return plane(place.plane === null ? 0 : place.plane + 1);
    case "ArrowUp": return plane(place.plane === null ? count - 1 : place.plane - 1);
    case "Home": return plane(0);
    case "End": return plane(count - 1);
    case "ArrowRight": return place.plane === null ? plane(0) : door(at + 1);
    case "ArrowLeft": return place.plane === null ? plane(0) : door(at < 0 ? doors.length - 1 : at - 1);
    case "Enter": return at < 0 ? place : { plane: doors[at].source === place.plane ? doors[at].target : doors[at].source, door: null };
    case "Escape": return { plane: place.plane, door: null };
    default: return null;
  }
}

export function spoken(atlas, snapshot, place) {
  const plane = atlas.planes[place.plane];
  const doors = doorsOf(atlas, place.plane);
  if (place.door === null) return spokenPlane(plane, snapshot.counts[place.plane], doors.length);
  const at = doors.findIndex((door) => door.n === place.door);
  return spokenDoor(atlas, doors[at], plane, snapshot.doors[place.door], `${at + 1} of ${doors.length}`);
}
