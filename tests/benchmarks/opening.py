"""How long a person waits: the import, the first answer on a new bench, on a warm one."""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

import workbench as wb

from .measure import Figure

_FIRST_ANSWER = """
from time import perf_counter
start = perf_counter()
import sys, workbench as wb
bench = wb.open(sys.argv[1])
assert bench.sql("SELECT 1 AS one").rows.values == [(1,)]
print(perf_counter() - start)
bench.close()
"""
_IMPORT = """
from time import perf_counter
start = perf_counter()
import workbench
print(perf_counter() - start)
"""


def figures(folder: Path) -> list[Figure]:
    imported = statistics.median(_run(_IMPORT) for _ in range(5))
    cold = statistics.median(_run(_FIRST_ANSWER, folder / f"new-{at}") for at in range(3))
    with wb.open(folder / "new-0") as bench:
        assert bench.relational.engine
        warm = statistics.median(_run(_FIRST_ANSWER, folder / "new-0") for _ in range(5))
    return [
        Figure("import workbench", f"{imported:.3f} s", "", "< 0.15 s", imported < 0.15),
        Figure("first SQL answer, new folder", f"{cold:.2f} s", "", "<= 3 s", cold <= 3),
        Figure("first SQL answer, warm bench", f"{warm:.2f} s", "", "<= 0.5 s", warm <= 0.5),
    ]


def _run(script: str, *arguments: Path) -> float:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
