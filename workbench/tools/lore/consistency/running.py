"""Rules, settings and snapshots brought together: one run of the consistency engine."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from ....core.errors import BadInput
from ....core.lore.consistency import Outcome, Rule, RuleSetting, chosen, shipped, sweep
from ....core.protocols import AsksWorld
from ..inquiry import Inquiry
from .custom import CustomRule, logic_of, read_rules
from .neighbourhood import read_neighbourhood
from .reading import read_world_snapshot

FULL = "full"


@dataclass(frozen=True)
class Rulebook:
    """Shipped and own rules, and what is set for each."""

    shipped: tuple[Rule, ...]
    custom: tuple[CustomRule, ...]
    settings: dict[str, RuleSetting]

    @property
    def rules(self) -> list[Rule]:
        return [*self.shipped, *(own.rule for own in self.custom)]

    def enabled(self, rules: Sequence[Rule]) -> list[Rule]:
        return [r for r in rules if not self.settings.get(r.id, RuleSetting()).disabled]

    def rule(self, id: str) -> Rule:
        """By id or short id; BadInput names all there are where it is none of them."""
        return chosen(self.rules, [id])[0]


def rulebook(inquiry: Inquiry) -> Rulebook:
    """The rules that hold on this bench: the shipped, and those in its folder `rules/`."""
    custom = tuple(read_rules(rule_folder(inquiry.asks)))
    ids = [rule.id for rule in (*shipped(), *(own.rule for own in custom))]
    if twice := sorted({id for id in ids if ids.count(id) > 1}):
        raise BadInput(f"rules: {', '.join(twice)} there more than once; give each its own id")
    return Rulebook(shipped(), custom, rule_settings(inquiry))


def rule_folder(asks: AsksWorld) -> Path | None:
    """`rules/` of a bench's folder; None for what has no folder."""
    folder = getattr(asks, "folder", None)
    return Path(folder) / "rules" if folder is not None else None


def rule_settings(inquiry: Inquiry) -> dict[str, RuleSetting]:
    """What is set for rules, by rule; kept in the graph as OntologyRule nodes."""
    return {
        row["id"]: RuleSetting(bool(row["disabled"]), row["severity"], row["confidence_threshold"])
        for row in inquiry.ask("lore/rule_settings")
    }


def of_the_graph(rules: Sequence[Rule], book: Rulebook) -> list[Rule]:
    """Those that a live sweep runs: shipped ones that read nothing but the graph."""
    own = {custom.rule.id for custom in book.custom}
    return [rule for rule in rules if rule.category != "cross_store" and rule.id not in own]


def run(
    inquiry: Inquiry, book: Rulebook, rules: Sequence[Rule], scope: str | Collection[str] = FULL
) -> list[Outcome]:
    """The outcome of each enabled rule, over the whole world or around some entities."""
    wanted = book.enabled(rules)
    if not wanted:
        return []
    own = {custom.rule.id: custom for custom in book.custom}
    logic = {rule.id: logic_of(inquiry, own[rule.id]) for rule in wanted if rule.id in own}
    look = (
        read_world_snapshot(inquiry, wanted)
        if scope == FULL
        else read_neighbourhood(inquiry, scope)
    )
    outcomes = sweep(look, wanted, book.settings, logic)
    inquiry.undecided += sum(outcome.undecided for outcome in outcomes)
    return outcomes
