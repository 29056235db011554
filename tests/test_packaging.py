"""What installs is what pyproject.toml says, for pip, uv and conda alike."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml

import workbench
from tests.walls import imports

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
ABOUT = f"polystore_workbench-{PROJECT['version']}.dist-info"
NAME = re.compile(r"[A-Za-z0-9._-]+")


def names(requirements: Iterable[str]) -> set[str]:
    """Distribution names, normalised, of requirement lines."""
    found = (NAME.match(line) for line in requirements)
    return {re.sub(r"[._-]+", "-", name.group()).lower() for name in found if name}


def out_of_step(environment: dict[str, Any], project: dict[str, Any]) -> list[str]:
    """Where a conda environment differs from the project it installs.

    It may install the project itself with every extra, or name each dependency instead.
    """
    conda = [line for line in environment["dependencies"] if isinstance(line, str)]
    pip = [line for d in environment["dependencies"] if isinstance(d, dict) for line in d["pip"]]
    faults = []
    if f"python{project['requires-python']}" not in conda:
        faults.append(f"python is not {project['requires-python']}")
    extras = project["optional-dependencies"]
    itself = [line for line in pip if re.match(r"(-e|--editable) ", line)]
    for line in itself:
        asked = set(re.split(r"[\[\],]", line)[1:-1])
        faults += [f"extra {extra} is missing" for extra in sorted(set(extras) - asked)]
        faults += [f"extra {extra} is unknown" for extra in sorted(asked - set(extras))]
    if not itself:
        needed = names([*project["dependencies"], *(line for e in extras.values() for line in e)])
        faults += [f"{name} is missing" for name in sorted(needed - names([*conda, *pip]))]
    return faults


def test_the_conda_environment_is_in_step() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())

    assert out_of_step(environment, PROJECT) == []


@pytest.mark.parametrize(
    ("python", "pip", "faults"),
    [
        ("python>=3.11", ["-e .[dev,faster]"], []),
        ("python>=3.11", ["redis>=6", "Neo4j", "ruff"], []),
        ("python>=3.12", ["-e .[dev,faster]"], ["python is not >=3.11"]),
        ("python>=3.11", ["-e ."], ["extra dev is missing", "extra faster is missing"]),
        ("python>=3.11", ["-e .[dev,faster,x]"], ["extra x is unknown"]),
        ("python>=3.11", ["redis", "ruff"], ["neo4j is missing"]),
    ],
)
def test_a_conda_environment_out_of_step_is_found(
    python: str, pip: list[str], faults: list[str]
) -> None:
    project = {
        "requires-python": ">=3.11",
        "dependencies": ["redis>=6", "neo4j>=6,<7"],
        "optional-dependencies": {"dev": ["ruff"], "faster": []},
    }

    assert out_of_step({"dependencies": [python, "pip", {"pip": pip}]}, project) == faults


def test_every_library_that_is_imported_is_declared() -> None:
    known = packages_distributions()
    tops = {found.target.split(".")[0] for found in imports(ROOT / "workbench")}
    foreign = tops - set(sys.stdlib_module_names) - {"workbench", "__future__"}
    extras = PROJECT["optional-dependencies"]
    asked_for = [line for extra in ("cluster", "maps", "minilm") for line in extras[extra]]
    # pytest is there wherever it loads the plug-in.
    declared = names([*PROJECT["dependencies"], *asked_for, "pytest"])

    assert [top for top in sorted(foreign) if not names(known.get(top, ())) & declared] == []


def test_the_version_is_one() -> None:
    assert workbench.__version__ == PROJECT["version"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def below(folder: str, pattern: str) -> set[str]:
    """Files of the checkout, as paths from `folder`."""
    start = ROOT / folder
    return {file.relative_to(start).as_posix() for file in start.rglob(pattern) if file.is_file()}


def shipped(wheel: zipfile.ZipFile, folder: str) -> set[str]:
    return {n.removeprefix(folder) for n in wheel.namelist() if n.startswith(folder)}


def test_the_wheel_holds_the_package_its_queries_and_its_type_marker(
    wheel: zipfile.ZipFile,
) -> None:
    queries = below("workbench", "*.sql") | below("workbench", "*.cypher")

    assert queries
    assert shipped(wheel, "workbench/") >= below("workbench", "*.py") | queries | {"py.typed"}


def test_an_installed_wheel_finds_what_the_demo_and_the_lab_open(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    wheel.extractall(tmp_path)
    code = (
        "from workbench.cli.sample import shipped\n"
        "print(*map(shipped, ('data/lights', 'notebooks', 'data/world', 'data/likes')), sep='\\n')"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    )
    lights, notebooks, world, likes = (Path(line) for line in told.stdout.splitlines())

    assert lights.is_relative_to(tmp_path)
    assert {f.name for f in lights.glob("*.grist")} == below("data/lights", "*.grist")
    assert {f.name for f in likes.glob("*.jsonl")} == below("data/likes", "*.jsonl")
    assert {f.relative_to(world).as_posix() for f in world.rglob("*.*")} == below("data/world", "*")
    assert {f.name for f in notebooks.glob("*.ipynb")} == {
        file.name for file in (ROOT / "notebooks").glob("*.ipynb")
    }


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    assert {name.split("/")[0] for name in wheel.namelist()} == {"workbench", ABOUT}


def test_the_wheel_carries_the_licence(wheel: zipfile.ZipFile) -> None:
    licence = wheel.read(f"{ABOUT}/licenses/LICENSE")

    assert licence == (ROOT / "LICENSE").read_bytes()
    assert b"Apache License" in licence
    assert "License-Expression: Apache-2.0" in wheel.read(f"{ABOUT}/METADATA").decode()


def test_the_command_starts() -> None:
    module, function = PROJECT["scripts"]["workbench"].split(":")
    code = f"from {module} import {function}; {function}()"
    told = subprocess.run(
        [sys.executable, "-c", code, "--help"], capture_output=True, check=True, text=True
    )

    assert "demo" in told.stdout
