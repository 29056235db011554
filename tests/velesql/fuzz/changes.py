"""Random changes, between queries."""

from __future__ import annotations

import json

from tests.velesql.fuzz.data import NOTHING, TYPES
from tests.velesql.fuzz.patterns import reaches
from tests.velesql.fuzz.predicates import Conditions
from tests.velesql.fuzz.query import Clause
from tests.velesql.fuzz.selects import Clauses
from tests.velesql.fuzz.writing import Writer

_FIELDS = ("kind", "year", "price", "mixed", "tags", "meta", "title", "work", "big")


def change(writer: Writer) -> Clauses:
    kinds = (insert, update, delete, insert_node, insert_edge, insert_edge, delete_edge, truncate)
    weights = (30, 22, 14, 8, 14, 4, 6, 1)
    made = writer.random.choices(kinds, weights)[0]
    writer.tag(made.__name__)
    return made(writer)


def _named(writer: Writer) -> str:
    return str(writer.pick(("works", "works", "frags", "notes", "bare")))


def insert(writer: Writer) -> Clauses:
    name = _named(writer)
    vectored = bool(writer.data.by_name[name].get("dimension"))
    fields = writer.some([one for one in _FIELDS if one != "meta"], 1, 4)
    columns = ["id", *(["vector"] if vectored else []), *fields]
    rows = []
    for number in writer.some([*range(1, 40), *_ids(writer, name)], 1, 3):
        values = [str(number), *([writer.vector(name)] if vectored else [])]
        values += [writer.literal(_value(writer, field)) for field in fields]
        rows.append(f"({', '.join(values)})")
    word = writer.pick(("INSERT INTO", "UPSERT INTO"))
    text = f"{name} ({', '.join(columns)}) VALUES {', '.join(rows)}"
    return (Clause(word, (text,), least=1),)


def _ids(writer: Writer, name: str) -> list[int]:
    """Without those that come again, since a batch with one id twice is a case of its own."""
    return [one["id"] for one in writer.data.by_name[name]["points"] if one["id"] >= 40][:2]


def _value(writer: Writer, field: str) -> object:
    value = writer.data.payload().get(field, NOTHING)
    return None if value is NOTHING else value


def update(writer: Writer) -> Clauses:
    name = _named(writer)
    changes = [
        f"{one} = {writer.literal(_value(writer, one))}" for one in writer.some(_FIELDS, 1, 2)
    ]
    if writer.data.by_name[name].get("dimension") and writer.chance(0.3):
        changes.append(f"vector = {writer.vector(name)}")
    where = Conditions(writer, name).several(1, 2) if writer.chance(0.9) else []
    return (
        Clause(f"UPDATE {name} SET", tuple(changes), least=1),
        Clause("WHERE", tuple(where), " AND "),
    )


def delete(writer: Writer) -> Clauses:
    name = writer.pick(("works", "frags", "notes", "circle"))
    if name == "circle":
        node = writer.value("id", "circle")
        where = [reaches(writer, "circle") if writer.chance(0.2) else f"id = {node}"]
    else:
        where = Conditions(writer, name).several(2, 3)
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
