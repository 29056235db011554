import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest, snapshot, timeline } from "../../../workbench/widgets/planes/atlas.mjs";
import { head } from "../../../workbench/widgets/planes/svg.mjs";
import { spoken, step } from "../../../workbench/widgets/planes/walk.mjs";
import { reach, wayBetween } from "../../../workbench/widgets/planes/ways.mjs";
import { doorFrom, shortWindow, spokenMoment, timeInWords, windowInWords } from "../../../workbench/widgets/planes/words.mjs";

const texts = (...all) => ({ length: all.length, at: (n) => all[n] });
const door = (n, source, target, ways, more = {}) => ({
  n, id: `rel_${n}`, type: "ACCESSIBLE_VIA", source, target, ways, cost: n + 1, via: "", valid_from: "", valid_until: "", secrecy: "public", ...more,
});
const BANDS = [{ id: "bell", name: "The Bell Age" }, { id: "bell.lamp", name: "The Lamp" }];

function world() {
  const planes = ["mud", "sky", "well"].map((id, n) => ({ n, id, name: `The ${id}`, kind: "outer" }));
  const doors = [door(0, 0, 1, "forward", { via: "a ladder", secrecy: "secret" }), door(1, 1, 2, "both"), door(2, 0, 2, "backward"), door(3, 2, 0, "")];
  const beings = ["ann", "bo", "cy", "dee"].map((id, n) => ({ n, id, name: id, placed: n < 3 ? 1 : 0 }));
  const stays = [{ n: 0, being: 0, plane: 0 }, { n: 1, being: 1, plane: 1 }, { n: 2, being: 1, plane: 1 }];
  const moments = [{ n: 0, time: "bell.year_1", place: 0.2, state: 0, apart: "" }, { n: 1, time: "bell.year_5", place: 0.6, state: 1, apart: "nobody knows" }];
  const columns = {
    door_marks: Uint8Array.of(0, 0, 0, 0, 1, 3, 2, 0), stay_marks: Uint8Array.of(1, 2, 0, 1, 2, 1), life_marks: Uint8Array.of(1, 1, 0, 1, 1, 1, 2, 1),
    relation_source: Int32Array.of(-1, -2), relation_target: Int32Array.of(0, -1),
    relation_id: texts("r1", "r2"), relation_type: texts("AT", "KNOWS"), relation_valid_from: texts("", ""), relation_valid_until: texts("", ""),
  };
  const ways = new Map([["0/0/2", { reachable: "true", cost: 3, legs: [0, 2] }], ["1/1/2", { reachable: "unknown", cost: 2, legs: [2] }]]);
  const meta = { states: ["open", "not_yet_open", "closed", "time_unknown"], bands: BANDS, has_ways: true };
  return { planes, doors, beings, stays, moments, columns, ways, meta, relations: 2 };
}

test("a snapshot counts each being of a plane once, certain before perhaps", () => {
  const atlas = world();
  assert.deepEqual(snapshot(atlas, 0).counts, [{ sure: 1, maybe: 0 }, { sure: 0, maybe: 1 }, { sure: 0, maybe: 0 }]);
  assert.deepEqual(snapshot(atlas, 1).counts[1], { sure: 1, maybe: 0 });
});

test("those on no record are told from those outside their dates", () => {
  const atlas = world();
  assert.deepEqual([snapshot(atlas, 0).lost, snapshot(atlas, 0).outside].map((l) => l.map((b) => b.id)), [[], ["cy"]]);
  assert.deepEqual(snapshot(atlas, 1).lost.map((being) => being.id), ["cy"]);
});

test("only open legs in the right direction reach a plane", () => {
  const atlas = world();
  assert.deepEqual([...reach(atlas, snapshot(atlas, 0), 2)].sort(), [0, 1, 2]);
  assert.deepEqual([...reach(atlas, snapshot(atlas, 1), 0)], [0]);
});

test("a way has its legs in order, each with its ends", () => {
  const atlas = world();
  const way = wayBetween(atlas, snapshot(atlas, 0), 0, 2);
  assert.deepEqual(way.legs.map((leg) => [leg.edge_id, leg.tail, leg.head, leg.certainty]), [["rel_0", "mud", "sky", "true"], ["rel_1", "sky", "well", "true"]]);
  assert.deepEqual([way.reachable, way.cost, way.cut], ["true", 3, []]);
});

