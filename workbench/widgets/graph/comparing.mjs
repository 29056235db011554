// Values of properties compared: the twin of comparing.py.
import { isNumber } from "./actions.mjs";

// Whether a property's value passes a filter; what is missing passes none.
export function passes(value, { op, value: wanted }) {
  if ((value ?? null) === null) return false;
  if (op === "present") return true;
  if (op === "=") return same(value, wanted);
  if (op === "!=") return !same(value, wanted);
  return op === "contains" ? contains(value, wanted) : ordered(value, op, wanted);
}

// Equal and of one kind.
export function same(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, n) => same(item, b[n]));
  if (!isObject(a) || !isObject(b)) return a === b;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]));
}

// A value as text: lists and objects as JSON.
export function textOf(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function contains(value, wanted) {
  if (typeof value === "string" && typeof wanted === "string") return value.toLowerCase().includes(wanted.toLowerCase());
  return Array.isArray(value) && value.some((item) => same(item, wanted));
}

function ordered(value, op, wanted) {
  const texts = typeof value === "string" && typeof wanted === "string";
  if (!texts && !(isNumber(value) && isNumber(wanted))) return false;
  if (op === "<") return value < wanted;
  if (op === ">") return value > wanted;
  return op === "<=" ? value <= wanted : value >= wanted;
}
