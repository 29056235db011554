"""The settings of the world."""

from __future__ import annotations

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .inquiry import Inquiry

COLUMNS = ("id", "name", "kind", "current_era")


def list_settings(bench: AsksWorld) -> LoreAnswer:
    """A row for each setting, by id. Source: reference of the lore engine, section 12."""
    inquiry = Inquiry.open(bench)
    found = inquiry.ask("lore/settings")
    return inquiry.answer(COLUMNS, ([row[name] for name in COLUMNS] for row in found))
