"""Every row of the truth tables, ours and those of the shared sample world."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.core.time_tables import DOCUMENT, EVENTS, OVERLAPS, REFUSED, WINDOWS, Row
from workbench.core.errors import TimeSyntaxError
from workbench.core.time import Chronology, Truth, eras_of, parse_time

WORLD = Path(__file__).resolve().parents[3] / "shared" / "data" / "world"
ARGUMENTS = {
    "time_in_window": ("at", "valid_from", "valid_until"),
    "time_windows_overlap": ("a_from", "a_until", "b_from", "b_until"),
}


@pytest.fixture(scope="module")
def chronology() -> Chronology:
    return Chronology(eras_of(DOCUMENT), events=EVENTS)


def answered(truth: Truth, expected: str) -> bool:
    return str(truth) == expected and bool(truth.reason) == (expected == "unknown")


@pytest.mark.parametrize("row", WINDOWS, ids=lambda row: row.id)
def test_time_in_window(row: Row, chronology: Chronology) -> None:
    truth = chronology.at(row.current).time_in_window(*row.times)
    assert answered(truth, row.expected), truth


@pytest.mark.parametrize("row", OVERLAPS, ids=lambda row: row.id)
def test_windows_overlap_either_way_round(row: Row, chronology: Chronology) -> None:
    a_from, a_until, b_from, b_until = row.times
    asked = chronology.at(row.current)
    assert answered(asked.time_windows_overlap(a_from, a_until, b_from, b_until), row.expected)
    assert answered(asked.time_windows_overlap(b_from, b_until, a_from, a_until), row.expected)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_canonical_time_is_refused(text: str) -> None:
    with pytest.raises(TimeSyntaxError, match="expected an era in lower case"):
        parse_time(text)


@pytest.fixture(scope="module")
def shared_cases() -> list[dict[str, Any]]:
    if not WORLD.is_dir():
        pytest.skip("the shared sample world is not beside this checkout (../shared)")
    lines = (WORLD / "time_cases.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def shared_yaml(name: str) -> Any:
    return yaml.load((WORLD / name).read_text(encoding="utf-8"), yaml.CSafeLoader)


def test_the_shared_cases_are_answered(shared_cases: list[dict[str, Any]]) -> None:
    entities = shared_yaml("entities/events.yaml")["entities"]
    events = {event["id"]: event.get("occurred") for event in entities}
    world = Chronology(eras_of(shared_yaml("eras.yaml")), events=events)
    asked = [case for case in shared_cases if case["fn"] in ARGUMENTS]
    wrong = {}
    for case in asked:
        times = [case[name] for name in ARGUMENTS[case["fn"]]]
        truth = getattr(world.at(case["current"]), case["fn"])(*times)
        if not answered(truth, case["expected"]):
            wrong[case["id"]] = truth
    assert (len(asked), wrong) == (92, {})


def test_our_tables_are_the_shared_ones(shared_cases: list[dict[str, Any]]) -> None:
    shared = {
        case["id"]: (*(case[name] for name in ARGUMENTS[case["fn"]]), case["expected"])
        for case in shared_cases
        if case["fn"] in ARGUMENTS
    }
    assert {row.id: (*row.times, row.expected) for row in WINDOWS + OVERLAPS} == shared
    assert [case["text"] for case in shared_cases if case["fn"] == "parse"] == REFUSED
