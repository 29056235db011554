"""The integers by which a store filters windows, as they stand on an edge."""

from __future__ import annotations

from typing import Any

from ..time import Chronology

_BY_AN_EVENT = ".event_"


def window_properties(
    chronology: Chronology, valid_from: str | None, valid_until: str | None
) -> dict[str, Any]:
    """The keys of a window; an end that excludes nothing has none, as queries expect.

    Nor has an end that is told by an event: the event may be dated anew while the edge stays,
    and a stale key would hide the edge.
    """
    ends = (None if end and _BY_AN_EVENT in end else end for end in (valid_from, valid_until))
    keys = chronology.window_keys(*ends)
    found: dict[str, Any] = {}
    if keys.from_line:
        found |= {"from_line": keys.from_line, "from_key": keys.from_key}
    if keys.until_line:
        found |= {"until_line": keys.until_line, "until_key": keys.until_key}
    return found
