"""Random changes, between queries."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.velesql.fuzz.data import NOTHING, TYPES
from tests.velesql.fuzz.patterns import reaches
from tests.velesql.fuzz.predicates import Conditions
from tests.velesql.fuzz.query import Clause
from tests.velesql.fuzz.searches import Searches
from tests.velesql.fuzz.selects import Clauses
from tests.velesql.fuzz.writing import Writer

_FIELDS = ("kind", "year", "price", "mixed", "tags", "meta", "title", "work", "big")


def change(writer: Writer) -> Clauses:
    made = writer.random.choices(list(_KINDS), list(_KINDS.values()))[0]
    writer.tag(made.__name__)
    return made(writer)


def _named(writer: Writer) -> str:
    return str(writer.pick(("works", "works", "frags", "notes", "bare", "circle")))


def insert(writer: Writer) -> Clauses:
    name = _named(writer)
    vectored = bool(writer.data.by_name[name].get("dimension"))
    fields = writer.some([one for one in _FIELDS if one != "meta"], 1, 4)
    columns = ["id", *(["vector"] if vectored else []), *fields]
    rows = []
    numbers = writer.some([*range(1, 40), *_large(writer, name)], 1, 3)
    if writer.chance(0.05):
        numbers += numbers[:1]
    for number in numbers:
        values = [str(number), *([writer.vector(name)] if vectored else [])]
        values += [_written(writer, field) for field in fields]
        rows.append(f"({', '.join(values)})")
    word = writer.pick(("INSERT INTO", "UPSERT INTO"))
    text = f"{name} ({', '.join(columns)}) VALUES {', '.join(rows)}"
    return (Clause(word, (text,), least=1),)


def _large(writer: Writer, name: str) -> list[int]:
    return [one["id"] for one in writer.data.by_name[name]["points"] if one["id"] >= 40][:2]


def _value(writer: Writer, field: str) -> object:
    value = writer.data.payload().get(field, NOTHING)
    return None if value is NOTHING else value


def _written(writer: Writer, field: str) -> str:
    if writer.chance(0.04):
        writer.tag("subquery as a value")
        return f"(SELECT MAX({field}) FROM {_named(writer)})"
    return writer.literal(_value(writer, field))


def update(writer: Writer) -> Clauses:
    name = _named(writer)
    changes = [
        f"{one} = {writer.literal(_value(writer, one))}" for one in writer.some(_FIELDS, 1, 2)
    ]
    if writer.data.by_name[name].get("dimension") and writer.chance(0.3):
        changes.append(f"vector = {writer.vector(name)}")
    where = Conditions(writer, name).several(1, 2) if writer.chance(0.9) else []
    where += _search(writer, name)
    return (
        Clause(f"UPDATE {name} SET", tuple(changes), least=1),
        Clause("WHERE", tuple(where), " AND "),
    )


def _search(writer: Writer, name: str) -> list[str]:
    """A search is a condition too."""
    if not writer.chance(0.12):
        return []
    writer.tag("change by a search")
    searches = Searches(writer, name)
    return [searches.similarity() if searches.vectored else searches.text()]


def delete(writer: Writer) -> Clauses:
    name = writer.pick(("works", "frags", "notes", "circle"))
    if name == "circle":
        node = writer.value("id", "circle")
        where = [reaches(writer, "circle") if writer.chance(0.2) else f"id = {node}"]
    else:
        where = [*Conditions(writer, name).several(2, 3), *_search(writer, name)]
    return (
        Clause(f"DELETE FROM {name}", ("WHERE",), least=1),
        Clause("", tuple(where), " AND ", least=1),
    )


def insert_node(writer: Writer) -> Clauses:
    number = writer.random.randint(1, 30)
    payload = writer.data.node()
    if writer.chance(0.5):
        text = json.dumps(payload, ensure_ascii=False).replace("'", "''")
        inside = f"id = {number}, payload = '{text}'"
    else:
        del payload["_labels"]
        fields = [f"{name} = {writer.literal(value)}" for name, value in payload.items()]
        inside = ", ".join([f"id = {number}", *fields])
    return (Clause("INSERT NODE INTO circle", (f"({inside})",), least=1),)


def insert_edge(writer: Writer) -> Clauses:
    name = writer.pick(("circle", "circle", "works"))
    source, target = writer.value("id", name), writer.value("id", name)
    number = writer.random.randint(200, 400) if writer.chance(0.9) else 100
    label = writer.pick(TYPES)
    text = f"(id = {number}, source = {source}, target = {target}, label = '{label}')"
    if writer.chance(0.4):
        text += f" WITH PROPERTIES (since = {writer.literal(writer.pick((1901, 1910, 1920)))})"
    return (Clause(f"INSERT EDGE INTO {name}", (text,), least=1),)


def delete_edge(writer: Writer) -> Clauses:
    name = writer.pick(("circle", "works"))
    known = [edge["id"] for edge in writer.data.by_name[name]["edges"]]
    number = writer.pick([*known, 4711])
    return (Clause("DELETE EDGE", (f"{number} FROM {name}",), least=1),)


def truncate(writer: Writer) -> Clauses:
    return (Clause("TRUNCATE", (writer.pick(("frags", "notes", "bare", "circle")),), least=1),)


def schema(writer: Writer) -> Clauses:
    """Nodes and edges of a graph that has a schema, as often wrong as right."""
    number, other = writer.random.randint(1, 6), writer.random.randint(1, 6)
    person = {"_labels": writer.some(("Person", "House", "Ghost"), 0, 2)}
    fields = {"name": ("Ona", 3), "born": (1880, 1880.5, None), "rooms": (3, 2.5, "3"),
              "sold": (True, 0)}  # fmt: skip
    person |= {name: writer.pick(fields[name]) for name in writer.some(list(fields), 0, 2)}
    node = f"(id = {number}, payload = '{json.dumps(person)}')"
    label = writer.pick(("OWNS", "OWNS", "MET"))
    edge = f"(source = {number}, target = {other}, label = '{label}')"
    born = writer.pick(("1890", "'young'", "NULL"))
    return writer.pick(
        (
            (Clause("INSERT NODE INTO deeds", (node,), least=1),),
            (Clause("INSERT EDGE INTO deeds", (edge,), least=1),),
            (Clause("UPDATE deeds SET", (f"born = {born} WHERE id = {number}",), least=1),),
        )
    )


def upkeep(writer: Writer) -> Clauses:
    """What never changes an answer."""
    name = _named(writer)
    field = writer.pick(("kind", "year", "meta.room", "mixed"))
    text = writer.pick(
        (
            f"CREATE INDEX ON {name} ({field})",
            f"DROP INDEX ON {name} ({field})",
            f"ANALYZE {name}",
            f"FLUSH {name}",
            "SHOW COLLECTIONS",
            f"DESCRIBE {name}",
            f"ALTER COLLECTION {name} SET (auto_reindex = true)",
        )
    )
    return (Clause(text, ("",), least=1),)


_KINDS: dict[Callable[[Writer], Clauses], int] = {
    insert: 30,
    update: 22,
    delete: 14,
    insert_node: 8,
    insert_edge: 18,
    delete_edge: 6,
    truncate: 1,
    schema: 12,
    upkeep: 6,
}


def select_edges(writer: Writer) -> Clauses:
    writer.tag("SELECT EDGES")
    name = writer.pick(("circle", "works"))
    node = writer.value("id", name)
    kinds = (f"source = {node}", f"target = {node}", f"label = '{writer.pick(TYPES)}'",
             f"source > {node}", "label IN ('MET', 'IN')", f"NOT (target = {node})",
             f"(source = {node} OR target = {node})")  # fmt: skip
    where = writer.some(kinds, 0, 2)
    limit = Clause("LIMIT", (str(writer.pick((0, 2, 100))),) if writer.chance(0.3) else ())
    return (
        Clause("SELECT EDGES FROM", (name,), least=1),
        Clause("WHERE", tuple(where), " AND "),
        limit,
    )
