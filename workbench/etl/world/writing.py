"""Rows into the graph and out of it, batch by batch."""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeVar

from ...core.errors import StoreUnavailable
from ...core.protocols import Tells
from .forms import REIFIED, EdgeRow, Ends, NodeRow
from .present import Present

ROWS = 2_000  # a statement, as the graph store's own bulk writes
BYTES = 4_000_000  # of one message, about: the graph store's own limit for its bulk writes

Sent = dict[str, Any]
Group = TypeVar("Group", str, Ends)
Done = Callable[[int], None]  # told how many more records are stored


def store_nodes(tells: Tells, rows: Iterable[NodeRow], done: Done) -> None:
    """MERGE by label and id; every property is replaced."""
    grouped = ((row.label, {"id": row.id, "props": row.properties}) for row in rows)
    for label, batch in _batches(grouped):
        tells.tell("lore/load_nodes", label=label, rows=batch)
        done(len(batch))


def store_edges(tells: Tells, rows: Iterable[EdgeRow], done: Done) -> None:
    """MERGE by ends, type and edge id; StoreUnavailable where an end has gone meanwhile."""
    grouped = (
        (ends, {"edge_id": edge_id, "from_id": source, "to_id": target, "props": properties})
        for ends, edge_id, source, target, properties in rows
    )
    for ends, batch in _batches(grouped):
        stored = _tell_edges(tells, "load", ends, batch).values[0][0]
        if stored != len(batch):
            raise StoreUnavailable(
                f"{stored} of {len(batch)} {ends.type or REIFIED} edges were stored: nodes were "
                "removed while they were loaded. Load again when nothing else writes."
            )
        done(len(batch))


def remove_edges(tells: Tells, gone: Sequence[Present]) -> None:
    """By edge id; those that have gone meanwhile are passed over."""
    rows = (
        (edge.ends, {"edge_id": edge.id, "from_id": edge.from_id, "to_id": edge.to_id})
        for edge in gone
        if edge.ends is not None
    )
    for ends, batch in _batches(rows):
        if ends.type:
            _tell_edges(tells, "unload", ends, batch)
        else:
            ids = [row["edge_id"] for row in batch]
            tells.tell("lore/unload_nodes", label=REIFIED, ids=ids)


def remove_nodes(tells: Tells, gone: Sequence[Present]) -> None:
    """By label and id, with the edges at them."""

    def label(node: Present) -> str:
        return node.ends.from_label if node.ends else ""

    for name, nodes in groupby(sorted(gone, key=label), key=label):
        ids = [node.id for node in nodes]
        for at in range(0, len(ids), ROWS):
            tells.tell("lore/unload_nodes", label=name, ids=ids[at : at + ROWS])


def _tell_edges(tells: Tells, verb: str, ends: Ends, batch: list[Sent]) -> Any:
    if not ends.type:
        given = {"from_label": ends.from_label, "to_label": ends.to_label}
        return tells.tell(f"lore/{verb}_reified_edges", rows=batch, **given)
    return tells.tell(f"lore/{verb}_native_edges", rows=batch, **ends._asdict())


def _batches(rows: Iterable[tuple[Group, Sent]]) -> Iterator[tuple[Group, list[Sent]]]:
    """Rows by group as soon as a group has a batch; the rest at the end."""
    waiting: dict[Group, list[Sent]] = defaultdict(list)
    for group, row in rows:
        batch = waiting[group]
        batch.append(row)
        if len(batch) == ROWS:
            yield from _fitting(group, batch)
            waiting[group] = []
    for group, batch in waiting.items():
        yield from _fitting(group, batch)


def _fitting(group: Group, batch: list[Sent]) -> Iterator[tuple[Group, list[Sent]]]:
    """A batch in as many parts as keep each below the bytes of a message."""
    if len(batch) > 1 and len(marshal.dumps(batch, 2)) > BYTES:
        half = len(batch) // 2
        yield from _fitting(group, batch[:half])
        yield from _fitting(group, batch[half:])
    elif batch:
        yield group, batch
