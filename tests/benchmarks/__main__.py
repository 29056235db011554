"""Runs every benchmark and prints a Markdown table; `--write` puts it into docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

import workbench as wb

from . import (
    asking,
    etl_incremental,
    evaluation,
    frames,
    graph_load,
    grist_load,
    inference,
    loopy,
    opening,
    threads,
    tong_belief,
    tong_graph,
    tong_import,
    tong_search,
    widgets,
    worlds,
)
from .measure import table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
_MARK = "<!-- measured -->"
_PACKAGES = ("psycopg", "neo4j", "polars", "pandas", "adbc-driver-postgresql")


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures = opening.figures(folder)
        with wb.open(folder / "bench", linger=0.0) as bench:
            figures += [*asking.figures(bench), *frames.figures(bench), *grist_load.figures(bench)]
            engines = [bench.relational.engine, bench.graph.engine]
        figures += graph_load.figures(folder)
        figures += [*threads.figures(folder), *etl_incremental.figures(folder)]
        figures += worlds.figures(folder / "worlds")
        figures += widgets.figures(folder / "widgets")
        figures += evaluation.figures(folder / "evaluation")
        figures += tong_search.figures(folder / "search")
        figures += tong_import.figures(folder / "import")
        figures += tong_belief.figures(folder / "belief")
    figures += tong_graph.figures()
    figures += inference.figures()
    figures += loopy.figures()
    text = f"{_machine(engines)}\n\n{table(figures)}\n"
    print(text)
    if "--write" in sys.argv:
        PAGE.write_text(f"{PAGE.read_text().partition(_MARK)[0]}{_MARK}\n\n{text}")
    return 0 if all(figure.met for figure in figures) else 1


def _machine(engines: list[object]) -> str:
    cores, memory = os.cpu_count(), psutil.virtual_memory().total / 1024**3
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    running = ", ".join(f"{e.name} {e.version}" for e in engines)  # type: ignore[attr-defined]
    return (
        f"{datetime.now(UTC):%Y-%m-%d}; {platform.platform()}; {cores} cores, {memory:.0f} GB; "
        f"Python {platform.python_version()}; {running}; {packages}."
    )


if __name__ == "__main__":
    raise SystemExit(main())
