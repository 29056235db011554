"""A data model held against itself, its texts and its data."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.documents import Document
from ..core.errors import BadInput
from ..core.findings import LintFinding, lint_rows
from ..core.protocols import Asks
from ..core.values import Rows
from .lint.anchor_rules import Data, check_anchors
from .lint.declared import from_database, from_document
from .lint.link_rules import check_links
from .lint.model_rules import check_model
from .lint.stored_rules import check_stored
from .lint.text_rules import check_texts
from .whole import whole


def lint_data_model(
    bench: Asks, *, model: Document | None = None, data: Document | None = None
) -> Rows:
    """Everything in a data model that leads nowhere, with what to do; columns of `LintFinding`.

    Of the stored model and the stored nodes and edges; where `model` is given, of that document
    instead, and of `data` where there is one, and the bench is not asked. The gravest come
    first. Source of the rules: the places where Vedana 78347d8 drops, renames or skips in
    silence; an advice names them as (Dn).
    """
    if model is None and data is not None:
        raise BadInput("lint_data_model: data comes with its model; give the Data Model document")
    found = _of_bench(bench) if model is None else _of_documents(model, data)
    return lint_rows(found)


def _of_bench(bench: Asks) -> Iterator[LintFinding]:
    census = whole(bench, "vedana/attribute_census")
    stored = whole(bench, "vedana/data_model_rows")
    declared = from_database(stored, census)
    yield from check_model(declared)
    yield from check_texts(declared)
    yield from check_stored(declared, census)


def _of_documents(model: Document, data: Document | None) -> Iterator[LintFinding]:
    if "Anchors" not in model.tables():
        there = ", ".join(model.tables()) or "none"
        raise BadInput(
            f"{model.name}: expected a table Anchors, found {there}. Give the Data Model document."
        )
    declared = from_document(model)
    yield from check_model(declared)
    yield from check_texts(declared)
    if data is not None:
        read = Data(data, declared)
        yield from check_anchors(read)
        yield from check_links(read)
