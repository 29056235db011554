"""The way is chosen by selectivity, and the plan is what is done."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.velesql.searching.making import Made, made, relation, run_of
from workbench.velesql.executing.run import Step
from workbench.velesql.executing.searching.filtering import Way, way_of
from workbench.velesql.executing.searching.ranked import ranked
from workbench.velesql.planning.memory import memory_of
from workbench.velesql.planning.plan import plan, with_actual
from workbench.velesql.planning.prepare import planned

QUERY = np.array([0.4, -1.0, 0.7, 0.2, 1.5, -0.3], np.float32)
NEAR = "SELECT * FROM c WHERE vector NEAR $q"


@pytest.fixture
def world() -> Made:
    return made(400)


def way(world: Made, text: str, **parameters: Any) -> Way:
    run = run_of(world.database, q=QUERY, **parameters)
    select, rows = relation(text, run)
    return way_of(planned(select).filter, rows, run, "vector")


@pytest.mark.parametrize(
    ("condition", "filtering", "searching", "matches"),
    [
        ("", "none", "index", 400),
        ("AND kind = 'k3'", "lookup", "matches", 20),
        ("AND n <= 4", "lookup", "matches", 4),
        ("AND id = 7", "lookup", "matches", 1),
        ("AND half = 1", "lookup", "bitmap", 200),
        ("AND half = 1 AND n <= 40", "lookup", "matches", 20),
        ("AND half = 1 AND n <= 380", "scan", "bitmap", 190),
        ("AND NOT kind = 'k3'", "scan", "bitmap", 380),
        ("AND kind IN ('k3', 'k4')", "scan", "matches", 40),
    ],
)
def test_the_way_follows_the_selectivity(
    world: Made, condition: str, filtering: str, searching: str, matches: int
) -> None:
    choice = way(world, f"{NEAR} {condition}").choice
    assert (choice.filtering, choice.searching) == (filtering, searching)
    assert choice.rows == pytest.approx(matches, rel=0.05)


def test_a_value_decides_not_the_text_alone(world: Made) -> None:
    text = f"{NEAR} AND n > $least"
    assert way(world, text, least=390).choice.searching == "matches"
    assert way(world, text, least=10).choice.searching == "bitmap"


def test_a_filter_is_remembered_until_something_is_written(world: Made) -> None:
    text = f"{NEAR} AND kind = $k"
    assert way(world, text, k="k3").choice.filtering == "lookup"
    world.ask(text, q=QUERY, k="k3")
    hits = memory_of(world.database.mirror("c")).filters.hits
    known = way(world, text, k="k3")
    assert (known.choice.filtering, known.choice.source) == ("remembered", "known")
    assert memory_of(world.database.mirror("c")).filters.hits == hits + 1
    assert known.matches is not None
    assert known.matches.count == known.choice.rows == 20
    assert way(world, text, k="k4").choice.filtering == "lookup"
    world.ask("UPDATE c SET kind = 'k3' WHERE id = 1")
    assert way(world, text, k="k3").choice.filtering == "lookup"


def test_remembered_filters_are_few_and_those_used_longest_ago_go(world: Made) -> None:
    text = f"{NEAR} AND n = $n"
    for n in range(1, 80):
        world.ask(text, q=QUERY, n=n)
    assert len(memory_of(world.database.mirror("c")).filters) == 64
    assert way(world, text, n=1).choice.filtering == "lookup"
    assert way(world, text, n=79).choice.filtering == "remembered"


def test_many_dead_rows_turn_the_index_into_a_scan(world: Made) -> None:
    world.ask("DELETE FROM c WHERE n <= 40")
    assert way(world, NEAR).choice.searching == "index"
    world.ask("DELETE FROM c WHERE n <= 200")
    choice = way(world, NEAR).choice
    assert (choice.searching, choice.rows) == ("bitmap", 200)


def done(world: Made, text: str, **parameters: Any) -> tuple[list[Step], list[Step]]:
    """What is planned, and then what is done."""
    run = run_of(world.database, q=QUERY, r=np.roll(QUERY, 1), s={"1": 1.0}, **parameters)
    run.steps = []
    select, rows = relation(text, run)
    before = plan(select, run)
    ranked(select, rows, run, 10)
    return before, run.steps


@pytest.mark.parametrize(
    "text",
    [
        NEAR,
        f"{NEAR} AND kind = 'k3'",
        f"{NEAR} AND half = 1 AND n <= 380",
        f"{NEAR} OR kind = 'k3'",
        f"{NEAR} AND body MATCH 'fog' AND half = 0",
        f"{NEAR} AND vector SPARSE_NEAR $s AND body MATCH 'fog'",
        "SELECT * FROM c WHERE similarity(vector, $q) > 0.2 AND half = 0",
        "SELECT * FROM c WHERE vector NEAR_FUSED [$q, $r] AND kind = 'k3'",
        "SELECT * FROM c WHERE body MATCH 'fog' AND kind LIKE 'k1%'",
        "SELECT * FROM c ORDER BY similarity(vector, $q) DESC",
        "SELECT * FROM c JOIN c AS d ON c.id = d.id WHERE vector NEAR $q AND d.half = 1",
    ],
)
def test_what_is_planned_is_what_is_done(world: Made, text: str) -> None:
    before, after = done(world, text)
    searching = [one for one in before if one.operator in ("filter", "search", "fuse")]
    assert [(one.operator, one.details) for one in searching] == [
        (one.operator, one.details) for one in after
    ]
    for step in with_actual(before, after):
        measured = step.operator in ("filter", "search", "fuse")
        assert (step.ms is not None, step.rows is not None) == (measured, measured)


def test_a_plan_runs_nothing_and_leaves_nothing_remembered(world: Made) -> None:
    run = run_of(world.database, q=QUERY)
    select, _ = relation(f"{NEAR} AND kind = 'k3'", run)
    plan(select, run)
    assert len(memory_of(world.database.mirror("c")).filters) == 0


def test_a_wrong_estimate_changes_no_row(world: Made) -> None:
    """Both conditions keep the same half, and independence expects a quarter."""
    text = f"{NEAR} AND half = 1 AND n IN ({', '.join(map(str, range(1, 400, 2)))}) LIMIT 400"
    expected = way(world, text).choice.rows
    got = world.ask(text, q=QUERY)
    assert (expected, len(got.ids)) == (pytest.approx(100), 200)


def test_steps_after_the_search_stand_in_their_order(world: Made) -> None:
    text = (
        "SELECT kind, COUNT(*) AS n FROM c WHERE half = 1 GROUP BY kind "
        "HAVING COUNT(*) > 1 ORDER BY n DESC LIMIT 3"
    )
    run = run_of(world.database)
    steps = plan(relation(text, run)[0], run)
    operators = ["scan", "filter", "group", "having", "sort", "limit", "project"]
    assert [one.operator for one in steps] == operators
    rows = [one.estimated_rows for one in steps]
    assert rows == [400, pytest.approx(200), 20, 20, 20, 3, 3]


def test_a_join_expects_rows_by_its_keys(world: Made) -> None:
    run = run_of(world.database)
    steps = plan(relation("SELECT * FROM c JOIN c AS d ON c.kind = d.kind", run)[0], run)
    join = next(one for one in steps if one.operator == "join")
    assert join.estimated_rows == 400 * 400 / 20
