"""Beliefs over a graph's variables: what is observed, what follows, what was stored of it."""

from .active import ActiveSubgraph, active_subgraph
from .believed import Believed, persisted
from .correcting import replaced, retracted
from .distributions import cautions
from .evidence import Counted, counted
from .rules import (
    checked_cpd,
    checked_evidence,
    checked_factor,
    checked_factor_table,
    checked_trace,
    checked_variable,
)
from .run import belief_propagation
from .stored import KnownBelief, known_values, stored_posterior

__all__ = [
    "ActiveSubgraph",
    "Believed",
    "Counted",
    "KnownBelief",
    "active_subgraph",
    "belief_propagation",
    "cautions",
    "checked_cpd",
    "checked_evidence",
    "checked_factor",
    "checked_factor_table",
    "checked_trace",
    "checked_variable",
    "counted",
    "known_values",
    "persisted",
    "replaced",
    "retracted",
    "stored_posterior",
]
