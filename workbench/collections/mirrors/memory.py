"""What a collection may hold in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from ...core.collections.records import Change
from ...core.errors import VelesFailed


class Part(NamedTuple):
    """Something that can be made again: its bytes, when it was last used, how to let it go."""

    bytes: int
    used: float
    forget: Callable[[], None]


class Holds(Protocol):
    """What takes memory, and can let go of some."""

    def bytes(self) -> Mapping[str, int]: ...

    def dispensable(self) -> list[Part]: ...


def room(holder: Holds, limit: int, change: Change | None) -> None:
    """Bring `holder` below `limit` bytes, least lately used parts first, before a change comes.

    VELES-027 with the largest parts where that does not suffice; a change that only removes is
    never refused.
    """
    coming = 0 if change is None else incoming(change)
    if change is not None and (not coming or change.clear):
        if coming > limit:
            raise _full({"this change": coming}, limit)
        return
    held = sum(holder.bytes().values())
    for part in sorted(holder.dispensable(), key=lambda one: one.used):
        if held + coming <= limit:
            return
        part.forget()
        held -= part.bytes
    if held + coming > limit:
        raise _full({**holder.bytes(), "this change": coming}, limit)


def incoming(change: Change) -> int:
    """The bytes that a change brings, about."""
    points, edges = change.points, change.edges
    vectors = sum(given.rows.nbytes for given in points.vectors.values())
    sparse = sum(len(one) for given in points.sparse.values() for one in given if one)
    texts = sum(map(len, points.payloads)) + sum(map(len, edges.properties))
    # Per row: id, place and end of the payload; an edge has two ends and a label beside.
    return vectors + 16 * sparse + texts + 40 * len(points) + 64 * len(edges)


def _full(parts: Mapping[str, int], limit: int) -> VelesFailed:
    largest = sorted(parts.items(), key=lambda one: -one[1])[:4]
    shown = ", ".join(f"{name} {_mb(held)}" for name, held in largest if held)
    what = (
        f"the collection may take {_mb(limit)} of memory and needs {_mb(sum(parts.values()))}: "
        f"{shown}; raise memory_mb, or keep less in it"
    )
    return VelesFailed(f"{what} (VELES-027)", code="VELES-027", engine_says=what)


def _mb(count: int) -> str:
    return f"{count / 2**20:.1f} MB"
