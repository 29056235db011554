"""An import: batch by batch, each checked, stored whole, and accounted for.

What is stored replaces what has its id, so an import that was broken off can be run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from ...core.collections.records import Edges, Points
from ...core.errors import BadInput, VelesFailed
from .batch import Fault, Source, Stream
from .receipt import ImportReceipt, Tally
from .rejects import Rejects
from .sieve import Sieve
from .taking import some_edges, some_points
from .target import Target

BATCH = 5_000  # records stored in one transaction: 8 MB of vectors of 384 numbers
# That the collection has gone, that it has no such vectors, that it is full: no record's fault.
_OF_ALL = ("VELES-002", "VELES-014", "VELES-027")

_Some = TypeVar("_Some", Points, Edges)
_Any = TypeVar("_Any")


def load(
    source: Source, target: Target, *, batch: int = BATCH, rejects_folder: Path | None = None
) -> ImportReceipt:
    """Store all records of a source in a collection: the receipt.

    A batch is stored whole, without the records that do not fit, which the receipt names. What
    the store refuses only when it is given it is found by halving the batch. An error of the
    store or the source ends the import, with a note that says how much is stored.
    """
    if batch < 1:
        raise BadInput(f"batch: expected 1 or more records, saw {batch}")
    with Rejects(source.name, target.definition.name, rejects_folder) as rejects:
        run = _Run(source, target, rejects)
        try:
            run.points(batch)
            run.edges(batch)
        except Exception as error:
            error.add_note(
                f"{run.tallies['points'].stored} points and {run.tallies['edges'].stored} edges "
                "are stored; the import may be run again"
            )
            raise
        return run.receipt()


class _Run:
    """One import as it goes on."""

    def __init__(self, source: Source, target: Target, rejects: Rejects) -> None:
        self._source, self._target, self._rejects = source, target, rejects
        self._sieve = Sieve(target.definition)
        self._seconds: dict[str, float] = {}
        self.tallies = {"points": Tally(), "edges": Tally()}

    def points(self, size: int) -> None:
        target = self._target
        with closing(self._read(self._source.batches(target.definition, size))) as batches:
            for batch in batches:
                with self._timed("check"):
                    points, places, faults = self._sieve.points(batch)
                with self._timed("store"):
                    known = target.known(points.ids)
                    late = _stored(points, some_points, target.store)
                self._count("points", len(batch), places, faults, known, late)

    def edges(self, size: int) -> None:
        target = self._target
        with closing(self._read(self._source.edges(size))) as batches:
            for batch in batches:
                with self._timed("check"):
                    edges, places, faults = self._sieve.edges(batch, target)
                with self._timed("store"):
                    known = target.known_edges(edges.ids)
                    late = _stored(edges, some_edges, target.join)
                self._count("edges", len(batch.ids), places, faults, known, late)

    def receipt(self) -> ImportReceipt:
        rejects = self._rejects
        return ImportReceipt(
            self._source.name,
            self._target.definition.name,
            self.tallies["points"],
            self.tallies["edges"],
            dict(rejects.reasons.most_common()),
            tuple(rejects.first),
            rejects.file,
            self._seconds,
            tuple(self._source.notes),
        )

    def _read(self, stream: Stream[_Any]) -> Stream[_Any]:
        with closing(stream):
            while True:
                with self._timed("read"):
                    batch = next(stream, None)
                if batch is None:
                    return
                yield batch

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        start = perf_counter()
        try:
            yield
        finally:
            self._seconds[stage] = self._seconds.get(stage, 0.0) + perf_counter() - start

    def _count(
        self,
        what: str,
        count: int,
        places: Sequence[int],
        faults: dict[int, Fault],
        known: Sequence[bool],
        late: dict[int, Fault],
    ) -> None:
        """`known` and `late` are by place among those that were to be stored."""
        faults = {**faults, **{places[at]: fault for at, fault in late.items()}}
        before = self.tallies[what]
        for place in sorted(faults):
            named = "" if what == "points" else f" {what}"
            self._rejects.add(before.read + place + 1, faults[place], what=named)
        replaced = sum(there for at, there in enumerate(known) if at not in late)
        done = (count, count - len(faults) - replaced, replaced, len(faults))
        self.tallies[what] = Tally(*map(sum, zip(before, done, strict=True)))


def _stored(
    whole: _Some,
    some: Callable[[_Some, Sequence[int]], _Some],
    store: Callable[[_Some], None],
) -> dict[int, Fault]:
    """Store all that the store takes: by place, what it refused."""
    refused: dict[int, Fault] = {}
    left: list[Sequence[int]] = [range(len(whole))] if len(whole) else []
    while left:
        places = left.pop()
        try:
            store(some(whole, places))
        except (VelesFailed, BadInput) as error:
            if getattr(error, "code", "") in _OF_ALL:
                raise
            if len(places) > 1:
                half = len(places) // 2
                left += [places[half:], places[:half]]
            else:
                refused[places[0]] = Fault("record", str(error), whole.ids[places[0]])
    return refused
