"""All chosen rules over one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from time import perf_counter

from . import (
    anachronisms,
    contradictions,
    cross_store,
    gaps,
    instances,
    relations,
    retcons,
    structure,
)
from .check import Check
from .finding import Finding
from .rules import Rule, RuleSetting
from .snapshot import Snapshot

Logic = Callable[[Check], Iterator[Finding]]

LOGIC: Mapping[str, Logic] = {
    "A1_disputed_window": contradictions.disputed_window,
    "A2_functional_claim": contradictions.functional_claim,
    "A3_exclusive_holder": contradictions.exclusive_holder,
    "A4_excluding_relations": contradictions.excluding_relations,
    "A5_exclusive_membership": contradictions.exclusive_membership,
    "B1_event_outside_life": anachronisms.event_outside_life,
    "B2_relation_outside_life": anachronisms.relation_outside_life,
    "B3_item_outside_existence": anachronisms.item_outside_existence,
    "B4_before_founding": anachronisms.before_founding,
    "B5_magic_before_discovery": anachronisms.magic_before_discovery,
    "B6_parent_order": anachronisms.parent_order,
    "C1_endpoint_label": relations.endpoint_label,
    "C2_unknown_relation_type": relations.unknown_relation_type,
    "C3_one_lineage": structure.one_lineage,
    "C4_cycle": structure.cycle,
    "C5_bad_time_or_window": relations.bad_time_or_window,
    "C6_template_violation": instances.template_violation,
    "C7_setting_mismatch": relations.setting_mismatch,
    "C8_source": relations.source,
    "C9_dangling_endpoint": relations.dangling_endpoint,
    "C10_cardinality": structure.cardinality,
    "C11_self_loop": relations.self_loop,
    "D1_orphan": gaps.orphan,
    "D2_event_without_place": gaps.event_without_place,
    "D3_faction_without_founding": gaps.faction_without_founding,
    "X1_lot_without_trade_row": cross_store.lot_without_trade_row,
    "X2_completed_without_step": cross_store.completed_without_step,
    "X3_army_size_off_base": cross_store.army_size_off_base,
    "X4_retcon_parity": retcons.retcon_parity,
    "X5_unknown_reference": cross_store.unknown_reference,
    "X6_step_gap": cross_store.step_gap,
    "X7_total_price": cross_store.total_price,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule found, by finding id; how many cases it could not decide; milliseconds."""

    rule: Rule
    findings: tuple[Finding, ...]
    undecided: int
    ms: float


def sweep(
    look: Snapshot,
    rules: Iterable[Rule],
    settings: Mapping[str, RuleSetting] | None = None,
    logic: Mapping[str, Logic] | None = None,
) -> list[Outcome]:
    """Each rule's outcome, in the order given; disabled rules are left out.

    In a live sweep only findings about an entity of the scope count, and what stays undecided
    in its neighbourhood.
    """
    said = settings or {}
    functions = {**LOGIC, **(logic or {})}
    return [
        _outcome(look, rule, said.get(rule.id, RuleSetting()), functions[rule.id])
        for rule in rules
        if not said.get(rule.id, RuleSetting()).disabled
    ]


def _outcome(look: Snapshot, rule: Rule, said: RuleSetting, logic: Logic) -> Outcome:
    started = perf_counter()
    severe = replace(rule, severity=said.severity) if said.severity else rule
    check = Check(severe, look)
    found = {
        finding.id: finding
        for finding in logic(check)
        if (look.scope is None or look.scope & set(finding.ids))
        and finding.confidence >= (said.confidence_threshold or 0.0)
    }
    findings = tuple(found[id] for id in sorted(found))
    return Outcome(severe, findings, check.undecided, (perf_counter() - started) * 1000)
