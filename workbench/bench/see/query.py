"""Queries, to be looked at and to be typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...core.answer import Answer, Plan
from ...core.errors import BadInput, WorkbenchError
from ...widgets.query.console import Asked, QueryConsole
from ...widgets.query.model import Result
from ...widgets.query.widget import QueryResult

if TYPE_CHECKING:
    from ..bench import Bench

_LANGUAGES = {"relational": "sql", "graph": "cypher", "collections": "velesql"}
_SQL = re.compile(r"\s*(?:SELECT|VALUES|TABLE)\b", re.IGNORECASE)
_CYPHER = re.compile(r"\s*(?:MATCH|OPTIONAL|UNWIND|CALL|RETURN)\b", re.IGNORECASE)


def query(
    bench: Bench | None,
    asked: Answer | str,
    *,
    show: str = "",
    language: str = "",
    limit: int | None = None,
    timeout: float | None = None,
    **parameters: Any,
) -> QueryResult:
    """An answer from every side; a text is asked of the bench first, with its parameters.

    `language` is "sql", "cypher", "velesql" or "ask", told from the text where it can be;
    `show` is the tab in front. The engine is asked for the plan now, for none is asked when it
    is shown.
    """
    if isinstance(asked, Answer):
        return QueryResult(result_of(asked, limit=limit, timeout=timeout), show=show)
    if bench is None:
        raise BadInput("a text is asked of a bench: bench.see.query(…); or give an answer")
    spoken = language or _language(bench, asked)
    answer = bench.typed.answer(spoken, asked, parameters, row_limit=limit, timeout=timeout)
    question = Asked(spoken, asked, parameters, limit, timeout)
    return QueryResult(result_of(answer, question), show=show)


def result_of(
    answer: Answer,
    asked: Asked | None = None,
    *,
    limit: int | None = None,
    timeout: float | None = None,
    counters: Mapping[str, int] | None = None,
) -> Result:
    """An answer with its plan, which is asked for here."""
    last = answer.trace[-1]
    if asked is None:
        language = _LANGUAGES.get(last.store, last.store)
        asked = Asked(language, last.statement, last.parameters, limit, timeout)
    plan, note = _plan(answer)
    return Result(
        asked.language,
        asked.text,
        asked.parameters,
        answer=answer,
        plan=plan,
        plan_note=note,
        limit=asked.limit,
        timeout=asked.timeout,
        counters=counters or {},
    )


def _plan(answer: Answer) -> tuple[Plan | None, str]:
    try:
        return answer.plan(), "as the engine would run it"
    except WorkbenchError as error:
        return None, f"no plan: {error}"


def _language(bench: Bench, text: str) -> str:
    if text.strip() in bench.catalogue:
        return "ask"
    if _SQL.match(text):
        return "sql"
    if _CYPHER.match(text):
        return "cypher"
    raise BadInput('cannot tell the language of this text: say language="sql" or "cypher"')


def console(
    bench: Bench | None, *, limit: int | None = 1_000, timeout: float | None = 30.0
) -> QueryConsole:
    """A place to type queries to a bench; `limit` rows and `timeout` seconds to begin with."""
    if bench is None:
        raise BadInput("a console asks a bench: bench.see.console()")
    return QueryConsole(
        lambda asked: _run(bench, asked),
        lambda: schema(bench),
        languages=bench.typed.languages,
        limit=limit,
        timeout=timeout,
    )


def _run(bench: Bench, asked: Asked) -> Result:
    try:
        answer = bench.typed.answer(
            asked.language,
            asked.text.strip() if asked.language == "ask" else asked.text,
            asked.parameters,
            row_limit=asked.limit,
            timeout=asked.timeout,
        )
    except WorkbenchError as error:
        limits = {"limit": asked.limit, "timeout": asked.timeout}
        return Result(asked.language, asked.text, asked.parameters, error=error, **limits)  # type: ignore[arg-type]
    return result_of(answer, asked)


def schema(bench: Bench) -> dict[str, Any]:
    """The names that can be completed, and why some cannot.

    `tables` (columns by table), `labels` and `types` (properties by name), `queries` (name,
    signature and summary of those that read), `missing` (sentences).
    """
    found: dict[str, Any] = {"missing": []}
    parts = {
        "tables": ("console/columns", "table", "column"),
        "labels": ("console/node_properties", "labels", "properties"),
        "types": ("console/edge_properties", "type", "properties"),
    }
    for part, (name, owner, names) in parts.items():
        found[part] = _names(bench, name, owner, names, found["missing"])
    found["queries"] = [
        {"name": q.name, "signature": q.signature, "summary": q.summary}
        for q in bench.catalogue
        if not q.writes
    ]
    return found


def _names(
    bench: Bench, name: str, owner: str, names: str, missing: list[str]
) -> dict[str, list[str]]:
    try:
        rows = bench.ask(name, row_limit=100_000, timeout=10.0).rows
    except WorkbenchError as error:
        missing.append(f"{name}: {error}")
        return {}
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for each in _listed(row[owner]):
            found.setdefault(each, {}).update(dict.fromkeys(_listed(row[names])))
    return {each: list(inner) for each, inner in found.items()}


def _listed(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
