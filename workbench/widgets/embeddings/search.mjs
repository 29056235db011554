// A field that finds points by their words and, with a kernel, by their meaning.
import { el } from "../front/dom.mjs";

// onWords(text) as one types Enter, onMeaning(text) or null where nothing can embed a text.
export function search({ onWords, onMeaning }) {
  const field = el("input", {
    type: "search", placeholder: "Search", aria: { label: "Search labels and columns" },
    on: { keydown: (event) => { event.stopPropagation(); if (event.key === "Enter") onWords(field.value); } },
  });
  const find = el("button", { type: "button", on: { click: () => onWords(field.value) } }, "Find");
  const meaning = el("button", {
    type: "button", title: onMeaning ? "Embed the text and show the points nearest to it" : "This needs a kernel: run the view's .live()",
    disabled: !onMeaning, on: { click: () => onMeaning?.(field.value) },
  }, "By meaning");
  return [field, find, meaning];
}
