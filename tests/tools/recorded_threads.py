"""Recorded calls over the small world, written as Vedana writes them, and their replay."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

from tests.asker import Asker
from workbench.core.drift import QueryReplay
from workbench.tools.replay_thread import replay_thread

NUMBER = count(1000)
LIKED = "MATCH (p:person)-[:PERSON_has_INTEREST]->(i:interest) WHERE i.id = 'interest:2' "
NAMES = LIKED + "RETURN p.person_name ORDER BY p.person_name"
GENEVA, OVID, TISHA = ({"p.person_name": n} for n in ("Geneva Durben", "Ovid Rahm", "Tisha Ghent"))
QUOKKAS = {
    "similarity": 1.0,
    "node_id": "interest:1",
    "node_type": "interest",
    "node": {"interest_name": "Quokkas"},
}
FAILED = "Query: cypher\nResult: 'Error executing query'"


def search(text: str, *rows: Any, label: str = "interest", name: str = "interest_name") -> Any:
    result = "Query: vector_text_search\nRows:\n" + "\n".join(map(repr, rows))
    args = {"label": label, "property": name, "text": text}
    return {"tool": "vector_text_search", "args": args, "result": result}


def cypher(query: str, *rows: Any, result: str | None = None) -> Any:
    shown = "Query: cypher\nRows:\n" + "\n".join(json.dumps(row, indent=2) for row in rows)
    return {"tool": "cypher", "args": {"query": query}, "result": result or shown}


def thread_with(bench: Any, data: Any) -> UUID:
    """A new thread with one `rag.query_processed` event of this data."""
    thread, now = UUID(int=next(NUMBER)), datetime(2026, 11, 21)
    columns = ("thread_id", "created_at", "thread_config")
    bench.relational.put("threads", columns, [(thread, now, {})])
    text = (
        "INSERT INTO thread_events (thread_id, event_id, event_type, event_data) "
        "VALUES ($id, $id, 'rag.query_processed', $data::json)"
    )
    bench.relational.write(text, {"id": thread, "data": json.dumps(data)})
    return thread


def replayed(bench: Asker, *calls: Any, **more: Any) -> Sequence[QueryReplay]:
    """More is what else `technical_info` holds, and `eps`."""
    eps = {"eps": more.pop("eps")} if "eps" in more else {}
    thread = thread_with(bench, {"technical_info": {"tool_calls": list(calls), **more}})
    return replay_thread(bench, thread, **eps).queries
