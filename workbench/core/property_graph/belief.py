"""Discrete random variables, the factors over them, and what was observed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .records import Properties

BINARY = ("false", "true")  # the states of a variable of the domain "binary"


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable with finite ordered states.

    `prior` names states with weights, or is {"p": weight of "true"}; empty means uniform.
    `posterior` is what its author stated, which nothing here computes.
    """

    id: int
    domain: str
    states: tuple[str, ...]
    owner_id: int | None = None
    prior: Properties = field(default_factory=dict)
    posterior: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactorTable:
    """Non-negative weights over the states of `variables`: row-major, the last fastest.

    A conditional table (`is_cpd`) lists its child first, then the parents; yet its values are
    blocks of the child's states, one block a row of the parents, the last parent fastest:
    index = child's state + child's states x row-major index of the parents.
    """

    variables: tuple[int, ...]
    values: tuple[float, ...]
    is_cpd: bool = False


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor, or where it has no table a note that takes no part in inference."""

    id: int
    input_variables: tuple[int, ...]
    output_variables: tuple[int, ...]
    function: str
    parameters: Properties = field(default_factory=dict)
    table: FactorTable | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """An observation of a variable: `payload` has its `state`, or is a remark without one.

    `likelihood` (state: weight) makes it soft; TongGraph knows hard evidence alone.
    """

    id: int
    variable_id: int
    payload: Properties = field(default_factory=dict)
    likelihood: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    id: int
    payload: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredPosterior:
    """A belief that was stored, in the order of the variable's states.

    `inputs` are what it was computed of (JSON: evidence, options, method, generation); None
    where a file of TongGraph, which keeps none, brought it.
    """

    variable_id: int
    values: Sequence[float]
    inputs: Mapping[str, Any] | None = None
