// Reads what packing.py packs: a list of threads, and the contents of those that are carried.
import { unpack } from "../front/wire.mjs";

const PRIORITIES = ["-", "Low", "Medium", "High"];
const REVIEWS = ["-", "Pending", "Complete"];
const BITS = 31;

export class Listing {
  constructor({ meta, columns }) {
    this.meta = meta;
    this.columns = columns;
    this.count = columns.thread?.length ?? 0;
    this.inside = contents(columns, meta);
    this.byId = null;
  }

  id(row) { return this.columns.thread.at(row); }
  text(name, row) { return this.columns[name].at(row); }
  number(name, row) { return this.columns[name][row]; }
  priority(row) { return PRIORITIES[this.columns.priority[row]]; }
  review(row) { return REVIEWS[this.columns.review[row]]; }

  rowOf(id) {
    this.byId ??= new Map(Array.from({ length: this.count }, (_, row) => [this.id(row), row]));
    return this.byId.get(id) ?? -1;
  }

  contents(id) { return this.inside.get(id) ?? null; }
  maskOf(type) { return 2 ** Math.min(this.meta.types.indexOf(type), BITS); }
}

// A block that Python answered with.
export function blockOf(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return unpack(new DataView(bytes.buffer));
}

function contents(columns, meta) {
  const found = new Map();
  let [event, turn] = [0, 0];
  for (let at = 0; at < (columns.carried?.length ?? 0); at += 1) {
    const id = columns.carried.at(at);
    found.set(id, new Contents({ id, columns, types: meta.types, event, turn, at }));
    event += columns.event_count[at];
    turn += columns.turn_count[at];
  }
  return found;
}

// One thread: events and turns by their place in it. A turn is parsed when it is asked for.
export class Contents {
  #parsed = new Map();
  #mentioned = null;

  constructor({ id, columns, types, event, turn, at }) {
    Object.assign(this, { id, columns, types, first: event, firstTurn: turn });
    this.events = columns.event_count[at];
    this.turns = columns.turn_count[at];
  }

  type(n) { return this.types[this.columns.event_type[this.first + n]]; }
  time(n) { return this.columns.event_at[this.first + n]; }
  turnOf(n) { return this.columns.event_turn[this.first + n]; }
  line(n) { return this.columns.event_line.at(this.first + n); }
  data(n) { return this.columns.event_data.at(this.first + n); }
  eventId(n) { return this.columns.event.at(this.first + n); }
  times() { return this.columns.event_at.subarray(this.first, this.first + this.events); }

  turn(n) {
    if (!this.#parsed.has(n)) this.#parsed.set(n, JSON.parse(this.columns.turn.at(this.firstTurn + n)));
    return this.#parsed.get(n);
  }

  // Letters of a turn: what its height is guessed from, unparsed.
  weight(n) {
    const { ends } = this.columns.turn;
    const at = this.firstTurn + n;
    return ends[at] - (at ? ends[at - 1] : 0);
  }

  // The turns that mention any of these ids.
  mentioning(ids) {
    this.#mentioned ??= this.#index();
    return new Set(ids.flatMap((id) => this.#mentioned.get(id) ?? []));
  }

  eventsOfTurn(turn) {
    const found = [];
    for (let n = 0; n < this.events; n += 1) if (this.turnOf(n) === turn) found.push(n);
    return found;
  }

  #index() {
    const { node, mention_turn: turns, mention_node: nodes } = this.columns;
    const found = new Map();
    for (let at = 0; at < turns.length; at += 1) {
      const turn = turns[at] - this.firstTurn;
      if (turn < 0 || turn >= this.turns) continue;
      const id = node.at(nodes[at]);
      if (!found.has(id)) found.set(id, []);
      found.get(id).push(turn);
    }
    return found;
  }
}
