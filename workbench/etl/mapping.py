"""What of the data model was found in the data document, and what of the data was not asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class MappingReport:
    """How names of the model met names of the data document.

    `matched` maps names of the model (`person`, `person.person_name`) to tables and columns
    (`Anchor_person`, `Anchor_person.person_name`); a link may have several tables. `unmatched`
    are names of the model without data, `ignored` are tables and columns without a name in the
    model.
    """

    matched: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unmatched: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


class Matching:
    """Collects a `MappingReport`."""

    def __init__(self) -> None:
        self._matched: dict[str, list[str]] = {}
        self._unmatched: list[str] = []
        self._ignored: list[str] = []

    def match(self, declared: str, found: str) -> None:
        self._matched.setdefault(declared, []).append(found)

    def miss(self, declared: str) -> None:
        self._unmatched.append(declared)

    def ignore(self, found: str) -> None:
        self._ignored.append(found)

    def __contains__(self, declared: object) -> bool:
        return declared in self._matched

    def report(self) -> MappingReport:
        matched = {declared: tuple(found) for declared, found in self._matched.items()}
        missing = tuple(name for name in self._unmatched if name not in matched)
        return MappingReport(matched, missing, tuple(self._ignored))


def nearest(name: str, there: list[str], *, prefix: str = "") -> str:
    """A hint that ends a sentence: the name in `there` that was probably meant, or nothing.

    A `prefix` that all names have does not make them alike.
    """
    folded = {other.removeprefix(prefix).lower(): other for other in there}
    near = get_close_matches(name.removeprefix(prefix).lower(), folded, n=1, cutoff=0.7)
    return f"; {folded[near[0]]} looks like it" if near else ""
