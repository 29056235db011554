"""What came of bringing a whole graph in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..show import Shown
from ..values import Rows
from .change import Model
from .findings import FileFinding

COUNTED = (
    "nodes",
    "edges",
    "text_indexes",
    "vector_indexes",
    "vectors",
    "variables",
    "factors",
    "evidence",
    "posteriors",
    "traces",
)


def finding_rows(findings: Iterable[FileFinding]) -> Rows:
    """Findings as a table, in the order in which they were found."""
    return Rows(FileFinding._fields, [tuple(one) for one in findings])


@dataclass(frozen=True, repr=False)
class GraphReceipt(Shown):
    """What is stored now under `name`, and what of the file is not, with the reason."""

    name: str
    source: str
    counts: dict[str, int]
    findings: tuple[FileFinding, ...]
    seconds: float

    @staticmethod
    def counted(model: Model) -> dict[str, int]:
        return {kind: len(getattr(model, kind)) for kind in COUNTED}

    def _parts(self) -> Iterable[str | Rows]:
        counts = ", ".join(
            f"{n:,} {kind.replace('_', ' ')}" for kind, n in self.counts.items() if n
        )
        yield f"graph {self.name!r} of {self.source}: {counts or 'nothing'}; {self.seconds:.1f} s"
        if self.findings:
            yield finding_rows(self.findings)
