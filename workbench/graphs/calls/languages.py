"""Structured queries and Cypher."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ...core.property_graph.protocols import AsksGraph
from ..cypher.result import CypherResult
from ..cypher.running import run
from ..querying.answering import answer
from ..querying.describing import query_nl, query_schema
from ..state.state import State


class Languages:
    """Questions in a language, put to the graph store."""

    @property
    def state(self) -> State:
        """The state that answers."""
        raise NotImplementedError

    def _asks(self, state: State) -> AsksGraph:
        raise NotImplementedError

    def query(self, spec: Mapping[str, Any], profile: bool = False, **options: Any) -> Any:
        """Rows alias -> id of a structured query; with `profile` also how they were found.

        Options: order ("ids", or "anchor" as TongGraph's planner gives them) and numbers
        ("typed": 1 is not 1.0, or "coerced"). BadInput names the place in the spec.
        """
        state = self.state
        return answer(spec, state, self._asks(state), profile=profile, **options)

    def query_schema(self) -> dict[str, Any]:
        """What a structured query may hold."""
        return query_schema()

    def query_nl(
        self,
        question: str,
        compiler: Callable[[str, Mapping[str, Any]], Mapping[str, Any]],
        *,
        schema: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> Any:
        """The rows of the query that `compiler(question, schema)` makes; options as of `query`.

        `schema` is `query_schema()` unless another is given.
        """
        asked = partial(self.query, **options)
        return query_nl(question, compiler, asked, schema=schema)

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        profile: bool = False,
        *,
        compat: bool = False,
    ) -> CypherResult:
        """The answer of a Cypher text that reads."""
        state = self.state
        asks = self._asks(state)
        return run(query, parameters, state=state, asks=asks, profile=profile, compat=compat)
