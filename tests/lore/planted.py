"""The planted flaws of the sample world: rule, entities, edges or rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Flaw = tuple[str, tuple[str, ...], tuple[str, ...]]

PLANTED: frozenset[Flaw] = frozenset(
    {
        # Named in data/world/README.md, or by a golden question.
        ("A1_disputed_window", ("fac_bellwrights", "per_ignace_clapper"), ("rel_0319", "rel_1015")),
        (
            "A3_exclusive_holder",
            ("loc_low_harrow", "per_jonquil_varrowmere", "per_pomfret_vail"),
            ("rel_0398", "rel_1016"),
        ),
        ("B1_event_outside_life", ("evt_battle_gullet", "per_peregrine_lull"), ("rel_1019",)),
        ("B4_before_founding", ("fac_ropewalkers", "per_odo_lanthorn"), ("rel_1020",)),
        ("D1_orphan", ("per_gaspard_thimble",), ()),
        ("D1_orphan", ("itm_umbrella",), ()),
        ("C4_cycle", ("reg_far_shallows", "reg_near_shallows"), ("rel_1024", "rel_1025")),
        ("C1_endpoint_label", ("fac_varrowmere", "itm_truce_bucket"), ("rel_1026",)),
        ("C2_unknown_relation_type", ("per_maud_varrowmere", "per_percival_cosy"), ("rel_1028",)),
        ("C5_bad_time_or_window", ("loc_smokehouse", "per_verity_crane"), ("rel_1029",)),
        ("X1_lot_without_trade_row", ("LOT-0041",), ()),
        # Left for the engine to find: each was read in the files before it was written here.
        ("A2_functional_claim", ("per_widow_hark",), ()),
        (
            "A4_excluding_relations",
            ("fac_bellwrights", "fac_ropewalkers"),
            ("rel_0448", "rel_1017"),
        ),
        (
            "A5_exclusive_membership",
            ("fac_blue_pencil", "fac_dog_ears", "per_dagger"),
            ("rel_0386", "rel_1018"),
        ),
        ("B2_relation_outside_life", ("fac_exchange", "per_piet_harker"), ("rel_1022",)),
        ("B3_item_outside_existence", ("itm_land_spyglass", "per_philippa_stour"), ("rel_1021",)),
        ("B5_magic_before_discovery", ("mag_ropecraft", "per_crispin_lampwright"), ("rel_1023",)),
        (
            "C3_one_lineage",
            ("lin_ennisgard", "lin_varrowmere", "per_ida_ennisgard"),
            ("rel_0131", "rel_1027"),
        ),
        ("D1_orphan", ("loc_unlit_lighthouse",), ()),
        ("D1_orphan", ("evt_second_tuesday",), ()),
        ("X2_completed_without_step", ("MSN-007",), ()),
        ("X3_army_size_off_base", ("CMP-03", "fac_exchange"), ("campaign_event:69",)),
    }
)


def flaws(found: Iterable[Mapping[str, Any]]) -> set[Flaw]:
    """Findings as they are listed above."""
    return {(f["rule_id"], tuple(f["ids"]), tuple(f["edges"]) or tuple(f["rows"])) for f in found}
