"""Three documents as what is to be stored: one snapshot, read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import NamedTuple

from ..core.data_model import DataModel
from ..core.documents import Document, Record
from ..core.errors import BadInput
from ..core.values import Edge, Node
from .cells import LONGEST_KEY, TOO_LONG, as_text, fits
from .edges import read_edges
from .link_tables import PREFIX as LINK
from .mapping import MappingReport, Matching
from .model import read_model
from .nodes import PREFIX as ANCHOR
from .nodes import read_nodes
from .rejects import Findings, Reject

GOLDEN = "Gds"
_GOLDEN_COLUMNS = (
    *("gds_question", "gds_answer"),
    *("question_context", "question_scenario", "question_comment"),
)


class GoldenQuestion(NamedTuple):
    """A question and the answer that counts as right; the others are blank where nobody wrote."""

    question: str
    answer: str
    context: str
    scenario: str
    comment: str


@dataclass(frozen=True, slots=True)
class Extract:
    """What documents hold, shaped for the stores and checked, before any store is touched.

    `node_texts` maps (node id, noun, attribute) and `edge_texts` (from, to, label, attribute)
    to the texts that get a vector; `skipped` counts by attribute and reason the values that
    get none. `golden` is None where no golden document was given. `seconds` is the reading time.
    """

    source: str
    model: DataModel
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    golden: tuple[GoldenQuestion, ...] | None
    node_texts: Mapping[tuple[str, ...], str]
    edge_texts: Mapping[tuple[str, ...], str]
    skipped: Mapping[str, int]
    mapping: MappingReport
    rejects: tuple[Reject, ...]
    seconds: float


def read(data_model: Document, data: Document, golden: Document | None = None) -> Extract:
    """Read the documents; whatever is dropped or odd is among the rejects.

    BadInput where a document is of another kind than its place says.
    """
    started = perf_counter()
    document = read_model(data_model)
    findings, matching = Findings(data.name), Matching()
    _check_data(data, findings, matching)
    nodes = read_nodes(data, document, findings, matching)
    edges = read_edges(data, document, nodes, findings=findings, matching=matching)
    asked = Findings(golden.name) if golden else Findings("")
    questions = _read_golden(golden, asked) if golden else None
    documents = [document for document in (data_model, data, golden) if document]
    return Extract(
        source=", ".join(document.name for document in documents),
        model=document.model,
        nodes=tuple(nodes.nodes.values()),
        edges=tuple(edges.edges.values()),
        golden=questions,
        node_texts=nodes.texts,
        edge_texts=edges.texts,
        skipped=Counter(nodes.skipped) + Counter(edges.skipped),
        mapping=matching.report(),
        rejects=(*document.findings, *findings, *asked),
        seconds=perf_counter() - started,
    )


def _check_data(data: Document, findings: Findings, matching: Matching) -> None:
    """Tables that the naming convention leaves out are reported; a document of none is refused."""
    tables = data.tables()
    read = [table for table in tables if table.startswith((ANCHOR, LINK))]
    if not any(table.startswith(ANCHOR) for table in read) or "Anchors" in tables:
        there = ", ".join(tables) or "none"
        raise BadInput(
            f"data {data.name}: expected tables named {ANCHOR}<noun> and {LINK}<sentence>, "
            f"found {there}. Give the Data document."
        )
    for table in tables:
        if table not in read:
            matching.ignore(table)
            reason = f"not read: its name starts with neither {ANCHOR} nor {LINK}"
            findings.add(table, None, "", reason)


def _read_golden(golden: Document, findings: Findings) -> tuple[GoldenQuestion, ...]:
    _check_golden(golden, findings)
    questions: dict[str, GoldenQuestion] = {}
    for record in golden.rows(GOLDEN):
        question = _question(record, findings)
        if question is None:
            continue
        if question.question in questions:
            reason = "dropped: an earlier row asks the same"
            findings.add(GOLDEN, record.row, "gds_question", reason, seen=question.question)
        questions.setdefault(question.question, question)
    return tuple(questions.values())


def _check_golden(golden: Document, findings: Findings) -> None:
    there = [column.id for column in golden.columns(GOLDEN)] if GOLDEN in golden.tables() else []
    if not set(_GOLDEN_COLUMNS[:2]) <= set(there):
        raise BadInput(
            f"golden set {golden.name}: expected a table {GOLDEN} with gds_question and "
            f"gds_answer, found the tables {', '.join(golden.tables()) or 'none'}. "
            "Give the Golden Dataset document."
        )
    for column in there:
        if column not in _GOLDEN_COLUMNS:
            findings.add(GOLDEN, None, column, "not read: not a column of a golden set")


def _question(record: Record, findings: Findings) -> GoldenQuestion | None:
    texts = [as_text(findings.check(GOLDEN, record, column)) or "" for column in _GOLDEN_COLUMNS]
    if not fits(LONGEST_KEY, texts[0]):
        findings.add(GOLDEN, record.row, _GOLDEN_COLUMNS[0], TOO_LONG, seen=texts[0])
        return None
    if texts[0] and texts[1]:
        return GoldenQuestion(*texts)
    if any(texts):
        blank = _GOLDEN_COLUMNS[1] if texts[0] else _GOLDEN_COLUMNS[0]
        findings.add(GOLDEN, record.row, blank, "dropped: no usable value", seen=texts[0])
    else:
        findings.add(GOLDEN, record.row, "", "dropped: blank row")
    return None
