"""Variables of a TongGraph file: their states, owners and priors."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import inf

from ...core.property_graph.belief import BINARY, Variable
from ...core.property_graph.records import Properties
from .decoding import real
from .fields import Fields, Row

_UNIFORM = "read without a prior, which is uniform: state it again"


def variables(
    rows: Sequence[Row],
    states: Mapping[int, tuple[str, ...] | None],
    node_ids: Collection[int],
    fields: Fields,
) -> list[Variable]:
    """Variables by ascending id, without those whose states are unusable (None).

    One whose owner does not exist is read without an owner.
    """
    found = []
    for number, owner, domain, prior, posterior in fields.distinct(rows):
        kind = fields.text(number, domain, "domain")
        named = states.get(number, BINARY if kind == "binary" else None)
        if kind is None:
            continue
        if named is None:
            seen = f"the domain {kind!r} needs states, numbered from 0, each once"
            fields.note("bad-states", number, seen)
            continue
        found.append(
            Variable(
                number,
                kind,
                named,
                _owner(number, owner, node_ids, fields),
                _prior(number, fields.properties(number, prior, "prior"), named, fields),
                fields.properties(number, posterior, "posterior"),
            )
        )
    return found


def states_of(
    rows: Sequence[Row], known: Collection[int], fields: Fields
) -> dict[int, tuple[str, ...] | None]:
    """The states of each variable that has any, in order; None where they are unusable."""
    found: dict[int, list[tuple[object, object]]] = {}
    for variable, index, state in rows:
        found.setdefault(variable, []).append((index, state))
    for variable in found.keys() - set(known):
        seen = f"{len(found[variable])} states, and there is no such variable"
        fields.note("orphan-states", variable, seen)
    return {variable: _in_order(found[variable]) for variable in found if variable in known}


def _in_order(numbered: list[tuple[object, object]]) -> tuple[str, ...] | None:
    names = [name for _, name in numbered if isinstance(name, str) and "\0" not in name]
    indexes = [index for index, _ in numbered]
    if indexes != list(range(len(numbered))) or len(set(names)) != len(numbered):
        return None
    return tuple(names)


def _owner(number: int, owner: object, node_ids: Collection[int], fields: Fields) -> int | None:
    if owner is None or owner in node_ids:
        return owner  # type: ignore[return-value]
    seen = f"its owner {owner!r} is no node"
    fields.note("orphan-variable", number, seen, "read without an owner: restore the node")
    return None


def _prior(number: int, prior: Properties, states: tuple[str, ...], fields: Fields) -> Properties:
    """The prior as it stands, or nothing where it is no distribution."""
    if not prior:
        return prior
    named = [state for state in states if state in prior]
    if not named and not ("p" in prior and states == BINARY):
        seen = f"it names {sorted(prior)}, the states are {list(states)}"
        fields.note("unused-prior", number, seen, "counts as uniform: name the states")
        return prior
    if not _is_distribution(prior, named):
        fields.note("bad-prior", number, f"weights {dict(prior)}", _UNIFORM)
        return {}
    if named and len(named) < len(states):
        left = [state for state in states if state not in prior]
        fields.note("partial-prior", number, f"no weight for {left}", "name every state")
    return prior


def _is_distribution(prior: Properties, named: list[str]) -> bool:
    """Whether the named states have weights, or `p` is a probability."""
    if not named:
        return 0 <= _weight(prior["p"]) <= 1
    weights = [_weight(prior[state]) for state in named]
    return min(weights) >= 0 and 0 < sum(weights) < inf


def _weight(value: object) -> float:
    """A number, or the one that a text writes; -1 for all else, which is no weight."""
    if isinstance(value, bool):
        return -1.0
    try:
        return real(value) if isinstance(value, str) else float(value)  # type: ignore[arg-type]
    except ValueError:
        return -1.0
