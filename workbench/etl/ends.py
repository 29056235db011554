"""Which node a cell means that points to one."""

from __future__ import annotations

from typing import Any

from ..core.documents import Reference
from .cells import as_id
from .nodes import PREFIX, Nodes


class Ends:
    """Finds nodes by id, by reference, and by row number.

    A reference means the row it points to. An integer means a row of the anchor's table, or
    an id where all ids of that anchor are integers. Anything else means an id.
    """

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        self._textual = {noun for node_id, noun in nodes.nodes if not node_id.isdecimal()}

    def find(self, cell: Any, noun: str) -> str | None:
        """The id of the node of that noun; None where there is no such node."""
        table = f"{PREFIX}{noun}"
        if isinstance(cell, Reference) and cell.table.startswith(PREFIX):
            return self._nodes.ids.get((cell.table, cell.row)) if cell.table == table else None
        if noun in self._textual and isinstance(cell, int | float):
            whole = not isinstance(cell, bool) and cell == int(cell)
            return self._nodes.ids.get((table, int(cell))) if whole else None
        node_id = as_id(cell)
        return node_id if node_id and (node_id, noun) in self._nodes.nodes else None
