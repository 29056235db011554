"""The consistency engine: rules as data, and what they find in a snapshot of a world."""

from .check import Check
from .finding import LABELS, Finding
from .rules import CATEGORIES, SEVERITIES, Rule, RuleSetting, chosen, rule_of, shipped
from .snapshot import Snapshot
from .sweep import Logic, Outcome, sweep

__all__ = [
    "CATEGORIES",
    "LABELS",
    "SEVERITIES",
    "Check",
    "Finding",
    "Logic",
    "Outcome",
    "Rule",
    "RuleSetting",
    "Snapshot",
    "chosen",
    "rule_of",
    "shipped",
    "sweep",
]
