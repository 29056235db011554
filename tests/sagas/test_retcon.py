"""Retcons of edges, properties and entities: what was said stays readable, as of then."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.asker import WorldAsker
from tests.sagas.conftest import made
from tests.sagas.faults import Faulty
from workbench.core.errors import BadInput, SagaFailed
from workbench.sagas import retcon, retconning
from workbench.tools.lore import was_true_at

FORMS = [(schema, shape) for schema in ("setting", "v1.2") for shape in ("native", "reified")]
SOURCES = ["src_lantern_talk"]
OATH, NELL, LANTERN = "rel_0001", "per_nell_brack", "fac_soft_lantern"


@pytest.fixture(scope="module", params=FORMS, ids="-".join)
def form(
    request: pytest.FixtureRequest, servers: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WorldAsker]:
    """The small world in each schema version and edge shape."""
    schema, shape = request.param
    with made(servers, tmp_path_factory.mktemp("retcon"), schema=schema, shape=shape) as asker:
        yield asker


def member_since(stores: Any, year: int, **given: Any) -> str:
    at = f"bell_age.year_{year}"
    found = was_true_at(stores, "MEMBER_OF", NELL, LANTERN, at, **given)
    truth: str = found.rows.column("truth")[0]
    return truth


def told(stores: Any) -> list[dict[str, Any]]:
    text = "SELECT target_kind, target_id, before, after, retconned_at FROM retcon ORDER BY id"
    return list(stores.sql(text).rows)


def current(stores: Any) -> str:
    """The id of the oath that stands."""
    at = "bell_age.year_400"
    edges: list[str] = was_true_at(stores, "MEMBER_OF", NELL, LANTERN, at).rows.column("edges")[0]
    return edges[0]


def test_an_edge_is_superseded_and_both_are_readable(form: Any) -> None:
    start = current(form)
    before = member_since(form, 339), member_since(form, 341)
    answer = retcon(form, start, {"valid_from": "bell_age.year_340"}, "An older roll.", SOURCES)
    ((retcon_id, old_id, new_id),) = answer.rows.values
    at = datetime.fromisoformat(answer.meta.facts["retconned_at"])
    assert (old_id, before) == (start, ("true", "true"))
    assert (member_since(form, 339), member_since(form, 341)) == ("false", "true")
    assert current(form) == new_id
    past = at.replace(year=at.year - 1)
    assert member_since(form, 339, as_of=past.isoformat()) == "true"
    assert member_since(form, 339, as_of=datetime.now(UTC).isoformat()) == "false"
    snapshot = json.loads(form.objects.get(f"snapshots/retcon/{retcon_id}.json"))
    assert snapshot["before"]["valid_from"] == "bell_age.year_338"
    assert snapshot["after"] == told(form)[-1]["after"]


def test_chains_join(form: Any) -> None:
    for year in (341, 342):
        after = {"valid_from": f"bell_age.year_{year}"}
        retcon(form, current(form), after, "Again.", SOURCES)
    *_, former, last = told(form)
    assert former["after"] == last["before"]
    assert last["target_id"] == former["after"]["id"]
    assert last["after"]["id"] == current(form)
    assert member_since(form, 341, as_of=former["retconned_at"].isoformat()) == "true"


def test_a_superseded_edge_is_not_changed_again(form: Any) -> None:
    old = current(form)
    (new,) = retcon(form, old, {"secrecy": "secret"}, "Hush.", SOURCES).rows.column("new_id")
    with pytest.raises(BadInput, match=f"superseded by '{new}'"):
        retcon(form, old, {"secrecy": "public"}, "Loud.", SOURCES)


def test_an_edge_may_get_another_end(form: Any) -> None:
    old = current(form)
    (new,) = retcon(form, old, {"from": "per_silas_brack"}, "It was he.", SOURCES).rows.column(
        "new_id"
    )
    assert member_since(form, 400) == "false"
    at = "bell_age.year_400"
    found = was_true_at(form, "MEMBER_OF", "per_silas_brack", LANTERN, at).rows
    assert (found.column("truth"), found.column("edges")) == (["true"], [[new]])
    retcon(form, new, {"from": NELL}, "It was not.", SOURCES)
    assert member_since(form, 400) == "true"


def test_a_failed_retcon_leaves_no_trace(form: Any) -> None:
    before, said, kept = current(form), told(form), form.objects.names("snapshots/retcon")
    faulty = Faulty(form, {"objects"})
    with pytest.raises(SagaFailed) as failed:
        retcon(faulty, before, {"valid_from": "bell_age.year_300"}, "No.", SOURCES)
    assert failed.value.step == "keep_snapshot"
    assert sorted(failed.value.undone) == ["change_edge", "tell_retcon"]
    assert (current(form), told(form)) == (before, said)
    assert form.objects.names("snapshots/retcon") == kept
    assert member_since(form, 400) == "true"


def test_a_block_left_by_an_error_undoes_its_retcon(form: Any) -> None:
    def leave(target: str, after: dict[str, Any]) -> None:
        with retconning(form, target, after, "No.", SOURCES):
            raise KeyError

    before, said = current(form), told(form)
    for target, after in ((before, {"to": "fac_soft_lantern", "valid_from": None}), NEW_EVENT):
        with pytest.raises(KeyError):
            leave(target, after)
    assert (current(form), told(form)) == (before, said)
    assert list(form.cypher("MATCH (e:Event {id: 'evt_new'}) RETURN e.id").rows.values) == []


NEW_EVENT: tuple[str, dict[str, Any]] = (
    "evt_new",
    {"label": "Event", "name": "The Opening", "settings": ["tidewheel"],
     "occurred": "bell_age.year_411"},
)  # fmt: skip


def test_a_property_changes_and_the_clock_of_events_with_it(form: Any) -> None:
    unit, text = "bell_age.event_evt_flood", "MATCH (e:Event {id: 'evt_flood'}) RETURN e.occurred"
    year = int(form.cypher(text).rows.values[0][0].split("_")[-1])
    stamp = form.world().stamp
    after = {"occurred": f"bell_age.year_{year + 1}"}
    answer = retcon(form, "evt_flood#occurred", after, "Mud.", SOURCES)
    assert answer.rows.values[0][1:] == ("evt_flood#occurred", "evt_flood#occurred")
    assert told(form)[-1]["before"] == {"occurred": f"bell_age.year_{year}"}
    assert form.world().stamp > stamp
    now = form.world().chronology
    assert str(now.time_in_window(unit, after["occurred"], after["occurred"])) == "true"


def test_an_entity_is_added_and_then_changed(form: Any) -> None:
    answer = retcon(form, *NEW_EVENT, "A date for the station.", SOURCES)
    assert answer.rows.values[0][1:] == (None, "evt_new")
    assert told(form)[-1]["before"] is None
    homes = form.ask("lore/settings_of_entity", label="Event", id="evt_new").rows
    assert homes.column("setting_id") == ["tidewheel"]
    retcon(form, "evt_new", {"name": "The Gap", "summary": "A door."}, "A better name.", SOURCES)
    row = told(form)[-1]
    assert row["before"] == {"id": "evt_new", "label": "Event", "name": "The Opening",
                             "summary": None}  # fmt: skip
    assert row["after"]["name"] == "The Gap"
    form.graph.write("MATCH (e:Event {id: 'evt_new'}) DETACH DELETE e")


def name_and_summary(stores: Any) -> tuple[Any, ...]:
    text = "MATCH (i:Item {id: 'itm_umbrella'}) RETURN i.name, i.summary"
    found: tuple[Any, ...] = stores.cypher(text).rows.values[0]
    return found


def test_undoing_keeps_what_others_changed_meanwhile_and_nothing_else(form: Any) -> None:
    def leave(after: dict[str, Any]) -> None:
        with retconning(form, "itm_umbrella", after, "No.", SOURCES):
            form.graph.write("MATCH (i:Item {id: 'itm_umbrella'}) SET i.summary = 'Theirs.'")
            raise KeyError

    name, summary = name_and_summary(form)
    with pytest.raises(KeyError):
        leave({"name": "The parasol", "summary": "For eels."})
    assert name_and_summary(form) == (name, "Theirs.")
    form.graph.write("MATCH (i:Item {id: 'itm_umbrella'}) SET i.summary = $s", {"s": summary})


def test_of_two_changes_of_one_property_the_second_is_refused(form: Any) -> None:
    name, said = name_and_summary(form)[0], told(form)

    class Overtaken(Faulty):
        def tell(self, query: str, /, **given: Any) -> Any:
            if query == "lore/retcon_insert":
                form.graph.write("MATCH (i:Item {id: 'itm_umbrella'}) SET i.name = 'Theirs'")
            return super().tell(query, **given)

    with pytest.raises(SagaFailed, match="meanwhile"):
        retcon(Overtaken(form), "itm_umbrella#name", {"name": "Ours"}, "No.", SOURCES)
    assert (name_and_summary(form)[0], told(form)) == ("Theirs", said)
    form.graph.write("MATCH (i:Item {id: 'itm_umbrella'}) SET i.name = $n", {"n": name})


WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "nothing there": ("rel_9999", {"valid_from": "bell_age.year_1"}, "no edge and no entity"),
    "no entity": ("per_x#born", {"born": "bell_age.year_1"}, "no entity 'per_x'"),
    "another property": ("evt_flood#occurred", {"name": "x"}, "expected {'occurred'"),
    "a bad time": ("evt_flood#occurred", {"occurred": "340 BA"}, "occurred"),
    "a time that moves": ("itm_umbrella#created", {"created": "current"}, "current"),
    "nothing changes": ("itm_umbrella#name", {"name": "The umbrella"}, "already says so"),
    "an end that is not there": ("rel_0002", {"to": "loc_none"}, "no entity 'loc_none'"),
    "its own marks": ("rel_0002", {"superseded_by": "rel_1"}, "the retcon's own"),
    "empty": ("rel_0002", {}, "what changes"),
}


@pytest.mark.parametrize(("target", "after", "says"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_refused_before_any_write(
    form: Any, target: str, after: dict[str, Any], says: str
) -> None:
    said = told(form)
    with pytest.raises(BadInput, match=says):
        retcon(form, target, after, "No.", SOURCES)
    assert told(form) == said
