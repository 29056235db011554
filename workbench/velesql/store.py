"""The collections of a bench as a store that is asked in VelesQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from ..core.answer import Plan
from ..core.errors import BadInput, NotSupported, WriteRefused
from ..core.values import Engine, Parameters, Rows
from .answering import answer, plan_of
from .executing.database import Database
from .executing.result import Result
from .executing.run import Limits
from .syntax.parse import parse
from .tree.selects import Compound, Match, Select, SelectEdges
from .tree.statements import Describe, Explain, ShowCollections

ENGINE = Engine("velesql", "1")  # the version is that of the language as it is answered here
COMPAT = MappingProxyType({"null_logic": "compat"})
_LOGIC = {"sql": False, "compat": True}
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
        self.engine = ENGINE

    def under(self, settings: Mapping[str, str]) -> Veles:
        """The same database under `null_logic`, "compat" or "sql"; BadInput for other settings."""
        if settings.keys() - COMPAT.keys() or settings.get("null_logic") not in (None, *_LOGIC):
            seen = dict(settings)
            raise BadInput(f"expected the setting null_logic, one of {list(_LOGIC)}, saw {seen}")
        compat = _LOGIC.get(settings.get("null_logic", ""), self._compat)
        return Veles(self.database, compat=compat, limits=self._limits)

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
        return answer(
            text,
            parameters or {},
            self.database,
            compat=self._compat if compat is None else compat,
            limits=self._limited(timeout),
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
        return self._planned(text, parameters or {})

    def profile(
        self, text: str, parameters: Parameters | None = None, *, timeout: float | None = None
    ) -> Plan:
        """The plan of a SELECT or MATCH as it ran."""
        return self._planned(text, parameters or {}, analyze=True, timeout=timeout)

    def close(self) -> None:
        close = getattr(self.database, "close", None)
        if close is not None:
            close()

    def _planned(
        self,
        text: str,
        parameters: Mapping[str, Any],
        *,
        analyze: bool = False,
        timeout: float | None = None,
    ) -> Plan:
        statement = parse(text)
        if isinstance(statement, Explain):
            statement = statement.statement
        if not isinstance(statement, (Select, Compound, Match)):
            raise NotSupported("a plan is told of SELECT, set operations and MATCH … RETURN alone")
        limits = self._limited(timeout)
        how: dict[str, Any] = {"analyze": analyze, "compat": self._compat, "limits": limits}
        return plan_of(text, parameters, self.database, **how)

    def _limited(self, timeout: float | None) -> Limits:
        return self._limits if timeout is None else replace(self._limits, seconds=timeout)


def _rows(found: Result, limit: int | None) -> Rows:
    values = found.values if limit is None else found.values[:limit]
    return Rows(found.columns, values, len(values) < len(found.values))
