// What is marked in a picture: { selected: Set, edges: Set, focus: i | null, dimmed: Uint8Array | null }.
export const UNMARKED = { selected: new Set(), edges: new Set(), focus: null, dimmed: null };

// The marks of what a drawing has and shows; those of a drawing before it may name others.
export function seen(mark, { x, source, target, hidden, edgeHidden }) {
  const node = (i) => i !== null && i < x.length && !hidden?.[i];
  const edge = (e) => e < source.length && !edgeHidden?.[e] && node(source[e]) && node(target[e]);
  return {
    selected: new Set([...mark.selected].filter(node)),
    edges: new Set([...mark.edges].filter(edge)),
    focus: node(mark.focus) ? mark.focus : null,
    dimmed: mark.dimmed?.length === x.length ? mark.dimmed : null,
  };
}
