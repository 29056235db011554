"""Which limits a vector search of the engine runs under."""

from __future__ import annotations

from ..core.errors import QueryFailed
from ..core.protocols import Asks
from ..core.search_limits import LimitsInForce, limits_in_force
from .whole import whole


def search_limits(bench: Asks) -> LimitsInForce:
    """The limits of every searchable pair, by the data model as it is now.

    One read, `vedana/data_model_vector_indices`; where it fails, as in a database that holds
    threads alone, `unknown` has the engine's words.
    """
    try:
        return limits_in_force(whole(bench, "vedana/data_model_vector_indices"))
    except QueryFailed as error:
        return LimitsInForce(unknown=error.engine_says or str(error))
