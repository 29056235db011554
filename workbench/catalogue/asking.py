"""A question put to one store: bound, run, traced."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from time import perf_counter
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from ..core.answer import Answer, Step
from ..core.errors import BadParameters, QueryFailed, QueryNotFound, WriteRefused
from ..core.protocols import Embedder, Reads, Tunes, Writes
from ..core.values import Rows
from .binding import bind
from .capsule import Question, record
from .placeholders import BESIDE, parameter_names
from .query import Query

_UNTUNED: Mapping[str, str] = MappingProxyType({})


class Prepared(NamedTuple):
    """A question with the values to send, the store they go to, and what was done for them."""

    question: Question
    sent: Mapping[str, Any]
    store: Reads
    steps: list[Step]


def ask(
    query: Query,
    given: Mapping[str, Any],
    *,
    store: Reads,
    embedder: Callable[[], Embedder] | None = None,
    row_limit: int | None = None,
    timeout: float | None = None,
) -> Answer:
    """The answer of a catalogue query on a store of its kind.

    Text given for a vector is embedded first, as a step of its own; `embedder` opens what
    does so, and is called only then. BadParameters before any store is touched; WriteRefused
    for a query that writes; QueryFailed with the engine's words and the query's file.
    `row_limit` and `timeout` (seconds) go to the store, and so do the query's settings, which
    hold for this question alone; BadInput where the store takes no such setting.
    """
    _check_limit(row_limit)
    ready = prepared(query, given, store, embedder)
    asked = replace(ready.question, row_limit=row_limit, timeout=timeout)
    try:
        return _answer(asked, ready.sent, ready.store, ready.steps)
    except QueryFailed as error:
        _annotate(error, query, asked.parameters)
        raise


def prepared(
    query: Query,
    given: Mapping[str, Any],
    store: Reads,
    embedder: Callable[[], Embedder] | None = None,
) -> Prepared:
    """A query that reads with its values, ready to be sent; texts for vectors are embedded."""
    if query.writes:
        raise WriteRefused(
            f"{query.name} writes, and this door only reads; tell it instead", statement=query.text
        )
    bound = bind(query, given)
    steps, texts = _embedded(query, bound, embedder) if query.vectors else ([], {})
    engine = store.engine
    statement, sent = query.template(engine.name).filled(bound)
    if query.documents:
        sent = _with_documents(query, sent)
    tuned = query.tuning(bound) if query.settings else _UNTUNED
    if tuned:
        store = cast(Tunes, store).under(tuned)
        named = query.template(engine.name).values
        sent = {name: value for name, value in sent.items() if name in named}
    asked = Question(
        *(query.name, query.kind, statement, bound, None, None, query.scores),
        embedder=steps[0].engine if steps else None,
        embedded=texts,
        tuned=tuned,
    )
    return Prepared(asked, sent, store, steps)


def tell(query: Query, given: Mapping[str, Any], *, store: Writes) -> Rows:
    """Run a catalogue query that writes, on a store of its kind: the rows it returns.

    BadParameters before the store is touched; QueryNotFound for a query that only reads, whose
    door is `ask`; QueryFailed with the engine's words and the query's file.
    """
    if not query.writes:
        raise QueryNotFound(f"{query.name} reads; ask it instead")
    bound = bind(query, given)
    statement, sent = query.template(store.engine.name).filled(bound)
    if query.documents:
        sent = _with_documents(query, sent)
    try:
        return store.write(statement, sent)
    except QueryFailed as error:
        _annotate(error, query, bound)
        raise


def ask_text(
    kind: str,
    text: str,
    given: Mapping[str, Any],
    *,
    store: Reads,
    row_limit: int | None = None,
    timeout: float | None = None,
) -> Answer:
    """The answer of a text that a person or a model wrote; the store runs it unable to write.

    BadParameters where the values given and the `$name` in the text do not match.
    """
    _check_limit(row_limit)
    check_names(kind, text, given)
    asked = Question(None, kind, text, given, row_limit, timeout)
    return _answer(asked, given, store, [])


def check_names(kind: str, text: str, given: Mapping[str, Any]) -> None:
    """BadParameters where the values given and the `$name` in a typed text do not match."""
    named = parameter_names(kind, text)
    if named != given.keys() - BESIDE.get(kind, frozenset()):
        takes = ", ".join(f"${name}" for name in sorted(named)) or "no parameters"
        seen = ", ".join(sorted(given)) or "nothing"
        raise BadParameters(f"the text takes {takes}; given: {seen}")


def _check_limit(row_limit: int | None) -> None:
    if row_limit is not None and row_limit < 1:
        raise BadParameters(f"row_limit: expected 1 or more, found {row_limit}")


def _answer(asked: Question, sent: Mapping[str, Any], store: Reads, steps: list[Step]) -> Answer:
    engine = store.engine
    start = perf_counter()
    reviewed = asked.query is not None
    rows = store.rows(
        asked.text, sent, limit=asked.row_limit, timeout=asked.timeout, reviewed=reviewed
    )
    ms = (perf_counter() - start) * 1000
    running = f"{engine.name} {engine.version}"
    steps.append(Step(asked.kind, running, _shown(asked), sent, len(rows.values), ms))
    plan = partial(store.explain, asked.text, sent)
    return Answer(rows, tuple(steps), plan, partial(record, asked, engine, rows))


def _shown(asked: Question) -> str:
    """The statement as a person would run it: its settings first."""
    settings = [f"SET LOCAL {name} = '{value}';\n" for name, value in asked.tuned.items()]
    return "".join([*settings, asked.text])


def _embedded(
    query: Query, bound: dict[str, Any], embedder: Callable[[], Embedder] | None
) -> tuple[list[Step], dict[str, str]]:
    """Vectors in place of texts, in `bound`; the steps that made them, and the texts."""
    texts = {name: bound[name] for name in query.vectors if isinstance(bound[name], str)}
    if not texts:
        return [], {}
    if embedder is None:
        raise BadParameters(
            f"{query.name}: `{', '.join(texts)}` was given as text, and there is no embedder; "
            "give a vector, or open the bench with one"
        )
    embed, steps = embedder(), []
    for name, text in texts.items():
        start = perf_counter()
        vector = embed.embed([text])[0]
        ms = (perf_counter() - start) * 1000
        check = next(p.check for p in query.parameters if p.name == name)
        bound[name] = check(vector)
        steps.append(Step("embedder", embed.model, f"embed ${name}", {name: text}, 1, ms))
    return steps, texts


def _with_documents(query: Query, sent: Mapping[str, Any]) -> Mapping[str, Any]:
    """JSON as text for SQL: drivers would send a list as an array, a number as a number."""
    if query.kind != "relational":
        return sent
    given = [name for name in query.documents if sent[name] is not None]
    return {**sent, **{name: json.dumps(sent[name], ensure_ascii=False) for name in given}}


def _annotate(error: QueryFailed, query: Query, bound: Mapping[str, Any]) -> None:
    error.add_note(f"query {query.name} ({query.file})")
    for name in query.vectors:
        if bound[name] is not None:
            error.add_note(f"${name} was given with {len(bound[name])} dimensions")
