"""INSERT, UPDATE, DELETE: of rows, nodes and edges."""

from __future__ import annotations

from ..tree.patterns import Properties
from ..tree.statements import Delete, DeleteEdge, Insert, InsertEdge, InsertNode, Update
from ..tree.values import Parameter, Value
from .cursor import Cursor
from .predicates import predicate
from .tokens import PARAMETER
from .values import value, values

Change = Insert | Update | Delete | InsertNode | InsertEdge | DeleteEdge


def insert(cursor: Cursor) -> Change:
    cursor.expects("INSERT")
    if cursor.takes("NODE"):
        return _insert_node(cursor)
    if cursor.takes("EDGE"):
        return _insert_edge(cursor)
    return Insert("insert", *_rows(cursor))


def upsert(cursor: Cursor) -> Insert:
    cursor.expects("UPSERT")
    return Insert("upsert", *_rows(cursor))


def update(cursor: Cursor) -> Update:
    cursor.expects("UPDATE")
    name = cursor.name("a collection")
    cursor.expects("SET")
    changes = cursor.listed(_given)
    where = predicate(cursor) if cursor.takes("WHERE") else None
    return Update(name, changes, where)


def delete(cursor: Cursor) -> Delete | DeleteEdge:
    cursor.expects("DELETE")
    if cursor.takes("EDGE"):
        edge = _edge_id(cursor)
        cursor.expects("FROM")
        return DeleteEdge(cursor.name("a collection"), edge)
    cursor.expects("FROM")
    name = cursor.name("a collection")
    cursor.expects("WHERE")
    return Delete(name, predicate(cursor))


def _edge_id(cursor: Cursor) -> int | Parameter:
    if cursor.kind == PARAMETER:
        return Parameter(cursor.parameter())
    return cursor.integer("the id of an edge")


def _rows(cursor: Cursor) -> tuple[str, tuple[str, ...], tuple[tuple[Value, ...], ...]]:
    cursor.expects("INTO")
    name = cursor.name("a collection")
    columns = cursor.bracketed(_column)
    cursor.expects("VALUES")
    return name, columns, cursor.listed(lambda at: _row(at, len(columns)))


def _column(cursor: Cursor) -> str:
    return cursor.name("a column")


def _row(cursor: Cursor, columns: int) -> tuple[Value, ...]:
    found = values(cursor)
    if len(found) != columns:
        raise cursor.refused(f"expected a value for each of {columns} columns, found {len(found)}")
    return found


def _insert_node(cursor: Cursor) -> InsertNode:
    cursor.expects("INTO")
    name = cursor.name("a collection")
    fields = dict(cursor.bracketed(_given))
    node = _taken(cursor, fields, "id", "a node")
    return InsertNode(name, node, tuple(fields.items()))


def _insert_edge(cursor: Cursor) -> InsertEdge:
    cursor.expects("INTO")
    name = cursor.name("a collection")
    fields = dict(cursor.bracketed(_given))
    source, target, label = (
        _taken(cursor, fields, one, "an edge") for one in ("source", "target", "label")
    )
    edge = fields.pop("id", None)
    if fields:
        raise cursor.refused(
            f"an edge has no field {next(iter(fields))!r}; use WITH PROPERTIES (…)"
        )
    given: Properties = ()
    if cursor.takes("WITH"):
        cursor.expects("PROPERTIES")
        given = cursor.bracketed(_given)
    return InsertEdge(name, source, target, label, edge, given)


def _taken(cursor: Cursor, fields: dict[str, Value], name: str, whose: str) -> Value:
    if name not in fields:
        raise cursor.refused(f"{whose} needs {name} = …")
    return fields.pop(name)


def _given(cursor: Cursor) -> tuple[str, Value]:
    name = cursor.name("a field")
    cursor.expects("=")
    return name, value(cursor)
