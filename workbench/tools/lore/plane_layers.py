"""The layers of a plane."""

from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .edges import edges_of
from .holding import in_setting
from .inquiry import Inquiry
from .plane_graph import plane_graph

COLUMNS = ("plane_id", "depth", "order")
LAYER_OF = "LAYER_OF"


def plane_layers(
    bench: AsksWorld,
    plane: str,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
) -> LoreAnswer:
    """`plane_id, depth, order` of its layers and theirs, by depth, order (none last) and id.

    Depth 1 is a layer of the plane itself; a layer reached by several ways has its smallest
    depth. The plane is no layer of itself, whatever runs in a circle. With a `setting`, by
    edges of which one end is a plane of it.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    whole = plane_graph(inquiry).plane(inquiry, plane)
    layers: dict[str, list[tuple[str, int | None]]] = {}
    for edge in in_setting(inquiry, edges_of(inquiry, [LAYER_OF])):
        layers.setdefault(edge.to_id, []).append((edge.from_id, edge.props.get("order")))
    found: dict[str, tuple[int, int | None]] = {whole.id: (0, None)}
    walk = [whole.id]
    for above in walk:  # grows while it is walked: nearer layers first
        for layer, order in layers.get(above, ()):
            if layer not in found:
                found[layer] = (found[above][0] + 1, order)
                walk.append(layer)
    del found[whole.id]
    rows = [(layer, depth, order) for layer, (depth, order) in found.items()]
    rows.sort(key=lambda row: (row[1], row[2] is None, row[2] or 0, row[0]))
    return inquiry.answer(COLUMNS, rows)
