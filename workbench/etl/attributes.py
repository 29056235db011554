"""The declared attributes of a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ..core.data_model import Attribute
from ..core.documents import Record
from .cells import plain, unembeddable
from .rejects import Findings


class Values(NamedTuple):
    """`texts` are the properties that get a vector; `skipped` says why others get none."""

    properties: dict[str, Any]
    texts: dict[str, str]
    skipped: dict[str, str]


def read_values(
    table: str, record: Record, attributes: Iterable[Attribute], findings: Findings
) -> Values:
    """What is filled; a cell that is an error is reported and counts as blank."""
    values = Values({}, {}, {})
    for attribute in attributes:
        cell = findings.check(table, record, attribute.name)
        value = plain(cell)
        if value is None:
            continue
        values.properties[attribute.name] = value
        if not attribute.embeddable:
            continue
        if why := unembeddable(cell):
            values.skipped[attribute.name] = why
        else:
            values.texts[attribute.name] = value
    return values
