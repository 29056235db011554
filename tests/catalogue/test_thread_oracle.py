"""The original backoffice's own lists and views of the recorded threads, asked of our tools."""

from __future__ import annotations

import json
import pprint
from functools import cache
from typing import Any

import pytest

from tests.asker import Asker
from tests.conftest import SHARED
from workbench.core.thread_list import ListedThread
from workbench.core.thread_view import ViewedEvent
from workbench.tools import thread_view, threads

EXPECTED = SHARED / "data" / "vedana" / "expected.json"
FILTERS: dict[str, dict[str, Any]] = {
    "default": {},
    "priority": {"order": "priority"},
    "iface_eval": {"interface": "eval"},
    "pending": {"review": "Pending"},
    "tag_good": {"tags": ["good"]},
    "dates": {"since": "2000-01-01", "until": "2099-01-01"},
}


@cache
def expected(section: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(EXPECTED.read_text("utf-8")) if EXPECTED.exists() else {}
    return found.get(section, {})


def cases(section: str) -> list[str]:
    return list(expected(section))


def as_original(row: ListedThread) -> dict[str, str]:
    tags = [*row.tags, "", "", ""]
    return {
        "thread_id": str(row.thread_id),
        "created_at": f"{row.created_at:%Y-%m-%d %H:%M:%S}",
        "interface": row.interface,
        "review_status": row.review,
        "priority": row.priority,
        **{f"tag{at + 1}": tags[at] for at in range(3)},
    }


def all_pages(bench: Asker, **filters: Any) -> list[str]:
    page = threads(bench, **filters)
    found = list(page)
    while page.next:
        page = threads(bench, **filters, after=page.next)
        found += page
    return [str(row.thread_id) for row in found]


def test_every_case_of_the_original_is_asked() -> None:
    assert not expected("thread_list") or FILTERS.keys() == expected("thread_list").keys()


@pytest.mark.parametrize("case", cases("thread_list"))
def test_the_first_page_is_the_original_s(case: str, oracle: Any) -> None:
    page = threads(Asker(oracle), **FILTERS[case])

    assert [as_original(row) for row in page] == expected("thread_list")[case]["threads"]
    assert page.total == expected("thread_list")[case]["total"]


@pytest.mark.parametrize("case", cases("thread_list"))
def test_all_matching_ids_are_the_original_s(case: str, oracle: Any) -> None:
    filters = {name: value for name, value in FILTERS[case].items() if name != "order"}
    wanted = expected("thread_list")[case]["all_ids"]
    ids = Asker(oracle).ask("vedana/thread_ids", **filters).rows.column("thread_id")

    assert [str(thread) for thread in ids] == wanted
    assert all_pages(Asker(oracle), **filters) == wanted


def test_by_priority_every_thread_comes_once_its_ranked_ones_first(oracle: Any) -> None:
    case = expected("thread_list").get("priority", {"threads": [], "all_ids": []})
    first = [row["thread_id"] for row in case["threads"]]
    found = all_pages(Asker(oracle), order="priority")

    assert found[: len(first)] == first
    assert sorted(found) == sorted(case["all_ids"])
    assert all_pages(Asker(oracle), order="priority", descending=False) == found[::-1]


def test_interfaces_are_the_original_s_and_tags_only_those_in_use(oracle: Any) -> None:
    case = expected("thread_list")["default"]
    bench = Asker(oracle)

    assert bench.ask("vedana/thread_interfaces").rows.column("interface") == case["interfaces"]
    assert case["tags"] == ["demo", "good"]  # "demo" was taken off its only event (D48)
    assert bench.ask("vedana/thread_tags").rows.values == [("good", 1)]


def event_as_original(event: ViewedEvent) -> dict[str, Any]:
    """The original's fields of text are made from ours as the original made them."""
    at = f"{event.created_at:%Y-%m-%d %H:%M:%S}"
    wrapped = [pprint.pformat(text)[1:-1].replace("'", "") for text in event.cypher_queries]
    return {
        "event_id": str(event.event_id),
        "created_at": at,
        "created_at_str": at,
        "event_type": event.event_type,
        "role": event.role,
        "content": event.content,
        "tags": list(event.written_tags),
        "event_data_str": event.data,
        "technical_vts_queries": list(event.vector_queries),
        "technical_cypher_queries": list(event.cypher_queries),
        "technical_models": [[f'"{name}"', used] for name, used in event.models.items()],
        "vts_str": "\n".join(event.vector_queries),
        "cypher_str": "\n".join(wrapped),
        "has_technical_info": bool(event.vector_queries or event.cypher_queries or event.models),
        "has_vts": bool(event.vector_queries),
        "has_cypher": bool(event.cypher_queries),
        "has_models": bool(event.models),
        "visible_tags": list(event.tags),
        "feedback_comments": [
            {
                "id": str(comment.comment_id),
                "note": comment.note,
                "severity": comment.severity,
                "created_at": f"{comment.created_at:%Y-%m-%d %H:%M:%S}",
                "status": comment.status,
            }
            for comment in event.comments
        ],
        "generic_meta": not event.event_type.startswith(("comm.", "rag.query_processed")),
    }


def read(case: dict[str, Any]) -> dict[str, Any]:
    """The original's event with its JSON texts read; `models_str` is those joined."""
    models = [[name, json.loads(used)] for name, used in case["technical_models"]]
    joined = "\n".join(f"{name}: {used}" for name, used in case["technical_models"])
    assert case["models_str"] == joined
    kept = {name: value for name, value in case.items() if name != "models_str"}
    data = json.loads(case["event_data_str"])
    return {**kept, "technical_models": models, "event_data_str": data}


@pytest.mark.parametrize("thread", cases("thread_view"))
def test_a_view_is_the_original_s(thread: str, oracle: Any) -> None:
    case = expected("thread_view")[thread]
    view = thread_view(Asker(oracle), thread)

    assert [event_as_original(event) for event in view.events] == [
        read(event) for event in case["events"]
    ]
    assert (view.total, view.has_more) == (case["total"], case["has_more"])
    assert case["available_tags"] == ["demo", "good"]
    assert view.available_tags == ("good",)  # tags in use (D48)


def test_a_list_without_our_indexes_is_the_same_as_with_them(oracle: Any) -> None:
    bench = Asker(oracle)
    missing = bench.ask("vedana/missing_indexes").rows.column("name")
    general = bench.ask("vedana/thread_page", page_size=300).rows

    assert len(missing) == 9
    assert bench.ask("vedana/thread_page_recent", page_size=300).rows == general


def test_words_of_messages_find_their_threads(oracle: Any) -> None:
    said = (
        "SELECT DISTINCT thread_id FROM thread_events WHERE event_type LIKE 'comm.%' "
        "AND event_data ->> 'content' ~* '\\mquokkas\\M'"
    )
    wanted = {str(thread) for thread in oracle.rows(said).column("thread_id")}
    found = threads(Asker(oracle), search="quokkas", order="relevance", page_size=100)

    assert {str(row.thread_id) for row in found} == wanted
    assert found.total == len(wanted) > 1
    assert all("«Quokkas»" in row.excerpt for row in found)
