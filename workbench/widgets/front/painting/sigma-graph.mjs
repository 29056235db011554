// A drawing as sigma reads graphs: what it asks of graphology's, in a sixtieth of its size. The
// view keeps the data; here are only what is painted and where.
export class DrawnGraph {
  multi = true; // by this and the two methods at the end sigma knows a graph
  #nodes = new Map();
  #edges = new Map();

  get order() { return this.#nodes.size; }
  get size() { return this.#edges.size; }

  addNode(key, attributes) { this.#nodes.set(String(key), attributes); }

  addEdge(key, source, target, attributes) {
    this.#edges.set(String(key), { ends: [String(source), String(target)], attributes });
  }

  nodes() { return [...this.#nodes.keys()]; }
  edges() { return [...this.#edges.keys()]; }
  hasNode(key) { return this.#nodes.has(String(key)); }
  hasEdge(key) { return this.#edges.has(String(key)); }
  getNodeAttributes(key) { return this.#nodes.get(String(key)); }
  getNodeAttribute(key, name) { return this.#nodes.get(String(key))[name]; }
  getEdgeAttributes(key) { return this.#edges.get(String(key)).attributes; }
  extremities(key) { return this.#edges.get(String(key)).ends; }
  forEachNode(visit) { this.#nodes.forEach((attributes, key) => visit(key, attributes)); }
  forEachEdge(visit) { this.#edges.forEach(({ ends, attributes }, key) => visit(key, attributes, ...ends)); }

  // Nothing is told of changes: who makes one asks sigma to refresh.
  on() {}
  removeListener() {}
  addUndirectedEdgeWithKey() {}
  dropNode() {}
}
