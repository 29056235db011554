"""An atlas of four planes: who is where, which doors are open, which ways lead."""

from __future__ import annotations

import pytest

from tests.widgets.planes.small_planes import small_atlas
from workbench.core.errors import BadInput
from workbench.core.values import Rows
from workbench.widgets.planes.tables import at_moment
from workbench.widgets.planes.widget import PlaneExplorer

ATLAS = small_atlas()


def moment(time: str) -> int:
    found = ATLAS.at(time)
    assert found is not None
    return found


def test_who_is_where_changes_after_the_last_day() -> None:
    def at_sky(time: str) -> dict[str, int]:
        return dict(ATLAS.counts(moment(time))["sky"])

    assert at_sky("bell.year_1") == {}
    assert at_sky("bell.year_5") == {"true": 1}
    assert at_sky("bell.year_9") == {}
    assert at_sky("nights.year_2") == {"unknown": 1}


def test_nobody_is_dropped_and_the_unknown_are_counted() -> None:
    for at in range(len(ATLAS.moments)):
        there = {stay.entity for stay, _ in ATLAS.present(at)}
        lost, outside = ATLAS.nowhere(at)
        assert sorted([*there, *lost, *outside]) == ["ann", "bo", "cy", "dee"]
    assert ATLAS.nowhere(moment("bell.year_1")) == ([], ["bo", "dee"])
    assert ATLAS.nowhere(moment("bell.year_21")) == (["bo", "dee"], [])


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("bell.year_1", ["not_yet_open", "open", "open", "time_unknown", "open"]),
        ("bell.year_5", ["open", "open", "open", "time_unknown", "open"]),
        ("bell.year_21", ["closed", "open", "open", "time_unknown", "open"]),
        ("nights.year_1", ["time_unknown", "open", "open", "open", "open"]),
    ],
)
def test_doors_open_and_shut_with_their_windows(time: str, expected: list[str]) -> None:
    assert ATLAS.door_states(moment(time)) == expected


def test_doors_tell_which_way_one_goes() -> None:
    told = [(door.id, door.ways, door.cost, door.via) for door in ATLAS.doors]
    assert told == [
        ("rel_1", "forward", 2.0, "a ladder"),
        ("rel_2", "both", 1.0, "the brim"),
        ("rel_3", "forward", 0.5, "the plug"),
        ("rel_4", "forward", 1.0, ""),
        ("rel_5", "", 0.0, "inverted"),
    ]


def test_the_cheapest_ways_are_there_for_every_state_of_the_doors() -> None:
    state = ATLAS.state_of[moment("bell.year_5")]
    assert ATLAS.ways[state, "mud", "sky"] == ("true", 1.5, (2, 4))
    assert ATLAS.ways[state, "well", "mud"] == ("true", 1.0, (3,))
    assert ATLAS.ways[state, "sky", "mud"] == ("unknown", 1.0, (6,))
    assert ATLAS.ways[state, "mirror", "mud"] == ("false", None, ())


def test_a_way_over_planes_that_are_not_on_the_map_is_told_without_its_legs() -> None:
    atlas = small_atlas(hidden=("well",))
    state = atlas.state_of[atlas.now]
    assert atlas.ways[state, "mud", "sky"] == ("true", 1.5, ())


def test_too_many_ways_are_left_out_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.widgets.planes.atlas.MOST_WAYS", 10)
    atlas = small_atlas()
    assert not atlas.ways
    assert "left out: ways, of" in PlaneExplorer(atlas).summary()


def test_a_view_moves_to_a_moment_and_its_table_and_picture_with_it() -> None:
    view = PlaneExplorer(small_atlas())
    assert view.at == "bell.year_5"
    assert "The Sky: 1 here" in view.picture().alt
    view.show("bell.year_9")
    assert view.actions == [{"do": "time", "at": "bell.year_9"}]
    assert "The Sky: 0 here" in view.picture().alt
    with pytest.raises(BadInput, match=r"expected one of the \d+ moments of this view"):
        view.show("bell.year_7")


def test_a_time_that_is_not_among_the_moments_is_not_said_to_be_shown() -> None:
    view = PlaneExplorer(small_atlas())
    before = view.summary()

    view.actions = [{"do": "time", "at": "no_age.year_1"}, {"do": "time"}]

    assert view.summary() == before


def test_the_table_has_planes_relations_presences_and_those_on_no_record() -> None:
    rows = at_moment(ATLAS, moment("bell.year_5"))
    assert isinstance(rows, Rows)
    told = [(row["what"], row["id"], row["where"], row["state"]) for row in rows]
    assert told[3:5] == [
        ("plane", "well", "tide", "0 here, 1 perhaps"),
        ("relation", "rel_1", "mud → sky", "open, 2 tolls"),
    ]
    assert told[-4:] == [
        ("presence", "ann", "mud", "certain, direct"),
        ("presence", "bo", "sky", "certain, direct"),
        ("presence", "cy", "well", "unknown, direct"),
        ("nowhere", "dee", None, "outside its dates"),
    ]


def test_a_view_without_doors_can_be_shown() -> None:
    view = PlaneExplorer(small_atlas(doors=[]))
    assert "Doors: none." in view.picture().alt
    assert set(view.table().column("what")) == {"plane", "presence", "nowhere"}


def test_a_view_that_nobody_answers_for_asks_nothing() -> None:
    view = PlaneExplorer(small_atlas())
    assert view.answers() == {}
    assert view.trace == ()
