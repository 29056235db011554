"""Every view from plain data, no store behind it: one thing for each word, which it is made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import numpy as np

from workbench.bench.see.embeddings import embeddings
from workbench.bench.see.graph import graph
from workbench.bench.see.query import query
from workbench.bench.see.threads import threads
from workbench.core.answer import Answer, Plan, Step
from workbench.core.evaluation.replies import TraceStep as Traced
from workbench.core.search_limits import LimitsInForce
from workbench.core.threads import Thread
from workbench.core.values import Edge, Event, Node, Rows
from workbench.widgets.evaluation.model import Judged
from workbench.widgets.evaluation.widget import EvalReport
from workbench.widgets.planes.model import Atlas, Being, Door, Moving, Plane, Relation, Stay, Way
from workbench.widgets.planes.moments import Band, Moment
from workbench.widgets.planes.widget import PlaneExplorer
from workbench.widgets.view import View

NAMES = (
    "Ada", "Byron", "Clara", "Darwin", "Emmy", "Faraday", "Grace", "Hypatia", "Ibn Sina",
    "Joule", "Kepler", "Lovelace", "Maxwell", "Noether", "Ørsted", "Pascal",
)  # fmt: skip
KINDS = ("Person", "Place", "Work")
MORNING = datetime(2026, 11, 21, 9, 0)


def graph_view(words: Sequence[str] = NAMES) -> View:
    """Nodes in a ring with spokes; each word is an id, a label, a property and an edge's type."""
    kinds = KINDS if words is NAMES else words
    nodes = [
        Node(word, (kinds[n % len(kinds)],), {"name": word, "rank": n, "note": f"note {word}"})
        for n, word in enumerate(words)
    ]
    count = len(words)
    ring = [(n, (n + 1) % count) for n in range(count)] + [(0, n) for n in range(2, count, 3)]
    edges = [
        Edge(words[a], "KNOWS" if words is NAMES else words[a], words[b], {"since": words[a]})
        for a, b in ring
    ]
    return graph(None, [*nodes, *edges], title=f"Graph of {words[0]}")


