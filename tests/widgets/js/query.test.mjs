import assert from "node:assert/strict";
import test from "node:test";
import { complete } from "../../../workbench/widgets/query/complete.mjs";
import { tsv } from "../../../workbench/widgets/query/copying.mjs";
import { planText, sizes, spoken } from "../../../workbench/widgets/query/plantext.mjs";
import { added, toggled } from "../../../workbench/widgets/query/selecting.mjs";

const SCHEMA = {
  tables: { city: ["id", "people", "Odd Name"], "other.state": ["code"] },
  labels: { Person: ["id", "name"], "Old Town": ["id", "walls"] },
  types: { KNOWS: ["since"], LIVES_IN: [] },
  queries: [{ name: "vedana/thread", signature: "thread_id: uuid", summary: "One thread" }, { name: "lore/eras", signature: "", summary: "Eras" }],
};

// `|` is where the caret stands.
function texts(text, language) {
  const caret = text.indexOf("|");
  return complete(text.replace("|", ""), caret, language, SCHEMA).items.map((item) => item.text);
}

test("tables come after FROM and JOIN, quoted where they must be", () => {
  assert.deepEqual(texts("select * from |", "sql"), ["city", "other.state"]);
  assert.deepEqual(texts("select * from a join ci|", "sql"), ["city"]);
});

test("columns come after a table or its alias", () => {
  assert.deepEqual(texts("select c.| from city c", "sql"), ["id", "people", '"Odd Name"']);
  assert.deepEqual(texts("select city.pe| from city where true", "sql"), ["people"]);
  assert.deepEqual(texts("select peo| from city", "sql"), ["people"]);
});

test("what is typed is replaced, and nothing else", () => {
  const text = "select c.pe from city c";
  const { from, to } = complete(text, 11, "sql", SCHEMA);
  assert.equal(text.slice(from, to), "pe");
});

test("labels come in a node, types in a relation", () => {
  assert.deepEqual(texts("MATCH (p:Pe|", "cypher"), ["Person"]);
  assert.deepEqual(texts("MATCH (p:Old|", "cypher"), ["`Old Town`"]);
  assert.deepEqual(texts("MATCH ()-[r:|", "cypher"), ["KNOWS", "LIVES_IN"]);
});

test("properties are those of the variable's label or type, else all", () => {
  assert.deepEqual(texts("MATCH (p:Person) WHERE p.|", "cypher"), ["id", "name"]);
  assert.deepEqual(texts("MATCH ()-[k:KNOWS]->() RETURN k.|", "cypher"), ["since"]);
  assert.deepEqual(texts("MATCH (x) RETURN x.wa|", "cypher"), ["walls"]);
});

test("queries are found by any part of their name", () => {
  assert.deepEqual(texts("thr|", "ask"), ["vedana/thread"]);
  assert.deepEqual(texts("|", "ask"), ["vedana/thread", "lore/eras"]);
});

test("TSV quotes what a spreadsheet would split", () => {
  assert.equal(tsv(["a", "b"], [["x\ty", 'say "hi"'], ["two\nlines", ""]]), 'a\tb\n"x\ty"\t"say ""hi"""\n"two\nlines"\t');
});

const ROW = { depth: 1, operator: "Seq Scan", what: "big", estimated: 20000, actual: 7.5, ms: 1.25, cost: 400, share: 0.8, warnings: ["reads all"] };

test("an operator is spoken with its figures and warnings", () => {
  assert.equal(spoken(ROW, "ms"), "Seq Scan big, 20,000 rows expected, 7.50 rows, 1.250 milliseconds, 80 % of the time, warning: reads all");
});

test("a plan is a text, indented", () => {
  assert.equal(planText([{ ...ROW, warnings: [] }]), "  Seq Scan big  (expected 20,000, rows 7.50, 1.250 ms, cost 400, 80 %)");
  assert.deepEqual(sizes({ estimated: null, actual: null, ms: null, cost: null, share: null }), { expected: "", actual: "", ms: "", cost: "", share: "" });
});

test("choosing the same again selects nothing; Shift adds and takes away", () => {
  assert.deepEqual(toggled(["a", "b"], ["b", "a"]), []);
  assert.deepEqual(toggled(["a"], ["a", "b"]), ["a", "b"]);
  assert.deepEqual(added(["a"], "b"), ["a", "b"]);
  assert.deepEqual(added(["a", "b"], "a"), ["b"]);
});
