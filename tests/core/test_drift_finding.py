"""What counts as drift between recorded rows and those of today, and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from typing import Any

import pytest

from workbench.core.drift_finding import are_among, rows_finding, search_finding

Hits = list[dict[str, Any]]


def hits(**scores: float) -> Hits:
    return [{"similarity": score, "node_id": name} for name, score in scores.items()]


def no_wider(threshold: float) -> Hits:
    return pytest.fail(f"asked again above {threshold}")


def found(then: Hits, now: Hits, *, top_n: int = 10, all_hits: Hits | None = None) -> Any:
    """`all_hits` are what the store holds; without them nothing wider may be asked."""

    def wider(threshold: float) -> Sequence[Any]:
        return [hit for hit in all_hits or () if hit["similarity"] > threshold]

    return search_finding(then, now, top_n=top_n, wider=wider if all_hits else no_wider)


def test_the_same_hits_within_single_precision_are_equal() -> None:
    finding = found(hits(a=0.9, b=0.5), hits(a=0.9000004, b=0.5))

    assert finding.verdict == "equal"
    assert finding.largest_difference == pytest.approx(4e-7)


def test_a_score_beyond_eps_has_moved_and_says_how_far() -> None:
    finding = found(hits(a=0.9, b=0.5), hits(a=0.9, b=0.51))

    assert (finding.verdict, finding.added, finding.removed) == ("scores moved", (), ())
    assert finding.largest_difference == pytest.approx(0.01)


def test_hits_that_came_and_went_are_shown() -> None:
    finding = found(hits(a=0.9, b=0.5), hits(a=0.9, c=0.5))

    assert finding.verdict == "rows differ"
    assert (finding.added, finding.removed) == (tuple(hits(c=0.5)), tuple(hits(b=0.5)))


def test_a_changed_attribute_is_another_row() -> None:
    then = [{"similarity": 0.9, "node_id": "a", "node": {"name": "Chess"}}]
    now = [{"similarity": 0.9, "node_id": "a", "node": {"name": "Go"}}]

    assert found(then, now).verdict == "rows differ"


def test_ties_that_changed_places_are_equal_and_told() -> None:
    finding = found(hits(a=0.5, b=0.5), hits(b=0.5, a=0.5))

    assert finding.verdict == "equal"
    assert finding.note == "rows of one similarity changed places (D11)"


def test_ties_at_the_limit_that_were_exchanged_are_equal_while_the_old_ones_exist() -> None:
    store = hits(a=0.9, b=0.5, c=0.5)
    finding = found(hits(a=0.9, c=0.5), hits(a=0.9, b=0.5), top_n=2, all_hits=store)

    assert finding.verdict == "equal"
    assert finding.note == "1 rows tied at the limit of 2 were exchanged (D11)"


def test_a_tie_at_the_limit_that_is_gone_from_the_store_is_drift() -> None:
    store = hits(a=0.9, b=0.5)
    finding = found(hits(a=0.9, c=0.5), hits(a=0.9, b=0.5), top_n=2, all_hits=store)

    assert finding.verdict == "rows differ"
    assert finding.removed == tuple(hits(c=0.5))


@pytest.mark.parametrize(
    ("then", "now", "top_n"),
    [
        (hits(a=0.9, c=0.5), hits(a=0.9, b=0.5), 3),  # nothing was cut: c should still be there
        (hits(a=0.9, c=0.5), hits(a=0.9, b=0.6), 2),  # b is no tie
        (hits(c=0.9, a=0.5), hits(b=0.9, a=0.5), 2),  # not at the limit
        (hits(a=0.9, c=0.5), hits(a=0.9), 2),  # one is missing
    ],
)
def test_what_is_no_tie_at_the_limit_is_drift(then: Hits, now: Hits, top_n: int) -> None:
    assert found(then, now, top_n=top_n).verdict == "rows differ"


def test_scores_of_the_rest_count_where_ties_were_exchanged() -> None:
    store = hits(a=0.95, b=0.5, c=0.5)
    finding = found(hits(a=0.9, c=0.5), hits(a=0.95, b=0.5), top_n=2, all_hits=store)

    assert finding.verdict == "scores moved"


def test_recorded_rows_without_a_similarity_are_left_out_and_told() -> None:
    finding = found(hits(a=0.9, b=nan), hits(a=0.9))

    assert finding.verdict == "equal"
    assert finding.note == "1 recorded rows without a similarity left out (D7)"


def test_a_recorded_hit_that_names_no_similarity_is_compared_by_its_row() -> None:
    assert found([{"node_id": "a"}], hits(b=0.5)).verdict == "rows differ"


ANN, BOB, CY = ({"name": name, "n": 1} for name in ("Ann", "Bob", "Cy"))


@pytest.mark.parametrize(
    ("then", "now", "verdict", "came", "went"),
    [
        ([ANN, BOB], [ANN, BOB], "equal", (), ()),
        ([ANN, BOB], [BOB, ANN], "order differs", (), ()),
        ([ANN, BOB], [ANN, CY], "rows differ", (CY,), (BOB,)),
        ([ANN], [ANN, ANN], "rows differ", (ANN,), ()),
        ([], [], "equal", (), ()),
        ([], [ANN], "rows differ", (ANN,), ()),
        ([{"n": 1}], [{"n": 1.0}], "rows differ", ({"n": 1.0},), ({"n": 1},)),
        ([{"x": 1}], [{"y": 1}], "rows differ", ({"y": 1},), ({"x": 1},)),
    ],
)
def test_rows_of_a_query_are_compared_as_often_as_they_occur(
    then: Any, now: Any, verdict: str, came: Any, went: Any
) -> None:
    finding = rows_finding(then, now)

    assert (finding.verdict, finding.added, finding.removed) == (verdict, came, went)


def test_a_column_of_floats_is_a_score() -> None:
    then, near, far = ([{"mean": mean, "n": 1}] for mean in (0.1, 0.1 + 1e-9, 0.2))

    assert rows_finding(then, near).verdict == "equal"
    assert rows_finding(then, far).verdict == "scores moved"
    assert rows_finding(then, far).largest_difference == pytest.approx(0.1)


def test_rows_that_cannot_be_read_make_no_drift_of_as_many_new_ones() -> None:
    finding = rows_finding([ANN], [ANN, BOB], unreadable=1)

    assert (finding.verdict, finding.added) == ("not replayable", (BOB,))
    assert finding.note == "1 recorded rows cannot be read; the others are equal"
    assert rows_finding([ANN], [ANN], unreadable=1).verdict == "rows differ"
    assert rows_finding([CY], [ANN, BOB], unreadable=1).verdict == "rows differ"


def test_rows_are_among_others_as_often_as_they_occur() -> None:
    assert are_among([ANN, BOB], [CY, BOB, ANN])
    assert not are_among([ANN, ANN], [CY, BOB, ANN])
