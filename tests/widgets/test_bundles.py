"""The committed bundles are what their sources build, small enough, and licensed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests import node

WIDGETS = Path(__file__).resolve().parents[2] / "workbench" / "widgets"
STATIC = WIDGETS / "static"
LARGEST = 250_000  # bytes of one view, minified
VIEWS = ("graph", "planes", "threads", "embeddings", "query", "evaluation")


@pytest.fixture(scope="module")
def built(copied: Path) -> Path:
    """The copied sources, bundled."""
    folder = copied / "workbench" / "widgets"
    (folder / "static").mkdir()
    made = node.run("build.mjs", cwd=folder)
    assert made.returncode == 0, made.stderr
    return folder


def test_sources_build_the_committed_bundles_byte_for_byte(built: Path) -> None:
    made = {file.name: file.read_bytes() for file in (built / "static").iterdir()}
    committed = {file.name: file.read_bytes() for file in STATIC.iterdir()}
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []


@pytest.fixture(scope="module")
def told(built: Path) -> dict[str, list[str]]:
    """What the bundler tells of the sources: their entries, packages, and what stays imported."""
    ran = node.run(Path(__file__).with_name("bundled_packages.mjs"), cwd=built)
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout))


def test_every_package_in_a_bundle_is_licensed_and_no_other(told: dict[str, list[str]]) -> None:
    licences = (STATIC / "THIRD_PARTY_LICENSES.txt").read_text()
    named = re.findall(r"^(\S+) \d+\.\d+\.\d+\n\n", licences, re.MULTILINE)
    assert told["packages"] == sorted(named)


def test_bundles_import_nothing(told: dict[str, list[str]]) -> None:
    assert {f"{view}/view.mjs" for view in VIEWS} <= set(told["entries"])
    assert told["imported"] == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_small(view: str) -> None:
    assert 0 < (STATIC / f"{view}.mjs").stat().st_size <= LARGEST


@pytest.mark.parametrize("file", sorted(STATIC.glob("*.mjs")), ids=lambda file: file.name)
def test_a_bundle_can_stand_in_a_script_element(file: Path) -> None:
    text = file.read_text(encoding="utf-8").lower()
    assert "</script" not in text
    assert "<!--" not in text


@pytest.mark.parametrize("view", VIEWS)
def test_a_style_sheet_holds_for_its_own_view_alone(view: str) -> None:
    sheet = (STATIC / f"{view}.css").read_text(encoding="utf-8")
    plain = re.sub(r"@media[^{]*\{|/\*.*?\*/", "", sheet, flags=re.DOTALL)
    selectors = [one for rule in re.findall(r"([^{}]+)\{", plain) for one in rule.split(",")]
    own = (f".workbench-view:where([data-view={view}])", f".wb-{view}")
    assert len(selectors) > 10
    assert [one for one in selectors if not any(name in one for name in own)] == []
