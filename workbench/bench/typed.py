"""What a person types: a text in a language, or a query's name, with values for its `$name`."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from ..core.answer import Answer, Plan, Step
from ..core.errors import BadInput, NotSupported, QueryFailed
from ..core.values import Rows
from ..stores.opened import OpenStores

if TYPE_CHECKING:
    from ..catalogue.capsule import Question
    from .questions import Questions

KINDS = {"sql": "relational", "cypher": "graph", "velesql": "collections"}


class Change(NamedTuple):
    """What a statement that wrote gave back, and what it changed by the engine's count."""

    answer: Answer
    counters: Mapping[str, int]


COLLECTION = "_collection"
LANGUAGES = (*KINDS, "ask")


class Typed:
    """Asks, plans and writes what a person typed.

    A language is "sql", "cypher", "velesql", or "ask" (the text is a query's name).
    """

    def __init__(self, bench: Questions, stores: OpenStores) -> None:
        self._bench, self._stores = bench, stores

    @property
    def languages(self) -> tuple[str, ...]:
        return LANGUAGES

    def parameters(self, language: str, text: str) -> dict[str, bool]:
        """The names that a text takes, in the order of the alphabet; True where it needs one."""
        from ..catalogue.placeholders import parameter_names

        if language == "ask":
            return {p.name: p.required for p in self._bench.catalogue.get(text).parameters}
        names = sorted(parameter_names(self._kind(language), text))
        if language == "velesql" and _walks(text):
            names = [COLLECTION, *names]
        return dict.fromkeys(names, True)

    def answer(
        self,
        language: str,
        text: str,
        given: Mapping[str, Any],
        *,
        row_limit: int | None = None,
        timeout: float | None = None,
    ) -> Answer:
        """The answer; errors are those of `bench.sql`, `bench.cypher` and `bench.ask`."""
        from ..catalogue.asking import ask_text

        if language == "ask":
            embedder = lambda: self._bench.embedder  # noqa: E731
            return self._bench.asked(text, given, row_limit, timeout, embedder=embedder)
        kind = self._kind(language)
        limit = self._bench.profile.row_limit if row_limit is None else row_limit
        with self._stores.reopening(kind):
            store = self._stores.get(kind)
            return ask_text(kind, text, given, store=store, row_limit=limit, timeout=timeout)

    def again(self, question: Question) -> Answer:
        """The answer of what a capsule asked, on the stores as they are now."""
        from ..catalogue.asking import ask_text

        limits: dict[str, Any] = {
            "row_limit": question.row_limit,
            "timeout": question.timeout,
        }
        if question.query is not None:
            return self._bench.ask(question.query, **limits, **question.parameters)
        kind, text, given = question.kind, question.text, question.parameters
        with self._stores.reopening(kind):
            store = self._stores.get(kind)
            asked = store.under(question.tuned) if question.tuned else store
            return ask_text(kind, text, given, store=asked, **limits)

    def plan(
        self,
        language: str,
        text: str,
        given: Mapping[str, Any],
        *,
        measured: bool = False,
        timeout: float | None = None,
    ) -> Plan:
        """How the engine would run it, which it does not; or, `measured`, how it ran it.

        NotSupported where the engine does not tell.
        """
        from ..catalogue.planning import plan_query, plan_text

        how: dict[str, Any] = {"measured": measured, "timeout": timeout}
        query = self._bench.catalogue.get(text) if language == "ask" else None
        kind = query.kind if query else self._kind(language)
        with self._stores.reopening(kind):
            store = self._stores.get(kind)
            if query is None:
                return plan_text(kind, text, given, store=store, **how)
            embedder = lambda: self._bench.embedder  # noqa: E731
            return plan_query(query, given, store=store, embedder=embedder, **how)

    def write(self, language: str, text: str, given: Mapping[str, Any]) -> Change:
        """Run a statement, or a query of the catalogue, that writes.

        WriteRefused by a store that is open to be read alone. The answer can be neither planned
        nor asked again: both would be a second change.
        """
        from ..catalogue.asking import check_names

        if language == "ask":
            query = self._bench.catalogue.get(text)
            start = perf_counter()
            rows = self._bench.tell(text, **given)
            return self._changed(query.kind, query.text, given, rows, start)
        kind = self._kind(language)
        check_names(kind, text, given)
        with self._stores.reopening(kind):
            store, start = self._stores.get(kind), perf_counter()
            if kind != "graph":
                return self._changed(kind, text, given, store.write(text, given), start)
            rows, counters = store.changed(text, given)
            return self._changed(kind, text, given, rows, start)._replace(counters=counters)

    def _changed(
        self, kind: str, text: str, given: Mapping[str, Any], rows: Rows, start: float
    ) -> Change:
        engine = self._stores.get(kind).engine
        ms = (perf_counter() - start) * 1000
        step = Step(kind, f"{engine.name} {engine.version}", text, given, len(rows), ms)
        affected = rows.columns == ("affected",) and len(rows) == 1
        count = rows.values[0][0] if affected else len(rows)
        counters = {"rows affected" if affected else "rows returned": count}
        return Change(Answer(rows, (step,), _once, _once), counters)

    @staticmethod
    def _kind(language: str) -> str:
        if language not in KINDS:
            raise BadInput(f"expected one of {', '.join(KINDS)}, found {language!r}")
        return KINDS[language]


def _walks(text: str) -> bool:
    """Whether a text is a MATCH … RETURN, which names its collection beside the text."""
    from ..velesql.syntax.parse import parse
    from ..velesql.tree.selects import Match
    from ..velesql.tree.statements import Explain

    try:
        statement = parse(text)
    except QueryFailed:
        return False
    return isinstance(statement.statement if isinstance(statement, Explain) else statement, Match)


def _once() -> NoReturn:
    raise NotSupported("this statement wrote: it is not planned or asked a second time")
