"""Names of retrieval measures, spelled as ir-measures spells them: `nDCG@10`, `P(rel=2)@5`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import ir_measures

from ...core.errors import BadInput
from .listing import HIGHEST_GRADE

# Ours, because ir-measures takes them from programs that its wheel does not bring: RBP from
# cwl-eval, ERR from Perl. Judged beside them needs no more than a count.
OWN = frozenset({"RBP", "ERR", "Judged"})


@dataclass(frozen=True, slots=True)
class RetrievalMeasure:
    """A measure of rankings; `name` is its canonical name, under which results stand.

    `provided` is what trec_eval is asked for, None where the measure is `OWN`; before it, `gain`
    turns judged grades into gains, and a ranking is condensed where `params` have `judged_only`.
    `cut` is None for the whole ranking.
    """

    name: str
    kind: str
    cut: int | None
    params: Mapping[str, Any]
    provided: Any = None
    gain: Callable[[int], int] | None = None


class _Call(NamedTuple):
    kind: str
    params: dict[str, Any]
    at: Any


def retrieval_names() -> tuple[str, ...]:
    """The kinds of retrieval measures, sorted, without cut and parameters."""
    provided = {one.NAME for one in ir_measures.pytrec_eval.SUPPORTED_MEASURES}
    return tuple(sorted(name for name in provided | OWN if name))


def retrieval_measure(text: str) -> RetrievalMeasure | None:
    """The measure of a name, None where ir-measures has no such name.

    Aliases of ir-measures are taken (MRR, MAP, Recall), and parameters as it writes them. BadInput
    where the name is one of its measures and a parameter is wrong, or the measure is one that
    neither trec_eval nor this package computes.
    """
    call = _call(text)
    if call is None or call.kind not in ir_measures.measures.registry:
        return None
    known = ir_measures.measures.registry[call.kind]
    if known.NAME not in (there := retrieval_names()):
        raise BadInput(f"{text}: not computed here; there are {', '.join(there)}")
    at = {} if call.at is None else {known.AT_PARAM: call.at}
    params = _checked(text, known, {**known.params, **call.params, **at})
    measure, gain = known(**params), _gain(text, params)
    asked = None if measure.NAME in OWN else _asked(measure)
    if asked is not None and not ir_measures.pytrec_eval.supports(asked):
        raise BadInput(f"{text}: trec_eval has {measure.NAME} without these parameters alone")
    return RetrievalMeasure(str(measure), measure.NAME, params.get("cutoff"), params, asked, gain)


def _call(text: str) -> _Call | None:
    """The parts of `kind(name=value, …)@at`; None for text of another form."""
    try:
        node: ast.expr = ast.parse(text.strip(), mode="eval").body
        at = None
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            at, node = ast.literal_eval(node.right), node.left
        params = {}
        if isinstance(node, ast.Call) and not node.args:
            params = {one.arg or "**": ast.literal_eval(one.value) for one in node.keywords}
            node = node.func
    except (SyntaxError, ValueError):
        return None
    return _Call(node.id, params, at) if isinstance(node, ast.Name) else None


def _checked(text: str, known: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters in the measure's own order, each as its type; BadInput for a wrong one."""
    declared = known.SUPPORTED_PARAMS
    if unknown := params.keys() - declared.keys():
        takes = ", ".join(declared) or "no parameters"
        raise BadInput(f"{text}: unknown {', '.join(sorted(unknown))}; {known.NAME} takes {takes}")
    found = {}
    for name, info in declared.items():
        if name not in params:
            if info.required:
                raise BadInput(f"{text}: {_missing(known, name)}")
            continue
        value = params[name]
        found[name] = float(value) if info.dtype is float and type(value) is int else value
        if not info.validate(found[name]) or not _within(name, found[name]):
            raise BadInput(f"{text}: {name} cannot be {value!r}; it is the {info.desc}")
    return found


def _missing(known: Any, name: str) -> str:
    if name != known.AT_PARAM:
        return f"{known.NAME} needs {name}"
    example = 0.1 if name == "recall" else 10
    return f'{known.NAME} needs its {name}, as in "{known.NAME}@{example}"'


def _within(name: str, value: Any) -> bool:
    """Whether trec_eval, or our own measure, can tell this value from others of its type."""
    match name:
        case "cutoff" | "rel":
            return type(value) is int and 1 <= value < 2**31
        case "recall":  # results stand under a name with two decimals
            return bool(0 <= value <= 1 and round(value, 2) == value)
        case "beta":  # read from digits and a point, without an exponent
            return bool(0.001 <= value <= 1000)
        case "p":
            return bool(0 <= value < 1)
    return True


def _gain(text: str, params: Mapping[str, Any]) -> Callable[[int], int] | None:
    if params.get("dcg") == "exp-log2":
        return _exponential
    gains = params.get("gains")
    if gains is None:
        return None
    for one in (*gains, *gains.values()):
        if type(one) is not int or not 0 <= one <= HIGHEST_GRADE:
            raise BadInput(f"{text}: expected gains as {{grade: gain}} in whole numbers from 0")
    return lambda grade: gains.get(grade, grade)


def _exponential(grade: int) -> int:
    """2^grade - 1, of Burges et al., "Learning to rank using gradient descent", ICML 2005."""
    if grade > HIGHEST_GRADE.bit_length():
        highest = HIGHEST_GRADE.bit_length()
        raise BadInput(f"exponential gains: expected grades up to {highest}, found {grade}")
    return int(2**grade) - 1


def _asked(measure: Any) -> Any:
    """The measure of trec_eval that has the values: RR knows no cut there, nDCG no gains."""
    left_out = {"gains", "dcg", "judged_only", *(["cutoff"] if measure.NAME == "RR" else [])}
    return type(measure)(**{k: v for k, v in measure.params.items() if k not in left_out})
