from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest

from workbench.core.errors import BadInput, StoreUnavailable
from workbench.core.evaluation.golden import Card, Golden, Question
from workbench.core.evaluation.replies import Ranking, Reply
from workbench.evaluation.sweeps.pareto import non_dominated
from workbench.evaluation.sweeps.result import Sweep
from workbench.evaluation.sweeps.sweep import sweep

N = 24
CORPUS = {f"d{at:02}": f"the document about {at}" for at in range(N)}
GOLDEN = Golden(
    Card("numbers"),
    tuple(Question(f"q{at:02}", str(at), judgements={f"d{at:02}": 1}) for at in range(N)),
    CORPUS,
)


class Counted:
    """Makes systems that find the right document in the first `top_n` of a shuffled list."""

    def __init__(self) -> None:
        self.made: list[dict[str, Any]] = []
        self.asked = 0

    def __call__(self, *, top_n: int, skill: float = 0.0) -> Callable[[Question], Reply]:
        self.made.append({"top_n": top_n, "skill": skill})

        def system(question: Question) -> Reply:
            self.asked += 1
            draw = random.Random(question.id)
            ids = draw.sample(sorted(CORPUS), N)
            if draw.random() < skill:
                ids = [*question.relevant, *ids]
            best = list(dict.fromkeys(ids))[:top_n]
            return Reply(Ranking(best, [float(-at) for at in range(len(best))]), cost=top_n / 100)

        return system


GRID = {"top_n": [1, 5, 24], "skill": [0.0, 0.9]}


@pytest.fixture(scope="module")
def swept() -> Sweep:
    return sweep(Counted(), GRID, GOLDEN, ["RR", "R@5"], workers=1)


def test_every_combination_is_a_point_the_last_setting_fastest(swept: Sweep) -> None:
    assert [tuple(point.settings.values()) for point in swept.points] == list(
        itertools.product([1, 5, 24], [0.0, 0.9])
    )
    assert [run.name for run in swept.runs][:2] == ["top_n=1, skill=0.0", "top_n=1, skill=0.9"]


def test_the_table_has_settings_measures_with_intervals_and_what_they_cost(swept: Sweep) -> None:
    table = swept.table()
    row = table[3]

    assert table.columns[:5] == ("top_n", "skill", "RR", "RR low", "RR high")
    assert table.columns[8:] == ("p50 ms", "p95 ms", "cost", "failed", "apart", "error")
    assert (row["cost"], row["failed"], row["apart"], row["error"]) == (
        pytest.approx(0.05),
        0,
        0,
        None,
    )
    assert 0 < row["p50 ms"] <= row["p95 ms"]


def test_a_points_interval_is_the_bootstraps_of_its_mean(swept: Sweep) -> None:
    values = list(swept.runs[3].scores["RR"].by_question().values())
    draw = numpy.random.default_rng(3).choice(values, size=(20_000, N)).mean(axis=1)
    row = swept.table()[3]

    assert row["RR"] == pytest.approx(sum(values) / N)
    assert [row["RR low"], row["RR high"]] == pytest.approx(
        numpy.quantile(draw, (0.025, 0.975)), abs=0.02
    )


def test_a_point_whose_system_cannot_be_made_is_told_apart(swept: Sweep) -> None:
    def make(limit: int) -> Callable[[Question], str]:
        if limit == 2:
            raise StoreUnavailable("no engine listens")
        return lambda question: question.text

    found = sweep(make, {"limit": [1, 2, 3]}, GOLDEN, "exact", workers=1)

    assert [point.settings for point in found.failed] == [{"limit": 2}]
    assert found.table().column("error") == [None, "StoreUnavailable: no engine listens", None]
    assert len(found.runs) == 2


def test_a_system_that_always_fails_has_failed_outcomes_and_no_figure() -> None:
    def make(k: int) -> Callable[[Question], Reply]:
        def system(question: Question) -> Reply:
            raise StoreUnavailable("gone")

        return system

    row = sweep(make, {"k": [1]}, GOLDEN, "RR", workers=1).table()[0]

    assert (row["RR"], row["p50 ms"], row["failed"]) == (None, None, N)
    assert row["error"] == "StoreUnavailable: gone"


def test_a_second_call_runs_nothing_that_is_finished(tmp_path: Path) -> None:
    first, second = Counted(), Counted()
    once = sweep(first, {"top_n": [1, 5]}, GOLDEN, ["RR"], folder=tmp_path, workers=1)
    again = sweep(second, {"top_n": [1, 5]}, GOLDEN, ["RR"], folder=tmp_path, workers=1)

    assert (first.asked, second.asked, second.made) == (2 * N, 0, [])
    assert str(again.table()) == str(once.table())
    assert len(list(tmp_path.iterdir())) == 2


def test_a_grown_grid_runs_the_new_points_and_other_terms_all(tmp_path: Path) -> None:
    make = Counted()
    sweep(make, {"top_n": [1, 5]}, GOLDEN, ["RR"], folder=tmp_path, workers=1)
    sweep(make, {"top_n": [1, 5, 9]}, GOLDEN, ["RR"], folder=tmp_path, workers=1)
    sweep(make, {"top_n": [1]}, GOLDEN, ["RR"], folder=tmp_path, workers=1, repeats=2)

    assert [made["top_n"] for made in make.made] == [1, 5, 9, 1]


class Killed(BaseException):
    """What ends a process, as an interrupt does."""


