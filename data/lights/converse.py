"""Makes threads.jsonl: conversations about the lights, as Vedana would have recorded them.

`python converse.py` loads the three documents into a bench in a temporary folder and answers
golden questions by a rule instead of a language model: the golden set's own search and Cypher,
run for real, and its golden answer. So every recorded row is what the stores returned, while
models, tokens, costs and times are nominal. Ids and clocks are counted, so the same documents
give the same file.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import workbench as wb

HERE = Path(__file__).resolve().parent
GOLDEN = [json.loads(line) for line in (HERE / "golden.jsonl").read_text("utf-8").splitlines()]
BY_ID = {question["id"]: question for question in GOLDEN}
MODEL, JUDGE = "rule-of-the-golden-set", "exact-names"
ROWS = {  # the columns of Vedana's own result
    "nodes": ("similarity", "node_id", "node_type", "node"),
    "edges": ("similarity", "from_node_id", "to_node_id", "edge_label", "edge"),
}
PRICE = {"prompt": 4e-7, "completion": 1.6e-6}  # dollars a token, nominal

# Before the register was corrected, Candle Hill was thought to be of 1788 and Abbot's Lamp
# the first; the thread that was recorded then shows what a replay says of changed data.
BEFORE_CORRECTION = {"lighthouse": "Candle Hill", "year": 1788}

CHATS = (
    ("reflex", "reflex:ada", ["lights-30", "lights-22"]),
    ("reflex", "reflex:ada", ["lights-08"]),
    ("telegram", "telegram:4711", ["lights-21", "lights-26"]),
    ("telegram", "telegram:4711", ["lights-16"]),
    ("telegram", "telegram:1900", ["lights-28"]),
    ("widget", "widget:tarrow-museum", ["lights-32", "lights-33", "lights-34"]),
    ("widget", "widget:tarrow-museum", ["lights-29"]),
    ("api", "api:almanac", ["lights-03"]),
    ("api", "api:almanac", ["lights-01"]),
    ("reflex", "reflex:ben", ["lights-14"]),
)


@dataclass
class Thread:
    """A thread that is being recorded: `tick` moves its clock and numbers its events."""

    number: int
    started: datetime
    config: dict[str, Any]
    contact: str
    external: str | None = None
    events: list[dict[str, Any]] = field(default_factory=list)

    def tell(self, kind: str, data: Any, *, seconds: float = 0.0) -> str:
        last = self.events[-1]["created_at"] if self.events else self.started.isoformat(" ")
        at = datetime.fromisoformat(last) + timedelta(seconds=seconds)
        event_id = str(UUID(int=(0x2026 << 112) + (self.number << 32) + len(self.events) + 1))
        event = {"event_id": event_id, "created_at": at.isoformat(" ")}
        self.events.append({**event, "event_type": kind, "event_data": data})
        return event_id

    def record(self) -> dict[str, Any]:
        return {
            "thread_id": str(UUID(int=(0x2026 << 112) + (self.number << 32))),
            "created_at": self.started.isoformat(" "),
            "thread_config": self.config,
            "contact_id": self.contact,
            "external_id": self.external,
            "events": self.events,
        }


def search(bench: wb.Bench, wanted: dict[str, str]) -> dict[str, Any]:
    """A vector search as a tool call, its rows as Python's repr, which is how Vedana keeps them."""
    form = "edges" if wanted["prop_type"] == "edge" else "nodes"
    owner = "link" if form == "edges" else "anchor"
    told = bench.sql(
        f"SELECT embed_threshold, embed_top_n FROM dm_{owner}_attributes "
        f"WHERE {owner} = $label AND attribute_name = $property",
        label=wanted["label"],
        property=wanted["prop_name"],
    ).rows[0]
    found = bench.ask(
        f"vedana/vector_search_{form}",
        label=wanted["label"],
        property=wanted["prop_name"],
        embedding=wanted["text"],
        threshold=told["embed_threshold"],
        top_n=told["embed_top_n"],
    )
    rows = "\n".join(repr({name: row[name] for name in ROWS[form]}) for row in found.rows)
    args = {"label": wanted["label"], "property": wanted["prop_name"], "text": wanted["text"]}
    return {"tool": "vector_text_search", "args": args, "result": _result(args, rows)}


