"""A small knowledge base in Grist documents, whole by default; tests spoil one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.stores.grist_files import Col, Tables, texts, write
from workbench.etl.extract import Extract, read
from workbench.etl.rejects import Reject
from workbench.stores.grist.document import GristDocument

Rows = Sequence[Sequence[Any]]

_ATTRIBUTE = {
    **texts("attribute_name", "description", "data_example"),
    "embeddable": Col("Bool"),
    **texts("query", "dtype"),
    "embed_threshold": Col("Numeric"),
    "embed_top_n": Col("Int"),
}
ANCHORS = texts("noun", "description", "id_example", "query")
ANCHOR_ATTRIBUTES = {"anchor": Col("Ref:Anchors", shown="Anchors.noun"), **_ATTRIBUTE}
LINKS = {
    "anchor1": Col("Ref:Anchors", shown="Anchors.noun"),
    "anchor2": Col("Ref:Anchors", shown="Anchors.noun"),
    **texts("sentence", "description", "query"),
    **texts("anchor1_link_column_name", "anchor2_link_column_name"),
    "has_direction": Col("Bool"),
}
LINK_ATTRIBUTES = {"link": Col("Ref:Links", shown="Links.sentence"), **_ATTRIBUTE}

PEOPLE = [["p:1", "Ada"], ["p:2", "Grace"]]
CITIES = [["c:1", "London"], ["c:2", "New York"]]
LIVES = [["p:1", "c:1", "LIVES_IN"], ["p:2", "c:2", "LIVES_IN"]]


def attribute(owner: int, name: str, *, embeddable: bool = False) -> list[Any]:
    return [owner, name, "", "", embeddable, "", "", None, None]


def link(first: int, second: int, sentence: str, *columns: str, directed: bool = True) -> list[Any]:
    """`columns` name the pointing columns of the first and the second anchor."""
    own, other = (*columns, "", "")[:2]
    return [first, second, sentence, "", "", own, other, directed]


_ATTRIBUTES = (attribute(1, "name", embeddable=True), attribute(2, "name"))
_LINKS = (link(1, 2, "LIVES_IN"),)


def model(
    path: Path,
    *,
    anchors: Rows = (["person", "", "", ""], ["city", "", "", ""]),
    attributes: Rows = _ATTRIBUTES,
    links: Rows = _LINKS,
    link_attributes: Rows = (),
    others: Tables | None = None,
) -> Path:
    """A Data Model document of people who live in cities."""
    tables: dict[str, tuple[Mapping[str, Col], Rows]] = {
        "Anchors": (ANCHORS, anchors),
        "Anchor_attributes": (ANCHOR_ATTRIBUTES, attributes),
        "Links": (LINKS, links),
        "Link_attributes": (LINK_ATTRIBUTES, link_attributes),
        "Queries": (texts("query_name", "query_example"), []),
        "Prompts": (texts("name", "text"), []),
        "ConversationLifecycle": (texts("event", "text"), []),
    }
    return write(path / "model.grist", {**tables, **(others or {})})


def data(path: Path, **tables: tuple[Mapping[str, Col], Rows]) -> Path:
    """A Data document; a table that is given replaces the usual one, an empty one removes it."""
    usual: dict[str, tuple[Mapping[str, Col], Rows]] = {
        "Anchor_person": (texts("person_id", "name"), PEOPLE),
        "Anchor_city": (texts("city_id", "name"), CITIES),
        "Link_LIVES_IN": (texts("from_node_id", "to_node_id", "edge_label"), LIVES),
    }
    chosen = {name: table for name, table in {**usual, **tables}.items() if table[0]}
    return write(path / "data.grist", chosen)


def golden(path: Path, rows: Rows) -> Path:
    columns = texts("gds_question", "gds_answer", "question_context", "question_scenario")
    return write(path / "golden.grist", {"Gds": (columns, rows)})


def extract(model_path: Path, data_path: Path, golden_path: Path | None = None) -> Extract:
    asked = GristDocument(golden_path) if golden_path else None
    with GristDocument(model_path) as first, GristDocument(data_path) as second:
        try:
            return read(first, second, asked)
        finally:
            if asked:
                asked.close()


def told(found: Extract | Sequence[Reject]) -> list[tuple[str, int | None, str, str, str]]:
    """The rejects without the name of their document."""
    rejects = found.rejects if isinstance(found, Extract) else found
    return [reject[1:] for reject in rejects]
