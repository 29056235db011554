"""Recorded calls of tools, made again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from time import perf_counter
from typing import Any, NamedTuple, NoReturn

from ...core.answer import Answer
from ...core.drift import Finding
from ...core.drift_finding import rows_finding
from ...core.errors import (
    BadInput,
    BadParameters,
    QueryNotFound,
    StoreUnavailable,
    WorkbenchError,
    WriteRefused,
)
from ...core.lore import LoreAnswer, World
from ...core.lore.edges import moment
from ...core.protocols import AsksWorld
from .calling import checked, hashes, rows_of, tool_named, tool_names
from .inquiry import Inquiry
from .template_queries import NamedQueries, answered, named_queries

COLUMNS = (
    "call_id", "session_id", "tool_name", "verdict", "recorded_rows", "rows", "note", "ms",
    "recorded_ms",
)  # fmt: skip
# What a tool may raise over values that nobody checked: a record may hold any JSON.
_ODD = (TypeError, ValueError, LookupError, AttributeError)


class _Again(NamedTuple):
    """What a call gives today: its rows, or why it gave none."""

    rows: list[dict[str, Any]] | None
    error: str = ""
    refused: str = ""


def replay_tool_calls(
    bench: AsksWorld,
    session_id: str | None = None,
    since: str | datetime | None = None,
    tool: str | None = None,
) -> LoreAnswer:
    """Makes recorded calls again and compares: one row a call, in the order of the record.

    `verdict`: equal; order differs; scores moved (floats alone, by more than 1e-6); rows
    differ; failed (it ran then); fails still; runs now (it failed then); not replayable: no
    such tool, other arguments, a tool that would change something. Of a record that holds a
    number of rows alone, the numbers are compared, and `note` says so. The session's setting and
    current time are those of the record, where it tells them. `meta` counts the verdicts.
    """
    inquiry = Inquiry.open(bench)
    calls = inquiry.ask("lore/tool_calls", session_id=session_id, since=_moment(since), tool=tool)
    queries = named_queries(bench, ())
    rows = [_replayed(bench, queries, call) for call in calls]
    verdicts = Counter(row[COLUMNS.index("verdict")] for row in rows)
    return inquiry.answer(COLUMNS, rows, verdicts=dict(verdicts.most_common()))


def _replayed(bench: AsksWorld, queries: NamedQueries, call: Mapping[str, Any]) -> tuple[Any, ...]:
    start = perf_counter()
    again = _made_again(bench, queries, call)
    ms = round((perf_counter() - start) * 1000)
    then = _parts(call["result"]).get("rows")
    finding = _finding(call, then, again)
    return (
        call["id"],
        call["session_id"],
        call["tool_name"],
        finding.verdict,
        len(then) if isinstance(then, list) else then,
        None if again.rows is None else len(again.rows),
        finding.note,
        ms,
        call["duration_ms"],
    )


def _made_again(bench: AsksWorld, queries: NamedQueries, call: Mapping[str, Any]) -> _Again:
    name, given = call["tool_name"], dict(_parts(call["arguments"]))
    asks = _Reading(bench, _parts(_parts(call["result"]).get("session")))
    try:
        if name in queries.by_name and name not in tool_names():
            return _Again(rows_of(answered(asks, *queries.get(name), given)))
        tool = tool_named(name)
        return _Again(rows_of(tool(asks, **checked(name, tool, given))))
    except (QueryNotFound, BadParameters, WriteRefused) as error:
        return _Again(None, refused=str(error))
    except StoreUnavailable:
        raise  # says nothing of the call
    except (WorkbenchError, *_ODD) as error:
        return _Again(None, error=f"{type(error).__name__}: {error}")


def _finding(call: Mapping[str, Any], then: Any, again: _Again) -> Finding:
    if again.refused:
        return Finding("not replayable", again.refused)
    if call["error"]:
        now = again.error or f"{len(again.rows or ())} rows"
        verdict = "fails still" if again.rows is None else "runs now"
        return Finding(verdict, f"then: {call['error']}; now: {now}")  # type: ignore[arg-type]
    if again.rows is None:
        return Finding("failed", again.error)
    if isinstance(then, list):
        return rows_finding(then, again.rows)
    if isinstance(then, int):
        return _counted(call["result"], again.rows)
    return Finding("not replayable", "the record holds no rows")


def _counted(result: Mapping[str, Any], rows: list[dict[str, Any]]) -> Finding:
    """Compares by hashes where the record has them, by the number of rows where it does not."""
    now = hashes(rows)
    if result["rows"] != now["rows"]:
        return Finding("rows differ", "by number")
    if "hash" not in result:
        return Finding("equal", "by number: the record holds no rows")
    if result["hash"] == now["hash"]:
        return Finding("equal")
    same = result["hash_any_order"] == now["hash_any_order"]
    return Finding("order differs" if same else "rows differ", "by hash")


def _parts(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _moment(since: str | datetime | None) -> datetime | None:
    try:
        return moment(since) if isinstance(since, str) else since
    except ValueError as error:
        raise BadInput(
            f"since: expected a real date such as 2026-02-20T00:00:00Z, saw {since!r}"
        ) from error


class _Reading:
    """The bench as the recorded session saw it, for tools that ask; one that changes is refused."""

    def __init__(self, bench: AsksWorld, session: Mapping[str, str]) -> None:
        self._bench, self._session = bench, session

    def ask(self, name: str, /, **given: Any) -> Answer:
        return self._bench.ask(name, **given)

    def sql(self, text: str, /, **given: Any) -> Answer:
        return self._bench.sql(text, **given)

    def cypher(self, text: str, /, **given: Any) -> Answer:
        return self._bench.cypher(text, **given)

    def world(self) -> World:
        world = self._bench.world()
        return replace(world, default_setting=self._session.get("setting") or world.default_setting)

    @property
    def world_time(self) -> str | None:
        return self._session.get("world_time") or self._bench.world_time

    def __getattr__(self, name: str) -> NoReturn:
        raise WriteRefused(f"a replay only asks, and the tool wants `{name}` of the bench")
