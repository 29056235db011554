"""What a belief was computed of, as JSON that can be compared with what there is later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from ...core.property_graph.belief import Factor, Variable
from ...core.property_graph.encoding import encoded
from ...core.property_graph.records import Properties
from .evidence import Counted

# More observations than this are kept as their number and digest, and so they are where all
# copies together would be more than the second: every posterior of a run has its own copy of
# the inputs, and the run's trace has them all.
MOST_EVIDENCE, MOST_COPIES = 200, 200_000


@dataclass(frozen=True, eq=False)
class Basis:
    """The records that a run took part with, its evidence, and its options as JSON."""

    variables: Sequence[Variable]
    factors: Sequence[Factor]
    counted: Counted
    options: Mapping[str, Any]

    @property
    def seen(self) -> Counted:
        """What is observed of these variables."""
        return self.counted.within(variable.id for variable in self.variables)

    def inputs(self) -> dict[str, Any]:
        """As JSON: evidence, what of it was assumed, factors, digests, options."""
        return {
            **evidence_inputs(self.seen, len(self.variables)),
            "variables": {"count": len(self.variables), "digest": _of_variables(self.variables)},
            "factors": {
                "count": len(self.factors),
                "ids": ranges(factor.id for factor in self.factors),
                "digest": _of_factors(self.factors),
            },
            "options": dict(self.options),
        }

    def components(self) -> dict[int, Basis]:
        """For each variable the basis of what it is connected to over factors."""
        root = _roots(self.variables, self.factors)
        variables: dict[int, list[Variable]] = {}
        factors: dict[int, list[Factor]] = {}
        for variable in self.variables:
            variables.setdefault(root[variable.id], []).append(variable)
        for factor in self.factors:
            if factor.table is not None:
                factors.setdefault(root[factor.table.variables[0]], []).append(factor)
        parts = {
            at: Basis(held, factors.get(at, ()), self.counted, self.options)
            for at, held in variables.items()
        }
        return {variable.id: parts[root[variable.id]] for variable in self.variables}


def evidence_inputs(counted: Counted, variables: int = 1) -> dict[str, Any]:
    """What was seen of which variable, and which of it no record of the graph says.

    `variables` are as many as keep a copy.
    """
    most = min(MOST_EVIDENCE, MOST_COPIES // max(variables, 1))
    seen = {str(id): _plain(told) for id, told in counted.seen.items()}
    assumed = {id: told for id, told in seen.items() if int(id) in counted.assumed}
    return {"evidence": _short(seen, most), "assumed": _short(assumed, most)}


def ranges(ids: Iterable[int]) -> str:
    """Ascending ids as text: 0-4,7."""
    parts: list[list[int]] = []
    for id in sorted(ids):
        if parts and id == parts[-1][1] + 1:
            parts[-1][1] = id
        else:
            parts.append([id, id])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)


def ids_in(text: str) -> list[int]:
    """The ids of such a text."""
    pairs = (part.partition("-") for part in text.split(",") if part)
    return [id for a, _, b in pairs for id in range(int(a), int(b or a) + 1)]


def _short(seen: Mapping[str, Any], most: int) -> dict[str, Any]:
    if len(seen) <= most:
        return dict(seen)
    text = json.dumps(seen, sort_keys=True, ensure_ascii=False)
    return {"count": len(seen), "digest": _digest(text.encode())}


def _plain(told: Any) -> Any:
    return told if isinstance(told, str) else dict(told)


def _of_variables(variables: Sequence[Variable]) -> str:
    written = {states: json.dumps(states) for states in {v.states for v in variables}}
    told = (f"{v.id}\t{written[v.states]}\t{_written(v.prior)}" for v in variables)
    return _digest("\n".join(told).encode())


def _written(prior: Properties) -> str:
    return encoded(prior) if prior else ""


def _of_factors(factors: Sequence[Factor]) -> str:
    tables = [factor.table for factor in factors if factor.table is not None]
    shapes = [(f.id, len(t.variables), t.is_cpd) for f, t in zip(factors, tables, strict=True)]
    scopes = np.fromiter(chain.from_iterable(t.variables for t in tables), np.int64)
    values = np.fromiter(chain.from_iterable(t.values for t in tables), np.float64)
    return _digest(
        np.array(shapes, "<i8").tobytes(),
        scopes.astype("<i8").tobytes(),
        values.astype("<f8").tobytes(),
    )


def _digest(*parts: bytes) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "little"))
        found.update(part)
    return found.hexdigest()[:32]


def _roots(variables: Sequence[Variable], factors: Sequence[Factor]) -> dict[int, int]:
    """The least id that each variable is connected to (union-find)."""
    parent = {variable.id: variable.id for variable in variables}
    for factor in factors:
        scope = () if factor.table is None else factor.table.variables
        found = sorted({_root(parent, variable) for variable in scope})
        for other in found[1:]:
            parent[other] = found[0]
    return {id: _root(parent, id) for id in parent}


def _root(parent: dict[int, int], id: int) -> int:
    while parent[id] != id:
        parent[id] = parent[parent[id]]
        id = parent[id]
    return id
