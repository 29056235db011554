"""A TongGraph file as it lies on the disk: rows not yet decoded, bytes not yet checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .findings import FileFinding
from .records import Target


class RawSidecar(NamedTuple):
    """The two files of the folder beside a file; None for one that is not there."""

    manifest: bytes | None = None
    segment: bytes | None = None


class Mirrored(NamedTuple):
    """Properties of one record where its row and their copies for searching differ.

    Both are in the form of the row, None where there is no row, or no copy.
    """

    target: Target
    id: int
    record: str | None
    copies: str | None


@dataclass(frozen=True)
class RawFile:
    """What a file holds: the rows of each table, in the order of its first columns.

    A text that is not UTF-8 stands as bytes. `tables` lacks those that are not there, and
    `unreadable` are tables of which rows are lost. `copied` are differing copies of properties,
    `catalogue` counts rows of it that are stale or missing. `findings` are what was seen in
    reading bytes.
    """

    name: str
    tables: Mapping[str, Sequence[tuple[Any, ...]]]
    sidecar: RawSidecar
    findings: tuple[FileFinding, ...] = ()
    unreadable: frozenset[str] = frozenset()
    copied: Sequence[Mirrored] = ()
    catalogue: Mapping[str, int] = field(default_factory=dict)
