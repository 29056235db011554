// Buttons, selects and panels, each with a name that is read out.
import { el } from "../front/dom.mjs";
import { icon } from "./icons.mjs";

export function button({ name, of, text = "", press, keys = "" }) {
  return el("button", {
    type: "button", class: text ? "wb-button" : "wb-button wb-square",
    title: keys ? `${name} (${keys})` : name, aria: { label: name }, on: { click: press },
  }, of ? icon(of) : null, text ? el("span", {}, text) : null);
}

// options: [{ value, text }]; `set(value)` and `fill(options)` change it from outside.
export function choice({ name, text = name, options, change }) {
  const select = el("select", { aria: { label: name }, on: { change: () => change(select.value) } });
  const fill = (each) => {
    const kept = select.value;
    select.replaceChildren(...each.map(({ value, text: shown }) => el("option", { value }, shown)));
    if (each.some(({ value }) => value === kept)) select.value = kept;
  };
  fill(options);
  return {
    el: el("label", { class: "wb-choice" }, el("span", {}, text), select),
    select, fill, set: (value) => { select.value = value; },
  };
}

// A button that opens a panel below itself; Escape and a press elsewhere close it.
export function menu({ name, of, text, content, opened = () => {} }) {
  const panel = el("div", { class: "wb-panel", role: "dialog", hidden: true, tabIndex: -1, aria: { label: name } }, content);
  const opener = button({ name, of, text, press: () => (panel.hidden ? open() : close()) });
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-haspopup", "dialog");
  const node = el("div", { class: "wb-menu", on: { keydown: escape } }, opener, panel);

  function open() {
    panel.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    opened();
    keepInside();
    node.ownerDocument.addEventListener("pointerdown", elsewhere, true);
    (panel.querySelector("input, select, button, textarea") ?? panel).focus();
  }

  function close() {
    panel.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    node.ownerDocument.removeEventListener("pointerdown", elsewhere, true);
  }

  function keepInside() {
    panel.classList.remove("wb-to-left");
    const view = node.closest(".workbench-view");
    if (view && panel.getBoundingClientRect().right > view.getBoundingClientRect().right) {
      panel.classList.add("wb-to-left");
    }
  }

  function elsewhere(event) {
    if (!node.isConnected || !event.composedPath().includes(node)) close();
  }

  function escape(event) {
    if (event.key !== "Escape" || panel.hidden) return;
    event.stopPropagation();
    close();
    opener.focus();
  }

  return { el: node, opener, panel, open, close };
}
