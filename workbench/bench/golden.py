"""Golden sets that a bench can reach."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.evaluation.golden import Card, Golden
from .sample import shipped

if TYPE_CHECKING:
    from .bench import Bench

# Names of the samples, and where in their folder the questions are.
SHIPPED = {"lights": "golden.jsonl", "likes": "", "world": "golden.jsonl"}


def golden(bench: Bench, source: str | os.PathLike[str] | None, card: Card | None) -> Golden:
    """See `BenchEvaluation.golden`. A name of a sample is one where no such path exists."""
    from ..evaluation.golden.read import read_golden

    if source is None:
        return _loaded(bench, card)
    path = Path(source).expanduser()
    if str(source) in SHIPPED and not path.exists():
        name = str(source)
        return read_golden(shipped(f"data/{name}") / SHIPPED[name], card=card)
    return _document(path, card) if path.suffix == ".grist" else read_golden(path, card=card)


def _loaded(bench: Bench, card: Card | None) -> Golden:
    from ..evaluation.golden.formats.gds import of_gds
    from ..tools.whole import whole

    told = Card("eval_gds", source=f"{bench.relational.engine.name}: table eval_gds")
    return of_gds(whole(bench, "vedana/golden_set"), card or told)


def _document(path: Path, card: Card | None) -> Golden:
    from ..evaluation.golden.formats.gds import of_gds
    from ..stores.grist.document import GristDocument

    with GristDocument(path) as document:
        return of_gds(
            (row.cells for row in document.rows("Gds")), card or Card(path.stem, source=path.name)
        )