def planes_view(words: Sequence[str] = NAMES) -> View:
    """A plane, a being on it and a door to the next for each word; two moments in one era."""
    places = [(120.0 + 230 * (n % 4), 60.0 + 90 * (n // 4)) for n in range(len(words))]
    planes = [Plane(w, w, w, w, w, *places[n], 180.0, 44.0) for n, w in enumerate(words)]
    pairs = list(pairwise(words))
    doors = [Door(a, a, a, b, "both", 1.0, a, None, None, a) for a, b in pairs]
    beings = [Being(f"being {w}", w, w, w, None, None, True) for w in words]
    stays = [Stay(f"being {w}", w, "direct", f"stay {w}", None, None) for w in words]
    always = Moving(
        np.zeros((2, len(doors)), np.uint8),
        np.ones((2, len(stays)), np.uint8),
        np.ones((2, len(beings)), np.uint8),
    )
    return PlaneExplorer(
        Atlas(
            planes=planes,
            doors=doors,
            moments=[Moment("A 1", "A", "A", "", 0.2), Moment("A 2", "A", "A", "", 0.8)],
            bands=[Band("A", words[0], "A", 0, 0.05, 0.95, words[0], True)],
            beings=beings,
            stays=stays,
            moving=always,
            relations=[Relation(f"r {a}", a, f"being {a}", b, None, None) for a, b in pairs],
            ways={(0, a, b): Way("true", 1.0, (2 * n,)) for n, (a, b) in enumerate(pairs)},
            state_of=[0, 0],
            setting=words[0],
        )
    )


def threads_view(words: Sequence[str] = NAMES) -> View:
    """A thread for each word, in which it is asked, searched for, found, failed on and answered."""
    return threads(None, [_thread(n, word) for n, word in enumerate(words)])


def embeddings_view(words: Sequence[str] = NAMES) -> View:
    """A point for each word, and a column of them; one query."""
    vectors = np.random.default_rng(7).normal(size=(len(words), 8)).astype("f4")
    return embeddings(
        None,
        vectors,
        ids=list(words),
        label=[f"label {word}" for word in words],
        columns={"kind": [KINDS[n % 3] if words is NAMES else w for n, w in enumerate(words)]},
        queries={words[0]: vectors[0]},
        neighbours=3,
        colour="kind",
    )


def query_view(words: Sequence[str] = NAMES) -> View:
    """Rows of a word, a node, an edge and a list; a plan and parameters of them."""
    rows = [
        (w, Node(w, (w,), {"name": w}), Edge(w, w, words[0], {"on": w}, id=w), [w, {w: w}])
        for w in words
    ]
    step = Step("graph", "arcadedb", f"MATCH (n) WHERE n.name <> $word // {words[0]}",
                {"word": words[0], "words": list(words)}, len(rows), 1.5)  # fmt: skip
    plan = Plan("Scan", {"label": words[0]}, 10.0, 1.0, tuple(Plan(w, {w: w}) for w in words))
    columns = ("id", "node", "edge", "list")
    return query(None, Answer(Rows(columns, rows), (step,), lambda: plan, dict))


def evaluation_view(words: Sequence[str] = NAMES) -> View:
    """Two runs that differ in every question; each word is a question with its answers."""
    labels = {"a": f"before {words[0]}", "b": f"after {words[0]}"}
    judged = [
        Judged(run, w, verdict, scenario=w, answer=w, golden=w, comment=w, trace=f"{run}{n}")
        for n, w in enumerate(words)
        for run, verdict in (("a", "pass" if n % 3 else "fail"), ("b", "fail" if n % 3 else "pass"))
    ]
    word = {f"{run}{n}": w for run in labels for n, w in enumerate(words)}
    return EvalReport(
        labels, judged, traces=lambda ids: {i: [Traced(word[i], word[i], 0.5)] for i in ids}
    )


VIEWS: dict[str, Callable[..., View]] = {
    "graph": graph_view,
    "planes": planes_view,
    "threads": threads_view,
    "embeddings": embeddings_view,
    "query": query_view,
    "evaluation": evaluation_view,
}


def _thread(number: int, word: str) -> Thread:
    said = [
        ("comm.user_message", {"role": "user", "content": f"What of {word}?"}),
        ("context.dm_filter_reasoning", {"reasoning": word, "content": word}),
        (word, {"anything": word, word: [word]}),
        ("comm.assistant_message", {"role": "assistant", "content": f"**{word}** [x]({word})"}),
        ("rag.query_processed", _processed(word)),
        ("comm.user_message", {"role": "user", "content": word}),
        ("rag.error", {"error": word, "query": word, "traceback": word}),
    ]
    start = MORNING + timedelta(minutes=number)
    events = [
        Event(UUID(int=100 * number + at + 1), kind, start + timedelta(seconds=at), data)
        for at, (kind, data) in enumerate(said)
    ]
    limits = LimitsInForce(unknown="no data model is at hand")
    return Thread(UUID(int=10_000 + number), {"contact_id": word}, tuple(events), limits)


def _processed(word: str) -> dict[str, object]:
    cypher = f"MATCH (n) WHERE n.name = '{word}' RETURN n"
    hit = {"similarity": 0.9, "node_id": word, "node_type": word, "node": {word: word}}
    calls = [
        ("vector_text_search", {"label": word, "property": word, "text": word}, repr(hit)),
        ("cypher", {"query": cypher}, json.dumps({word: word}, indent=2)),
        (word, {word: word}, word),
    ]
    info = {
        "vts_queries": [f'vector_search("{word}","name","{word}")'],
        "cypher_queries": [cypher],
        "num_vts_queries": 1,
        "num_cypher_queries": 1,
        "model_used": word,
        "model_stats": {word: {"requests_count": 1, "requests_cost": 0.01}},
        "tool_calls": [
            {"tool": tool, "args": args, "result": f"Query: {tool}\nRows:\n{result}"}
            for tool, args, result in calls
        ],
    }
    return {"query": f"What of {word}?", "answer": word, "technical_info": info}
