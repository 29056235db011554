import assert from "node:assert/strict";
import { test } from "node:test";
import { aligned, change, percent } from "../../../workbench/widgets/evaluation/model.mjs";

const steps = (kinds) => [...kinds].map((kind) => [kind, "", null]);
const shown = (rows) => rows.map(([a, b]) => `${a?.[0] ?? "-"}${b?.[0] ?? "-"}`).join(" ");

test("steps of one kind stand side by side", () => {
  assert.equal(shown(aligned(steps("mca"), steps("msca"))), "mm -s cc aa");
  assert.equal(shown(aligned(steps("ab"), steps("ba"))), "a- bb -a");
  assert.equal(shown(aligned([], steps("x"))), "-x");
});

test("no step is lost or shown twice, in either order", () => {
  for (const [left, right] of [["abcabba", "cbabac"], ["aaaa", "aa"], ["xyz", "abc"]]) {
    const rows = aligned(steps(left), steps(right));
    assert.equal(rows.map(([a]) => a?.[0] ?? "").join(""), left);
    assert.equal(rows.map(([, b]) => b?.[0] ?? "").join(""), right);
  }
});

test("a change is told by its verdicts", () => {
  assert.equal(change({ a: { verdict: "fail" }, b: { verdict: "pass" } }), "gained");
  assert.equal(change({ a: { verdict: "pass" }, b: null }), "pass → not asked");
  assert.equal(percent(null), "–");
});