def _result(args: dict[str, str], rows: str) -> str:
    name = "cypher" if "query" in args else "vector_text_search"
    return f"Query: {name}\nRows:\n{rows}"


def cypher(bench: wb.Bench, question: dict[str, Any], *, stale: bool = False) -> dict[str, Any]:
    """A Cypher call; agents of Vedana send no parameters, so the values stand in the text."""
    text = question["cypher"]
    for name, value in question["parameters"].items():
        text = text.replace(f"${name}", json.dumps(value))
    rows = [BEFORE_CORRECTION] if stale else [dict(row) for row in bench.cypher(text).rows]
    shown = "\n".join(json.dumps(row, indent=2, ensure_ascii=False) for row in rows)
    return {"tool": "cypher", "args": {"query": text}, "result": _result({"query": text}, shown)}


def calls(bench: wb.Bench, question: dict[str, Any], *, stale: bool) -> list[dict[str, Any]]:
    found = [search(bench, question["vector"])] if question["vector"] else []
    return [*found, cypher(bench, question, stale=stale)] if question["cypher"] else found


def technical(made: list[dict[str, Any]]) -> dict[str, Any]:
    searches = [c["args"] for c in made if c["tool"] == "vector_text_search"]
    texts = [c["args"]["query"] for c in made if c["tool"] == "cypher"]
    prompt, completion = 1800 + sum(len(c["result"]) for c in made) // 4, 60
    cost = prompt * PRICE["prompt"] + completion * PRICE["completion"]
    usage = {"requests_count": len(made) + 1, "prompt_tokens": prompt}
    usage |= {"completion_tokens": completion, "cached_tokens": 0, "requests_cost": cost}
    return {
        "vts_queries": [
            f'vector_search("{a["label"]}","{a["property"]}","{a["text"]}")' for a in searches
        ],
        "cypher_queries": texts,
        "num_vts_queries": len(searches),
        "num_cypher_queries": len(texts),
        "model_used": MODEL,
        "model_stats": {MODEL: usage},
        "tool_calls": made,
    }


def turn(thread: Thread, question: dict[str, Any], answer: str, made: list[dict[str, Any]]) -> str:
    asked = f"{question['question']} {question['context']}".strip()
    thread.tell("comm.user_message", {"role": "user", "content": asked}, seconds=20)
    said = thread.tell(
        "comm.assistant_message", {"role": "assistant", "content": answer}, seconds=2 + len(made)
    )
    data = {"query": asked, "answer": answer, "technical_info": technical(made), "threshold": 0.8}
    thread.tell("rag.query_processed", data, seconds=0.01)
    return said


def chats(bench: wb.Bench) -> Iterator[Thread]:
    for number, (interface, contact, ids) in enumerate(CHATS, start=1):
        started = datetime(2026, 11, 2, 9) + timedelta(hours=5 * number)
        thread = Thread(number, started, {"interface": interface}, contact)
        thread.tell("jims.lifecycle.thread_created", {})
        for one in ids:
            stale = one == "lights-01"
            answer = "Candle Hill, in 1788." if stale else BY_ID[one]["answer"]
            said = turn(thread, BY_ID[one], answer, calls(bench, BY_ID[one], stale=stale))
        _annotate(thread, number, said)
        yield thread
    yield _failed(len(CHATS) + 1)


def _annotate(thread: Thread, number: int, said: str) -> None:
    """What reviewers left behind: a complaint that is open, one that is settled, and tags."""
    if number in (1, 6):
        thread.tell("jims.backoffice.tag_added", {"target_event_id": said, "tag": "good"})
    if number == 9:
        note = {"event_id": said, "tags": [], "note": "It was 1786.", "severity": "High"}
        thread.tell("jims.backoffice.feedback", note, seconds=3600)
    if number == 5:
        note = {"event_id": said, "tags": [], "note": "Spelling?", "severity": "Low"}
        comment = thread.tell("jims.backoffice.feedback", note, seconds=600)
        thread.tell("jims.backoffice.comment_resolved", {"comment_id": comment}, seconds=60)


