"""A finding that is known and may stay."""

from __future__ import annotations

from ...core.lore import LoreAnswer
from .consistency.marking import mark
from .consistency.stored import TellsWorld


def acknowledge(bench: TellsWorld, id: str, reason: str) -> LoreAnswer:
    """Mark a finding as known and left as it is: one row, `id` and `acknowledged`.

    The find_ tools leave it out unless `include_flagged`; the mark outlives later runs. BadInput
    where no finding that holds has the id, or without a reason.
    """
    return mark(bench, id, reason, "acknowledged")
