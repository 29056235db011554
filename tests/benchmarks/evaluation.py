"""Measures, paired tests and the judge's cache, beside ranx in the same run.

`python -m tests.benchmarks.evaluation` runs these alone. Both packages read the same two runs
and judgements from JSON, in a process of their own that has imported nothing: the time is that
of the whole process, the fastest of several. ranx compiles with numba and keeps what it
compiled; its first process, and ours, is not counted.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import psycopg

import workbench as wb
from tests.evaluation.judge_server import MODEL, judge_server
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Reply

from .measure import Figure, seconds, seconds_quick

OURS = """
import json, sys
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Outcome, Ranking, Reply
from workbench.core.evaluation.run import Run
from workbench.evaluation.comparison.compare import compare
from workbench.evaluation.measures.measure import measured
given = json.load(open(sys.argv[1]))
questions = tuple(Question(q, q, judgements=d) for q, d in given["qrels"].items())
def run(name):
    outcomes = tuple(
        Outcome(q, "answered", reply=Reply(ranking=Ranking(list(d), list(d.values()))))
        for q, d in given[name].items()
    )
    return Run(name, name, questions, outcomes, measured(questions, outcomes, given["ours"]))
print(compare(run("a"), run("b")).table())
"""
PEER = """
import json, sys
from ranx import Qrels, Run, compare
given = json.load(open(sys.argv[1]))
runs = [Run(given[name], name=name) for name in ("a", "b")]
print(compare(Qrels(given["qrels"]), runs, given["peer"], stat_test="fisher"))
"""
OUR_MEASURES = ["nDCG@10", "RR", "AP", "P@10", "R@100", "Success@10", "Rprec", "Bpref", "RBP"]
PEER_MEASURES = ["ndcg@10", "mrr", "map", "precision@10", "recall@100", "hit_rate@10",
                 "r-precision", "bpref", "rbp.80"]  # fmt: skip
MILLION = """
import json, sys
from time import perf_counter
from workbench.core.evaluation.replies import Ranking
from workbench.evaluation.measures.retrieval import retrieval
given = json.load(open(sys.argv[1]))
rankings = {q: Ranking(list(d), list(d.values())) for q, d in given["a"].items()}
started = perf_counter()
retrieval(given["qrels"], rankings, given["ours"])
print(perf_counter() - started)
"""


def figures(folder: Path) -> list[Figure]:
    small, large = folder / "small.json", folder / "large.json"
    folder.mkdir(parents=True, exist_ok=True)
    small.write_text(json.dumps(_made(200, 100)))
    large.write_text(json.dumps(_made(10_000, 100)))
    _process(OURS, small), _process(PEER, small)
    ours = min(_process(OURS, small) for _ in range(5))
    peer = min(_process(PEER, small) for _ in range(3))
    million = min(_told(MILLION, large) for _ in range(3))
    hit, driver = _cache_hits(folder / "bench")
    return [
        Figure(
            "200 questions x 100 documents, two runs: 9 measures and paired tests, cold process",
            f"{ours:.2f} s", "", "<= 0.3 s", ours <= 0.3,
        ),
        Figure(
            "  against ranx with its Fisher test", f"{ours:.2f} s",
            f"{peer:.2f} s ({peer / ours:.0f} x)", ">= 5 x", peer / ours >= 5,
        ),
        Figure(
            "1M question-document pairs, 9 measures", f"{million:.1f} s", "", "<= 5 s",
            million <= 5,
        ),
        Figure(
            "a judge's verdict from the bench's cache, median", f"{hit:.2f} ms",
            f"{driver:.2f} ms, the driver alone", "<= 1 ms", hit <= 1,
        ),
    ]  # fmt: skip


def _cache_hits(folder: Path) -> tuple[float, float]:
    """Milliseconds of a verdict that the bench has, and of one row by key by the bare driver."""
    questions = [Question(f"q{n}", f"How many {n}?", answer=str(n)) for n in range(300)]
    reply = Reply(text="It is said to be seven.")
    with wb.open(folder, linger=0.0) as bench, judge_server() as server:
        ask = partial(bench.evaluation.judge, server.url, model=MODEL, api_key="")
        kept = ask()
        for question in questions:
            kept.score(question, reply)
        judge = ask(offline=True)
        hits = [seconds_quick(partial(judge.score, one, reply)) for one in questions]
        keys = bench.sql("SELECT key FROM workbench_judgement").rows.column("key")
        with psycopg.connect(bench.relational._conninfo, autocommit=True) as connection:
            text = "SELECT raw FROM workbench_judgement WHERE key = %s"
            rows = [
                seconds_quick(lambda key=key: connection.execute(text, (key,)).fetchall())
                for key in keys
            ]
    return statistics.median(hits) * 1000, statistics.median(rows) * 1000


def _made(questions: int, documents: int) -> dict[str, object]:
    """Two runs that share most of their order, and 10 relevant documents a question."""
    random = np.random.default_rng(7)
    names = [f"d{n}" for n in range(1000)]

    def run(noise: float) -> dict[str, dict[str, float]]:
        return {
            f"q{q}": {
                names[d]: float(score)
                for d, score in zip(chosen, base + noise * random.random(documents), strict=True)
            }
            for q, (chosen, base) in enumerate(ranked)
        }

    ranked = [
        (random.permutation(len(names))[:documents], random.random(documents))
        for _ in range(questions)
    ]
    qrels = {
        f"q{q}": {names[d]: 1 for d in random.permutation(chosen)[:10]}
        for q, (chosen, _) in enumerate(ranked)
    }
    runs = {"a": run(0.1), "b": run(0.5)}
    return {"qrels": qrels, **runs, "ours": OUR_MEASURES, "peer": PEER_MEASURES}


def _process(code: str, given: Path) -> float:
    return seconds(lambda: _ran(code, given))


def _told(code: str, given: Path) -> float:
    return float(_ran(code, given))


def _ran(code: str, given: Path) -> str:
    # As installed packages are: compiled to bytecode once, whatever this process was told.
    compiled = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", code, str(given)]
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=compiled)
    return told.stdout


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for figure in figures(Path(name)):
            print(*figure, sep=" | ")
