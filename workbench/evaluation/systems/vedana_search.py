"""Vedana's vector search as a system: what its agent would find for a question's text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...core.answer import Answer
from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Ranking, Reply
from ...core.protocols import Asks
from ...core.search_limits import FALLBACK, SearchLimits

QUERY = "vedana/vector_search_nodes"


def question_text(question: Question) -> str:
    return question.text


class VedanaSearch:
    """Nodes of `label` whose `property` is nearest to a text, by `vedana/vector_search_nodes`.

    `limits` are those of the data model for the pair, the engine's fallback where none are
    given; `threshold` and `top_n` stand in their place. `text` makes the searched text of a
    question; Vedana's agent has a model write it. One search is made at once, to tell which
    engine and embedder answer: BadInput where the pair has no vectors.
    """

    def __init__(
        self,
        asks: Asks,
        label: str,
        property: str,
        *,
        threshold: float | None = None,
        top_n: int | None = None,
        limits: SearchLimits = FALLBACK,
        text: Callable[[Question], str] = question_text,
    ) -> None:
        if limits.kind != "anchor":
            raise BadInput(f"expected the limits of a node's attribute, found those of {limits}")
        self._asks, self._pair, self._text = asks, {"label": label, "property": property}, text
        self._threshold = limits.threshold if threshold is None else threshold
        self._top_n = limits.top_n if top_n is None else top_n
        told = {"threshold": self._threshold, "top_n": self._top_n}
        self.name = f"vector search {label}.{property}"
        self.settings: Mapping[str, Any] = {
            "system": QUERY,
            **self._pair,
            **told,
            "text": f"{text.__module__}.{text.__qualname__}",
            **self._made_by(),
        }

    def __call__(self, question: Question) -> Reply:
        answer = self._search(self._text(question), self._threshold, self._top_n)
        reply = Reply.of(answer)
        ids, scores = (answer.rows.column(name) for name in ("node_id", "similarity"))
        return Reply(Ranking(ids, scores), rows=reply.rows, trace=reply.trace)

    def _search(self, text: str, threshold: float, top_n: int) -> Answer:
        return self._asks.ask(
            QUERY,
            **self._pair,
            embedding=text,
            threshold=threshold,
            top_n=top_n,
            row_limit=top_n,
        )

    def _made_by(self) -> Mapping[str, str]:
        probe = self._search(self._pair["label"], -1.0, 1)
        if not len(probe):
            raise BadInput(
                "no vectors of {label}.{property}; the query vedana/data_model_vector_indices "
                "lists the pairs that have some".format(**self._pair)
            )
        embedded, searched = probe.trace[0], probe.trace[-1]
        return {"model": embedded.engine, "engine": searched.engine}
