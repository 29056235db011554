// Every action as a line of Python that can be pasted: the twin of code.py.
import { isTest, isTexts, understood } from "./actions.mjs";

// Letters that turn the direction of a line, break it, or are not seen are shown as escapes.
const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

// All lines; a comment where nothing was done yet.
export function code(actions) {
  return lines(actions).join("\n") || "# nothing was done to the view yet";
}

// A line for each action that is understood, in their order.
export function lines(actions) {
  return actions.map(lineOf).filter(Boolean);
}

// `view.hide(["a"])`; "" for an action that is not understood.
export function lineOf(action) {
  return understood(action) ? `view.${WRITES[action.do](action)}` : "";
}

// A JSON value in Python's words.
export function literal(value) {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return digits(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object") {
    return `{${Object.entries(value).map(([name, held]) => `${literal(name)}: ${literal(held)}`).join(", ")}}`;
  }
  return JSON.stringify(value).replace(UNSEEN, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

// As Python writes numbers: whole ones in full, small ones with two digits of exponent.
function digits(value) {
  if (Number.isInteger(value)) return BigInt(value).toString();
  const text = Math.abs(value) < 1e-4 ? value.toExponential() : String(value);
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

function call(name, given, named = {}) {
  const told = Object.entries(named).filter(([, value]) => (value ?? null) !== null);
  return `${name}(${[...given.map(literal), ...told.map(([key, value]) => `${key}=${literal(value)}`)].join(", ")})`;
}

function filter(action) {
  const { property, op, value, types, edges } = action;
  const test = isTest(action) ? [property, op, ...(op === "present" ? [] : [value])] : [];
  return call("filter", test, { types: isTexts(types) ? types : null, edges: isTexts(edges) ? edges : null });
}

const some = (name, value) => call(name, (value ?? null) === null ? [] : [value]);

const WRITES = {
  filter,
  unfilter: () => call("unfilter", []),
  hide: ({ ids }) => call("hide", [ids]),
  show: ({ ids }) => some("show", ids),
  pin: ({ id, x, y }) => call("pin", [id, x, y]),
  unpin: ({ id }) => some("unpin", id),
  colour: ({ by }) => call("colour_by", [by]),
  size: ({ by }) => call("size_by", [by]),
  layout: ({ name, seed }) => call("layout", [name], { seed }),
  focus: ({ ids, hops = 1 }) => call("focus", [ids], { hops }),
  unfocus: () => call("unfocus", []),
  expand: ({ id, type, direction, limit }) => call("expand", [id], { type, direction: direction === "both" ? null : direction, limit }),
};
