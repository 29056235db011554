// The list and the open thread, and what both ask of Python.
import { download, el, replace, speaker } from "../front/dom.mjs";
import { comparison } from "./compare.mjs";
import { threadList } from "./list.mjs";
import { button, redactedLine } from "./parts.mjs";
import { Listing, blockOf } from "./store.mjs";
import { threadPane } from "./thread.mjs";

export function explorer({ port, root, block }) {
  const spoken = speaker();
  const state = { listing: new Listing(block), open: "" };
  const holder = el("div", { class: "holder" });
  let pane = null;
  let beside = null;
  let closed = false;
  const list = state.listing.meta.single ? null
    : threadList({ port, state, open, say: spoken.say, compare: port.live ? compare : null });
  replace(root, top(), el("div", { class: "wb-body explorer" }, list?.el ?? null, holder), spoken.el);
  show(wanted());

  function leave() {
    beside?.close();
    beside = null;
  }

  function wanted() {
    const named = port.actions.findLast((action) => action.do === "open")?.thread;
    return named ?? state.listing.inside.keys().next().value ?? "";
  }

  function top() {
    const { redacted, left_out: left, single } = state.listing.meta;
    return redactedLine(redacted) ?? (single && left ? el("div", { class: "told redacted" }, left) : null);
  }

  function open(id) { port.setActions([{ do: "open", thread: id }]); }

  async function show(id, anew = false) {
    if (!id) return void replace(holder, el("p", { class: "empty" }, "No thread is open."));
    state.open = id;
    leave();
    list?.refresh();
    list?.reveal(id);
    const contents = (!anew && state.listing.contents(id)) || (await read(id));
    if (!contents || state.open !== id || closed) return;
    pane?.destroy();
    pane = threadPane({ port, contents, say: spoken.say, actions: acts(id) });
    replace(holder, pane.el);
    if (anew) spoken.say(`read again: ${contents.events} events`);
  }

  async function read(id) {
    replace(holder, el("p", { class: "empty" }, port.live ? "Reading…" : notCarried()));
    if (!port.live) return null;
    try {
      const found = new Listing(blockOf(await port.ask("thread", { thread: id }))).contents(id);
      state.listing.inside.set(id, found);
      return found;
    } catch (error) {
      replace(holder, el("p", { class: "empty" }, error.message));
      return null;
    }
  }

  function notCarried() {
    const { inside, count } = state.listing;
    return `This page carries the events of ${inside.size} of ${count.toLocaleString("en")} threads, and not of this one. With a kernel, the view's .live() reads it.`;
  }

  function acts(id) {
    const { redacted } = state.listing.meta;
    if (redacted) return [];
    const acts = [["Replay", () => asking("replay", { thread: id }, (found) => pane.judged(found))]];
    if (port.live) {
      acts.push(["Refresh", () => show(id, true)]);
      acts.push(["Redacted page", () => asking("redacted", {}, (page) => download("threads-redacted.html", page, "text/html"))]);
    }
    return acts.map(([text, click]) => button(text, click, { title: port.live ? "" : "needs a kernel: run the view's .live()" }));
  }

  async function asking(what, details, done) {
    spoken.say(port.live ? `${what}: asking…` : "");
    try {
      done(await port.ask(what, details));
      spoken.say(`${what}: done`);
    } catch (error) {
      spoken.say(error.message);
    }
  }

  function compare(other) {
    asking("compare", { a: state.open, b: other }, (base64) => {
      if (closed) return;
      const back = button("Back", () => {
        replace(holder, pane.el);
        leave();
      });
      leave();
      beside = comparison({ port, told: blockOf(base64).meta, back, say: spoken.say });
      replace(holder, beside.el);
    });
  }

  return {
    selected: () => { pane?.selectionChanged(); beside?.selected(); },
    acted: () => { if (wanted() !== state.open) show(wanted()); },
    close: () => { closed = true; leave(); pane?.destroy(); list?.destroy(); },
  };
}
