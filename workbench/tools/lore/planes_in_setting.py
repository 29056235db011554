"""The planes of a setting."""

from __future__ import annotations

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .inquiry import Inquiry
from .plane_graph import planes_of_world


def planes_in_setting(bench: AsksWorld, setting: str) -> LoreAnswer:
    """`id, name, kind` of the planes that a setting has, by id; of an unknown setting, none.

    Reads both versions of the schema: planes that name their setting, settings that have
    planes.
    """
    inquiry = Inquiry.open(bench, setting=setting)
    planes = planes_of_world(inquiry).values()
    rows = ((plane.id, plane.name, plane.kind) for plane in planes if plane.setting_id == setting)
    return inquiry.answer(("id", "name", "kind"), rows)
