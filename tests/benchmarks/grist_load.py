"""Grist documents into tables, graph and embeddings, on warm servers."""

from __future__ import annotations

from pathlib import Path

from workbench.bench.bench import Bench

from .measure import Figure, seconds

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "vedana"


def figures(bench: Bench) -> list[Figure]:
    if not SHARED.is_dir():
        return [Figure("Grist load of Vedana's documents", "left out: no ../shared", "", "", True)]
    bench.migrate("vedana")
    assert bench.graph.engine
    first = seconds(lambda: bench.load_grist(SHARED))
    again = seconds(lambda: bench.load_grist(SHARED))
    return [
        Figure("Grist load of Vedana's documents", f"{first:.2f} s", "", "<= 6 s", first <= 6),
        Figure("  the same again, unchanged", f"{again:.2f} s", f"first {first:.2f} s", "", True),
    ]
