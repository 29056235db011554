// What was done to the view, folded into what holds now: the twin of actions.py, which lists
// the actions. One that is not understood changes nothing.
export const OPERATORS = ["=", "!=", "<", "<=", ">", ">=", "contains", "present"];

// { types, edges, tests, hidden, pinned: Map, colour, size, layout, seed, focus, serials }
export function folded(actions, settings = {}) {
  const state = {
    types: null, edges: null, tests: [], hidden: new Set(), pinned: new Map(),
    colour: settings.colour === undefined ? "type" : settings.colour,
    size: settings.size === undefined ? "degree" : settings.size,
    layout: String(settings.layout ?? ""), seed: Number(settings.seed ?? 0),
    focus: null, serials: new Set(),
  };
  for (const action of actions) if (understood(action)) RULES[action.do].apply(state, action);
  return state;
}

// Whether the action is one of those there are, with the fields that it needs.
export function understood(action) {
  return typeof action?.do === "string" && Object.hasOwn(RULES, action.do) && RULES[action.do].fits(action);
}

export function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}

export function isTexts(value) {
  return Array.isArray(value) && value.every(isText);
}

// Whether a filter tests a property: all but `present` need a value to compare with.
export function isTest({ property, op, value }) {
  return isText(property) && OPERATORS.includes(op) && (op === "present" || !absent(value));
}

const isText = (value) => typeof value === "string";
const absent = (value) => value === null || value === undefined;
const isCount = (value, least) => Number.isInteger(value) && value >= least;
const always = () => true;
const fitsBy = ({ by }) => by === null || isText(by);

const RULES = {
  filter: {
    fits: (action) => isTexts(action.types) || isTexts(action.edges) || isTest(action),
    apply(state, action) {
      if (isTexts(action.types)) state.types = action.types;
      if (isTexts(action.edges)) state.edges = action.edges;
      if (isTest(action)) state.tests.push({ property: action.property, op: action.op, value: action.value ?? null });
    },
  },
  unfilter: { fits: always, apply: (state) => Object.assign(state, { types: null, edges: null, tests: [] }) },
  hide: {
    fits: ({ ids }) => isTexts(ids),
    apply: (state, { ids }) => ids.forEach((id) => state.hidden.add(id)),
  },
  show: {
    fits: ({ ids }) => absent(ids) || isTexts(ids),
    apply: (state, { ids }) => (ids ?? [...state.hidden]).forEach((id) => state.hidden.delete(id)),
  },
  pin: {
    fits: ({ id, x, y }) => isText(id) && isNumber(x) && isNumber(y),
    apply: (state, { id, x, y }) => state.pinned.set(id, { x, y }),
  },
  unpin: {
    fits: ({ id }) => absent(id) || isText(id),
    apply: (state, { id }) => (absent(id) ? state.pinned.clear() : state.pinned.delete(id)),
  },
  colour: { fits: fitsBy, apply: (state, { by }) => { state.colour = by; } },
  size: { fits: fitsBy, apply: (state, { by }) => { state.size = by; } },
  layout: {
    fits: ({ name, seed }) => isText(name) && (absent(seed) || isCount(seed, 0)),
    apply: (state, { name, seed }) => Object.assign(state, { layout: name, seed: seed ?? state.seed }),
  },
  focus: {
    fits: ({ ids, hops = 1 }) => isTexts(ids) && isCount(hops, 0),
    apply: (state, { ids, hops = 1 }) => { state.focus = { ids: [...ids], hops }; },
  },
  unfocus: { fits: always, apply: (state) => { state.focus = null; } },
  expand: {
    fits: ({ id, serial }) => isText(id) && isCount(serial, 1),
    apply: (state, { serial }) => state.serials.add(serial),
  },
};
