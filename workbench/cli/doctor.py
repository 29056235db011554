"""Examines a bench: what runs, whether writes are kept and reads cannot write."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from ..bench.bench import Bench
from ..bench.bench import open as open_bench
from ..core.errors import WorkbenchError, WriteRefused
from ..core.values import Node

# Below this, loads of the sample size already fail half-way.
_ENOUGH_DISK = 500 * 1024**2
_PACKAGES = (
    "polystore-workbench",
    "psycopg",
    "neo4j",
    "redis",
    "obstore",
    "polars",
    "jupyterlab",
    "anywidget",
)


class Check(NamedTuple):
    """One finding: what was checked, whether it is well, what was seen."""

    name: str
    ok: bool
    seen: str


@dataclass(frozen=True, slots=True)
class Findings:
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks)

    def __str__(self) -> str:
        lines = [f"{'ok  ' if c.ok else 'BAD '} {c.name}: {c.seen}" for c in self.checks]
        return "\n".join([*lines, "all is well" if self.ok else "something is wrong, see BAD"])


def examine(folder: Path) -> Findings:
    """Open the bench, start every engine it names, and try each."""
    checks = [Check("python", sys.version_info >= (3, 11), sys.version.split()[0]), *_versions()]
    try:
        with open_bench(folder) as bench:
            checks += [Check("bench", True, str(bench.folder)), _disk(bench.folder)]
            checks += [_checked(name, check, bench) for name, check in _CHECKS.items()]
    except WorkbenchError as error:
        checks.append(Check("bench", False, str(error)))
    return Findings(tuple(checks))


def _versions() -> list[Check]:
    return [Check(name, *_version(name)) for name in _PACKAGES]


def _version(name: str) -> tuple[bool, str]:
    try:
        return True, version(name)
    except PackageNotFoundError:
        return False, f"missing: pip install {name}"


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    return Check("disk", free > _ENOUGH_DISK, f"{free / 1024**3:.1f} GiB free")


def _checked(name: str, check: Callable[[Bench], str], bench: Bench) -> Check:
    try:
        return Check(name, True, check(bench))
    except WorkbenchError as error:
        return Check(name, False, f"{type(error).__name__}: {error}")


def _engine(bench: Bench, kind: str) -> str:
    engine = getattr(bench, kind).engine
    extensions = ", ".join(f"{n} {v}" for n, v in sorted(engine.extensions.items()))
    return f"{engine.name} {engine.version}" + (f" ({extensions})" if extensions else "")


def _relational_writes(bench: Bench) -> str:
    store = bench.relational
    with store.transaction():
        store.write("CREATE TEMPORARY TABLE workbench_doctor (id int) ON COMMIT DROP")
        stored = store.put("workbench_doctor", ["id"], [(1,), (2,)])
    return f"{stored} rows stored and let go"


def _graph_writes(bench: Bench) -> str:
    probe = Node("probe", ("WorkbenchDoctor",), {"id": "probe"})
    stored, _ = bench.graph.put([probe])
    bench.graph.drop([probe])
    return f"{stored} node stored and dropped"


def _object_writes(bench: Bench) -> str:
    bench.objects.put("workbench-doctor", b"probe")
    bench.objects.drop(["workbench-doctor"])
    return "an object stored and dropped"


def _cache_writes(bench: Bench) -> str:
    bench.cache.put("workbench-doctor", b"probe", seconds=5)
    return f"{bench.cache.drop(['workbench-doctor'])} value stored and dropped"


def _refuses(ask: Callable[[str], object], attempt: str) -> str:
    try:
        ask(attempt)
    except WriteRefused:
        return f"refused `{attempt}`"
    raise WorkbenchError(f"`{attempt}` was NOT refused: name an account that may only read")


_CHECKS: dict[str, Callable[[Bench], str]] = {
    "relational engine": lambda bench: _engine(bench, "relational"),
    "relational writes": _relational_writes,
    "relational reads cannot write": lambda b: _refuses(b.sql, "SELECT lo_import('/dev/null')"),
    "graph engine": lambda bench: _engine(bench, "graph"),
    "graph writes": _graph_writes,
    "graph reads cannot write": lambda b: _refuses(b.cypher, "CREATE (n:WorkbenchDoctor)"),
    "object engine": lambda bench: _engine(bench, "objects"),
    "object writes": _object_writes,
    "cache engine": lambda bench: _engine(bench, "cache"),
    "cache writes": _cache_writes,
    "embedder": lambda bench: f"{bench.embedder.model}, {bench.embedder.dimension} dimensions",
}
