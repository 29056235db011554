"""The collections of a bench as a store that is asked in VelesQL."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..core.answer import Plan
from ..core.errors import NotSupported, WriteRefused
from ..core.values import Engine, Parameters, Rows
from .answering import answer, plan_of
from .executing.database import Database
from .executing.result import Result
from .executing.run import Limits
from .syntax.parse import parse
from .tree.selects import Compound, Match, Select, SelectEdges
from .tree.statements import Describe, Explain, ShowCollections

VERSION = "1"  # of the language as it is answered here
_READS = (Select, Compound, Match, SelectEdges, Describe, Explain, ShowCollections)


class Veles:
    """Reads, changes and plans of a database, each statement by `answer`.

    `compat` asks for the original's two-valued logic of NULL. As any store it has `rows`, which
    refuses changes, and `write`; `result` gives ids, scores and bindings too.
    """

    kind = "collections"

    def __init__(
        self, database: Database, *, compat: bool = False, limits: Limits | None = None
    ) -> None:
        self.database, self._compat = database, compat
        self._limits = limits or Limits()
        self.engine = Engine("velesql", VERSION)

    def result(
        self,
        text: str,
        parameters: Parameters | None = None,
        *,
        timeout: float | None = None,
        collection: str | None = None,
        compat: bool | None = None,
    ) -> Result:
        """What any statement gives; `collection` is what MATCH walks where it names none."""
        limits = self._limits if timeout is None else replace(self._limits, seconds=timeout)
        return answer(
            text,
            parameters or {},
            self.database,
            compat=self._compat if compat is None else compat,
            limits=limits,
            default_collection=collection,
        )

    def rows(
        self,
        text: str,
        parameters: Parameters | None = None,
        *,
        limit: int | None = None,
        timeout: float | None = None,
        reviewed: bool = False,
    ) -> Rows:
        """The rows of a statement that reads; see `core.protocols.Reads`."""
        if not isinstance(parse(text), _READS):
            raise WriteRefused(
                "this door only reads; run the statement with bench.veles(…)", statement=text
            )
        found = self.result(text, parameters, timeout=timeout)
        return _rows(found, limit)

    def write(self, text: str, parameters: Parameters | None = None) -> Rows:
        """Run any statement: its rows, for a change one row `affected`."""
        return _rows(self.result(text, parameters), None)

    def explain(self, text: str, parameters: Parameters | None = None) -> Plan:
        """How a SELECT or MATCH would be answered; nothing runs."""
        return self._planned(text, parameters or {}, analyze=False)

    def profile(
        self, text: str, parameters: Parameters | None = None, *, timeout: float | None = None
    ) -> Plan:
        """The plan of a SELECT or MATCH as it ran."""
        return self._planned(text, parameters or {}, analyze=True)

    def close(self) -> None:
        close = getattr(self.database, "close", None)
        if close is not None:
            close()

    def _planned(self, text: str, parameters: Mapping[str, Any], *, analyze: bool) -> Plan:
        statement = parse(text)
        if isinstance(statement, Explain):
            statement = statement.statement
        if not isinstance(statement, (Select, Compound, Match)):
            raise NotSupported("a plan is told of SELECT, set operations and MATCH … RETURN alone")
        return plan_of(text, parameters, self.database, analyze=analyze, now=time.time)


def _rows(found: Result, limit: int | None) -> Rows:
    values = found.values if limit is None else found.values[:limit]
    return Rows(found.columns, values, len(values) < len(found.values))
