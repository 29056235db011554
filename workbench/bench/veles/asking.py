"""Statements of VelesQL, answered with their account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from time import perf_counter
from typing import Any, cast

from ...catalogue.capsule import Question, record
from ...collections.collections import Collections
from ...core.answer import Step
from ...core.values import Rows
from ...stores.opened import OpenStores
from ...velesql.answering import COLLECTION
from ...velesql.executing.run import Limits
from ...velesql.store import COMPAT, ENGINE, Veles
from .answers import VelesAnswer

_RUNNING = f"{ENGINE.name} {ENGINE.version}"


class Asking:
    """The language over a bench's collections: opened on first use, and anew once they died."""

    def __init__(self, stores: OpenStores) -> None:
        self._stores = stores

    @contextmanager
    def opened(self) -> Iterator[Veles]:
        with self._stores.reopening("collections"):
            yield self._stores.get("collections")

    @contextmanager
    def database(self) -> Iterator[Collections]:
        with self.opened() as veles:
            yield cast(Collections, veles.database)

    def asked(
        self,
        text: str,
        parameters: Mapping[str, Any],
        *,
        timeout: float | None = None,
        collection: str | None = None,
        compat: bool = False,
    ) -> VelesAnswer:
        """The answer of any statement; see `velesql.answering`."""
        given = parameters if collection is None else {COLLECTION: collection, **parameters}
        with self._stores.reopening("collections"):
            veles: Veles = self._stores.get("collections")
            asked = veles.under(COMPAT) if compat else veles
            start = perf_counter()
            found = asked.result(text, given, timeout=timeout)
            ms = (perf_counter() - start) * 1000
        rows = Rows(found.columns, found.values)
        step = Step("collections", _RUNNING, text, given, len(rows.values), ms)
        return VelesAnswer(
            rows,
            (step,),
            partial(asked.explain, text, given),
            partial(_record, text, given, timeout, COMPAT if compat else {}, rows),
            found.ids,
            found.scores,
            found.bindings,
            found.affected,
            tuple(found.notices),
        )

    def unlimited(self, text: str) -> Rows:
        """The rows of a SELECT of ours without LIMIT: all there are."""
        with self.database() as database:
            whole = Veles(database, limits=Limits(rows=2**62, bytes=2**62))
            return whole.rows(f"{text} LIMIT {2**53}")


def _record(
    text: str,
    given: Mapping[str, Any],
    timeout: float | None,
    settings: Mapping[str, str],
    rows: Rows,
) -> dict[str, Any]:
    asked = Question(None, "collections", text, given, None, timeout, tuned=settings)
    return record(asked, ENGINE, rows)
