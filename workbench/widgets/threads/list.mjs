// The list of threads with its filters; a store is asked where the list is only a part.
import { el } from "../front/dom.mjs";
import { EMPTY, asked, isEmpty, matching } from "./filters.mjs";
import { button, choice, counted, labelled, number } from "./parts.mjs";
import { rolling } from "./rolling.mjs";
import { Listing, blockOf } from "./store.mjs";
import { moment } from "./times.mjs";

const ROW = 52; // px, as .thread-row in view.css

export function threadList({ port, state, open, say, compare }) {
  const filters = { ...EMPTY };
  let listing = state.listing;
  let rows = matching(listing, filters);
  const told = el("div", { class: "told", role: "status" });
  const list = rolling({
    label: "Threads", count: rows.length, height: () => ROW, draw: (n) => row(rows[n]),
    onOpen: (n) => open(listing.id(rows[n])), onAt: (n) => say(spoken(rows[n])),
    isMarked: (n) => listing.id(rows[n]) === state.open,
  });
  const form = controls({ listing, filters, changed, ask: port.live ? ask : null });
  const pane = el("section", { class: "pane threads", aria: { label: "List of threads" } }, form, told, list.el);
  tell();

  function changed() {
    rows = matching(listing, filters);
    list.start();
    list.refresh(rows.length);
    tell();
  }

  function tell(more = "") {
    const { total, left_out: left } = listing.meta;
    const some = isEmpty(filters) ? `${number(rows.length)} threads` : `${number(rows.length)} of ${number(listing.count)} threads match`;
    told.textContent = [some, total > listing.count ? `of ${number(total)} stored` : "", more || left].filter(Boolean).join("; ");
  }

  // The store's full-text search and filters, over all threads and not only those here.
  async function ask() {
    told.textContent = "Asking the store…";
    try {
      listing = new Listing(blockOf(await port.ask("page", { filters: asked(filters) })));
      const found = listing.meta.total;
      rows = matching(listing, { ...filters, text: "" });
      list.start();
      list.refresh(rows.length);
      told.textContent = `the store found ${number(found)} threads; ${number(rows.length)} are shown`;
    } catch (error) {
      told.textContent = error.message;
    }
  }

  function row(at) {
    const badges = [
      listing.number("errors", at) && ["bad", "failed"],
      listing.priority(at) !== "-" && ["warn", listing.priority(at)],
      listing.review(at) === "Complete" && ["good", "reviewed"],
      listing.text("tags", at) && ["plain", listing.text("tags", at)],
      state.listing.contents(listing.id(at)) || port.live ? null : ["plain", "not carried"],
    ].filter(Boolean);
    const id = listing.id(at);
    const beside = compare && id !== state.open && state.open
      ? el("button", { type: "button", class: "small beside", aria: { label: `Compare with ${id}` }, on: { click: () => compare(id) } }, "Compare") : null;
    return el("div", { class: "thread-row" },
      el("div", { class: "thread-title", dir: "auto" }, listing.text("title", at) || id),
      el("div", { class: "thread-meta" }, el("span", {}, moment(listing.number("active", at)).slice(0, 16)),
        el("span", {}, listing.text("interface", at)), el("span", {}, counted(listing.number("turns", at), "turn")),
        badges.map(([tone, text]) => el("span", { class: `badge ${tone}` }, text)), beside));
  }

  function spoken(at) {
    const failed = listing.number("errors", at) ? ", failed" : "";
    const left = listing.number("comments", at) ? `, ${listing.number("comments", at)} comments` : "";
    return `${listing.text("title", at) || listing.id(at)}, ${moment(listing.number("active", at))}, ${listing.number("turns", at)} turns${failed}${left}`;
  }

  return { el: pane, list, refresh: () => list.refresh(rows.length, { keep: true }),
    reveal(id) {
      const at = rows.indexOf(listing.rowOf(id));
      if (at >= 0) list.show(at);
    }, destroy: list.destroy };
}

function controls({ listing, filters, changed, ask }) {
  const set = (name, value) => { filters[name] = value; changed(); };
  const input = (name, type, label, more = {}) => el("input", {
    type, aria: { label }, placeholder: label, ...more,
    on: { input: (event) => set(name, type === "checkbox" ? event.target.checked : event.target.value), keydown },
  });
  function keydown(event) {
    event.stopPropagation(); // JupyterLab's own shortcuts
    if (event.key === "Enter" && ask) ask();
  }
  const { interfaces, types } = listing.meta;
  return el("form", { class: "filters", role: "search", on: { submit: (event) => event.preventDefault() } },
    input("text", "search", "Search messages", { class: "wide" }),
    choice("Interface", [["", "interface"], ...interfaces.map((name) => [name, name])], "", (value) => set("interface", value)),
    choice("Event type", [["", "event"], ...types.map((name) => [name, name])], "", (value) => set("type", value)),
    labelled("from", input("from", "date", "Active from")), labelled("to", input("to", "date", "Active until")),
    labelled("failed", input("errors", "checkbox", "Only with a failed turn")),
    labelled("feedback", input("feedback", "checkbox", "Only with comments or tags")),
    ask ? button("Ask the store", ask) : null);
}
