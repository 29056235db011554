"""Factors of a TongGraph file and their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, inf, prod

from ...core.property_graph.belief import Factor, FactorTable, Variable
from .decoding import floats, integers
from .fields import Fields, Row

TABLED = ("cpd", "factor_table")  # functions that the engine itself makes, with a table
_TOLERANCE = 1e-9  # of a row's sum, as the engine has it
_NOTE = "the factor is read without it, as a note that takes no part: state the table again"


def factors(
    rows: Sequence[Row],
    tables: Mapping[int, FactorTable],
    known: Mapping[int, Variable],
    fields: Fields,
) -> list[Factor]:
    """Factors by ascending id, over variables that were read."""
    found = []
    for number, inputs, outputs, function, parameters in fields.distinct(rows):
        into = fields.numbers(number, inputs, integers, "input_variables")
        out = fields.numbers(number, outputs, integers, "output_variables")
        kind = fields.text(number, function, "function")
        if into is None or out is None or kind is None:
            continue
        missing = sorted({*into, *out} - known.keys())
        if missing:
            seen = f"variables {missing} were not read, or do not exist"
            fields.note("orphan-factor", number, seen)
            continue
        table = _fitting(number, into, out, tables.get(number), fields)
        if table is None and kind in TABLED and number not in tables:
            fields.note("missing-factor-table", number, f"{kind} without a table", _NOTE)
        held = fields.properties(number, parameters, "parameters")
        found.append(Factor(number, into, out, kind, held, table))
    return found


def _fitting(
    number: int,
    inputs: tuple[int, ...],
    outputs: tuple[int, ...],
    table: FactorTable | None,
    fields: Fields,
) -> FactorTable | None:
    """The table, unless the factor names other variables than it does."""
    if table is None:
        return None
    over = (*outputs, *inputs) if table.is_cpd else (*inputs, *outputs)
    if table.variables == over:
        return table
    seen = f"the factor is over {list(over)}, its table over {list(table.variables)}"
    fields.note("bad-factor", number, seen, _NOTE)
    return None


def factor_tables(
    rows: Sequence[Row], known: Mapping[int, Variable], factor_ids: set[int], fields: Fields
) -> dict[int, FactorTable]:
    """The sound tables by factor."""
    found = {}
    for number, over, values, conditional in fields.distinct(rows):
        if number not in factor_ids:
            fields.note("orphan-factor-table", number, "there is no such factor")
            continue
        variables = fields.numbers(number, over, integers, "variables")
        weights = fields.numbers(number, values, floats, "values_text")
        if variables is None or weights is None:
            continue
        missing = sorted(set(variables) - known.keys())
        if missing:
            seen = f"variables {missing} were not read, or do not exist"
            fields.note("orphan-factor-table", number, seen)
        elif _is_sound(number, variables, weights, conditional, known, fields):
            found[number] = FactorTable(variables, weights, bool(conditional))
    return found


def _is_sound(
    number: int,
    variables: tuple[int, ...],
    weights: tuple[float, ...],
    conditional: object,
    known: Mapping[int, Variable],
    fields: Fields,
) -> bool:
    cards = [len(known[variable].states) for variable in variables]
    wrong = _fault(variables, weights, prod(cards))
    if wrong:
        fields.note("bad-factor-table", number, wrong, _NOTE)
        return False
    if conditional not in (0, 1):
        fields.note("bad-cpd", number, f"is_cpd is {conditional!r}, expected 0 or 1", _NOTE)
        return False
    row = _uneven_row(weights, cards[0]) if conditional else None
    if row is not None:
        seen = f"row {row} is {list(weights[row * cards[0] : (row + 1) * cards[0]])}"
        fields.note("bad-cpd", number, f"{seen}, which does not sum to 1", _NOTE)
    return row is None


def _fault(variables: tuple[int, ...], weights: tuple[float, ...], expected: int) -> str | None:
    if not variables or len(set(variables)) != len(variables):
        return f"it is over variables {list(variables)}, expected each once"
    if len(weights) != expected:
        return f"{len(weights)} values, expected {expected}"
    if min(weights) < 0:
        return f"a weight of {min(weights)}"
    if not 0 < fsum(weights) < inf:
        return "all weights are 0, or their sum is not finite"
    return None


def _uneven_row(weights: tuple[float, ...], card: int) -> int | None:
    """The first block of a conditional table that does not sum to 1."""
    for row in range(len(weights) // card):
        if abs(fsum(weights[row * card : (row + 1) * card]) - 1) > _TOLERANCE:
            return row
    return None
