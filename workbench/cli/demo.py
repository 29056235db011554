"""The demonstration: the main job, on the sample that ships, on embedded engines."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from ..bench.bench import Bench
from ..bench.bench import open as open_bench
from ..core.answer import Answer
from ..core.show import step_line
from .sample import shipped

Say = Callable[..., None]


def run(folder: Path, say: Say) -> None:
    """Load the lighthouses into `folder` and answer three questions, saying what happens."""
    say(f"Opening a bench in {folder} (embedded PostgreSQL, ArcadeDB and Valkey).")
    with open_bench(folder) as bench:
        say("\nLoading the sample: the lighthouses of an invented archipelago, kept in Grist.\n")
        say(bench.load_grist(shipped("data/lights")))
        for question, answer in _answers(bench):
            say(f"\nQ: {question}\n\n{answer}\n\ntrace:")
            for step in answer.trace:
                say(f"  {step_line(step)}")
    say(
        f"\nNext: `{_command()} lab {folder}` opens JupyterLab on the notebooks; "
        f"`{_command()} ask --bench {folder}` lists every query; "
        f"`{_command()} doctor {folder}` examines the engines."
    )


def _command() -> str:
    """`workbench` as this person can type it: with its folder where that is not on PATH."""
    found = shutil.which("workbench")
    beside = Path(sys.executable).with_name("workbench")
    return "workbench" if found or not beside.exists() else os.path.relpath(beside)


def _answers(bench: Bench) -> list[tuple[str, Answer]]:
    return [
        (
            "Which lighthouse has a story like “a lamp that went dark in a storm”? (vectors)",
            bench.ask(
                "vedana/vector_search_nodes",
                label="lighthouse",
                property="description",
                embedding="a lamp that went dark in a storm",
                threshold=0.2,
                top_n=3,
            ),
        ),
        (
            "What does the graph hold? (Cypher)",
            bench.ask("vedana/labels_histogram"),
        ),
        (
            "Who served longest, and where? (typed Cypher, which cannot write)",
            bench.cypher(
                "MATCH (k:keeper)-[s:KEEPER_served_at_LIGHTHOUSE]->(l:lighthouse) "
                "RETURN k.name AS keeper, l.name AS lighthouse, "
                "s.until_year - s.from_year AS years ORDER BY years DESC, keeper LIMIT 3"
            ),
        ),
    ]
