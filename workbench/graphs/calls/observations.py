"""Adding variables, factors and evidence, and taking evidence back."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from ...core.errors import BadInput
from ...core.property_graph.belief import Factor, Variable
from ...core.property_graph.change import Change
from ..believing import (
    checked_cpd,
    checked_evidence,
    checked_factor,
    checked_factor_table,
    checked_trace,
    checked_variable,
    replaced,
    retracted,
)
from ..believing.variables import listed
from ..handle import Handle
from ..state.state import State


class Observations:
    """Writes of what is believed and observed: each call is one commit, checked before it."""

    _handle: Handle

    def add_variable(
        self,
        domain: str,
        owner_id: int | None = None,
        prior: Mapping[str, Any] | None = None,
        posterior: Mapping[str, Any] | None = None,
        states: Iterable[str] | None = None,
    ) -> int:
        """Add a variable with ordered states, ("false", "true") of a "binary" one; its id."""
        named = None if states is None else listed(states, "states")
        return self._added(
            "variable",
            lambda state: Change(
                variables=[checked_variable(state, domain, owner_id, prior, posterior, named)]
            ),
        )

    def add_factor(
        self,
        input_variables: Iterable[int],
        output_variables: Iterable[int],
        function: str,
        parameters: Mapping[str, Any] | None = None,
    ) -> int:
        """Add a note about variables, which takes no part in inference; its id."""
        ends = (
            listed(input_variables, "input_variables"),
            listed(output_variables, "output_variables"),
        )
        return self._added(
            "factor",
            lambda state: Change(factors=[checked_factor(state, *ends, function, parameters)]),
        )

    def add_factor_table(self, variables: Iterable[int], values: Iterable[float]) -> int:
        """Add weights over the states of variables, row-major, the last one fastest; its id."""
        scope, weights = listed(variables, "variables"), listed(values, "values")
        return self._added(
            "factor", lambda state: Change(factors=[checked_factor_table(state, scope, weights)])
        )

    def add_cpd(
        self, variable_id: int, parent_variables: Iterable[int], values: Iterable[float]
    ) -> int:
        """Add p(variable | parents): blocks of its states that sum to 1, the last parent fastest.

        Its id.
        """
        parents, weights = listed(parent_variables, "parent_variables"), listed(values, "values")
        return self._added(
            "factor",
            lambda state: Change(factors=[checked_cpd(state, variable_id, parents, weights)]),
        )

    def add_network(
        self,
        variables: Iterable[Mapping[str, Any]] = (),
        tables: Iterable[Mapping[str, Any]] = (),
        cpds: Iterable[Mapping[str, Any]] = (),
    ) -> tuple[list[int], list[int]]:
        """Add many at once, as the arguments of `add_variable`, `add_factor_table`, `add_cpd`.

        All or none; the ids of the variables and of the factors, tables before CPDs.
        """
        kinds = {"variables": variables, "tables": tables, "cpds": cpds}
        given = [listed(one, what) for what, one in kinds.items()]
        made: list[Change] = []

        def change(state: State) -> Change:
            made.append(_network(state, *given))
            return made[-1]

        self._handle.commit(change)
        found = made[-1]
        return [one.id for one in found.variables], [one.id for one in found.factors]

    def add_evidence(
        self,
        variable_id: int,
        payload: Mapping[str, Any] | None = None,
        *,
        likelihood: Mapping[str, float] | None = None,
    ) -> int:
        """Record what was observed; its id. Of a variable the newest record counts.

        `payload` with a `state` is hard evidence, without one a remark; `likelihood` (state:
        weight) is soft evidence.
        """
        return self._added(
            "evidence",
            lambda state: Change(
                evidence=[checked_evidence(state, variable_id, payload, likelihood)]
            ),
        )

    def retract_evidence(self, evidence_id: int) -> None:
        """Take a record back; the newest one that is left of its variable counts then."""
        self._handle.commit(lambda state: retracted(state, evidence_id))

    def replace_evidence(
        self,
        evidence_id: int,
        payload: Mapping[str, Any] | None = None,
        *,
        likelihood: Mapping[str, float] | None = None,
    ) -> None:
        """Put another observation in the place of a record, which keeps its id."""
        self._handle.commit(lambda state: replaced(state, evidence_id, payload, likelihood))

    def add_trace(self, payload: Mapping[str, Any] | None = None) -> int:
        """Keep a remark on what was done; its id."""
        return self._added("trace", lambda state: Change(traces=[checked_trace(state, payload)]))

    def _added(self, kind: str, made: Callable[[State], Change]) -> int:
        ids: list[int] = []

        def change(state: State) -> Change:
            ids.append(state.next_ids[kind])  # type: ignore[index]
            return replace(
                made(state),
                next_ids={kind: ids[-1] + 1},  # type: ignore[dict-item]
                reason=f"add_{kind}",
            )

        self._handle.commit(change)
        return ids[-1]


def _network(
    state: State,
    variables: list[Mapping[str, Any]],
    tables: list[Mapping[str, Any]],
    cpds: list[Mapping[str, Any]],
) -> Change:
    """Each is checked over what comes before it."""
    grown: Any = SimpleNamespace(
        nodes=state.nodes,
        variables=ChainMap({}, state.variables),
        next_ids=dict(state.next_ids),
    )
    new: list[Variable] = []
    for one in variables:
        new.append(_made(checked_variable, grown, one))
        grown.variables[new[-1].id] = new[-1]
        grown.next_ids["variable"] += 1
    factors: list[Factor] = []
    for check, given in ((checked_factor_table, tables), (checked_cpd, cpds)):
        for one in given:
            factors.append(_made(check, grown, one))
            grown.next_ids["factor"] += 1
    return Change(
        variables=new,
        factors=factors,
        next_ids={name: grown.next_ids[name] for name in ("variable", "factor")},
        reason="add_network",
    )


def _made(check: Callable[..., Any], state: Any, given: Any) -> Any:
    """A record of its arguments by name; BadInput where they are none, or not those."""
    if not isinstance(given, Mapping):
        raise BadInput(f"add_network: expected a mapping of arguments, seen {given!r}")
    try:
        return check(state, **given)
    except TypeError as error:
        raise BadInput(f"add_network: {dict(given)!r} {str(error).split('()')[-1]}") from error
