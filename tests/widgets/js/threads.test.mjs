import assert from "node:assert";
import { test } from "node:test";
import { EMPTY, asked, isEmpty, matching } from "../../../workbench/widgets/threads/filters.mjs";
import { kindOf, shortType } from "../../../workbench/widgets/threads/kinds.mjs";
import { Contents, Listing } from "../../../workbench/widgets/threads/store.mjs";
import { duration, folded, moment } from "../../../workbench/widgets/threads/times.mjs";
import { Texts } from "../../../workbench/widgets/front/wire.mjs";

function texts(list) {
  let end = 0;
  return new Texts(list.join(""), Uint32Array.from(list, (text) => (end += text.length)));
}

const DAY = 86_400_000;
const TYPES = Array.from({ length: 33 }, (_, n) => `t${n}`);

function listing() {
  return new Listing({
    meta: { types: TYPES, interfaces: ["api"] },
    columns: {
      thread: texts(["a", "b", "c"]), text: texts(["lamp storm", "stormy lamplight", "ship"]),
      active: Float64Array.of(0, DAY, 2 * DAY), interface: texts(["api", "", "api"]), tags: texts(["", "", "good"]),
      errors: Uint32Array.of(0, 1, 0), comments: Uint32Array.of(1, 0, 0), types: Uint32Array.of(1, 2 ** 31, 2 ** 31 + 1),
    },
  });
}

const found = (filters) => [...matching(listing(), { ...EMPTY, ...filters })];

test("every word must stand in the text of one row", () => {
  assert.deepEqual(found({ text: "storm LAMP" }), [0, 1]);
  assert.deepEqual(found({ text: "light" }), [1]);
  assert.deepEqual(found({ text: "stormstormy" }), []);
  assert.deepEqual(found({ text: "pship" }), []);
  assert.deepEqual(found({}), [0, 1, 2]);
});

test("days are included whole", () => {
  assert.deepEqual(found({ from: "1970-01-02" }), [1, 2]);
  assert.deepEqual(found({ to: "1970-01-02" }), [0, 1]);
});

test("failed, feedback, interface and type", () => {
  assert.deepEqual(found({ errors: true }), [1]);
  assert.deepEqual(found({ feedback: true }), [0, 2]);
  assert.deepEqual(found({ interface: "api" }), [0, 2]);
  assert.deepEqual(found({ type: "t0" }), [0, 2]);
  assert.deepEqual(found({ type: "t32" }), [1, 2]); // beyond the mask: the last bit
});

test("a search of random texts finds what each row's own text holds", () => {
  const words = ["ab", "ba", "aa", "b", "abc", ""];
  const rows = Array.from({ length: 200 }, (_, n) => words[(n * 7) % 6] + words[(n * 11) % 5] + words[(n * 3) % 4]);
  const list = listing();
  Object.assign(list, { count: rows.length });
  list.columns.text = texts(rows);
  for (const text of ["ab", "aab", "ba b", "cab"]) {
    const wanted = rows.flatMap((row, n) => (text.split(" ").every((word) => row.includes(word)) ? [n] : []));
    assert.deepEqual([...matching(list, { ...EMPTY, text })], wanted);
  }
});

test("a store is asked for what it filters by", () => {
  assert.ok(isEmpty({ ...EMPTY }));
  assert.deepEqual(asked({ ...EMPTY, text: "x", from: "2026-01-01" }), { search: "x", interface: "", since: "2026-01-01", until: "" });
});

test("pauses are folded as in Python", () => {
  assert.deepEqual([...folded([0, 1, 2, 3, 1000]).places], [0, 1 / 13, 2 / 13, 3 / 13, 1]);
  assert.deepEqual([...folded([0, 1, 3], false).places], [0, 1 / 3, 1]);
  assert.deepEqual([...folded([5, 5]).places], [0, 0]);
  assert.deepEqual([...folded([]).places], []);
});

test("moments and durations in words", () => {
  assert.equal(moment(DAY), "1970-01-02 00:00:00");
  assert.deepEqual([10, 4000, 20_000, 62_000, 7_200_000, 5 * DAY].map(duration), ["10 ms", "4.00 s", "20.0 s", "1 min 2 s", "2.0 h", "5.0 days"]);
  assert.equal(duration(null), "");
});

test("kinds and names of events", () => {
  assert.deepEqual(["comm.user_button", "comm.x", "rag.error", "rag.query_processed", "state.set.a"].map(kindOf), ["user", "assistant", "error", "rag", "other"]);
  assert.equal(shortType("comm.user_message"), "user_message");
});

test("turns that mention an id are those of their own thread", () => {
  const columns = {
    event_count: Uint32Array.of(1, 1), turn_count: Uint32Array.of(2, 2), node: texts(["n:1", "n:2"]),
    mention_turn: Uint32Array.of(0, 1, 2, 3), mention_node: Uint32Array.of(0, 1, 1, 0),
  };
  const second = new Contents({ id: "b", columns, types: [], event: 1, turn: 2, at: 1 });
  assert.deepEqual([...second.mentioning(["n:1"])], [1]);
  assert.deepEqual([...second.mentioning(["n:2", "n:1"])].sort(), [0, 1]);
  assert.deepEqual([...second.mentioning([])], []);
});
