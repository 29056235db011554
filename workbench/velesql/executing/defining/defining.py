"""Collections and indexes: made, changed, dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import cast, get_args

from ....core.collections.definition import (
    DEFAULT_VECTOR,
    Definition,
    EdgeRule,
    Metric,
    NodeRule,
    VectorSpace,
)
from ...checking.faults import fault
from ...tree.statements import (
    AlterCollection,
    CreateCollection,
    CreateIndex,
    DropCollection,
    DropIndex,
    EdgeType,
    NodeType,
)
from ..result import Result, one_row
from ..run import Run
from .options import altering, creating, once

# The caps of VelesDB 7.0.0; see reference/velesql.md, section 1.
COLLECTIONS = 1_000
DIMENSIONS = 4_096
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_TAKEN = ("id", "payload", "score", "sparse")  # names that a column of vectors cannot have


def create(statement: CreateCollection, run: Run) -> Result:
    """VELES-001 where the name is taken; else the errors of `checked`."""
    definition = checked(_definition(statement))
    known = run.database.definitions()
    if statement.name in known:
        raise fault("VELES-001", f"there is a collection {statement.name!r} already")
    if len(known) >= COLLECTIONS:
        raise fault("VELES-027", f"{len(known)} collections are all that there may be")
    run.database.create(definition)
    return _status("created")


def drop(statement: DropCollection, run: Run) -> Result:
    if statement.if_exists and statement.name not in run.database.definitions():
        return _status("absent")
    run.database.drop(statement.name)
    return _status("dropped")


def create_index(statement: CreateIndex, run: Run) -> Result:
    """Kept with the collection; that it is there already is no fault."""
    definition, field = run.database.definitions()[statement.collection], _field(statement)
    if field not in definition.indexes:
        indexes = (*definition.indexes, field)
        run.database.redefine(replace(definition, indexes=indexes))
    return _status("created")


def drop_index(statement: DropIndex, run: Run) -> Result:
    """That there is none is no fault."""
    definition, field = run.database.definitions()[statement.collection], _field(statement)
    if field in definition.indexes:
        indexes = tuple(one for one in definition.indexes if one != field)
        run.database.redefine(replace(definition, indexes=indexes))
    return _status("dropped")


def alter(statement: AlterCollection, run: Run) -> Result:
    """VELES-010 for another option than `auto_reindex`."""
    definition = run.database.definitions()[statement.collection]
    options = {**definition.options, **altering(once(statement.options))}
    if options != definition.options:
        run.database.redefine(replace(definition, options=options))
    return _status("altered")


def checked(definition: Definition) -> Definition:
    """A definition that can be kept.

    VELES-034: no name; -032, -027: no dimension; E001: no metric; -009: options; -014: vectors
    without a collection of vectors; -017: a schema that contradicts itself.
    """
    if not _NAME.fullmatch(definition.name):
        what = f"expected ASCII letters, digits, _ and - as a name, saw {definition.name!r:.80}"
        raise fault("VELES-034", what)
    if definition.kind == "metadata" and definition.vectors:
        raise fault("VELES-014", "a metadata collection has payloads alone; leave out the vectors")
    for name, space in definition.vectors.items():
        _check_space(name, space)
    creating(definition.options)
    _check_schema(definition.schema or ())
    return definition


def _definition(statement: CreateCollection) -> Definition:
    vectors = {}
    if statement.dimension is not None:
        metric = cast(Metric, statement.metric)
        vectors = {DEFAULT_VECTOR: VectorSpace(statement.dimension, metric)}
    return Definition(
        statement.name,
        statement.kind,
        vectors=vectors,
        options=once(statement.options),
        schema=None if statement.schema is None else tuple(map(_rule, statement.schema)),
    )


def _check_space(name: str, space: VectorSpace) -> None:
    if name in _TAKEN:
        raise fault("VELES-009", f"vectors cannot be called {name!r}, which means another column")
    if space.dimension < 1:
        raise fault("VELES-032", f"a dimension is at least 1, not {space.dimension}")
    if space.dimension > DIMENSIONS:
        raise fault("VELES-027", f"a dimension is at most {DIMENSIONS}, not {space.dimension}")
    if space.metric not in get_args(Metric):
        there = ", ".join(get_args(Metric))
        raise fault("E001", f"there is no metric {space.metric!r}; there are {there}")


def _rule(declared: NodeType | EdgeType) -> NodeRule | EdgeRule:
    if isinstance(declared, NodeType):
        return NodeRule(declared.label, declared.properties)
    return EdgeRule(declared.type, declared.source, declared.target)


def _check_schema(schema: Iterable[NodeRule | EdgeRule]) -> None:
    """Labels stand once, and edges join labels that there are."""
    schema = tuple(schema)
    labels = [rule.label for rule in schema if isinstance(rule, NodeRule)]
    if len(set(labels)) < len(labels):
        raise fault("VELES-017", f"a label stands twice: {', '.join(labels)}")
    for rule in schema:
        if isinstance(rule, EdgeRule) and not {rule.source, rule.target} <= set(labels):
            there = ", ".join(labels) or "none"
            what = f"EDGE {rule.type} joins {rule.source} to {rule.target}; NODE types: {there}"
            raise fault("VELES-017", what)


def _field(statement: CreateIndex | DropIndex) -> tuple[str, ...]:
    """The path into a payload, without what stands before it by the rules of names."""
    path = statement.field
    if len(path) > 1 and path[0] == statement.collection:
        path = path[1:]
    return path[1:] if len(path) > 1 and path[0] == "payload" else path


def _status(what: str) -> Result:
    return one_row({"status": what})
