// What a name that is being typed can be: labels, types, properties, tables, columns, queries.
const WORD = { sql: /[\w$."]*$/, cypher: /[\w$]*$/, ask: /[\w/.-]*$/ };
const MOST = 50; // more than a person reads

const KEYWORDS = {
  sql: ["SELECT", "FROM", "WHERE", "JOIN", "LEFT JOIN", "GROUP BY", "ORDER BY", "LIMIT", "WITH", "DISTINCT", "COUNT(*)", "IS NULL", "BETWEEN", "LIKE"],
  cypher: ["MATCH", "OPTIONAL MATCH", "WHERE", "RETURN", "WITH", "UNWIND", "ORDER BY", "LIMIT", "DISTINCT", "count(*)", "collect", "IS NOT NULL", "STARTS WITH", "CONTAINS"],
  ask: [],
};

// { from, to, items: [{ text, note }] }: what may stand in place of text[from, to).
export function complete(text, caret, language, schema) {
  const before = text.slice(0, caret);
  const word = before.match(WORD[language] ?? WORD.sql)[0];
  const found = { sql: ofSql, cypher: ofCypher, ask: ofAsk }[language] ?? ofSql;
  const { typed, items } = found(before.slice(0, before.length - word.length), word, schema, text);
  return { from: caret - typed.length, to: caret, items: fitting(items, typed) };
}

// Those that begin with what was typed, then those that hold it.
function fitting(items, typed) {
  const wanted = typed.replaceAll(/["`]/g, "").toLowerCase();
  const plain = (item) => item.text.replaceAll(/["`]/g, "").toLowerCase();
  const begins = items.filter((item) => plain(item).startsWith(wanted));
  const holds = items.filter((item) => !plain(item).startsWith(wanted) && plain(item).includes(wanted));
  return [...begins, ...(wanted ? holds : [])].slice(0, MOST);
}

function ofSql(left, word, { tables }, text) {
  const dot = word.lastIndexOf(".");
  const owner = dot < 0 ? "" : word.slice(0, dot);
  const aliases = named(text, tables);
  if (owner && (aliases[owner] ?? tables[owner])) {
    const columns = aliases[owner] ?? tables[owner];
    return { typed: word.slice(dot + 1), items: columns.map((text_) => ({ text: sqlName(text_), note: `column of ${owner}` })) };
  }
  const names = Object.keys(tables).map((name) => ({ text: name.split(".").map(sqlName).join("."), note: "table" }));
  if (/\b(from|join|update|into|table)\s+$/i.test(left)) return { typed: word, items: names };
  const mentioned = Object.entries(aliases).flatMap(([name, columns]) => columns.map((column) => ({ text: sqlName(column), note: `column of ${name}` })));
  const seen = new Set();
  const columns = mentioned.filter(({ text: name }) => !seen.has(name) && seen.add(name));
  return { typed: word, items: [...columns, ...names, ...keywords("sql")] };
}

// The columns of the tables that a text names, by table and by alias.
function named(text, tables) {
  const found = {};
  for (const [, name, alias] of text.matchAll(/\b(?:from|join)\s+("?[\w.]+"?)(?:\s+(?:as\s+)?(?!where\b|join\b|on\b|left\b|group\b|order\b|limit\b)(\w+))?/gi)) {
    const columns = tables[name.replaceAll('"', "")];
    if (columns) found[alias ?? name] = columns;
  }
  return found;
}

function ofCypher(left, word, { labels, types }, text) {
  const list = (names, note) => Object.keys(names).map((name) => ({ text: cypherName(name), note }));
  const property = left.match(/(\w+)\.$/);
  if (property) return { typed: word, items: properties(property[1], text, labels, types) };
  if (/\[[^\]]*[:|]\s*$/.test(left)) return { typed: word, items: list(types, "relation type") };
  if (/[:&|]\s*$/.test(left)) return { typed: word, items: [...list(labels, "label"), ...list(types, "relation type")] };
  return { typed: word, items: [...keywords("cypher"), ...list(labels, "label"), ...list(types, "relation type")] };
}

// The properties of a variable: those of the label or type it has in the text, else all.
function properties(variable, text, labels, types) {
  const named_ = text.match(new RegExp(`[([]\\s*${variable}\\s*:\\s*\`?(\\w+)`))?.[1];
  const known = labels[named_] ?? types[named_];
  const all = known ? { [named_]: known } : { ...labels, ...types };
  const owners = new Map();
  for (const [owner, names] of Object.entries(all)) {
    for (const name of names) owners.set(name, [...(owners.get(name) ?? []), owner]);
  }
  return [...owners].map(([name, of]) => ({ text: cypherName(name), note: `property of ${of.slice(0, 3).join(", ")}${of.length > 3 ? ", …" : ""}` }));
}

function ofAsk(_, word, { queries }) {
  return { typed: word, items: queries.map(({ name, summary, signature }) => ({ text: name, note: signature ? `${summary} (${signature})` : summary })) };
}

function keywords(language) { return KEYWORDS[language].map((text) => ({ text, note: "keyword" })); }

function sqlName(name) { return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`; }

function cypherName(name) { return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``; }
