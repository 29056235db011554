"""What a check found: what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .show import on_one_line
from .values import Edge, Node, Rows

SEEN = 200  # characters of a value that a finding repeats
SEVERITIES = ("error", "warning", "note")


class LintFinding(NamedTuple):
    """A fault of a data model or its data.

    `severity` is `error` (data is lost, or a query finds nothing), `warning` (probably not
    meant) or `note`. `document` is a document's name or `database`; `row` is the document's row
    number, None where a whole table or column is meant and in a database; `key` names the entry
    (`person.person_name`), `column` the cell; a blank one says nothing.
    """

    severity: str
    rule: str
    document: str
    table: str
    row: int | None
    key: str
    column: str
    seen: str
    advice: str


class Inconsistency(NamedTuple):
    """A record of one store that does not fit the others.

    `key` is the record's id, its parts joined by ` | `; `seen` is what `store` holds and
    `expected` what it should; `fix` is a call that can be typed as it stands.
    """

    kind: str
    store: str
    key: str
    seen: str
    expected: str
    fix: str


def lint_rows(findings: Iterable[LintFinding]) -> Rows:
    """The findings, the gravest first, otherwise in the order in which they were found."""
    found = sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    return Rows(LintFinding._fields, found)


def inconsistency_rows(findings: Iterable[Inconsistency]) -> Rows:
    """The findings in the order in which they were found."""
    return Rows(Inconsistency._fields, list(findings))


def shortened(seen: object) -> str:
    """A value on one line and no longer than `SEEN`."""
    return on_one_line(str(seen), SEEN)


class GristRecords(NamedTuple):
    """What documents hold, to be compared with stores; `load` is the call that stores it."""

    nodes: Iterable[Node]
    edges: Iterable[Edge]
    load: str