test("where no way leads, the cut is every shut leg out of the planes within reach", () => {
  const atlas = world();
  const way = wayBetween(atlas, snapshot(atlas, 1), 0, 2);
  assert.deepEqual([way.reachable, way.reachable_set], ["false", ["mud"]]);
  assert.deepEqual(way.cut.map((leg) => [leg.head, leg.reason]), [["sky", "not_yet_open"], ["well", "wrong_direction"]]);
});

test("a way over a door of unknown window is a candidate", () => {
  const atlas = world();
  const way = wayBetween(atlas, snapshot(atlas, 1), 1, 2);
  assert.deepEqual([way.reachable, way.reason, way.legs[0].certainty], ["unknown", "time_unknown", "unknown"]);
});

test("without ways there is no answer, and not a no", () => {
  const atlas = world();
  atlas.meta.has_ways = false;
  assert.equal(wayBetween(atlas, snapshot(atlas, 0), 0, 2), null);
});

test("a timeline has the relations of one being, read from its side", () => {
  const atlas = world();
  assert.deepEqual(timeline(atlas, atlas.beings[0]).map(({ id, out, other }) => [id, out, other.id]), [["r1", true, "mud"], ["r2", false, "bo"]]);
});

test("the nearest moment is found by its place", () => {
  assert.deepEqual([0, 0.39, 0.41, 1].map((place) => nearest(world(), place)), [0, 0, 1, 1]);
});

test("the keyboard walks planes, their doors, and through a door", () => {
  const atlas = world();
  let place = { plane: null, door: null };
  const keys = ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "Enter", "ArrowUp", "Escape", "End"];
  const walked = keys.map((key) => { place = step(atlas, place, key); return [place.plane, place.door]; });
  assert.deepEqual(walked, [[0, null], [0, 0], [0, 2], [0, 3], [0, 0], [1, null], [0, null], [0, null], [2, null]]);
  assert.equal(step(atlas, place, "x"), null);
});

test("planes and doors are spoken in whole lines", () => {
  const atlas = world();
  const shown = snapshot(atlas, 1);
  assert.equal(spoken(atlas, shown, { plane: 1, door: null }), "The sky, outer: 1 here, 2 doors.");
  assert.equal(spoken(atlas, shown, { plane: 0, door: 0 }), "Door 1 of 3 to The sky: accessible via, a ladder, 1 toll, secret; not yet open; always.");
});

test("a one-way door is told differently from its two ends", () => {
  const atlas = world();
  const told = [0, 1].map((plane) => doorFrom(atlas, atlas.doors[0], atlas.planes[plane], "open"));
  assert.deepEqual(told.map(({ arrow }) => arrow), ["→", "←"]);
  assert.match(told[1].details, /entrance from there only/);
});

test("a moment is spoken with all its counts", () => {
  const atlas = world();
  assert.equal(spokenMoment(atlas, snapshot(atlas, 0)), "The Bell Age, year 1: 1 somewhere for certain; 1 perhaps; 0 on no record; 1 outside their dates; 3 ways open.");
  assert.match(spokenMoment(atlas, snapshot(atlas, 1)), /0 ways open, 1 unknown; nobody knows\.$/);
});

test("times and windows are told in words", () => {
  assert.equal(timeInWords("bell.lamp.year_3.month_2", BANDS), "The Lamp, year 3, month 2");
  assert.equal(timeInWords("old_age.event_evt_flood", BANDS), "old age, event evt flood");
  const windows = [["", ""], ["bell.year_3", ""], ["", "bell.year_9.month_2"], ["bell.year_3", "bell.year_9"], ["bell.year_3", "nights"]];
  assert.deepEqual(windows.map(([valid_from, valid_until]) => shortWindow({ valid_from, valid_until }, BANDS)),
    ["always", "Bell Age 3 –", "– Bell Age 9 m2", "Bell Age 3 – 9", "Bell Age 3 – nights"]);
  assert.equal(windowInWords({ valid_from: "", valid_until: "bell.year_9" }), "until bell.year_9");
});

test("an arrow's head points along the end of the curve", () => {
  assert.match(head([0, 0, 5, 0, 10, 0], true), /^M10 0L1\./);
  assert.match(head([0, 0, 5, 0, 10, 0], false), /^M0 0L8\./);
});
