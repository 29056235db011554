"""The items that a question expects to be said, and how each may be written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ....core.evaluation.golden import Question
from ....core.evaluation.replies import text_of_id
from ....core.evaluation.scores import Apart
from .name_lists import names_in
from .texts import plain

NAMES, IDS = "names", "ids"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is expected: names where the question has them, else the ids judged relevant.

    `forms` are `plain` texts, each with the items that it stands for: none where it is known as
    the name or id of something that is not expected. Of these, `asked` stand in the question.
    `ids` are the ids of each item, as far as they are known.
    """

    kind: str
    items: tuple[str, ...]
    forms: Mapping[str, frozenset[str]]
    asked: frozenset[str]
    ids: Mapping[str, frozenset[str]]

    @property
    def knows_others(self) -> bool:
        return len(self.forms) > len(self.items)


def wanted(question: Question) -> Wanted | Apart:
    """What the question expects, read with `extra["ids_by_name"]`; apart where it has nothing.

    That column, an id or a list of ids by name, is what names and ids are brought together by,
    and which other names there are. Without it a name has no id and an id has no name.
    """
    known = {name: frozenset(values_of(ids)) for name, ids in _ids_by_name(question).items()}
    if NAMES in question.expected:
        kind, items = NAMES, tuple(dict.fromkeys(values_of(question.expected[NAMES])))
        ids = {name: known.get(name, frozenset()) for name in items}
    elif question.relevant:
        kind, items = IDS, question.relevant
        ids = {one: frozenset((one,)) for one in items}
    else:
        return Apart("no names are expected and no id is judged relevant")
    forms = _forms(items, known, by_id=kind == IDS)
    asked = names_in(plain(question.text), forms)
    return Wanted(kind, items, forms, frozenset(one for one in asked if not forms[one]), ids)


def _forms(
    items: tuple[str, ...], known: Mapping[str, frozenset[str]], *, by_id: bool
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for item in items:
        found[_form(item)].add(item)
    for name, ids in known.items():
        found[_form(name)] |= ids & set(items) if by_id else set()
        for one in ids if by_id else ():
            found[_form(one)] |= {one} & set(items)
    return {form: frozenset(of) for form, of in found.items() if form}


@lru_cache(maxsize=1 << 16)  # the same thousand names are known to every question of a set
def _form(name: str) -> str:
    return plain(name)


def _ids_by_name(question: Question) -> Mapping[str, Any]:
    given = question.extra.get("ids_by_name")
    return given if isinstance(given, Mapping) else {}


def values_of(value: Any) -> Iterator[str]:
    """The texts of a value or a list of them, in order: of what is no text as ids are written."""
    if isinstance(value, list | set | frozenset):
        for one in value:
            yield from values_of(one)
    elif value is not None:
        yield text_of_id(value)
