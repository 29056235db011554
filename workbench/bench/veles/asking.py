"""Statements of VelesQL, answered with their account."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from time import perf_counter
from typing import Any, cast

from ...catalogue.capsule import Question, record
from ...collections.collections import Collections
from ...core.answer import Step
from ...core.values import Rows
from ...velesql.executing.run import Limits
from ...velesql.store import Veles
from .answers import VelesAnswer


class Asking:
    """The language over a bench's collections."""

    def __init__(self, veles: Veles) -> None:
        self._veles = veles
        self.database = cast(Collections, veles.database)

    def asked(
        self,
        text: str,
        parameters: Mapping[str, Any],
        *,
        timeout: float | None = None,
        collection: str | None = None,
        compat: bool | None = None,
    ) -> VelesAnswer:
        """The answer of any statement; see `velesql.answering`."""
        start = perf_counter()
        found = self._veles.result(
            text, parameters, timeout=timeout, collection=collection, compat=compat
        )
        ms = (perf_counter() - start) * 1000
        rows = Rows(found.columns, found.values)
        step = Step("collections", "velesql", text, parameters, len(rows.values), ms)
        return VelesAnswer(
            rows,
            (step,),
            partial(self._veles.explain, text, parameters),
            partial(self._record, text, parameters, timeout, rows),
            found.ids,
            found.scores,
            found.bindings,
            found.affected,
            tuple(found.notices),
        )

    def _record(
        self, text: str, parameters: Mapping[str, Any], timeout: float | None, rows: Rows
    ) -> dict[str, Any]:
        asked = Question(None, "collections", text, parameters, None, timeout)
        return record(asked, self._veles.engine, rows)

    def unlimited(self, text: str) -> Rows:
        """The rows of a SELECT of ours without LIMIT: all there are."""
        whole = Veles(self.database, limits=Limits(rows=2**62))
        return whole.rows(f"{text} LIMIT {2**53}")
