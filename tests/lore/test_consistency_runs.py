"""Runs that are written: what stays, what goes, what people say of findings, live sweeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.asker import WorldAsker
from tests.lore.planted import PLANTED, flaws
from workbench.core.errors import BadInput
from workbench.core.lore import LoreAnswer
from workbench.stores.objects import open as object_stores
from workbench.tools import lore

FIND = (
    lore.find_contradictions,
    lore.find_anachronisms,
    lore.find_ontology_violations,
    lore.find_orphans,
    lore.find_cross_store_violations,
)
KINDS = "Contradiction|Anachronism|OntologyViolation|Orphan|ConsistencyRun|OntologyRule"


@pytest.fixture(autouse=True)
def forgotten(world_bench: WorldAsker) -> Iterator[None]:
    """Each test begins without findings, runs and settings."""
    world_bench.graph.write(f"MATCH (n:{KINDS}) DETACH DELETE n")
    yield
    world_bench.graph.write(f"MATCH (n:{KINDS}) DETACH DELETE n")


def found(bench: WorldAsker, **given: Any) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for find in FIND for row in find(bench, **given)}


def of_rule(bench: WorldAsker, rule: str) -> dict[str, Any]:
    return next(row for row in found(bench).values() if row["rule_id"].startswith(f"{rule}_"))


def column(answer: LoreAnswer, name: str) -> dict[str, Any]:
    return {row["rule_id"]: row[name] for row in answer}


def test_a_run_is_told_rule_by_rule_and_kept(world_bench: WorldAsker) -> None:
    run = lore.run_consistency_check(world_bench)
    kept = lore.latest_run(world_bench)
    assert run.rows.columns == ("run_id", "rule_id", "findings", "undecided", "ms")
    assert list(kept) == list(run)
    assert sum(run.column("findings")) == 22
    assert column(run, "undecided")["B1_event_outside_life"] == 4
    assert kept.meta.facts["scope"] == "full"
    assert kept.meta.facts["violations_found"] == 22


def test_a_second_run_changes_no_finding(world_bench: WorldAsker) -> None:
    before = found(world_bench)
    lore.run_consistency_check(world_bench)
    first = found(world_bench)
    lore.run_consistency_check(world_bench)
    assert found(world_bench) == first
    assert first.keys() == before.keys()


def test_findings_are_no_part_of_the_story(world_bench: WorldAsker) -> None:
    lore.run_consistency_check(world_bench)
    again = lore.run_consistency_check(world_bench, write=False)
    assert column(again, "findings")["D1_orphan"] == 4
    assert column(again, "findings")["X5_unknown_reference"] == 0


def test_a_report_is_kept_among_the_objects(world_bench: WorldAsker, tmp_path: Path) -> None:
    with closing(object_stores.folder(tmp_path)) as objects:
        run = lore.run_consistency_check(replace(world_bench, objects=objects), rules=["A3", "A4"])
        (name,) = objects.names("snapshots/consistency")
        report = json.loads(objects.get(name))
    assert name == f"snapshots/consistency/{run.column('run_id')[0]}.json"
    told = {rule["rule_id"]: {f["id"] for f in rule["findings"]} for rule in report["rules"]}
    stored = {row["id"]: row["rule_id"] for row in found(world_bench).values()}
    assert told == {
        rule: {id for id, other in stored.items() if other == rule}
        for rule in ("A3_exclusive_holder", "A4_excluding_relations")
    }


def test_without_write_nothing_is_kept(world_bench: WorldAsker) -> None:
    lore.run_consistency_check(world_bench, write=False)
    assert not world_bench.cypher(f"MATCH (n:{KINDS}) RETURN n.id AS id").rows.values


def test_a_finding_that_is_gone_is_removed_by_the_next_run(world_bench: WorldAsker) -> None:
    lore.run_consistency_check(world_bench)
    with without_edge(world_bench, "rel_1016"):
        lore.run_consistency_check(world_bench, rules=["A3"])
        assert flaws(found(world_bench).values()) == {
            f for f in PLANTED if f[0] != "A3_exclusive_holder"
        }
    lore.run_consistency_check(world_bench)
    assert flaws(found(world_bench).values()) == PLANTED


def test_what_people_say_of_a_finding_outlives_runs(world_bench: WorldAsker) -> None:
    lore.run_consistency_check(world_bench)
    oath, umbrella = of_rule(world_bench, "A1")["id"], of_rule(world_bench, "D1")["id"]
    assert list(lore.acknowledge(world_bench, oath, "both tellings stay")) == [
        {"id": oath, "acknowledged": True}
    ]
    assert list(lore.flag_for_review(world_bench, umbrella, "whose?")) == [
        {"id": umbrella, "flagged": True}
    ]
    lore.run_consistency_check(world_bench)
    assert not {oath, umbrella} & found(world_bench).keys()
    every = found(world_bench, include_flagged=True)
    assert len(every) == 22
    assert every[oath]["acknowledged"]
    assert every[umbrella]["flagged"]
    assert every[umbrella]["reason_given"] == "whose?"


def test_a_finding_can_be_acknowledged_before_any_run(world_bench: WorldAsker) -> None:
    oath = of_rule(world_bench, "A1")["id"]
    lore.acknowledge(world_bench, oath, "both tellings stay")
    assert oath not in found(world_bench)
    lore.run_consistency_check(world_bench)
    assert oath not in found(world_bench)
    assert len(found(world_bench, include_flagged=True)) == 22


def test_a_flagged_finding_that_is_mended_is_kept_as_resolved(world_bench: WorldAsker) -> None:
    lore.run_consistency_check(world_bench)
    rival = of_rule(world_bench, "A3")["id"]
    lore.flag_for_review(world_bench, rival, "ask the Exchange")
    with without_edge(world_bench, "rel_1016"):
        lore.run_consistency_check(world_bench)
        assert rival not in found(world_bench, include_flagged=True)
    lore.run_consistency_check(world_bench)
    assert found(world_bench, include_flagged=True)[rival]["flagged"]


def test_a_disabled_rule_finds_nothing(world_bench: WorldAsker) -> None:
    lore.run_consistency_check(world_bench)
    lore.configure_rule(world_bench, "A3", disabled=True)
    assert "A3_exclusive_holder" not in {row["rule_id"] for row in found(world_bench).values()}
    run = lore.run_consistency_check(world_bench)
    assert "A3_exclusive_holder" not in column(run, "findings")
    lore.configure_rule(world_bench, "A3", reset=True)
    assert of_rule(world_bench, "A3")  # also before the next run
    assert "A3_exclusive_holder" in column(lore.run_consistency_check(world_bench), "findings")


def test_a_severity_can_be_set(world_bench: WorldAsker) -> None:
    lore.configure_rule(world_bench, "A4", severity="warn")
    lore.run_consistency_check(world_bench)
    assert of_rule(world_bench, "A4")["severity"] == "warn"
    errors = lore.find_contradictions(world_bench, severity="error")
    assert set(errors.column("rule_id")) == {"A3_exclusive_holder", "A5_exclusive_membership"}


def test_below_a_confidence_threshold_nothing_is_found(world_bench: WorldAsker) -> None:
    # rel_1015 comes from the Unrung's sermons, a factional source: 0.75.
    for threshold, findings in ((0.75, 1), (0.76, 0)):
        lore.configure_rule(world_bench, "A1", confidence_threshold=threshold)
        run = lore.run_consistency_check(world_bench, rules=["A1"], write=False)
        assert run.column("findings") == [findings]


def test_findings_can_be_asked_by_setting(world_bench: WorldAsker) -> None:
    rows = list(lore.find_contradictions(world_bench, setting="margin"))
    assert [row["rule_id"] for row in rows] == ["A5_exclusive_membership"]
    assert len(lore.find_contradictions(world_bench, setting="nowhere")) == 0


def test_a_live_sweep_finds_what_a_full_one_finds_about_the_entity(
    world_bench: WorldAsker,
) -> None:
    full = [row for row in found(world_bench).values() if row["category"] != "cross_store"]
    for id in sorted({id for row in full for id in row["ids"]}):
        live = lore.run_consistency_check(world_bench, [id], write=False)
        counted = {rule: n for rule, n in column(live, "findings").items() if n}
        expected = [row["rule_id"] for row in full if id in row["ids"]]
        assert counted == {rule: expected.count(rule) for rule in set(expected)}


def test_a_live_sweep_replaces_the_findings_about_its_entities_alone(
    world_bench: WorldAsker,
) -> None:
    lore.run_consistency_check(world_bench)
    with without_edge(world_bench, "rel_1016"):
        lore.run_consistency_check(world_bench, ["per_pomfret_vail"])
        gone = PLANTED - flaws(found(world_bench).values())
    assert {rule for rule, _, _ in gone} == {"A3_exclusive_holder"}
    lore.run_consistency_check(world_bench, ["loc_low_harrow"])
    assert flaws(found(world_bench).values()) == PLANTED
    assert lore.latest_run(world_bench).meta.facts["scope"] == "live"


def test_a_live_sweep_asks_few_statements(world_bench: WorldAsker) -> None:
    for id in ("per_ottoline_varrowmere", "fac_varrowmere", "MSN-001", "loc_low_harrow"):
        swept = lore.run_consistency_check(world_bench, [id], write=False)
        assert len(swept.trace) <= 16
        assert swept.meta.stores == ("graph",)


def test_an_explanation_names_the_rule_and_shows_its_evidence(world_bench: WorldAsker) -> None:
    army = next(r for r in found(world_bench).values() if r["rule_id"][:2] == "X3")
    (row,) = lore.explain_violation(world_bench, army["id"])
    assert row["rule"]["id"] == "X3_army_size_off_base"
    assert "muster" in row["rule"]["fix"]
    shown = [(piece["kind"], piece["id"]) for piece in row["evidence"][1:]]
    entities = [("entity", "CMP-03"), ("entity", "fac_exchange")]
    assert shown == [*entities, ("row", "campaign_event:69")]
    assert row["evidence"][-1]["properties"]["army_size"] == 1104


def test_unknown_rules_findings_and_scopes_are_refused(world_bench: WorldAsker) -> None:
    with pytest.raises(BadInput, match="Z9"):
        lore.run_consistency_check(world_bench, rules=["Z9"])
    with pytest.raises(BadInput, match="more than the graph"):
        lore.run_consistency_check(world_bench, ["loc_low_harrow"], rules=["X1"])
    with pytest.raises(BadInput, match="list of entity ids"):
        lore.run_consistency_check(world_bench, "loc_low_harrow")
    with pytest.raises(BadInput, match="there is none"):
        lore.acknowledge(world_bench, "abc", "why not")
    with pytest.raises(BadInput, match="reason"):
        lore.flag_for_review(world_bench, "abc", " ")


class without_edge:  # noqa: N801 - reads as what it does
    """Takes one native edge out of the graph, and puts it back."""

    def __init__(self, bench: WorldAsker, edge_id: str) -> None:
        self.graph, self.id = bench.graph, {"id": edge_id}

    def __enter__(self) -> None:
        told = "type(r) AS type, s.id AS s, o.id AS o, properties(r) AS props"
        (self.row,) = self.graph.rows(
            f"MATCH (s)-[r]->(o) WHERE r.edge_id = $id RETURN {told}", self.id
        )
        self.graph.write("MATCH ()-[r]->() WHERE r.edge_id = $id DELETE r", self.id)

    def __exit__(self, *error: object) -> None:
        made = f"CREATE (s)-[r:{self.row['type']}]->(o) SET r = $props"
        given = {name: self.row[name] for name in ("s", "o", "props")}
        self.graph.write(f"MATCH (s {{id: $s}}), (o {{id: $o}}) {made}", given)
