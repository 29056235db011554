"""The walls between rooms, held by reading every file.

1. A room imports only the rooms that its line in `MAY_IMPORT` names, for types too.
2. Nobody imports the package by its absolute name; drivers stay under `stores/`.
3. Neither rooms nor files import each other in a circle. Rooms count imports inside
   functions; files do not, since those cannot fail at import.
4. No file is over 300 lines and no function over 45, but for those listed with a reason.
5. `import workbench` loads no driver and no heavy library, and is quick.
6. No text in the repository names a path of somebody's machine.

The second half shows, on small trees, that each guard can fail.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.walls import (
    DRIVERS,
    absolutes,
    circles,
    crossings,
    imports,
    machine_paths,
    oversize,
    sizes,
    strays,
)

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "workbench"

MAY_IMPORT: dict[str, set[str]] = {
    "core": set(),
    "stores": {"core"},
    "schema": {"core"},
    "catalogue": {"core"},
    "tools": {"core", "catalogue"},
    "etl": {"core"},
    "sagas": {"core"},
    "widgets": {"core"},
    "evaluation": {"core"},
    "collections": {"core"},
    "velesql": {"core", "collections"},
    "inference": {"core"},
    "graphs": {"core", "inference"},
    "bench": {
        "core",
        "stores",
        "schema",
        "catalogue",
        "tools",
        "etl",
        "sagas",
        "widgets",
        "evaluation",
        "collections",
        "velesql",
        "inference",
        "graphs",
    },
    "magics": {"core", "bench", "widgets"},
    "cli": {"core", "bench", "evaluation"},
    "workbench": {"core", "bench", "magics"},  # the door, `workbench/__init__.py`
}
HEAVY = {"polars", "pandas", "numpy", "scipy", "networkx", "sqlalchemy", "alembic"}
FILE_LINES, LONG_FILES = 300, dict[str, str]()  # path: the reason why it is longer
FUNCTION_LINES, LONG_FUNCTIONS = 45, dict[str, str]()  # path::name: the reason
IMPORT_SECONDS = 0.5  # the aim is 0.15; a loaded machine is no fault of the package


def repository_files() -> list[Path]:
    """Tracked files and those about to be; where this is no git checkout the test is skipped."""
    command = "git -c safe.directory=* ls-files -z --cached --others --exclude-standard"
    try:
        listed = subprocess.run(command.split(), cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: what belongs to the repository is not known")
    return [f for n in listed.stdout.decode().split("\0") if n and (f := ROOT / n).is_file()]


def seconds(code: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - started


def test_rooms_import_only_what_their_line_allows() -> None:
    assert crossings(imports(PACKAGE), MAY_IMPORT) == []


def test_drivers_stay_under_stores() -> None:
    assert strays(imports(PACKAGE)) == []


def test_no_file_imports_the_package_by_its_absolute_name() -> None:
    assert absolutes(imports(PACKAGE)) == []


def test_nothing_imports_in_a_circle() -> None:
    assert circles(imports(PACKAGE)) == []


@pytest.mark.parametrize("folder", ["workbench", "tests"])
def test_files_and_functions_fit(folder: str) -> None:
    files, functions = sizes(ROOT / folder)

    assert oversize(files, FILE_LINES, LONG_FILES) == []
    assert oversize(functions, FUNCTION_LINES, LONG_FUNCTIONS) == []


def test_no_text_names_a_path_of_somebodys_machine() -> None:
    assert machine_paths(repository_files()) == []


def test_the_import_loads_no_driver_and_no_heavy_library() -> None:
    code = "import json, sys, workbench; print(json.dumps(sorted(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    loaded = {name.split(".")[0] for name in json.loads(told.stdout)}

    assert "workbench" in loaded
    assert loaded & (DRIVERS | HEAVY) == set()


def test_the_import_is_quick() -> None:
    pairs = [(seconds("pass"), seconds("import workbench")) for _ in range(5)]
    bare, full = (statistics.median(times) for times in zip(*pairs, strict=True))

    assert full - bare < IMPORT_SECONDS


def tree(folder: Path, files: dict[str, str]) -> Path:
    """A package named `workbench` with the given files."""
    package = folder / "workbench"
    for name, text in {"__init__.py": "", **files}.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text)
    return package


CROSSINGS = {
    "at the top": "from ..stores import graph",
    "of a name": "from ..stores.graph import connect",
    "of a neighbour's parent": "from .. import stores",
    "in a function": "def f():\n    from ..stores import graph",
    "for a type": "import typing\nif typing.TYPE_CHECKING:\n    from ..stores import graph",
    "by name": "from importlib import import_module\nimport_module('..stores.graph', __package__)",
    "of the door": "from .. import open",
    "absolute": "import workbench.stores.graph",
}


@pytest.mark.parametrize("text", CROSSINGS.values(), ids=CROSSINGS)
def test_a_wall_crossed_is_found(tmp_path: Path, text: str) -> None:
    files = {"stores/__init__.py": "", "stores/graph.py": "", "tools/__init__.py": ""}
    package = tree(tmp_path, {**files, "tools/a.py": text})

    faults = crossings(imports(package), MAY_IMPORT)

    assert len(faults) == 1
    assert faults[0].startswith("workbench.tools.a:")


def test_a_room_without_a_line_in_the_table_may_import_nothing(tmp_path: Path) -> None:
    files = {"core/__init__.py": "", "attic/__init__.py": "", "attic/a.py": "from .. import core"}

    faults = crossings(imports(tree(tmp_path, files)), MAY_IMPORT)

    assert faults == ["workbench.attic.a:1 imports workbench.core (attic may import: )"]


def test_allowed_imports_are_no_fault(tmp_path: Path) -> None:
    files = {
        "core/__init__.py": "",
        "core/values.py": "import json",
        "stores/__init__.py": "import psycopg",
        "stores/graph.py": "from ..core.values import Rows\nfrom . import graph",
    }
    found = imports(tree(tmp_path, files))

    assert crossings(found, MAY_IMPORT) + strays(found) + absolutes(found) + circles(found) == []


@pytest.mark.parametrize("driver", sorted(DRIVERS))
def test_a_driver_outside_stores_is_found(tmp_path: Path, driver: str) -> None:
    text = f"def f():\n    import {driver}.inner"
    found = imports(tree(tmp_path, {"etl/__init__.py": "", "etl/a.py": text}))

    assert strays(found) == [
        f"workbench.etl.a:2 imports {driver}.inner (drivers belong under stores/)"
    ]


@pytest.mark.parametrize("text", ["import workbench", "from workbench.core import values"])
def test_an_absolute_import_of_the_package_is_found(tmp_path: Path, text: str) -> None:
    found = imports(tree(tmp_path, {"core/__init__.py": "", "core/values.py": text}))

    assert len(absolutes(found)) == 1


def test_a_circle_of_rooms_is_found_through_functions(tmp_path: Path) -> None:
    late = "def f():\n    from ..etl import b"
    files = {"tools/__init__.py": "", "etl/__init__.py": "", "tools/a.py": late}
    found = imports(tree(tmp_path, {**files, "etl/b.py": "from ..tools import a"}))

    assert [set(names) for names in circles(found)] == [{"tools", "etl"}]


@pytest.mark.parametrize(("text", "faults"), [("", 1), ("def f():\n    ", 0)])
def test_a_circle_of_files_counts_only_at_import(tmp_path: Path, text: str, faults: int) -> None:
    files = {"core/__init__.py": "", "core/a.py": "from . import b"}
    found = imports(tree(tmp_path, {**files, "core/b.py": f"{text}from .a import thing"}))

    assert len(circles(found)) == faults


def test_long_files_and_functions_are_found_and_so_are_stale_excuses(tmp_path: Path) -> None:
    body = "def f():\n" + "    x = 1\n" * 45
    files, functions = sizes(tree(tmp_path, {"long.py": body + "y = 2\n" * 255}))

    assert oversize(files, 300, {}) == ["workbench/long.py: 301 lines"]
    assert oversize(functions, 45, {}) == ["workbench/long.py::f: 46 lines"]
    assert oversize(files, 300, {"workbench/long.py": "it is a table"}) == []
    assert oversize(files, 400, {"workbench/long.py": "was"}) == [
        "workbench/long.py: excused for nothing"
    ]


@pytest.mark.parametrize("home", ["root", "work", "home/ada", "Users/ada"])
def test_a_machines_path_is_found_and_an_address_is_not(tmp_path: Path, home: str) -> None:
    text = tmp_path / "page.md"
    text.write_text(f"see https://example.org/{home}/x\nopen `/{home}/bench`\n")

    assert [fault.split(":")[1] for fault in machine_paths([text])] == ["2"]
