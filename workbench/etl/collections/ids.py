"""Ids as a collection has them."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from ...core.collections.definition import MAX_ID, Id, IdType
from .batch import Fault
from .texts import unstorable

Faults = dict[int, Fault]


def read_ids(given: Sequence[Any], kind: IdType, faults: Faults, part: str = "id") -> list[Any]:
    """The id of each record, None where it has none that fits; faults are added by place.

    An integer becomes its digits where ids are texts, and so does a UUID.
    """
    plain = given.tolist() if hasattr(given, "tolist") else list(given)
    if _all_fit(plain, kind):
        return plain
    read = _integer if kind == "integer" else _text
    ids: list[Any] = [None] * len(plain)
    for at, value in enumerate(plain):
        found = read(value)
        if isinstance(found, Fault):
            faults.setdefault(at, found._replace(part=part))
        else:
            ids[at] = found
    return ids


def repeated(ids: Sequence[Any], seen: set[Id]) -> list[int]:
    """The places of ids that stood before, in `seen` or here; None stands for no id."""
    whole = set(ids)
    if len(whole) == len(ids) and seen.isdisjoint(whole):
        return []
    here: set[Id] = set()
    found = []
    for at, id in enumerate(ids):
        if id is None:
            continue
        if id in here or id in seen:
            found.append(at)
        here.add(id)
    return found


def _all_fit(plain: list[Any], kind: IdType) -> bool:
    if not plain:
        return True
    types = set(map(type, plain))
    if kind == "integer":
        return types == {int} and min(plain) >= 0 and max(plain) <= MAX_ID
    return types == {str} and "" not in plain and not unstorable("\n".join(plain))


def _integer(value: Any) -> Id | Fault:
    try:
        number = operator.index(value)
    except TypeError:
        number = -1
    if 0 <= number <= MAX_ID and not isinstance(value, bool):
        return number
    hint = "" if not isinstance(value, str) else "; a collection with ids='text' takes it"
    return Fault("id", f"expected an integer from 0 to 2^64 - 1{hint}", repr(value))


def _text(value: Any) -> Id | Fault:
    if isinstance(value, UUID) or type(value) is int:
        return str(value)
    if not isinstance(value, str) or not value:
        return Fault("id", "expected a text", repr(value))
    why = unstorable(value)
    return Fault("id", why, repr(value)) if why else value
