// Elements from data: text is text, never markup, and no longer than a page can lay out.
const LONGEST = 20_000; // letters of one text; a megabyte in each of ten elements stops the page
const NAME = 300; // letters of a name, a title, a line that is spoken

// The start of a text, with how many letters it has where that is not all of it.
export function short(text, most = NAME) {
  return text.length > most ? `${text.slice(0, most)}… (${text.length.toLocaleString("en")} letters)` : text;
}

// el("button", { type: "button", on: { click }, aria: { label }, data: { id } }, "text", child, …)
// Texts are cut at 20,000 letters, but for those of a <pre>, which its maker bounds, and nodes.
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  const { on = {}, aria = {}, data = {}, style = {}, class: names, ...rest } = props;
  if (names) node.className = names;
  for (const [event, heard] of Object.entries(on)) node.addEventListener(event, heard);
  for (const [name, value] of Object.entries(aria)) node.setAttribute(`aria-${name}`, bounded(value, NAME));
  for (const [name, value] of Object.entries(data)) node.dataset[name] = value;
  for (const [name, value] of Object.entries(style)) node.style.setProperty(name, value);
  for (const [name, value] of Object.entries(rest)) {
    if (name === "title") node.title = bounded(value, NAME);
    else if (name === "role" || name === "for" || name === "list") node.setAttribute(name, value);
    else node[name] = value;
  }
  const most = tag === "pre" ? Infinity : LONGEST;
  node.append(...children.flat().filter((child) => child !== null && child !== undefined).map((child) => bounded(child, most)));
  return node;
}

export function bounded(value, most = LONGEST) {
  return typeof value === "string" ? short(value, most) : value;
}

export function replace(node, ...children) {
  node.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

// As replace; a child that had the focus gives it to what took its place, else to `otherwise`.
export function renew(node, otherwise, ...children) {
  const restore = heldFocus(node);
  replace(node, ...children);
  restore?.(node, otherwise);
  return node;
}

// null where the focus is not in the node; else a function that gives it, in a node made anew, to
// the control of the same kind and name, and where there is none to `otherwise`.
export function heldFocus(node) {
  const held = document.activeElement;
  if (!node.contains(held)) return null;
  const name = named(held);
  const alike = (place) => [...place.querySelectorAll(held.localName)].filter((each) => named(each) === name);
  const nth = alike(node).indexOf(held);
  return (place, otherwise) => {
    const next = place?.contains(held) ? held : ((place && alike(place)[nth]) ?? otherwise);
    next?.focus({ preventScroll: true });
  };
}

function named(control) {
  return control.getAttribute("aria-label") ?? control.textContent;
}

// A line that screen readers speak when it changes.
export function speaker() {
  const node = el("div", { class: "wb-live", role: "status", aria: { live: "polite" } });
  return { el: node, say: (text) => { node.textContent = short(text); } };
}

// Saves text or a blob under a name; works in a frame that allows downloads.
export function download(name, content, type = "text/plain") {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
