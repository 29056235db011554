"""Which embedding model made the vectors of a table: a vector alone does not say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from ..core.errors import BadInput
from ..core.protocols import Reads, Relational
from . import inventory
from .inventory import Inventory

_STORE = """
INSERT INTO workbench_vector_space (table_name, model, dimension)
VALUES ($table, $model, $dimension)
ON CONFLICT (table_name) DO UPDATE
SET model = excluded.model, dimension = excluded.dimension, recorded_at = now()
"""
_FIND = """
SELECT table_name, model, dimension, recorded_at
FROM workbench_vector_space WHERE table_name = $table
"""


@dataclass(frozen=True, slots=True)
class VectorSpace:
    """The vectors of `table` came from `model` and have `dimension` numbers each."""

    table: str
    model: str
    dimension: int
    recorded_at: datetime


def vector_space(store: Reads, table: str) -> VectorSpace | None:
    """The recorded space of a table's vectors; None where nobody recorded one."""
    if "workbench_vector_space" not in inventory.read(store).tables:
        return None
    found = store.rows(_FIND, {"table": table}, reviewed=True).values
    return VectorSpace(*found[0]) if found else None


def record_space(store: Relational, table: str, model: str, dimension: int) -> None:
    """Record that `model` made the vectors of `table`, replacing an earlier record.

    BadInput where the table has no vector column, where its columns declare another
    dimension, and where the workbench's own tables are missing.
    """
    found = inventory.read(store)
    check_recordable(found, model)
    _check_table(found, table, dimension)
    remember(store, table, model, dimension)


def remember(store: Relational, table: str, model: str, dimension: int) -> None:
    """`record_space` for a caller that has checked."""
    store.write(_STORE, {"table": table, "model": model, "dimension": dimension})


def check_recordable(found: Inventory, model: str) -> None:
    if "workbench_vector_space" not in found.tables:
        raise BadInput(
            "the table workbench_vector_space is missing, where the model of vectors is "
            'recorded. Make it with migrate(store, ("workbench",)).'
        )
    if not model.strip():
        raise BadInput("model: expected the embedding model's name and version, found no text.")


def _check_table(found: Inventory, table: str, dimension: int) -> None:
    declared = [d for name, d in found.dimensions.items() if name.rpartition(".")[0] == table]
    if not declared:
        holding = sorted({name.rpartition(".")[0] for name in found.dimensions})
        near = get_close_matches(table, holding, n=1) or holding
        raise BadInput(
            f"table {table}: expected a table with a vector column, found none of that name. "
            f"There is: {', '.join(near) or 'no such table'}."
        )
    if dimension not in declared and None not in declared:
        raise BadInput(
            f"table {table}: its vectors have dimension {declared[0]}, not {dimension}. Record "
            "what the database holds, or change the column with change_dimension."
        )
