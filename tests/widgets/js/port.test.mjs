import assert from "node:assert/strict";
import { test } from "node:test";
import { Port } from "../../../workbench/widgets/front/port.mjs";

// A model as anywidget gives it: all of its views hear each message.
function model() {
  const heard = new Map();
  return {
    sent: [],
    get: () => undefined,
    send(message) { this.sent.push(message); },
    on: (event, fn) => heard.set(fn, event),
    off: (event, fn) => heard.delete(fn),
    tell: (event, message) => [...heard].filter(([, of]) => of === event).forEach(([fn]) => fn(message)),
    listeners: () => heard.size,
  };
}

test("of two views of one model each gets the answer to its own question", async () => {
  const shared = model();
  const asked = [new Port(shared), new Port(shared)].map((port, n) => port.ask("card", { n }));
  for (const { ask, n } of shared.sent.toReversed()) shared.tell("msg:custom", { answer: ask, value: n });
  assert.deepEqual(await Promise.all(asked), [0, 1]);
});

test("an error that Python answers with rejects in its words", async () => {
  const shared = model();
  const asked = new Port(shared).ask("card");
  shared.tell("msg:custom", { answer: shared.sent[0].ask, error: "NotFoundError: no such node" });
  await assert.rejects(asked, /no such node/);
});

test("a port that was closed hears nothing more", () => {
  const shared = model();
  const port = new Port(shared);
  port.on("data", () => assert.fail("heard"));
  port.close();
  shared.tell("change:data");
  assert.equal(shared.listeners(), 0);
});
