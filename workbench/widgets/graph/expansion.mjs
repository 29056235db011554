// Asks Python for a node's neighbours; where there are too many, asks which of them.
import { el, replace } from "../front/dom.mjs";

const DIRECTIONS = [["both", "both ways"], ["out", "outgoing"], ["in", "incoming"]];
const LIMIT = 50;

// `place` holds the dialog; `said(text)` speaks; `left(id, text)` keeps what did not come.
export function expansion({ port, place, said, left }) {
  async function ask(id, label, details = {}) {
    said(`Asking for the neighbours of ${label} …`);
    try {
      const answer = await port.ask("expand", { id, ...details });
      if (answer?.needs === "choice") return open(id, label, answer);
      if (!answer.refused) left(id, answer.left_out);
      return said(told(label, answer));
    } catch (error) {
      return said(error.message);
    }
  }

  function open(id, label, answer) {
    const dialog = form(label, answer, (details) => { close(); ask(id, label, details); }, close);
    replace(place, dialog);
    dialog.show();
    dialog.querySelector("select").focus();
    said(`${label} has ${count(answer.total)} neighbours: choose which to add`);
  }

  function close() {
    replace(place);
    place.parentElement?.querySelector("[tabindex='0']")?.focus();
  }

  return { ask, close };
}

function form(label, answer, send, close) {
  const type = el("select", { aria: { label: "Type" } }, option("", "any type"),
    types(answer.counts).map(([name, told]) => option(name, `${name} (${told})`)));
  const direction = el("select", { aria: { label: "Direction" } }, DIRECTIONS.map(([value, text]) => option(value, text)));
  const limit = el("input", { type: "number", min: 1, value: answer.limit ?? LIMIT, aria: { label: "At most" } });
  const submit = (event) => {
    event.preventDefault();
    send({ type: type.value || null, direction: direction.value, limit: Number(limit.value) });
  };
  const keydown = (event) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
  };
  return el("dialog", { class: "wb-dialog", aria: { label: "Expand" }, on: { keydown } },
    el("form", { on: { submit } },
      el("h3", {}, label), el("p", {}, `${count(answer.total)} neighbours: which shall be added?`),
      field("Type", type), field("Direction", direction), field("At most", limit),
      el("div", { class: "wb-line" }, el("button", { type: "submit", class: "wb-first" }, "Expand"),
        el("button", { type: "button", on: { click: close } }, "Cancel"))));
}

// [[type, "12,310 out, 4 in"], …] of counts [{ type, direction, count }, …], in their order.
export function types(counts = []) {
  const words = new Map();
  for (const { type, direction, count: n } of counts) {
    words.set(type, [...(words.get(type) ?? []), `${count(n)} ${direction}`]);
  }
  return [...words].map(([type, each]) => [type, each.join(", ")]);
}

// What a finished expand brought, in words.
export function told(label, { refused, nodes, edges, left_out: left }) {
  if (refused) return refused;
  const added = `${count(nodes)} ${nodes === 1 ? "node" : "nodes"} and ${count(edges)} ${edges === 1 ? "edge" : "edges"} added`;
  return `${label}: ${added}${left ? `, ${left}` : ""}`;
}

function field(text, control) {
  return el("label", { class: "wb-field" }, el("span", {}, text), control);
}

function option(value, text) {
  return el("option", { value }, text);
}

function count(n) {
  return Number(n).toLocaleString("en");
}
