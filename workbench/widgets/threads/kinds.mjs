// What kind an event is, by its type: it has one colour and one word.
const BY_PREFIX = [
  ["comm.user", "user"], ["comm.", "assistant"], ["rag.error", "error"], ["rag.", "rag"],
  ["context.", "context"], ["eval.", "eval"],
];

export function kindOf(type) {
  return BY_PREFIX.find(([prefix]) => type.startsWith(prefix))?.[1] ?? "other";
}

export function shortType(type) { return type.slice(type.lastIndexOf(".") + 1) || type; }
