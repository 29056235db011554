"""How values look where nobody asks for their fields: at a prompt and in a notebook."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from workbench.catalogue.catalogue import Catalogue
from workbench.core.answer import Answer, Plan, Step
from workbench.core.data_model import Anchor, Attribute, DataModel, Link
from workbench.core.drift import DriftTable, Finding, Queries, QueryReplay, ThreadReplay
from workbench.core.overview import Dashboard, EvalComparison, PipelineStatus
from workbench.core.thread_list import Cursor, ListedThread, ThreadPage
from workbench.core.threads import Thread, ThreadContext
from workbench.core.values import Event, Rows

THREAD, NOON = UUID(int=7), datetime(2026, 11, 1, 12)
LONG = "<b> " + "long " * 4000
ROWS = Rows(("name",), [(LONG,)] * 100)
EVENTS = tuple(
    Event(UUID(int=at), kind, NOON, {"role": role, "content": LONG})
    for at in range(50)
    for kind, role in [("comm.user_message", "user"), ("comm.assistant_message", "assistant")]
)
QUERIES = Queries(
    QueryReplay(THREAD, UUID(int=at), 0, "cypher", LONG, 1, Finding(verdict, added=({"a": LONG},)))
    for at, verdict in enumerate(("equal", "rows differ") * 50)
)
MODEL = DataModel(
    (Anchor("person", LONG, attributes=(Attribute("name", LONG, embeddable=True),)),),
    (Link("person", "person", "knows", LONG),),
)
STEP = Step("relational", "postgres 18", "SELECT 1 AS <b>", {"x": LONG}, 1, 0.5)
LISTED = ListedThread(THREAD, NOON, NOON, {"interface": "api"}, None, None)
PAGE = ThreadPage((LISTED,) * 40, Cursor("activity", True, 0.0, NOON, THREAD), lambda: 90)

SHOWN: dict[str, tuple[Any, str]] = {
    "rows": (ROWS, "100 rows, 80 not shown"),
    "answer": (Answer(ROWS, (STEP,), lambda: Plan(""), dict), "100 rows, 80 not shown"),
    "step": (STEP, "relational (postgres 18): 1 rows in 0.5 ms"),
    "plan": (Plan("Sort", children=(Plan("Scan", estimated_rows=3),)), "Sort\n  Scan  ~3 rows"),
    "page": (PAGE, "more follow: ask again with after=page.next"),
    "context": (ThreadContext(THREAD, {}, EVENTS), f"thread {THREAD}"),
    "turns": (Thread(THREAD, {}, EVENTS).turns, "50 rows, 30 not shown"),
    "turn": (Thread(THREAD, {}, EVENTS).turns[0], "question"),
    "queries": (QUERIES, "50 equal, 50 rows differ"),
    "replay": (ThreadReplay(THREAD, QUERIES, ("model x",)), "model x"),
    "drift": (DriftTable((ThreadReplay(THREAD, QUERIES),)), "1 threads: 50 equal, 50 rows differ"),
    "no drift": (DriftTable(()), "0 threads: no recorded queries"),
    "dashboard": (Dashboard(0.0, 9.0, *[ROWS] * 6), "changes from 0 to 9 (Unix seconds)"),
    "pipeline": (PipelineStatus(ROWS, ROWS), "steps"),
    "comparison": (EvalComparison(ROWS, ROWS), "settings that differ"),
    "data model": (MODEL, "person"),
    "catalogue": (Catalogue.shipped(), "not shown"),
    "query": (Catalogue.shipped().get("vedana/thread"), "vedana/thread(thread_id: uuid)"),
}


@pytest.mark.parametrize(("value", "told"), SHOWN.values(), ids=SHOWN)
def test_a_value_is_shown_by_text_and_tables_that_fit_a_screen(value: Any, told: str) -> None:
    assert told in str(value)
    assert repr(value) == str(value)
    assert len(repr(value)) < 20_000 > len(value._repr_html_())


@pytest.mark.parametrize("value", [value for value, _ in SHOWN.values()], ids=SHOWN)
def test_no_value_puts_markup_of_its_own_into_a_notebook(value: Any) -> None:
    assert "<b>" not in value._repr_html_()


def test_half_a_surrogate_pair_is_shown_as_its_escape() -> None:
    rows = Rows(("text", "object"), [("a\ud83db", {"k": "\ud83d"})])

    assert str(rows).encode().splitlines()[2] == rb'a\ud83db  {"k": "\ud83d"}'
    assert rb"a\ud83db" in rows._repr_html_().encode()
    assert rows.polars().rows() == [(r"a\ud83db", r'{"k": "\ud83d"}')]
    assert rows.polars().write_json() == json.dumps(
        [{"text": r"a\ud83db", "object": r'{"k": "\ud83d"}'}], separators=(",", ":")
    )


def test_a_thread_reads_its_turns_once() -> None:
    thread = Thread(THREAD, {}, EVENTS)

    assert thread.turns is thread.turns
