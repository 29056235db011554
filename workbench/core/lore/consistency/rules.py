"""The rules of the consistency engine: data, beside the functions that apply them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ...errors import BadInput

CATEGORIES = ("contradiction", "anachronism", "ontology", "orphan", "cross_store")
SEVERITIES = ("error", "warn")
_TEXTS = ("id", "category", "severity", "title", "explanation", "fix")


@dataclass(frozen=True, slots=True)
class Rule:
    """`fix` says in words, and where there is one by the call, how a finding is mended.

    `reads` are the catalogue queries whose rows the rule compares with the graph.
    """

    id: str
    category: str
    severity: str
    title: str
    explanation: str
    fix: str
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """What a bench's owner says of a rule; None leaves it as it ships.

    Findings with an edge of a confidence below `confidence_threshold` are left out.
    """

    disabled: bool = False
    severity: str | None = None
    confidence_threshold: float | None = None


@cache
def shipped() -> tuple[Rule, ...]:
    """The rules of the reference, in its order."""
    import tomllib

    text = files(__package__).joinpath("rules.toml").read_text(encoding="utf-8")
    return tuple(
        rule_of(entry, f"rules.toml, rule {at}")
        for at, entry in enumerate(tomllib.loads(text)["rule"], 1)
    )


def rule_of(entry: Mapping[str, Any], where: str) -> Rule:
    """A rule's entry, checked; BadInput names the key that does not fit."""
    for key in _TEXTS:
        if not isinstance(entry.get(key), str) or not entry[key]:
            raise BadInput(f"{where}: expected `{key}` as a text, saw {entry.get(key)!r}; add it")
    for key, allowed in (("category", CATEGORIES), ("severity", SEVERITIES)):
        if entry[key] not in allowed:
            raise BadInput(f"{where}: {key} is one of {', '.join(allowed)}; saw {entry[key]!r}")
    texts = {key: entry[key] for key in _TEXTS}
    return Rule(**texts, reads=tuple(entry.get("reads", ())))


def chosen(rules: Iterable[Rule], wanted: Collection[str] | None) -> list[Rule]:
    """The rules of these ids, all where None; a short id (`A1`) will do.

    BadInput names those that there are not.
    """
    known = list(rules)
    if wanted is None:
        return known
    if isinstance(wanted, str):
        raise BadInput(f"rules: expected a list of rule ids, saw {wanted!r}; write [{wanted!r}]")
    found = [rule for rule in known if rule.id in wanted or _short(rule.id) in wanted]
    named = {name for rule in found for name in (rule.id, _short(rule.id))}
    if missing := sorted(set(wanted) - named):
        raise BadInput(
            f"rules: unknown {', '.join(missing)}; there are {', '.join(r.id for r in known)}"
        )
    return found


def _short(rule: str) -> str:
    return rule.partition("_")[0]
