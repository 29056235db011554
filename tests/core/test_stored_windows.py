"""Keys of windows as edges hold them."""

from __future__ import annotations

from workbench.core.lore.window_keys import window_properties
from workbench.core.time import Chronology, eras_of

ERAS = eras_of(
    {
        "axes": [{"id": "sun", "months_per_year": 12, "days_per_month": 30}],
        "eras": [{"id": "noon", "axis": "sun", "order": 1}],
    }
)
WORLD = Chronology(ERAS, events={"evt_flood": "noon.year_7"})


def test_an_open_end_has_no_key() -> None:
    assert window_properties(WORLD, None, None) == {}
    assert set(window_properties(WORLD, "noon.year_3", None)) == {"from_line", "from_key"}


def test_an_end_told_by_an_event_has_no_key_that_could_grow_stale() -> None:
    found = window_properties(WORLD, "noon.event_evt_flood", "noon.year_9")

    assert set(found) == {"until_line", "until_key"}
    assert found == window_properties(WORLD, None, "noon.year_9")
