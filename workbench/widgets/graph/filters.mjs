// The panel that filters by type and by property.
import { el, replace } from "../front/dom.mjs";
import { OPERATORS } from "./actions.mjs";
import { choice } from "./controls.mjs";

const WORDS = { "=": "is", "!=": "is not", contains: "contains", present: "is there", "<=": "≤", ">=": "≥" };

// on: { types(names), edges(names), property(filter), clear() }
export function filterPanel(on) {
  const types = boxes("Types of nodes", on.types);
  const edges = boxes("Types of edges", on.edges);
  const value = el("input", { type: "text", placeholder: "value", aria: { label: "Value" } });
  const property = choice({ name: "Property", text: "", options: [], change: () => {} });
  const op = choice({
    name: "Comparison", text: "", options: OPERATORS.map((each) => ({ value: each, text: WORDS[each] ?? each })),
    change: (chosen) => { value.disabled = chosen === "present"; },
  });
  const form = el("form", { class: "wb-line", on: { submit } }, property.el, op.el, value, el("button", { type: "submit" }, "Add filter"));
  const clear = el("button", { type: "button", on: { click: on.clear } }, "Clear filters");
  const held = el("div", { class: "wb-faint" });

  function submit(event) {
    event.preventDefault();
    const filter = { do: "filter", property: property.select.value, op: op.select.value };
    on.property(filter.op === "present" ? filter : { ...filter, value: typed(value.value) });
  }

  return {
    el: el("div", {}, types.el, edges.el, form, el("div", { class: "wb-line" }, clear, held)),
    show(scene, look) {
      types.show(scene.kinds(), look.state.types);
      edges.show(scene.edgeKinds(), look.state.edges);
      property.fill(scene.propertyNames().all.map((name) => ({ value: name, text: name })));
      clear.disabled = !look.filtered;
      held.textContent = look.state.tests.map(({ property: name, op: how, value: wanted }) =>
        `${name} ${WORDS[how] ?? how} ${wanted ?? ""}`).join(" and ");
    },
  };
}

// A checkbox a kind; `change` gets the names of those that are checked.
function boxes(title, change) {
  const all = el("fieldset", { class: "wb-types", on: { change: changed } });
  function changed() {
    change([...all.querySelectorAll("input:checked")].map((box) => box.value));
  }
  return {
    el: all,
    show({ names, counts }, chosen) {
      all.hidden = names.length < 2;
      if (sameBoxes(all, names, chosen)) return;
      replace(all, el("legend", {}, title), names.map((name, n) => el("label", {},
        el("input", { type: "checkbox", checked: !chosen || chosen.includes(name), value: name }),
        el("span", { dir: "auto" }, name || "(no type)"), el("span", { class: "wb-faint" }, counts[n].toLocaleString("en")))));
    },
  };
}

// The boxes are made anew only where they would differ: the one in use keeps the focus.
function sameBoxes(all, names, chosen) {
  const now = [...all.querySelectorAll("input")];
  return now.length === names.length && now.every((box, n) => box.value === names[n] && box.checked === (!chosen || chosen.includes(names[n])));
}

// A typed value as what it most likely is: a number, true or false, else text.
export function typed(text) {
  const trimmed = text.trim();
  if (trimmed !== "" && Number.isFinite(Number(trimmed))) return Number(trimmed);
  if (trimmed === "true" || trimmed === "false") return trimmed === "true";
  return text;
}
