"""What people say of a finding, written beside it."""

from __future__ import annotations

from typing import Any

from ....core.errors import BadInput
from ....core.lore import LoreAnswer
from ..inquiry import Inquiry
from .findings import finding_of
from .running import rulebook
from .stored import TellsWorld, label_of, now


def mark(bench: TellsWorld, id: str, reason: str, name: str) -> LoreAnswer:
    """Set `flagged` or `acknowledged` on a finding, stored first where no run has stored it."""
    if not isinstance(reason, str) or not reason.strip():
        raise BadInput(f"reason: expected why, in words, saw {reason!r}")
    inquiry = Inquiry.open(bench)
    finding = finding_of(inquiry, rulebook(inquiry), id)
    marks: dict[str, Any] = {name: True, "reason_given": reason, f"{name}_at": now()}
    label = label_of(finding)
    kept = {key: value for key, value in finding.items() if key != "id" and value is not None}
    (row,) = bench.tell("lore/mark_finding", label=label, id=id, marks={**kept, **marks})
    return inquiry.answer(("id", name), [(id, row[name])])
