// Elements from data: text is text, never markup.

// el("button", { type: "button", on: { click }, aria: { label }, data: { id } }, "text", child, …)
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  const { on = {}, aria = {}, data = {}, style = {}, class: names, ...rest } = props;
  if (names) node.className = names;
  for (const [event, heard] of Object.entries(on)) node.addEventListener(event, heard);
  for (const [name, value] of Object.entries(aria)) node.setAttribute(`aria-${name}`, value);
  for (const [name, value] of Object.entries(data)) node.dataset[name] = value;
  for (const [name, value] of Object.entries(style)) node.style.setProperty(name, value);
  for (const [name, value] of Object.entries(rest)) {
    if (name === "role" || name === "for" || name === "list") node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

export function replace(node, ...children) {
  node.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

// A line that screen readers speak when it changes.
export function speaker() {
  const node = el("div", { class: "wb-live", role: "status", aria: { live: "polite" } });
  return { el: node, say: (text) => { node.textContent = text; } };
}

// Saves text or a blob under a name; works in a frame that allows downloads.
export function download(name, content, type = "text/plain") {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
