// A map's points as the view reads them from the packed columns (see packing.py).
const NONE = 0xffffffff;

export function dataset({ meta, columns }) {
  const n = columns.x?.length ?? 0;
  const told = (meta.columns ?? []).map((column) => read(column, columns));
  let places = null;
  return {
    n, meta, x: columns.x ?? new Float32Array(0), y: columns.y ?? new Float32Array(0),
    ids: columns.id, labels: columns.label, columns: told, bx: columns.bx ?? null, by: columns.by ?? null,
    queries: meta.queries ?? [],
    column: (name) => told.find((column) => column.name === name) ?? null,
    // The positions of an id: several where a node has several texts.
    at(id) {
      places ??= positions(columns.id);
      return places.get(id) ?? [];
    },
    // The k nearest by their vectors, best first: [[position, score], …]; null where not known here.
    near: (i) => neighbours(i, columns, meta.score),
  };
}

function read(column, columns) {
  const codes = columns[`c${column.at}`];
  if (column.kind === "number") return { ...column, codes, text: (i) => plain(codes[i]) };
  if (column.kind === "text") return { ...column, codes, text: (i) => codes.at(i) };
  const values = columns[`d${column.at}`];
  return { ...column, codes, values, text: (i) => values.at(codes[i]) };
}

// A number as a person writes it: at most four significant digits after the first of the decimals.
export function plain(value) {
  if (Number.isNaN(value)) return "";
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

// A share with three decimals, or as many as it takes to see that it is not nothing.
export function share(value) {
  if (value === null || value === undefined) return "unknown";
  return value && Math.abs(value) < 0.01 ? String(Number(value.toPrecision(2))) : value.toFixed(3);
}

function positions(ids) {
  const found = new Map();
  for (let i = 0; i < ids.length; i += 1) {
    const id = ids.at(i);
    if (found.has(id)) found.get(id).push(i);
    else found.set(id, [i]);
  }
  return found;
}

function neighbours(i, { near, near_score: scores }, read) {
  if (!near || !read) return null;
  const found = [];
  for (let at = i * read.k; at < (i + 1) * read.k; at += 1) {
    if (near[at] !== NONE) found.push([near[at], read.low + scores[at] * read.step]);
  }
  return found;
}

// Positions whose label, id or columns of text contain the words, at most `most` of them.
export function matching(points, words, most = Infinity) {
  const wanted = words.trim().toLowerCase();
  if (!wanted) return [];
  const fits = points.columns.filter((column) => column.kind !== "number").map((column) => fit(column, wanted));
  const found = [];
  for (let i = 0; i < points.n && found.length < most; i += 1) {
    const own = points.labels.at(i).toLowerCase().includes(wanted) || points.ids.at(i).toLowerCase().includes(wanted);
    if (own || fits.some((fitting) => fitting(i))) found.push(i);
  }
  return found;
}

// A category is compared once, not once a point.
function fit(column, wanted) {
  if (column.kind === "text") return (i) => column.codes.at(i).toLowerCase().includes(wanted);
  const fitting = [...column.values].map((value) => value.toLowerCase().includes(wanted));
  return (i) => fitting[column.codes[i]];
}

// Names and texts of the columns that say more of a point than its id and label.
export function told(points, i) {
  const own = [points.ids.at(i), points.labels.at(i)];
  const all = points.columns.map((column) => [column.name, column.text(i)]);
  return all.filter(([, text]) => text && !own.includes(text));
}

// One line that names a point, its columns and, where given, how near it is.
export function described(points, i) {
  const values = told(points, i);
  return [points.labels.at(i) || points.ids.at(i), ...values.slice(0, 4).map(([name, text]) => `${name} ${text}`)].join(", ");
}
