"""The planted flaws of the sample world, in the stores: each by its rule, and nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from tests.asker import WorldAsker
from tests.lore.planted import PLANTED, flaws
from workbench.sagas import retcon
from workbench.schema import migrate
from workbench.stores.objects import open as object_stores
from workbench.tools import lore

FIND = (
    lore.find_contradictions,
    lore.find_anachronisms,
    lore.find_ontology_violations,
    lore.find_orphans,
    lore.find_cross_store_violations,
)
LIVE = ("loc_low_harrow", "lin_ennisgard", "reg_near_shallows", "per_ida_ennisgard")


def found(bench: WorldAsker) -> list[dict[str, Any]]:
    return [row for find in FIND for row in find(bench)]


def test_there_are_22_flaws_as_many_as_the_world_says() -> None:
    categories = Counter(rule[0] for rule, _, _ in PLANTED)
    assert categories == {"A": 5, "B": 5, "D": 4, "C": 5, "X": 3}


def test_without_a_run_the_finders_find_every_flaw_and_nothing_else(
    world_bench: WorldAsker,
) -> None:
    assert flaws(found(world_bench)) == PLANTED
    assert len(lore.latest_run(world_bench)) == 0


def test_every_shape_and_schema_gives_equal_findings(
    world_variant: WorldAsker, tmp_path: Path
) -> None:
    lore.run_consistency_check(world_variant)
    assert flaws(found(world_variant)) == PLANTED
    for id in LIVE:
        live = lore.run_consistency_check(world_variant, [id])
        assert sum(live.column("findings")) == sum(id in ids for _, ids, _ in PLANTED)
    assert flaws(found(world_variant)) == PLANTED
    mend(world_variant, tmp_path)
    lore.run_consistency_check(world_variant)
    assert flaws(found(world_variant)) == {f for f in PLANTED if f[0] != "B4_before_founding"}


def mend(bench: WorldAsker, folder: Path) -> None:
    """Two retcons: Odo joins the Ropewalkers after their founding; a tier changes."""
    migrate(bench.relational, ("lore", "sagas"), dimension=256)  # type: ignore[arg-type]
    bench.objects = object_stores.folder(folder)
    years = {"valid_from": "bell_age.year_304", "valid_until": "bell_age.year_308"}
    sources = ["src_ropelog"]
    retcon(bench, "rel_1020", years, "there was nothing to join before", sources)
    retcon(bench, "per_odo_lanthorn#tier", {"tier": 3}, "a Ropewalker hears things", sources)
