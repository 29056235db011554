// Which rows of a list match what is set; pure.
export const EMPTY = { text: "", interface: "", from: "", to: "", errors: false, feedback: false, type: "" };

export function isEmpty(filters) {
  return Object.keys(EMPTY).every((name) => filters[name] === EMPTY[name]);
}

// The places of matching rows, in the list's order. A row must hold every word; a day as `to`
// is included whole.
export function matching(listing, filters) {
  const tests = [
    ...words(listing, filters.text),
    ...when(listing.columns.active, filters),
    filters.interface && ((row) => listing.text("interface", row) === filters.interface),
    filters.errors && ((row) => listing.number("errors", row) > 0),
    filters.feedback && ((row) => listing.number("comments", row) > 0 || listing.text("tags", row) !== ""),
    filters.type && ofType(listing, filters.type),
  ].filter(Boolean);
  const found = new Uint32Array(listing.count);
  let count = 0;
  for (let row = 0; row < listing.count; row += 1) {
    if (tests.every((test) => test(row))) found[count++] = row;
  }
  return found.subarray(0, count);
}

// One search through all texts at once for each word: to cut each row's text out is slower.
function words(listing, text) {
  return text.toLowerCase().split(/\s+/).filter(Boolean).map((word) => {
    const { all, ends } = listing.columns.text;
    const hits = new Uint8Array(listing.count);
    let row = 0;
    for (let at = all.indexOf(word); at >= 0;) {
      while (ends[row] <= at) row += 1;
      if (at + word.length <= ends[row]) hits[row] = 1;
      at = all.indexOf(word, hits[row] ? Math.max(at + 1, ends[row]) : at + 1);
    }
    return (n) => hits[n] === 1;
  });
}

function when(active, { from, to }) {
  const start = from ? Date.parse(`${from}T00:00:00Z`) : NaN;
  const end = to ? Date.parse(`${to}T00:00:00Z`) + 86_400_000 : NaN;
  return [
    Number.isFinite(start) && ((row) => active[row] >= start),
    Number.isFinite(end) && ((row) => active[row] < end),
  ];
}

function ofType(listing, type) {
  const mask = listing.maskOf(type);
  const { types } = listing.columns;
  return (row) => Math.floor(types[row] / mask) % 2 === 1;
}

// What a store is asked for the same; errors, feedback and types it does not filter by.
export function asked(filters) {
  return { search: filters.text, interface: filters.interface, since: filters.from, until: filters.to };
}
