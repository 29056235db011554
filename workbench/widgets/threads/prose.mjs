// Text of strangers as text: line breaks and fenced code kept, nothing else read into it.
import { el, replace } from "../front/dom.mjs";

const MOST = 4000; // letters shown at first

export function prose(text, onResize = () => {}) {
  const box = el("div", { class: "prose", dir: "auto" });
  if (text.length <= MOST) return replace(box, pieces(text));
  const more = el("button", { type: "button", on: { click } }, `Show all ${text.length.toLocaleString("en")} letters`);
  function click() {
    replace(box, pieces(text));
    onResize();
  }
  return replace(box, pieces(text.slice(0, MOST)), el("div", {}, more));
}

function pieces(text) {
  return text.split(/^```[^\n]*\n?/m).map((piece, n) => {
    if (n % 2) return el("pre", { class: "code" }, piece.replace(/\n$/, ""));
    return piece ? el("span", {}, document.createTextNode(piece)) : null;
  });
}
