// The scene that Python sent: nodes and edges by their place, each text read where it is needed.
import { short } from "../front/dom.mjs";

export class Scene {
  #index = null;
  #parsed = new Map();
  #kinds = null;
  #edgeIndex = null;
  #edgeKinds = null;
  #links = null;
  #properties = null;

  constructor({ meta, columns }) {
    this.meta = meta;
    this.columns = columns;
    this.size = columns.id?.length ?? 0;
    this.edges = columns.source?.length ?? 0;
    this.source = columns.source ?? new Uint32Array(0);
    this.target = columns.target ?? new Uint32Array(0);
  }

  id(i) { return this.columns.id.at(i); }
  type(i) { return this.columns.type.at(i); }
  // What the node is called; `name` is the start of it, to be shown.
  label(i) { return this.columns.label.at(i) || this.id(i); }
  name(i) { return short(this.label(i)); }
  addedBy(i) { return this.columns.added?.[i] ?? 0; }
  edgeAddedBy(e) { return this.columns.edge_added?.[e] ?? 0; }

  edgeType(e) { return this.columns.edge_type.at(e); }
  edgeId(e) {
    const made = `${this.id(this.source[e])}-${this.edgeType(e)}-${this.id(this.target[e])}`;
    return this.columns.edge_id?.at(e) || made;
  }

  // Where an edge stands in the columns; -1 where there is none of that id.
  edgePlace(id) {
    this.#edgeIndex ??= new Map(Array.from({ length: this.edges }, (_, e) => [this.edgeId(e), e]));
    return this.#edgeIndex.get(id) ?? -1;
  }

  edgeProperties(e) { return object(this.columns.edge_properties?.at(e)); }

  properties(i) {
    if (!this.#parsed.has(i)) this.#parsed.set(i, object(this.columns.properties?.at(i)));
    return this.#parsed.get(i);
  }

  // A property's value, null where there is none; `id` is the node's id where it has no such.
  property(i, name) {
    const properties = this.properties(i);
    const value = Object.hasOwn(properties, name) ? properties[name] : null;
    return value === null && name === "id" ? this.id(i) : value;
  }

  // Where a node stands in the columns; -1 where there is none of that id.
  place(id) {
    if (!this.#index) {
      this.#index = new Map();
      let i = 0;
      for (const each of this.columns.id ?? []) this.#index.set(each, i++);
    }
    return this.#index.get(id) ?? -1;
  }

  // { names, codes, counts }: the types of nodes, the most frequent first, ties by name.
  kinds() {
    this.#kinds ??= grouped(this.columns.type ?? [], this.size);
    return this.#kinds;
  }

  // The same of edges.
  edgeKinds() {
    this.#edgeKinds ??= grouped(this.columns.edge_type ?? [], this.edges);
    return this.#edgeKinds;
  }

  // The edges at a node, in their order; a loop stands there once.
  edgesOf(i) {
    this.#links ??= links(this.size, this.source, this.target);
    return this.#links.edges.subarray(this.#links.starts[i], this.#links.starts[i + 1]);
  }

  other(e, i) { return this.source[e] === i ? this.target[e] : this.source[e]; }

  // { all, numbers }: the names of nodes' properties, sorted, and of those that are ever a number.
  propertyNames() {
    if (!this.#properties) {
      const [all, numbers] = [new Set(), new Set()];
      for (let i = 0; i < this.size; i += 1) {
        for (const [name, value] of Object.entries(this.properties(i))) {
          all.add(name);
          if (typeof value === "number") numbers.add(name);
        }
      }
      this.#properties = { all: [...all].sort(), numbers: [...numbers].sort() };
    }
    return this.#properties;
  }
}

function object(text) {
  return text ? JSON.parse(text) : {};
}

function grouped(types, size) {
  const seen = new Map();
  const raw = new Uint32Array(size);
  let i = 0;
  for (const type of types) {
    if (!seen.has(type)) seen.set(type, { type, at: seen.size, count: 0 });
    const group = seen.get(type);
    group.count += 1;
    raw[i++] = group.at;
  }
  const sorted = [...seen.values()].sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
  const moved = new Uint32Array(sorted.length);
  sorted.forEach((group, n) => { moved[group.at] = n; });
  return {
    names: sorted.map((group) => group.type),
    counts: sorted.map((group) => group.count),
    codes: raw.map((at) => moved[at]),
  };
}

function links(size, source, target) {
  const starts = new Uint32Array(size + 1);
  for (let e = 0; e < source.length; e += 1) {
    starts[source[e] + 1] += 1;
    if (target[e] !== source[e]) starts[target[e] + 1] += 1;
  }
  for (let i = 0; i < size; i += 1) starts[i + 1] += starts[i];
  const next = starts.slice();
  const edges = new Uint32Array(starts[size]);
  for (let e = 0; e < source.length; e += 1) {
    edges[next[source[e]]++] = e;
    if (target[e] !== source[e]) edges[next[target[e]]++] = e;
  }
  return { starts, edges };
}
