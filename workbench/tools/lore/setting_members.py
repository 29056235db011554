"""The entities of a setting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from ...core.errors import BadInput
from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .inquiry import Inquiry

COLUMNS = ("id", "name", "label")


def setting_members(
    bench: AsksWorld,
    settings: str | Sequence[str],
    mode: Literal["any", "all"] = "any",
    *,
    as_of: str | datetime | None = None,
) -> LoreAnswer:
    """A row for each entity that exists in any, or in all, of some settings, by id.

    An entity says so itself (`settings`) or by an EXISTS_IN edge, to the setting or to a plane
    of it. An unknown setting has no members. BadInput for another mode, or for no setting.
    Source: reference of the lore engine, sections 3.3 and 12.
    """
    asked = sorted({settings} if isinstance(settings, str) else set(settings))
    if mode not in ("any", "all") or not asked:
        raise BadInput(f"expected settings, and mode any or all; saw {settings!r}, {mode!r}")
    inquiry = Inquiry.open(bench, as_of=as_of)
    of, named = _memberships(inquiry, asked)
    least = len(asked) if mode == "all" else 1
    rows = ((i, *named[i]) for i in sorted(of) if len(of[i]) >= least)
    return inquiry.answer(COLUMNS, rows)


def _memberships(
    inquiry: Inquiry, asked: list[str]
) -> tuple[dict[str, set[str]], dict[str, tuple[str, str]]]:
    """By entity, those of the settings that it exists in; and its name and label."""
    of: dict[str, set[str]] = {}
    named: dict[str, tuple[str, str]] = {}
    told = [(row, row["settings"]) for row in inquiry.ask("lore/setting_members", settings=asked)]
    tied = inquiry.ask("lore/setting_members_by_edge", settings=asked)
    told += [(row, [row["setting_id"]]) for row in tied]
    for row, settings in told:
        if row["id"] in inquiry.record.absent:
            continue
        of.setdefault(row["id"], set()).update(set(settings) & set(asked))
        name = inquiry.record.name(row["id"], row["name"] or row["id"])
        named[row["id"]] = name, row["label"]
    return of, named
