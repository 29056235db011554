"""Two evaluation runs and the pipeline's books of the small world."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

QUESTION, GOLDEN = "Who likes Quokkas?", "Geneva Durben"
RUNS = {"eval:20261101-100000": "pass", "eval:20261101-110000": "fail"}


def load_books(store: Any) -> None:
    for at, (run, verdict) in enumerate(RUNS.items()):
        load_test(store, UUID(int=100 + at), run=run, verdict=verdict)
    store.write(
        """
        INSERT INTO eval_gds (gds_question, gds_answer, question_scenario)
        VALUES ('Who likes Quokkas?', 'Geneva Durben', 'sample');
        INSERT INTO grist_nodes_meta (node_id, node_type, create_ts, update_ts, process_ts)
        SELECT node_id, node_type, 1000, 1000, 1000 FROM nodes;
        INSERT INTO nodes_meta (node_id, node_type, create_ts, update_ts, process_ts)
        SELECT node_id, node_type, 1001, 1001, 1001 FROM nodes;
        INSERT INTO dm_anchor_attributes_meta
            (anchor, attribute_name, create_ts, update_ts, process_ts)
        VALUES ('person', 'person_name', 1000, 1000, 1000);
        INSERT INTO prepare_nodes_34bc19d28a_meta
        SELECT node_id, 1001, node_id <> 'person:1', 0, NULL FROM nodes WHERE node_id <> 'person:2';
        INSERT INTO generate_embeddings_3c11efed1b_meta
        SELECT node_id, node_type, CASE node_id WHEN 'interest:1' THEN 1000 ELSE 1002 END, true, 0,
            NULL FROM nodes
        """
    )


def load_test(
    store: Any, thread: UUID, *, run: str, verdict: str, question: str = QUESTION, **result: Any
) -> None:
    """A thread of an evaluation run: asked, answered in two seconds, judged."""
    noon = datetime(2026, 11, 1, 12)
    config = {"interface": "eval", "test_run_name": verdict, "question_scenario": "sample"}
    columns = ("thread_id", "created_at", "thread_config", "contact_id")
    store.put("threads", columns, [(thread, noon, config, run)])
    judged = {"test_status": verdict, "eval_judge_rating": 10, "judge_cost": 0.25, **result}
    store_events(
        store,
        thread,
        [
            ("eval.meta", {"run_config": {"pipeline_model": "gpt"}, "data_model": {"dm_id": "d1"}}),
            ("comm.user_message", {"role": "user", "content": question}),
            ("rag.query_processed", {"technical_info": cost("gpt", 0.5)}),
            ("comm.assistant_message", {"role": "assistant", "content": GOLDEN}),
            ("eval.result", {"gds_question": question, "gds_answer": GOLDEN, **judged}),
        ],
    )


def cost(model: str, price: float | None) -> dict[str, Any]:
    return {"model_used": model, "model_stats": {model: {"requests_cost": price}}}


def store_events(store: Any, thread: UUID, events: list[tuple[str, Any]]) -> None:
    """Events one second apart, after those that the thread has."""
    text = (
        "INSERT INTO thread_events (thread_id, event_id, created_at, event_type, event_data) "
        "SELECT $thread, gen_random_uuid(), coalesce(max(created_at), '2026-11-01') "
        "+ interval '1 second', $kind, $data::json FROM thread_events WHERE thread_id = $thread"
    )
    for kind, data in events:
        store.write(text, {"thread": thread, "kind": kind, "data": json.dumps(data)})