def _failed(number: int) -> Thread:
    """A turn that broke: the person got a fixed sentence, the reason stands in rag.error."""
    started = datetime(2026, 11, 5, 8)
    thread = Thread(number, started, {"interface": "api"}, "api:almanac", "almanac-2026-11-05")
    thread.tell("jims.lifecycle.thread_created", {})
    asked = "How far is the moon?"
    thread.tell("comm.user_message", {"role": "user", "content": asked}, seconds=1)
    sorry = "An error occurred while processing the request"
    thread.tell("comm.assistant_message", {"role": "assistant", "content": sorry}, seconds=30)
    error = {"query": asked, "error": "the model did not answer in 30 s", "traceback": ""}
    thread.tell("rag.error", error, seconds=0.01)
    return thread


def evaluation(bench: wb.Bench, *, run: datetime, name: str, graph: bool) -> Iterator[Thread]:
    """One run over the golden set; without `graph`, questions that need Cypher stay unanswered."""
    first = 1000 if graph else 2000
    for at, question in enumerate(GOLDEN):
        config = {"interface": "eval", "test_run_name": name, "question_scenario": question["kind"]}
        contact = f"eval:{run:%Y%m%d-%H%M%S}"
        thread = Thread(first + at, run + timedelta(seconds=30 * at), config, contact)
        thread.tell("jims.lifecycle.thread_created", {})
        thread.tell("eval.meta", _meta(contact, name, question))
        made = calls(bench, question, stale=False)
        known = graph or not question["cypher"]
        answer = question["answer"] if known else "I do not know."
        turn(thread, question, answer, made if known else made[:-1])
        thread.tell("eval.result", _judged(contact, name, question, answer, made), seconds=1)
        yield thread


def _meta(contact: str, name: str, question: dict[str, Any]) -> dict[str, Any]:
    return {
        "meta_version": 1,
        "test_run": contact,
        "test_run_name": name,
        "run_config": {"pipeline_model": MODEL, "embeddings_model": "wordllama"},
        "judge": {"judge_model": JUDGE},
        "question": _golden(question),
    }


def _golden(question: dict[str, Any]) -> dict[str, str]:
    return {
        "gds_question": question["question"],
        "gds_answer": question["answer"],
        "question_context": question["context"],
        "question_scenario": question["kind"],
    }


def _judged(
    contact: str, name: str, question: dict[str, Any], answer: str, made: list[dict[str, Any]]
) -> dict[str, Any]:
    passed = answer == question["answer"]
    return {
        **_golden(question),
        "judge_model": JUDGE,
        "pipeline_model": MODEL,
        "test_run_id": contact,
        "test_run_name": name,
        "llm_answer": answer,
        "tool_calls": "\n\n".join(
            f"[{at}] {c['tool']}\nArgs: {json.dumps(c['args'])}\nResult:\n{c['result']}"
            for at, c in enumerate(made, start=1)
        ),
        "test_status": "pass" if passed else "fail",
        "eval_judge_comment": "" if passed else "the answer is missing",
        "eval_judge_rating": 10 if passed else 0,
        "judge_cost": 0.0,
        "pipeline_cost": technical(made)["model_stats"][MODEL]["requests_cost"],
        "test_date": contact.removeprefix("eval:"),
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, wb.open(folder, linger=0.0) as bench:
        bench.load_grist(HERE)
        threads = [
            *chats(bench),
            *evaluation(bench, run=datetime(2026, 11, 6, 10), name="with graph", graph=True),
            *evaluation(bench, run=datetime(2026, 11, 7, 10), name="vectors only", graph=False),
        ]
    lines = [json.dumps(thread.record(), ensure_ascii=False) for thread in threads]
    (HERE / "threads.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
