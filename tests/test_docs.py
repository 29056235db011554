"""What the documents say is so: the session runs, names exist, lists are complete."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

from tests.test_packaging import names
from tests.test_walls import MAY_IMPORT

ROOT = Path(__file__).resolve().parents[1]
QUERIES = ROOT / "workbench" / "catalogue" / "queries"
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
NOTEBOOKS = sorted(ROOT.glob("notebooks/*.ipynb"))


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def words(block: str) -> int:
    return len(block.split())


def written(page: Path) -> str:
    """A page as its author wrote it; what a notebook's cells gave out may be shortened."""
    content = page.read_text(encoding="utf-8")
    if page.suffix != ".ipynb":
        return content
    return "\n".join("".join(cell["source"]) for cell in json.loads(content)["cells"])


def queries_named(page: str) -> set[str]:
    """Whatever looks like a query's name, as in `vedana/thread`."""
    systems = "|".join(folder.name for folder in QUERIES.iterdir() if folder.is_dir())
    return {found.group() for found in re.finditer(rf"(?<![\w/])({systems})/\w+", page)}


def queries_shipped() -> set[str]:
    files = [file for file in QUERIES.rglob("*") if file.is_file()]
    return {f.relative_to(QUERIES).as_posix().split(".")[0] for f in files}


def table_rows(page: str) -> list[list[str]]:
    """The cells of every row of every table, headings among them, rulers not."""
    rows = re.findall(r"^\|(.*)\|$", page, re.MULTILINE)
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    return [row for row in cells if set("".join(row)) != {"-"}]


def dependencies_listed() -> list[list[str]]:
    """Package, licence, release, wheels, reason."""
    return [row for row in table_rows(text("docs/dependencies.md")) if row[0] != "package"]


def licence_of(package: str) -> str | None:
    """As its metadata says; None where they do not, or the package of an extra is not here."""
    try:
        return metadata(package).get("License-Expression")
    except PackageNotFoundError:
        return None


def links(page: str) -> list[str]:
    """Targets of relative links."""
    return [t for t in re.findall(r"\]\(([^)#]+)", page) if "://" not in t]


def lighthouses() -> int:
    """Records of the sample's table, counted in its source."""
    source = ROOT / "data" / "lights" / "source" / "Anchor_lighthouse.csv"
    return len(source.read_text(encoding="utf-8").splitlines()) - 1


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder with a copy of the sample, away from the checkout; its bench is stopped after."""
    shutil.copytree(ROOT / "data" / "lights", tmp_path / "data" / "lights")
    yield tmp_path
    run("import workbench as wb; wb.open('my-bench').stop()", tmp_path)


def test_the_readmes_session_runs(elsewhere: Path) -> None:
    (session,) = re.findall(r"```python\n(.*?)```", text("README.md"), re.DOTALL)

    told = run(session, elsewhere)

    assert told.returncode == 0, told.stderr
    assert told.stderr == ""
    # The lamp of Widow's Ledge stood dark in the storm of 1869 (data/lights/golden.jsonl).
    assert re.search(r"similarity .*\n.*\n.* lighthouse:widows-ledge ", told.stdout)
    assert re.search(rf"^lighthouse +{lighthouses()}$", told.stdout, re.MULTILINE)


def test_the_readme_is_short() -> None:
    assert words(text("README.md")) <= 600


@pytest.mark.parametrize("page", [*PAGES, *NOTEBOOKS], ids=lambda page: page.name)
def test_queries_that_are_named_exist(page: Path) -> None:
    assert queries_named(written(page)) - queries_shipped() == set()


def test_a_query_that_does_not_exist_is_noticed() -> None:
    page = 'ask("vedana/thread") or `vedana/no_such_query`'

    assert queries_named(page) - queries_shipped() == {"vedana/no_such_query"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_lead_somewhere(page: Path) -> None:
    missing = [t for t in links(page.read_text("utf-8")) if not (page.parent / t).exists()]

    assert missing == []


def test_the_changelog_has_room_for_what_is_not_released_and_short_lines() -> None:
    changelog = text("CHANGELOG.md")
    entries = re.findall(r"^- (.*)$", changelog, re.MULTILINE)

    assert re.search(r"^## \[Unreleased\]$", changelog, re.MULTILINE)
    assert entries
    assert [entry for entry in entries if words(entry) > 25] == []


def test_the_list_of_dependencies_is_that_of_the_project() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    listed = [row[0] for row in dependencies_listed()]

    assert sorted(listed) == sorted({*names([*project["dependencies"], *extras])})


def test_each_dependency_has_its_licence_and_one_line_of_reason() -> None:
    for name, licence, _released, _wheels, reason in dependencies_listed():
        assert (name, licence) == (name, licence_of(name) or licence)
        assert 1 <= words(reason) <= 25


@pytest.mark.parametrize("page", ["docs/architecture.md", "README.md"])
def test_every_room_is_described(page: str) -> None:
    described = {row[0].strip("`/").removesuffix(".py") for row in table_rows(text(page))}
    rooms = set(MAY_IMPORT) - {"workbench"} - ({"bench"} if page == "README.md" else set())

    assert rooms - described == set()
