"""What a magic takes from the notebook's variables: the bench, and the values of `$name`."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from ..bench.bench import Bench
from ..core.errors import BadInput, BadParameters

_TOML_WORDS = {"true": True, "false": False, "null": None}


def bench_in(variables: Mapping[str, Any], name: str | None) -> Bench:
    """The bench of that name, else the one there is; BadInput where there is none, or several."""
    benches = {
        key: value
        for key, value in variables.items()
        if isinstance(value, Bench) and not key.startswith("_")
    }
    if name is not None:
        if name in benches:
            return benches[name]
        seen = f"a {type(variables[name]).__name__}" if name in variables else "no such variable"
        raise BadInput(f"--bench {name}: expected an open bench, found {seen}. {_there(benches)}")
    if len({id(bench) for bench in benches.values()}) == 1:
        return next(iter(benches.values()))
    if benches:
        raise BadInput(f"which bench? {_there(benches)} Say --bench NAME.")
    raise BadInput("no bench is open here: bench = workbench.open('my-bench')")


def _there(benches: Mapping[str, Bench]) -> str:
    if not benches:
        return "There is none: bench = workbench.open('my-bench')."
    return f"There are: {', '.join(f'{n} ({b.folder})' for n, b in sorted(benches.items()))}."


def given(pairs: Sequence[str], variables: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `name=expression`, each with the notebook's variables in sight."""
    found = {}
    for pair in pairs:
        name, equals, expression = pair.partition("=")
        if not equals or not name.strip().isidentifier():
            raise BadParameters(f"--param {pair}: expected name=expression")
        found[name.strip()] = _value(expression.strip(), variables, pair)
    return found


def bound(
    takes: Mapping[str, bool], stated: Mapping[str, Any], variables: Mapping[str, Any]
) -> dict[str, Any]:
    """The values for the `$name` of a text: those stated, else the variables of these names.

    BadParameters names what is missing, and what was stated and is not taken.
    """
    if unknown := sorted(stated.keys() - takes.keys()):
        there = ", ".join(f"${name}" for name in takes) or "no parameters"
        raise BadParameters(f"--param {', '.join(unknown)}: the text takes {there}")
    missing = [name for name in takes if name not in stated and name not in variables]
    if missing:
        names = ", ".join(f"${name}" for name in missing)
        first = missing[0]
        raise BadParameters(
            f"no value for {names}: assign a variable `{first}` first, or say --param {first}=VALUE"
        )
    return {name: stated[name] if name in stated else variables[name] for name in takes}


def assigned(body: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters in a cell of `%%ask`: TOML, or lines `name = expression` of Python.

    BadParameters with the line where it is neither.
    """
    try:
        return tomllib.loads(body)
    except tomllib.TOMLDecodeError:
        pass  # then its values are expressions
    try:
        statements = ast.parse(body).body
    except SyntaxError as error:
        raise BadParameters(
            f"line {error.lineno} of the cell: expected `name = value`, found "
            f"{(error.text or '').strip()!r} ({error.msg})"
        ) from error
    found = {}
    for statement in statements:
        name = _assigned_name(statement)
        if name is None:
            raise BadParameters(
                f"line {statement.lineno} of the cell: expected `name = value`, found "
                f"{ast.unparse(statement)!r}"
            )
        expression = ast.unparse(statement.value)  # type: ignore[attr-defined]
        found[name] = _value(expression, variables, f"{name} = {expression}")
    return found


def _assigned_name(statement: ast.stmt) -> str | None:
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        return target.id if isinstance(target, ast.Name) else None
    return None


def _value(expression: str, variables: Mapping[str, Any], written: str) -> Any:
    """The author's own Python, run as the author's other cells are."""
    try:
        return eval(expression, {**_TOML_WORDS, **variables})  # noqa: S307
    except Exception as error:
        raise BadParameters(f"{written}: {type(error).__name__}: {error}") from error
