"""Variables, factors, evidence, traces and stored posteriors of a TongGraph file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import fsum
from typing import Any

from ...core.property_graph.belief import Evidence, StoredPosterior, Trace, Variable
from ...core.property_graph.findings import FileFinding
from ...core.property_graph.raw_file import RawFile
from .decoding import floats
from .factors import factor_tables, factors
from .fields import Fields, Row
from .variables import states_of, variables

_SUM_TOLERANCE = 1e-6  # what a loopy run leaves between its sum and 1


def beliefs(
    raw: RawFile, node_ids: Collection[int], found: list[FileFinding]
) -> dict[str, Sequence[Any]]:
    """The fields of a model that belief is made of."""

    def rows(table: str) -> Sequence[Row]:
        return raw.tables.get(table, ())

    def fields(table: str) -> Fields:
        return Fields(table, found)

    ids = {row[0] for row in rows("variables")}
    states = states_of(rows("variable_states"), ids, fields("variable_states"))
    all_variables = variables(rows("variables"), states, node_ids, fields("variables"))
    known = {variable.id: variable for variable in all_variables}
    made = {row[0] for row in rows("factors")}
    tables = factor_tables(rows("factor_tables"), known, made, fields("factor_tables"))
    return {
        "variables": all_variables,
        "factors": factors(rows("factors"), tables, known, fields("factors")),
        "evidence": evidence(rows("evidence"), known, fields("evidence")),
        "traces": traces(rows("traces"), fields("traces")),
        "posteriors": posteriors(rows("latest_posteriors"), known, fields("latest_posteriors")),
    }


def evidence(rows: Sequence[Row], known: Mapping[int, Variable], fields: Fields) -> list[Evidence]:
    """Observations by ascending id: of a state that there is, or remarks."""
    found = []
    for number, variable_id, payload in fields.distinct(rows):
        variable = known.get(variable_id)
        if variable is None:
            seen = f"variable {variable_id!r} was not read, or does not exist"
            fields.note("orphan-evidence", number, seen)
            continue
        told = fields.properties(number, payload, "payload")
        state = told.get("state")
        if isinstance(state, str) and state not in variable.states:
            seen = f"state {state!r}, variable {variable_id} has {list(variable.states)}"
            fields.note("bad-evidence", number, seen, "left out: state it again")
            continue
        if "state" in told and not isinstance(state, str):
            seen = f"state {state!r} is no text"
            fields.note("ignored-evidence", number, seen, "counts as a remark: state it as text")
        found.append(Evidence(number, variable_id, told))
    return found


def traces(rows: Sequence[Row], fields: Fields) -> list[Trace]:
    return [
        Trace(number, fields.properties(number, payload, "payload"))
        for number, payload in fields.distinct(rows)
    ]


def posteriors(
    rows: Sequence[Row], known: Mapping[int, Variable], fields: Fields
) -> list[StoredPosterior]:
    """Beliefs that were stored, by ascending variable."""
    found = []
    for number, written in fields.distinct(rows):
        if number not in known:
            fields.note("orphan-posterior", number, "the variable was not read, or does not exist")
            continue
        values = fields.numbers(number, written, floats, "values_text")
        states = known[number].states
        if values is None:
            continue
        if len(values) != len(states) or min(values) < 0 or abs(fsum(values) - 1) > _SUM_TOLERANCE:
            seen = f"{list(values)} over the states {list(states)}"
            fields.note("bad-posterior", number, seen, "left out: infer it again")
        else:
            found.append(StoredPosterior(number, values))
    return found
