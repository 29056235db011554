"""The planes of the sample world against the tools that answer one question each, and against
the world's own files."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.lore.conftest import WORLD
from tests.lore.yaml_world import YamlWorld, yaml_world
from workbench.bench.see.planes import planes
from workbench.core.errors import BadInput, TimeSyntaxError
from workbench.tools import lore
from workbench.widgets.planes.widget import PlaneExplorer

TIMES = ["long_ebb.year_590", "bell_age.year_232", "bell_age.year_391.month_2", "unnumbered"]
HOME = ("pln_littoral", "pln_kiln", "pln_unpaid", "pln_teapot", "pln_countinghouse")


def moment(view: PlaneExplorer, time: str) -> int:
    found = view.atlas.at(time)
    assert found is not None
    return found


@pytest.mark.parametrize("time", TIMES)
def test_who_is_where_is_what_the_tool_says_of_each_plane(
    world_bench: Any, sample_planes: PlaneExplorer, time: str
) -> None:
    shown = {
        (stay.plane, stay.entity, stay.basis, stay.edge, certainty)
        for stay, certainty in sample_planes.atlas.present(moment(sample_planes, time))
    }
    here = {being.id for being in sample_planes.atlas.beings if being.placed}
    asked = {
        (plane, row["entity_id"], row["basis"], row["edge_id"], row["certainty"])
        for plane in yaml_world().ids("Plane")
        for row in lore.entities_on_plane(world_bench, plane, time, True)
        if row["entity_id"] in here
    }
    assert shown == asked


def on_planes(world: YamlWorld, time: str) -> set[tuple[str, str, str]]:
    """Person, plane and certainty, by a plain loop over the files: a journey outranks a home."""
    held = {
        type: [(e, str(world.holds(e, world.clock, time))) for e in world.of(type)]
        for type in ("LOCATED_IN_PLANE", "LOCATED_IN")
    }
    direct = [(e["from"], e["to"], truth) for e, truth in held["LOCATED_IN_PLANE"]]
    direct = [row for row in direct if row[2] != "false"]
    sure = {who for who, _, truth in direct if truth == "true"}
    homes = {
        (e["from"], plane, "true" if (truth, there) == ("true", "true") else "unknown")
        for e, truth in held["LOCATED_IN"]
        for place, plane, there in direct
        if truth != "false" and place == e["to"] and e["from"] not in sure
    }
    return {row for row in {*direct, *homes} if row[0].startswith("per_")}


@pytest.mark.parametrize("time", TIMES)
def test_who_is_where_is_what_the_files_say(sample_planes: PlaneExplorer, time: str) -> None:
    atlas = sample_planes.atlas
    shown = {
        (stay.entity, stay.plane, certainty)
        for stay, certainty in atlas.present(moment(sample_planes, time))
        if stay.entity.startswith("per_")
    }
    world = yaml_world()
    of_setting = {p for p, held in world.entities.items() if "tidewheel" in held["settings"]}
    expected = {row for row in on_planes(world, time) if row[0] in of_setting}
    assert shown == expected


def test_ways_are_those_of_the_tool(world_bench: Any, sample_planes: PlaneExplorer) -> None:
    atlas = sample_planes.atlas
    for time in TIMES:
        state = atlas.state_of[moment(sample_planes, time)]
        for start in HOME:
            for goal in set(HOME) - {start}:
                asked = lore.plane_path(world_bench, start, goal, time)
                way = atlas.ways[state, start, goal]
                edges = [atlas.doors[leg // 2].id for leg in way.legs]
                assert (way.reachable, way.cost, edges) == (
                    asked.meta.facts["reachable"],
                    asked.meta.facts["cost"],
                    asked.column("edge_id"),
                )


def test_at_every_moment_the_files_agree_on_the_doors(sample_planes: PlaneExplorer) -> None:
    world, atlas = yaml_world(), sample_planes.atlas
    files = {edge["id"]: edge for edge in world.current()}
    for at, shown in enumerate(atlas.moments):
        for door, state in zip(atlas.doors, atlas.door_states(at), strict=True):
            edge = files[door.id]
            window = edge.get("valid_from"), edge.get("valid_until")
            holds = world.clock.time_in_window(shown.time, *window).value
            assert {True: ["open"], False: ["closed", "not_yet_open"], None: ["time_unknown"]}[
                holds
            ].count(state)


def test_nothing_changes_between_two_moments(
    world_bench: Any, sample_planes: PlaneExplorer
) -> None:
    view = sample_planes
    years = [m.time for m in view.atlas.moments if m.root == "bell_age" and "month" not in m.time]
    numbers = [int(time.rpartition("_")[2]) for time in years]
    between = [n for n in range(150, 330) if n not in numbers][::25]
    for year in between:
        before = max(n for n in numbers if n < year)
        at = moment(view, f"bell_age.year_{before}")
        told = planes_at(world_bench, view, f"bell_age.year_{year}")
        assert {(s.plane, s.edge) for s, _ in view.atlas.present(at)} == told


def planes_at(bench: Any, view: PlaneExplorer, time: str) -> set[tuple[str, str]]:
    here = {being.id for being in view.atlas.beings if being.placed}
    return {
        (plane.id, row["edge_id"])
        for plane in view.atlas.planes
        for row in lore.entities_on_plane(bench, plane.id, time, True)
        if row["entity_id"] in here
    }


def test_every_era_of_the_file_is_on_the_line(sample_planes: PlaneExplorer) -> None:
    eras = yaml.safe_load((WORLD / "eras.yaml").read_text())["eras"]
    expected = {era["id"]: era["name"] for era in eras if era["axis"] == "tide"}
    bands = {band.id: band for band in sample_planes.atlas.bands}
    assert {id: band.name for id, band in bands.items()} == expected
    assert {id for id, band in bands.items() if not band.sure} == {
        "first_salt",
        "unnumbered",
        "long_ebb.dry_queen",
    }


def test_a_timeline_is_that_of_the_tool(world_bench: Any, sample_planes: PlaneExplorer) -> None:
    for person in ("per_ottoline_varrowmere", "fac_ropewalkers", "itm_splinter"):
        own = [r for r in sample_planes.atlas.relations if person in (r.source, r.target)]
        told = lore.timeline(world_bench, person)
        assert [relation.id for relation in own] == told.column("edge_id")


def test_what_a_character_does_not_know_is_not_in_the_view(world_bench: Any) -> None:
    view = planes(world_bench, "tidewheel", "bell_age.year_412", "per_brother_tock")
    hidden = lore.query_as_npc(
        world_bench, "per_brother_tock", "bell_age.year_412", kind="relation", show_hidden=True
    )
    secrets = [row["id"] for row in hidden if not row["visible"]]
    assert {"rel_1003", "rel_1005", "rel_1007"} <= set(secrets)
    assert [id for id in secrets if f"{id}".encode() in view.data] == []
    assert b"a steep of exactly" not in view.data
    state = view.atlas.state_of[view.atlas.now]
    assert view.atlas.ways[state, "pln_littoral", "pln_ninth_hour"].reachable == "false"


@pytest.mark.parametrize("npc", ["per_brother_tock", "per_felix_corbelain"])
def test_a_character_goes_the_ways_that_the_tool_lets_them_go(world_bench: Any, npc: str) -> None:
    time = "bell_age.year_412"
    view = planes(world_bench, "tidewheel", time, npc)
    state = view.atlas.state_of[view.atlas.now]
    for goal in ("pln_ninth_hour", "pln_teapot", "pln_kiln", "pln_glasswood"):
        asked = lore.plane_path(world_bench, "pln_littoral", goal, time, as_npc=npc).meta.facts
        way = view.atlas.ways[state, "pln_littoral", goal]
        assert (way.reachable, way.cost) == (asked["reachable"], asked["cost"])


def test_nobody_knows_a_death_that_is_still_to_come(world_bench: Any) -> None:
    view = planes(world_bench, "tidewheel", "bell_age.year_350", "per_agnes_mossgrave")
    agnes = next(one for one in view.atlas.beings if one.id == "per_agnes_mossgrave")
    assert (agnes.born, agnes.died) == ("bell_age.year_288", None)
    died = [one.died for one in view.atlas.beings if one.died]
    assert died
    assert all(yaml_world().clock.before(time, "bell_age.year_351").value for time in died)


def test_who_is_not_born_knows_no_plane(world_bench: Any) -> None:
    view = planes(world_bench, "tidewheel", "long_ebb.year_1", "per_brother_tock")
    assert (view.atlas.planes, view.atlas.doors, view.atlas.beings) == ([], [], [])


def test_answers_come_from_the_tools(sample_planes: PlaneExplorer) -> None:
    view = sample_planes
    asked = {"start": "pln_unpaid", "goal": "pln_littoral", "time": "bell_age.year_350"}
    way = view.answers()["path"](asked)
    assert (way["reachable"], way["reachable_set"]) == ("false", ["pln_unpaid"])
    assert [leg["edge_id"] for leg in way["cut"]] == ["rel_0990", "rel_1007"]
    card = view.answers()["card"]({"id": "per_ottoline_varrowmere", "time": TIMES[2]})
    assert card["context"]["planes"] == ["pln_kiln"]
    with pytest.raises(BadInput, match="expected an entity of this view"):
        view.answers()["card"]({"id": "per_nobody", "time": TIMES[2]})


def test_another_time_is_read_and_stays_among_the_moments(world_bench: Any) -> None:
    view = planes(world_bench, "tidewheel")
    assert view.atlas.at("bell_age.year_333") is None
    view.answers()["atlas"]({"time": "bell_age.year_333", "npc": None})
    assert view.at == "bell_age.year_333"
    view.answers()["atlas"]({"time": "bell_age.year_334", "npc": "per_felix_corbelain"})
    assert "as Felix Corbelain knows it at bell_age.year_334" in view.summary()
    assert view.atlas.at("bell_age.year_333") is not None


def test_what_was_chosen_before_tells_a_character_nothing(world_bench: Any) -> None:
    view = planes(world_bench, "tidewheel")
    view.actions = [{"do": "path", "start": "pln_littoral", "goal": "pln_ninth_hour"}]
    view.selected = ["pln_ninth_hour", "per_ottoline_varrowmere"]

    view.answers()["atlas"]({"time": "long_ebb.year_1", "npc": "per_brother_tock"})

    assert (view.selected, [done["do"] for done in view.actions]) == ([], ["time"])
    assert "as Brother Tock knows it at long_ebb.year_1" in view.picture().alt


def test_a_character_who_is_none_leaves_the_view_as_it_was(world_bench: Any) -> None:
    view = planes(world_bench, "tidewheel", "bell_age.year_412", "per_brother_tock")
    asked = {"start": "pln_littoral", "goal": "pln_ninth_hour", "time": view.at}
    before, way = view.data, view.answers()["path"](asked)
    assert way["reachable"] == "false"

    with pytest.raises(BadInput):
        view.answers()["atlas"]({"time": view.at, "npc": "pln_kiln"})

    assert (view.data, view.answers()["path"](asked)) == (before, way)


def test_the_trace_keeps_every_statement_once(sample_planes: PlaneExplorer) -> None:
    sent = [(step.statement, repr(step.parameters)) for step in sample_planes.trace]
    assert len(sent) == len(set(sent))
    assert 20 < len(sent) < 120


def test_somebody_of_the_setting_is_found_on_a_plane_of_another(
    sample_planes: PlaneExplorer,
) -> None:
    there = sample_planes.atlas.present(moment(sample_planes, "bell_age.year_396"))
    ninepence = [stay.plane for stay, _ in there if stay.entity == "per_ninepence"]
    assert "pln_recto" in ninepence


def test_few_moments_are_kept_where_few_are_asked_for(world_bench: Any) -> None:
    view = planes(world_bench, "tidewheel", moments=70)
    assert len(view.atlas.moments) == 70
    assert "moments at which somebody comes or goes" in view.summary()


def test_all_settings_are_shown_on_their_own_axes(world_bench: Any) -> None:
    atlas = planes(world_bench).atlas
    assert len(atlas.planes) == 13
    assert list(dict.fromkeys(moment.axis for moment in atlas.moments)) == ["tide", "page"]


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        ({"setting": "nowhere"}, BadInput, "expected one of margin, tidewheel"),
        ({"at": "Year 340"}, TimeSyntaxError, "expected an era"),
        ({"at": "long_ebb.year_609"}, BadInput, "year 609 is outside long_ebb"),
        ({"as_npc": "fac_ropewalkers"}, BadInput, "npc: expected a Person"),
    ],
)
def test_bad_arguments_are_told(
    world_bench: Any, asked: dict[str, str], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        planes(world_bench, **asked)


def test_without_a_bench_there_are_no_planes() -> None:
    with pytest.raises(BadInput, match="read from a bench that holds a world"):
        planes(None)
