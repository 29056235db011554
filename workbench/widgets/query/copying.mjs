// Text to the clipboard, also where a frame without an origin may not write to it by itself.
import { download, el } from "../front/dom.mjs";

// Rows as tab-separated text that a spreadsheet reads back: quotes around what holds a tab, a
// line break or a quote.
export function tsv(names, rows) {
  const cell = (text) => (/[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [names, ...rows].map((row) => row.map(cell).join("\t")).join("\n");
}

// Resolves to what happened, in words.
export async function copied(text, name) {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied";
  } catch {
    if (copiedByCommand(text)) return "Copied";
    download(name, text, "text/tab-separated-values");
    return `The browser lets nothing be copied here: saved as ${name}`;
  }
}

function copiedByCommand(text) {
  const before = document.activeElement;
  const area = el("textarea", { value: text, class: "wb-hidden", aria: { hidden: "true" } });
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus();
  return done;
}
