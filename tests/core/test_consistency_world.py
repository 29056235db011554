"""The rules over the sample world's files: the planted flaws, and what mends each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.core.world_snapshot import sample_snapshot
from tests.lore.planted import PLANTED, Flaw, flaws
from workbench.core.lore import EdgeRecord, Entity
from workbench.core.lore.consistency import Finding, Snapshot, shipped, sweep
from workbench.core.values import Rows

Mend = Callable[[Snapshot], Snapshot]


def found(look: Snapshot) -> list[Finding]:
    return [finding for outcome in sweep(look, shipped()) for finding in outcome.findings]


def shown(findings: list[Finding]) -> set[Flaw]:
    return flaws({"rule_id": f.rule_id, **f.properties()} for f in findings)


def without(*edges: str) -> Mend:
    return lambda look: replace(look, edges=[e for e in look.edges if e.edge_id not in edges])


def changed(id: str, **properties: Any) -> Mend:
    def mend(look: Snapshot) -> Snapshot:
        old = look.entities[id]
        new = replace(old, properties={**old.properties, **properties})
        return replace(look, entities={**look.entities, id: new})

    return mend


def joined(id: str, target: str, type: str) -> Mend:
    """Gives an orphan a relation."""

    def mend(look: Snapshot) -> Snapshot:
        ends = _end(look.entities[id]), _end(look.entities[target])
        own = {"edge_id": "rel_new", "sources": ("src_tidebook",)}
        edge = EdgeRecord.of(type, id, target, own, "native")
        made = edge.with_ends(ends[0], id, ends[1], target)
        return replace(look, edges=[*look.edges, made])

    return mend


def _end(entity: Entity) -> str:
    return entity.label


def logged(query: str, *row: Any) -> Mend:
    """Appends a row to a log."""

    def mend(look: Snapshot) -> Snapshot:
        old = look.rows[query]
        rows = Rows(old.columns, [*old.values, row])
        return replace(look, rows={**look.rows, query: rows})

    return mend


def resized(look: Snapshot) -> Snapshot:
    """The army of campaign_event 69 at ten percent above its strength: 880 of 800."""
    old = look.rows["lore/armies"]
    values = [(*row[:4], "880") if str(row[0]) == "69" else row for row in old.values]
    return replace(look, rows={**look.rows, "lore/armies": Rows(old.columns, values)})


MENDS: Mapping[str, Mend] = {
    "rel_1015": without("rel_1015"),
    "rel_1016": without("rel_1016"),
    "rel_1017": without("rel_1017"),
    "rel_1018": without("rel_1018"),
    "per_widow_hark": changed("per_widow_hark", claims=[]),
    "rel_1019": without("rel_1019"),
    "rel_1020": without("rel_1020"),
    "rel_1021": without("rel_1021"),
    "rel_1022": without("rel_1022"),
    "rel_1023": without("rel_1023"),
    "rel_1025": without("rel_1025"),
    "rel_1026": without("rel_1026"),
    "rel_1027": without("rel_1027"),
    "rel_1028": without("rel_1028"),
    "rel_1029": without("rel_1029"),
    "per_gaspard_thimble": joined("per_gaspard_thimble", "loc_low_harrow", "LOCATED_IN"),
    "itm_umbrella": joined("itm_umbrella", "loc_low_harrow", "LOCATED_IN"),
    "loc_unlit_lighthouse": joined("loc_unlit_lighthouse", "reg_far_shallows", "PART_OF"),
    "evt_second_tuesday": joined("evt_second_tuesday", "loc_low_harrow", "OCCURRED_AT"),
    "LOT-0041": logged("lore/lots_traded", "LOT-0041"),
    "MSN-007": logged("lore/missions_completed", "MSN-007"),
    "campaign_event:69": resized,
}


def test_each_planted_flaw_is_found_by_its_rule_and_nothing_else_is() -> None:
    assert shown(found(sample_snapshot())) == PLANTED


@pytest.mark.parametrize("name", MENDS)
def test_mending_a_flaw_makes_its_finding_vanish_and_no_other(name: str) -> None:
    flaw = {f for f in PLANTED if name in (*f[1], *f[2])}
    assert len(flaw) == 1
    assert shown(found(MENDS[name](sample_snapshot()))) == PLANTED - flaw


def test_ids_of_findings_are_the_same_in_every_run() -> None:
    first, again = (sorted(f.id for f in found(sample_snapshot())) for _ in range(2))
    assert first == again
    assert len(set(first)) == 22


def test_a_clash_is_found_among_thousands_of_windows_without_comparing_each_with_each() -> None:
    look = sample_snapshot()
    held = next(edge for edge in look.edges if edge.type == "RULES")
    crowd = [
        replace(
            held,
            edge_id=f"crowd_{year:05}",
            from_id=f"p{year}",
            to_id="loc_nowhere",
            valid_from=f"bell_age.year_{year}",
            valid_until=f"bell_age.year_{year + 1}",
        )
        for year in range(1, 10_000, 2)
    ]
    crowd.append(replace(crowd[7], edge_id="crowd_x", from_id="px"))
    (outcome,) = sweep(replace(look, edges=crowd), [r for r in shipped() if r.id[:2] == "A3"])
    assert [finding.edges for finding in outcome.findings] == [("crowd_00015", "crowd_x")]
