"""Every damage of a file is named, and everything else in it is read as before."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from tests.etl.tonggraph.damages import BOTH, NEWER, Damage, Touched
from tests.etl.tonggraph.originals import copy_of, needs_files, raw, sound
from workbench.core.property_graph.change import Model
from workbench.core.property_graph.findings import MEANINGS, FileFinding
from workbench.etl.tonggraph.reading import read

pytestmark = needs_files
KINDS = ("nodes", "edges", "variables", "factors", "evidence", "traces", "posteriors", "vectors")
CASES = [("0.1.0", damage) for damage in BOTH]
CASES += [("0.2.0a1", damage) for damage in (*BOTH, *NEWER)]


def records(model: Model, kind: str) -> dict[Any, Any]:
    """Records by id, or what else tells them apart."""
    if kind == "vectors":
        return {f"{v.index}/{v.entity}": list(v.embedding) for v in model.vectors}
    name = "variable_id" if kind == "posteriors" else "id"
    return {getattr(record, name): record for record in getattr(model, kind)}


def untouched(model: Model, kind: str, touched: Touched) -> dict[Any, str]:
    ids = touched.get(kind, set())
    return {key: repr(record) for key, record in records(model, kind).items() if key not in ids}


def placed(findings: tuple[FileFinding, ...]) -> list[tuple[str, str, str]]:
    return [(found.code, found.table, found.record) for found in findings]


@pytest.mark.parametrize(
    ("version", "damage"), CASES, ids=[f"{version} {damage.name}" for version, damage in CASES]
)
def test_damage_is_named_and_the_rest_is_read(version: str, damage: Damage, tmp_path: Path) -> None:
    path = copy_of(version, tmp_path)
    damage.apply(path)
    before = {file: hashlib.sha256(file.read_bytes()).digest() for file in _files(tmp_path)}
    found = read(raw(path))
    assert (damage.code, *damage.place) in placed(found.findings), found.findings
    for kind in KINDS:
        was = untouched(sound(version).model, kind, damage.touched)
        assert untouched(found.model, kind, damage.touched) == was
    assert {file: hashlib.sha256(file.read_bytes()).digest() for file in _files(tmp_path)} == before


def test_there_are_thirty_damages_and_more_of_each_file() -> None:
    assert len({damage.name for damage in BOTH}) == len(BOTH) > 30
    assert {damage.code for damage in (*BOTH, *NEWER)} <= MEANINGS.keys()


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())
