"""A finding set aside to be looked at."""

from __future__ import annotations

from ...core.lore import LoreAnswer
from .consistency.marking import mark
from .consistency.stored import TellsWorld


def flag_for_review(bench: TellsWorld, id: str, reason: str) -> LoreAnswer:
    """Mark a finding to be looked at: one row, `id` and `flagged`.

    The find_ tools leave it out unless `include_flagged`; the mark outlives later runs. BadInput
    where no finding that holds has the id, or without a reason.
    """
    return mark(bench, id, reason, "flagged")
