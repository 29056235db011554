"""What of a data model and of the stored nodes and edges does not meet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...core.findings import LintFinding, shortened
from ...core.values import Rows
from .declared import Declared, Row, nearest

_KINDS = {"node": ("nodes", "node_type"), "edge": ("edges", "edge_label")}


def check_stored(declared: Declared, census: Rows) -> Iterator[LintFinding]:
    """`census` is the answer of `vedana/attribute_census`."""
    rows = list(census)
    for kind, known in (("node", declared.anchors), ("edge", declared.links)):
        of_kind = [row for row in rows if row["kind"] == kind]
        yield from _labels(kind, {row["label"]: row["records"] for row in of_kind}, list(known))
        for found in of_kind:
            if found["label"] in known and found["attribute"] is not None:
                yield from _attribute(declared, kind, found)
    there = {(row["kind"], row["label"]) for row in rows}
    for noun, row in declared.anchors.items():
        yield from _anchor(declared, row, ("node", noun) in there)
    for sentence, links in declared.links.items():
        yield from _link(declared, links, ("edge", sentence) in there)


def _labels(kind: str, counts: dict[str, int], known: list[str]) -> Iterator[LintFinding]:
    table, column = _KINDS[kind]
    for label, count in counts.items():
        if label not in known:
            rule = "unknown-label" if kind == "node" else "unknown-relation"
            advice = "Declare it, or correct the data: no query asks for it (D32)."
            seen = f"{count} {table}"
            where = ("database", table, None, label, column)
            yield LintFinding("error", rule, *where, seen, advice + nearest(label, known))


def _attribute(declared: Declared, kind: str, found: dict[str, Any]) -> Iterator[LintFinding]:
    label, name = found["label"], found["attribute"]
    row = declared.attributes[label].get(name)
    where = ("database", _KINDS[kind][0], None, f"{label}.{name}", "attributes")
    if row is None:
        advice = "Declare it, so that queries may use it; nothing tells of it."
        near = nearest(name, list(declared.attributes[label]))
        yield LintFinding("warning", "undeclared-attribute", *where, name, advice + near)
    elif row.cells.get("embeddable") is True:
        passed = found["uuids"] + found["others"]
        seen = f"{found['texts']} texts, {found['uuids']} UUIDs, {found['others']} other values"
        if not found["texts"]:
            advice = "Set embeddable to false, or store texts: it gets no vector (D41)."
            yield LintFinding("error", "embeds-no-text", *where, shortened(seen), advice)
        elif passed:
            advice = f"Store {passed} of them as texts: vector search never finds them (D41)."
            yield LintFinding("warning", "not-embedded", *where, shortened(seen), advice)


def _anchor(declared: Declared, row: Row, stored: bool) -> Iterator[LintFinding]:
    noun = row.key[0]
    if not stored:
        advice = f"Fill the table Anchor_{noun}, or check that its name is this (D33)."
        yield declared.finding("error", "no-nodes", row, "noun", seen=noun, advice=advice)
        return
    for name, attribute in declared.attributes[noun].items():
        if name not in ("id", f"{noun}_id"):
            yield from _unheld(declared, noun, name, attribute)


def _link(declared: Declared, links: list[Row], stored: bool) -> Iterator[LintFinding]:
    sentence = links[0].key[2]
    if stored:
        for name, attribute in declared.attributes[sentence].items():
            yield from _unheld(declared, sentence, name, attribute)
    elif all(noun in declared.anchors for link in links for noun in link.key[:2]):
        advice = "Fill its table or its pointing column, or check their names (D33)."
        yield declared.finding(
            "error", "no-edges", links[0], "sentence", seen=sentence, advice=advice
        )


def _unheld(declared: Declared, label: str, name: str, row: Row) -> Iterator[LintFinding]:
    if (label, name) not in (declared.held or ()):
        held = [other for owner, other in declared.held or () if owner == label]
        advice = (
            f"Nothing of this label holds it: check the column's name (D33).{nearest(name, held)}"
        )
        yield declared.finding(
            "error", "missing-column", row, "attribute_name", seen=name, advice=advice
        )