def test_after_a_kill_the_questions_that_were_answered_are_not_asked_again(tmp_path: Path) -> None:
    asked: list[str] = []

    def make(k: int) -> Callable[[Question], str]:
        def system(question: Question) -> str:
            if len(asked) == N + 10:
                asked.append("killed")
                raise Killed
            asked.append(f"{k} {question.id}")
            return question.text

        return system

    def call() -> Sweep:
        return sweep(make, {"k": [1, 2]}, GOLDEN, "exact", folder=tmp_path, workers=1)

    with pytest.raises(Killed):
        call()
    found = call()

    assert len(asked) == len(set(asked)) == 2 * N + 1
    assert [len(run.outcomes) for run in found.runs] == [N, N]


def test_what_failed_is_asked_again_on_demand_only(tmp_path: Path) -> None:
    down = [True]

    def make(k: int) -> Callable[[Question], str]:
        def system(question: Question) -> str:
            if down[0] and k == 2:
                raise StoreUnavailable("for a moment")
            return question.text

        return system

    def failed(**how: Any) -> list[int]:
        grid = {"k": [1, 2]}
        found = sweep(make, grid, GOLDEN, "exact", folder=tmp_path, workers=1, **how)
        return found.table().column("failed")

    assert failed() == [0, N]
    down[0] = False
    assert failed() == [0, N]
    assert failed(resume="failed") == [0, 0]


@pytest.mark.parametrize(
    ("grid", "told"),
    [
        ({"k": "12"}, "k: expected a list of values"),
        ({"k": []}, "k: expected one value or more"),
        ({"k": [1, 1]}, "k: expected one value or more, each once"),
        ({"embedder": [object()]}, "give other values a name each"),
        ({"cost": [1]}, "'cost' is a column of a sweep's table"),
    ],
)
def test_a_grid_that_cannot_be_named_is_refused(grid: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        sweep(Counted(), grid, GOLDEN, "RR")


def test_values_that_are_no_text_are_named(swept: Sweep) -> None:
    def make(order: Callable[[str], int]) -> Callable[[Question], dict[str, float]]:
        return lambda question: {one: float(-order(one)) for one in CORPUS}

    orders = {"up": lambda one: int(one[1:]), "down": lambda one: -int(one[1:])}
    found = sweep(make, {"order": orders}, GOLDEN, "RR", workers=1)

    assert found.table().column("order") == ["up", "down"]
    assert (
        found.table().column("RR")
        == [pytest.approx(sum(1 / rank for rank in range(1, N + 1)) / N)] * 2
    )


def brute_force(points: list[tuple[float, ...]]) -> list[int]:
    def beaten(point: tuple[float, ...]) -> bool:
        return any(
            all(a <= b for a, b in zip(one, point, strict=True))
            and any(a < b for a, b in zip(one, point, strict=True))
            for one in points
        )

    return [at for at, point in enumerate(points) if not beaten(point)]


@pytest.mark.parametrize("axes", [1, 2, 3, 4])
def test_the_front_is_what_no_point_beats_ties_kept(axes: int) -> None:
    draw = random.Random(axes)
    for _ in range(100):
        points = [
            tuple(float(draw.randint(0, 4)) for _ in range(axes))
            for _ in range(draw.randint(0, 25))
        ]

        assert non_dominated(points) == brute_force(points)


def test_pareto_of_quality_up_and_cost_down(swept: Sweep) -> None:
    front = swept.pareto("RR", "cost")
    rows = [(-row["RR"], row["cost"]) for row in swept.table()]

    assert [dict(row) for row in front] == [swept.table()[at] for at in brute_force(rows)]
    assert front.columns == swept.table().columns


def test_pareto_knows_only_columns_of_numbers(swept: Sweep) -> None:
    with pytest.raises(BadInput, match="no column 'nDCG' in the sweep; there are: top_n, skill"):
        swept.pareto("nDCG")


def test_the_best_point_comes_with_corrected_tests_and_a_warning(swept: Sweep) -> None:
    best = swept.best("RR")

    assert best.settings == {"top_n": 24, "skill": 0.9}
    assert best.value == max(swept.table().column("RR"))
    assert len(best.tested) == 5
    assert all(row["p (Holm)"] >= row["p"] for row in best.tested)
    assert "the best of 6: its figure is optimistic" in best.note
    assert "Against top_n=1, skill=0.0, corrected for 5 comparisons: p = 0.0" in best.note


def test_the_best_point_may_be_tested_against_another_than_the_first(swept: Sweep) -> None:
    best = swept.best("RR", against={"top_n": 24, "skill": 0.9})

    assert "is itself the best" in best.note
    with pytest.raises(BadInput, match="no point with a value has the settings"):
        swept.best("RR", against={"top_n": 7, "skill": 0.9})


def test_the_figure_shows_every_point_with_its_bars_and_the_front(swept: Sweep) -> None:
    drawn = swept.figure("RR", "cost")
    axes = drawn.axes[0]

    assert (axes.get_xlabel(), axes.get_ylabel()) == ("cost", "RR")
    assert len(axes.containers) == 6
    assert sorted(text.get_text() for text in axes.texts) == sorted(p.name for p in swept.points)

    line = next(line for line in axes.lines if line.get_label() == "Pareto")
    assert list(line.get_ydata()) == sorted(swept.pareto("RR", "cost").column("RR"))


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_figure_is_saved_with_equal_bytes(swept: Sweep, tmp_path: Path, kind: str) -> None:
    pictures = [
        swept.figure("RR", "cost").save(tmp_path / f"{at}.{kind}").read_bytes() for at in (1, 2)
    ]

    assert pictures[0] == pictures[1]
