"""What is set for one rule of the consistency engine."""

from __future__ import annotations

from typing import Any

from ...core.errors import BadInput
from ...core.lore import LoreAnswer
from ...core.lore.consistency import SEVERITIES, RuleSetting
from .consistency.running import rule_settings, rulebook
from .consistency.stored import TellsWorld
from .inquiry import Inquiry


def configure_rule(
    bench: TellsWorld,
    rule: str,
    *,
    disabled: bool | None = None,
    severity: str | None = None,
    confidence_threshold: float | None = None,
    reset: bool = False,
) -> LoreAnswer:
    """Disable a rule, or change its severity or threshold; what is None stays as it is.

    One row: `rule_id`, `disabled`, `severity`, `confidence_threshold` as they are now set, null
    where the rule is as it ships. The settings are kept in the graph (OntologyRule) and hold
    from the next run. Findings with an edge of a confidence below the threshold are left out.
    `reset` takes back what was set before. BadInput for an unknown rule or value.
    """
    if severity is not None and severity not in SEVERITIES:
        raise BadInput(f"severity: expected {' or '.join(SEVERITIES)}, saw {severity!r}")
    if confidence_threshold is not None and not 0 <= confidence_threshold <= 1:
        raise BadInput(f"confidence_threshold: expected 0 to 1, saw {confidence_threshold!r}")
    inquiry = Inquiry.open(bench)
    id = rulebook(inquiry).rule(rule).id
    given: dict[str, Any] = {"disabled": disabled, "severity": severity}
    given["confidence_threshold"] = confidence_threshold
    changed = given if reset else {k: v for k, v in given.items() if v is not None}
    bench.tell("lore/write_rule_setting", id=id, props=changed)
    said = rule_settings(inquiry).get(id, RuleSetting())
    row = (id, said.disabled, said.severity, said.confidence_threshold)
    return inquiry.answer(("rule_id", "disabled", "severity", "confidence_threshold"), [row])
