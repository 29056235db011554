"""Golden sets that a bench can reach."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ...core.errors import BadInput, QueryFailed
from ...core.evaluation.golden import Card, Golden
from ..sample import shipped

if TYPE_CHECKING:
    from ..bench import Bench

# Names of the samples, and where in their folder the questions are.
SHIPPED = {"lights": "golden.jsonl", "likes": "", "world": "golden.jsonl"}


def golden(bench: Bench, source: str | os.PathLike[str] | None, card: Card | None) -> Golden:
    """See `BenchEvaluation.golden`. A name of a sample is one where no such path exists."""
    return _loaded(bench, card) if source is None else at(source, card)


def at(source: str | os.PathLike[str], card: Card | None = None) -> Golden:
    """A golden set that needs no bench: of a path, or one that is shipped."""
    from ...evaluation.golden.read import read_golden

    path = Path(source).expanduser()
    if str(source) in SHIPPED and not path.exists():
        name = str(source)
        return read_golden(shipped(f"data/{name}") / SHIPPED[name], card=card)
    if not path.exists():
        raise BadInput(
            f"{source}: expected a golden set's file or folder, or one of {', '.join(SHIPPED)}; "
            "found nothing there"
        )
    return _document(path, card) if path.suffix == ".grist" else read_golden(path, card=card)


def _loaded(bench: Bench, card: Card | None) -> Golden:
    from ...evaluation.golden.formats.gds import of_gds
    from ...tools.whole import whole

    told = Card("eval_gds", source=f"{bench.relational.engine.name}: table eval_gds")
    try:
        rows = whole(bench, "vedana/golden_set")
    except QueryFailed as error:
        raise BadInput(
            f"the bench has no golden set (table eval_gds: {error}); load a Grist document that "
            f"has one, or give a path, or one of {', '.join(SHIPPED)}"
        ) from error
    return of_gds(rows, card or told)


def _document(path: Path, card: Card | None) -> Golden:
    from ...evaluation.golden.formats.gds import of_gds
    from ...stores.grist.document import GristDocument

    with GristDocument(path) as document:
        return of_gds(
            (row.cells for row in document.rows("Gds")), card or Card(path.stem, source=path.name)
        )
