"""`since` and `until` of a question, on the clock by which it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ...core.errors import BadInput
from ...core.lore.edges import moment
from ...core.time import Chronology, Unresolved, When
from .inquiry import Inquiry

Bound = str | Mapping[str, Any] | None
"""A canonical time, `{"years_ago": n}` before the current time; or a real date (ISO 8601)."""


def fiction_window(
    inquiry: Inquiry, clock: Chronology, since: Bound, until: Bound
) -> tuple[When, When]:
    """Both bounds as times; None is open. One that cannot be placed decides nothing, and warns."""
    bounds = tuple(None if bound is None else clock.since(bound) for bound in (since, until))
    for name, bound in zip(("since", "until"), bounds, strict=True):
        if isinstance(bound, Unresolved):
            inquiry.warnings.append(f"{name}_unknown:{bound.why}")
    return bounds[0], bounds[1]


def real_window(since: Bound, until: Bound) -> tuple[datetime | None, datetime | None]:
    """Both bounds as moments, included in the window; a date is its first moment, in UTC."""
    return _moment("since", since), _moment("until", until)


def real_text(value: datetime | None) -> str | None:
    """A real time as answers tell it: ISO 8601 in UTC."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None


def _moment(name: str, bound: Bound) -> datetime | None:
    if bound is None:
        return None
    try:
        return moment(bound)  # type: ignore[arg-type]  # what is no text is refused below
    except (TypeError, ValueError) as error:
        raise BadInput(
            f"{name}: expected a real date such as 2026-02-20T00:00:00Z, as the clock is real; "
            f"saw {bound!r}"
        ) from error
