"""What a check of a TongGraph file found: named, placed, and with what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")

_MEANINGS: dict[Severity, dict[str, str]] = {
    "error": {
        "damaged-header": "the first bytes of the file say what no such file says",
        "truncated-file": "the file is shorter than it says of itself",
        "damaged-page": "SQLite cannot follow its own pages",
        "damaged-wal": "changes beside the file stand behind a damaged one",
        "missing-marker": "the tables are there, the name of the format is not",
        "unknown-marker": "the format has a name that is not known here",
        "missing-table": "a table that every such file has is not there",
        "missing-column": "a column that every such file has is not there",
        "undecodable-text": "a text is no text: not UTF-8, another type, or with a NUL",
        "undecodable-value": "a line of a map, or a list of numbers, is not in its form",
        "bad-id": "an id is no integer from 0",
        "bad-external-id": "an external id is empty",
        "duplicate-external-id": "two nodes have one external id",
        "bad-label": "a label is empty",
        "bad-edge-type": "an edge has no type",
        "orphan-edge": "an end of an edge is no node",
        "bad-index": "the definition of an index names what does not exist",
        "orphan-vector": "a vector of a node, an edge or an index that does not exist",
        "bad-vector": "a vector has another length than its index, or unusable numbers",
        "orphan-variable": "the node that owns a variable does not exist",
        "bad-states": "the states of a variable are missing, repeated or not in a row",
        "orphan-states": "states of a variable that does not exist",
        "bad-prior": "a prior has weights that are no distribution",
        "orphan-factor": "a factor over a variable that does not exist",
        "bad-factor": "the variables of a factor are repeated or not those of its table",
        "orphan-factor-table": "a table of a factor or over a variable that does not exist",
        "missing-factor-table": "a factor that is made with a table has none",
        "bad-factor-table": "the values of a table are too few, too many, or no weights",
        "bad-cpd": "a row of a conditional table does not sum to 1 within 1e-9",
        "orphan-evidence": "evidence of a variable that does not exist",
        "bad-evidence": "evidence of a state that its variable does not have",
        "orphan-posterior": "a stored posterior of a variable that does not exist",
        "bad-posterior": "a stored posterior is no distribution over the states",
    },
    "warning": {
        "partial-prior": "a prior names some states of its variable, the others weigh 0",
        "unused-prior": "a prior names no state of its variable, which counts as none",
        "ignored-evidence": "evidence whose state is no text, which counts as a remark",
        "mirror-contradicts": "the copy of a property for searching is not the record's",
        "log-contradicts": "the log of operations tells of other records than there are",
        "damaged-index": "an index of SQLite does not lead to the rows of its table",
        "damaged-sidecar": "the adjacency beside the file is not in its form",
        "sidecar-contradicts": "the adjacency beside the file is not that of the edges",
    },
    "note": {
        "read-with-wal": "changes that stand beside the file, not yet in it, were read too",
        "uncommitted-wal": "an unfinished change stands beside the file, and was not read",
        "missing-sidecar": "there is no adjacency beside the file",
        "sidecar-behind": "the newest edges are not yet in the adjacency beside the file",
        "missing-mirror": "a table of copies for searching is not there",
        "stale-catalogue": "the catalogue of keys and values is not that of the records",
        "stale-text": "the rows of text search are not those of the records",
        "next-id-behind": "a stored next id is below an id that exists",
        "bad-next-id": "a stored next id is no number",
    },
}

MEANINGS = MappingProxyType({code: m for group in _MEANINGS.values() for code, m in group.items()})
_SEVERITY = {code: severity for severity, group in _MEANINGS.items() for code in group}


class FileFinding(NamedTuple):
    """One thing that is not as it should be.

    An error left something out of what was read, a warning left it in though something
    contradicts it, a note tells of derived data that nothing here uses. `record` is the id or
    the name within `table`, empty where the finding is of the whole; the codes are the keys
    of `MEANINGS`.
    """

    severity: Severity
    code: str
    table: str
    record: str
    seen: str
    advice: str

    def __str__(self) -> str:
        place = " ".join(part for part in (self.table, self.record) if part)
        where = f" {place}" if place else ""
        return f"{self.severity} {self.code}{where}: {self.seen}; {self.advice}"


def finding(code: str, table: str, record: object, seen: str, advice: str) -> FileFinding:
    """A finding with the severity of its code."""
    return FileFinding(_SEVERITY[code], code, table, str(record), seen, advice)


def by_code(findings: Iterable[FileFinding]) -> dict[str, int]:
    """How many of each code, the gravest severity first, then by code."""
    counts = Counter(found.code for found in findings)
    order = sorted(counts, key=lambda code: (SEVERITIES.index(_SEVERITY[code]), code))
    return {code: counts[code] for code in order}
