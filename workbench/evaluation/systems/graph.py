"""A graph asked by Cypher about the entities that a question names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Ranking, Reply, TraceStep, text_of_id
from ...core.protocols import Asks
from ...core.values import Rows
from .linking import LongestNames, MakesLinker
from .rankings import in_order
from .system import check_count

# Names are read whole or not at all: a name that is cut off would never be found.
_MOST_NAMES = 1_000_000


class Graph:
    """Rows of a Cypher query about the entities that a question mentions; at most `k`.

    `names_query` gives rows of `id` and `name` (a text, or a list of them), read once, when
    this is made. `answer_query` takes `$ids`, those that the question mentions, and gives rows
    of `id`, best first, with a `score` where it has one: without it all are as good, and score
    1. Its further columns are kept in the reply's rows. `linker` makes, of pairs of id and
    name, what finds mentions in a text. A question that mentions nothing finds nothing, and
    its trace says so.
    """

    def __init__(
        self,
        asks: Asks,
        *,
        names_query: str,
        answer_query: str,
        linker: MakesLinker = LongestNames,
        k: int = 100,
    ) -> None:
        check_count("graph", k)
        self._asks, self._answer_query, self._k = asks, answer_query, k
        names = asks.cypher(names_query, row_limit=_MOST_NAMES)
        self._link = linker(_names(names.rows))
        self.name = "graph"
        self.settings: Mapping[str, Any] = {
            "system": "graph",
            "names_query": names_query,
            "answer_query": answer_query,
            "linker": f"{linker.__module__}.{getattr(linker, '__qualname__', linker)}",
            "k": k,
            "names": len(names),
            "engine": names.trace[0].engine,
        }

    def __call__(self, question: Question) -> Reply:
        links = self._link(question.text)
        told = [f"{name}: {', '.join(map(text_of_id, ids))}" for name, ids in links.items()]
        step = TraceStep("link", "; ".join(told) or "no name is mentioned")
        ids = list(dict.fromkeys(one for found in links.values() for one in found))
        if not ids:
            return Reply(Ranking((), ()), trace=(step,))
        answer = self._asks.cypher(self._answer_query, row_limit=self._k, ids=ids)
        trace = (step, *Reply.of(answer).trace)
        return Reply(_ranking(answer.rows), rows=answer.rows, trace=trace)


def _names(rows: Rows) -> list[tuple[Any, str]]:
    if rows.truncated:
        raise BadInput(f"graph: expected at most {_MOST_NAMES} names, found more; ask for fewer")
    ids, names = (_column(rows, name, "names_query") for name in ("id", "name"))
    each = (name if isinstance(name, list) else [name] for name in names)
    pairs = ((one, name) for one, own in zip(ids, each, strict=True) for name in own)
    return [(one, name) for one, name in pairs if isinstance(name, str)]


def _ranking(rows: Rows) -> Ranking:
    scores = rows.column("score") if "score" in rows.columns else [1.0] * len(rows)
    return in_order(_column(rows, "id", "answer_query"), scores)


def _column(rows: Rows, name: str, query: str) -> list[Any]:
    if name not in rows.columns:
        raise BadInput(
            f"graph: {query} must give a column {name!r}, found {', '.join(rows.columns)}; "
            f"write RETURN … AS {name}"
        )
    return rows.column(name)
