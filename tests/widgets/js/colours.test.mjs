import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  CATEGORICAL, OTHER, SEQUENTIAL, categorical, css, mixed, number, sequential,
} from "../../../workbench/widgets/front/colours.mjs";

const python = readFileSync(new URL("../../../workbench/widgets/scene/colours.py", import.meta.url), "utf8");

test("the tables are Python's", () => {
  const told = [...python.matchAll(/"(#[0-9a-f]{6})"/g)].map((found) => found[1]);
  const texts = told.slice(1); // the first is the module's own example
  assert.deepEqual(texts, [...CATEGORICAL, OTHER, ...SEQUENTIAL].map(css));
});

test("a ninth kind has the grey, and no kind before the first", () => {
  assert.equal(categorical(7), CATEGORICAL[7]);
  assert.equal(categorical(8), OTHER);
  assert.equal(categorical(-1), OTHER);
});

test("shares run from the first colour to the last and stop there", () => {
  assert.equal(sequential(0), SEQUENTIAL[0]);
  assert.equal(sequential(0.5), SEQUENTIAL[8]);
  assert.equal(sequential(1), SEQUENTIAL[16]);
  assert.equal(sequential(7), SEQUENTIAL[16]);
  assert.equal(sequential(-1), SEQUENTIAL[0]);
  assert.equal(sequential(NaN), OTHER);
});

test("a colour is mixed by parts", () => {
  assert.equal(mixed(0x000000, 0xff8040, 0.5), 0x804020);
});

test("texts and numbers are each other's way back", () => {
  assert.equal(css(0x0072b2), "#0072b2");
  assert.equal(number("#0072b2"), 0x0072b2);
  assert.equal(number("red; background: url(x)"), OTHER);
});
