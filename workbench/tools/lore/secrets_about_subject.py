"""The secrets about something."""

from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.lore.facts import INSTANCE
from ...core.protocols import AsksWorld
from .edges import edges_to
from .inquiry import Inquiry
from .list_secrets import COLUMNS, secret_rows


def secrets_about_subject(
    bench: AsksWorld, subject: str, *, as_of: str | datetime | None = None
) -> LoreAnswer:
    """`id, rumor, min_tier, danger_if_revealed` of each secret about an entity, by id."""
    inquiry = Inquiry.open(bench, as_of=as_of)
    edges = edges_to(inquiry, inquiry.entity(subject), ["ABOUT"])
    ids = sorted({edge.from_id for edge in edges if edge.from_label == INSTANCE})
    asked = inquiry.ask("lore/entities_with_ids", label=INSTANCE, ids=ids)
    rows = secret_rows(inquiry.recorded(asked))
    return inquiry.answer(COLUMNS, sorted(rows))
