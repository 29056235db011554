// The keys, as data: what the keyboard does, and what the help panel lists.
import { el } from "../front/dom.mjs";

export const KEYS = [
  ["→ ↓ / ← ↑", "next / previous edge of the node"],
  ["Enter", "go along it; without one, select the node"],
  ["Backspace", "back to where you came from"],
  ["N / Shift+N", "next / previous node, the best connected first"],
  ["Home / End", "first / last edge of the node"],
  ["+ / − / 0", "closer / farther / everything in sight"],
  ["E", "expand: fetch neighbours (double click too)"],
  ["F / U", "only the neighbourhood / everything"],
  ["H / A", "hide what is selected / show all"],
  ["P", "pin or unpin (dragging pins too)"],
  ["T", "tables"],
  ["/", "search"],
  ["Ctrl+Z / Ctrl+Shift+Z", "undo / redo"],
  ["Escape", "clear the selection, close what is open"],
];

export function help() {
  return el("div", { class: "wb-help" },
    el("p", {}, "Click selects, Shift adds, double click expands, drag moves and pins. Press an edge to read it."),
    el("dl", {}, KEYS.flatMap(([keys, text]) => [el("dt", {}, keys), el("dd", {}, text)])));
}
