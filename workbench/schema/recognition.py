"""Whose tables are these: ours, the original engine's, a part of them, or another's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Literal

from ..core.protocols import Reads
from . import inventory
from .inventory import VERSION_TABLE, Inventory
from .shapes import (
    DATAPIPE,
    HEADS,
    JIMS,
    LORE,
    LORE_VECTORS,
    METAS,
    ROW_META,
    SAGAS,
    SHAPES,
    TONG,
    TRANSFORM_META,
    VEDANA_HEAD,
    VELES,
    WORKBENCH,
    Shape,
)

State = Literal["absent", "ours", "original", "partial", "foreign"]
Form = Literal["", "JIMS only", "Datapipe only", "JIMS + Datapipe", "mid-migration"]

_KINDS = {
    "jims": JIMS,
    "datapipe": DATAPIPE,
    "row meta": METAS,
    "lore": {**LORE, **LORE_VECTORS},
    "sagas": SAGAS,
    "veles": VELES,
    "tong": TONG,
    "workbench": WORKBENCH,
}
_COLLECTION = re.compile(r"veles_\d+_(points|edges|gone)")
_DROPPED = "dropped by Vedana"
_DROPPED_TABLES = (
    "dm_attributes", "dm_attributes_v2", "grist_*_filtered", "memgraph_indexes",
    "memgraph_*_vector_indexes", "embedded_nodes", "embedded_edges", "eval_llm_answers",
    "eval_tests", "eval_judge_config", "dm_snapshot", "llm_*_config",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class System:
    """How one system's tables stand in a database.

    `absent`: none is there. `ours`: made by this room, at `revision`. `original`: made by the
    engine itself, or by hand in its shape; `revision` is then the engine's own, None where it
    left no record, and `form` says how much of Vedana there is. `partial`: some of the
    tables, `missing` names the others. `foreign`: tables of the same names in another shape.

    `extra` are tables that no system here knows; `differences` says per column what was
    expected and found. A column that is there in addition is not a difference.
    """

    state: State
    revision: str | None = None
    form: Form = ""
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """What a relational store holds.

    `systems` has `workbench`, `vedana`, `lore`, `sagas`, `veles` and `tong`. `dimensions` maps
    `table.column` of each vector column to its dimension as the database declares it, None where
    it declares none.
    `tables` maps each table of the current schema to its kind: `jims`, `datapipe`,
    `row meta`, `transform meta`, `lore`, `sagas`, `veles`, `tong`, `workbench`, `migrations`,
    `dropped by Vedana` (known from an older version of it) or `other`.
    """

    systems: Mapping[str, System]
    dimensions: Mapping[str, int | None]
    tables: Mapping[str, str]


def recognise(store: Reads) -> Schema:
    """Whose tables a store holds; reads its catalog and changes nothing."""
    return classify(inventory.read(store))


def classify(found: Inventory) -> Schema:
    """The same for a catalog that was read already."""
    kinds = {table: _kind(table, columns) for table, columns in found.tables.items()}
    systems = {name: _system(name, found, kinds) for name in SHAPES}
    return Schema(systems, found.dimensions, kinds)


def _kind(table: str, columns: Shape) -> str:
    for kind, shapes in _KINDS.items():
        if table in shapes:
            return "other" if any(_differences(table, shapes[table], columns)) else kind
    if _COLLECTION.fullmatch(table):
        return "veles"
    if table in (VERSION_TABLE, "alembic_version"):
        return "migrations"
    if table.endswith("_meta") and columns.items() >= TRANSFORM_META.items():
        return "transform meta"
    if table.endswith("_meta") and columns.items() >= ROW_META.items():
        return "row meta"
    return _DROPPED if any(fnmatchcase(table, name) for name in _DROPPED_TABLES) else "other"


def _differences(table: str, expected: Shape, seen: Shape) -> Iterator[str]:
    for column, kind in expected.items():
        if seen.get(column) != kind:
            found = seen.get(column, f"no such column among {', '.join(seen) or 'none'}")
            yield f"{table}.{column}: expected {kind}, found {found}"


def _system(name: str, found: Inventory, kinds: Mapping[str, str]) -> System:
    shapes = SHAPES[name]
    present = [table for table in shapes if table in found.tables]
    named = {table for shape in SHAPES.values() for table in shape}
    there = System(
        "absent",
        missing=tuple(table for table in shapes if table not in present),
        extra=tuple(t for t, k in kinds.items() if k in ("other", _DROPPED) and t not in named),
        differences=tuple(
            difference
            for table in present
            for difference in _differences(table, shapes[table], found.tables[table])
        ),
    )
    if revision := found.revision(name):
        lacking = there.missing and revision == HEADS[name]
        return replace(there, state="partial" if lacking else "ours", revision=revision)
    if name == "vedana":
        return _vedana(there, found, kinds)
    return _unrecorded(there, present)


def _unrecorded(there: System, present: Collection[str]) -> System:
    """Tables that nobody's revision explains; those of vectors are no part of the document.

    A table called `messages` alone does not make a database a lore engine's, but where its
    shape is another's it stands in the way of ours, which `differences` says.
    """
    if LORE_VECTORS.keys() >= set(present):
        return System("absent", differences=there.differences)
    if there.differences:
        return replace(there, state="foreign")
    missing = tuple(table for table in there.missing if table not in LORE_VECTORS)
    return replace(there, state="partial" if missing else "original", missing=missing)


def _vedana(there: System, found: Inventory, kinds: Mapping[str, str]) -> System:
    """Vedana's own tables, by its own revision first and by their shape where it left none."""
    there = replace(there, revision=found.original[0] if found.original else None)
    form = _form(there)
    if len(there.missing) == len(SHAPES["vedana"]) and there.revision != VEDANA_HEAD:
        return System("absent")
    fitting = any(kinds.get(table) in ("jims", "datapipe") for table in SHAPES["vedana"])
    if fitting and _between_versions(there, form, kinds):
        return replace(there, state="original", form="mid-migration")
    if there.differences and there.revision != VEDANA_HEAD:
        return replace(there, state="foreign")
    return replace(there, state="original" if form else "partial", form=form)


def _form(there: System) -> Form:
    missing = set(there.missing)
    if not missing:
        return "JIMS + Datapipe"
    if missing == DATAPIPE.keys() | METAS.keys():
        return "JIMS only"
    return "Datapipe only" if missing == JIMS.keys() else ""


def _between_versions(there: System, form: Form, kinds: Mapping[str, str]) -> bool:
    """A table that was dropped since is left, or the revision is not the one described.

    JIMS serves other applications too: its two tables in their present shape under an
    unknown revision are such an application's, not half a Vedana.
    """
    if _DROPPED in kinds.values():
        return True
    other_application = form == "JIMS only" and not there.differences
    return there.revision not in (None, VEDANA_HEAD) and not other_application
