"""What queries, prompts and playbooks name that the model does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import NamedTuple

from ...core.findings import LintFinding
from .calls import TOOLS, Call, calls
from .cypher import mentions, prose
from .declared import Declared, Row, nearest

_TEXTS = {
    "Anchors": ("description", "query"),
    "Anchor_attributes": ("description", "query"),
    "Links": ("description", "query"),
    "Link_attributes": ("description", "query"),
    "Queries": ("query_example",),
    "Prompts": ("text",),
}
# Texts that Vedana renders with str.format, and the fields that it fills; None where the fields
# depend on the version. Source: vedana_core/data_model.py and llm.py.
_ATTRIBUTE = {"attr.name", "attr.description", "attr.example", "attr.query"}
_ANCHOR = {"anchor.noun", "anchor.description", "anchor.id_example", "anchor.query"}
_LINK = {"link.sentence", "link.description", "link.query"}
_TEMPLATES: dict[str, set[str] | None] = {
    "dm_descr_template": {"anchors", "anchor_attrs", "links", "link_attrs", "queries"},
    "dm_anchor_descr_template": _ANCHOR,
    "dm_attr_descr_template": _ANCHOR | _ATTRIBUTE,
    "dm_link_descr_template": _LINK,
    "dm_link_attr_descr_template": _LINK | _ATTRIBUTE,
    "dm_query_descr_template": {"query.name", "query.example"},
    "generate_answer_with_tools_tmplt": {"tools", "graph_description"},
    "finalize_answer_tmplt": None,
    "generate_no_answer_tmplt": None,
    "dm_filter_prompt": None,
    "dm_filter_user_prompt": None,
}
_PLAIN_PROMPTS = {"eval_judge_prompt"}
_FIELD = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
# A sentence as Vedana's documents write it: PERSON_has_INTEREST.
_SENTENCE = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[a-z0-9]+)+_[A-Z][A-Z0-9]*\b")


def check_texts(declared: Declared) -> Iterator[LintFinding]:
    """Names in texts that lead nowhere, and templates that cannot be rendered."""
    for table, columns in _TEXTS.items():
        for row in declared.rows(table):
            for column in columns:
                yield from _Text(declared, row, column).check()
    for row in declared.rows("Prompts"):
        yield from _prompt(declared, row)


class _Text(NamedTuple):
    """One text, which tells what is wrong with it."""

    declared: Declared
    row: Row
    column: str

    def check(self) -> Iterator[LintFinding]:
        text = self.row.text(self.column)
        if self.row.table == "Prompts" and self.row.key[0] in _TEMPLATES:
            text = text.replace("{{", "{").replace("}}", "}")
        found = mentions(text)
        for label in sorted(found.labels - self.declared.anchors.keys()):
            advice = f"No anchor has this noun, so nothing is found.{self._near(label)}"
            yield self._finding("unknown-label", label, advice)
        relations = found.relations | set(_SENTENCE.findall(prose(text)))
        for relation in sorted(relations - self.declared.links.keys()):
            advice = f"No link has this sentence, so nothing is found.{self._near(relation)}"
            yield self._finding("unknown-relation", relation, advice)
        for labels, types, name in sorted(found.properties):
            yield from self._property(labels, types, name)
        yield from self._parameters(text, found.parameters)
        for call in calls(text):
            yield from self._call(call)

    def _property(
        self, labels: tuple[str, ...], types: tuple[str, ...], name: str
    ) -> Iterator[LintFinding]:
        known = self._known(types) if types else self._known(labels) | {"id"}
        owners = [owner for owner in types or labels if owner in self.declared.attributes]
        if (labels or types) and not owners:
            return  # the label itself is reported
        owner = "|".join(owners)
        seen = f"{owner}.{name}" if owner else name
        if any(self._is_lost_id(noun, name) for noun in labels):
            advice = "Write .id: this column becomes the node's id and is kept nowhere else (D30)."
            yield self._finding("id-in-query", seen, advice)
        elif name not in known:
            advice = (
                f"It holds no such attribute, so the value is null.{nearest(name, list(known))}"
            )
            yield self._finding("unknown-attribute", seen, advice)

    def _known(self, owners: tuple[str, ...]) -> set[str]:
        """Declared and stored attributes of some labels; of all, where none is given."""
        declared, held = self.declared.attributes, self.declared.held or ()
        found = {name for owner in owners or declared for name in declared.get(owner, ())}
        return found | {name for owner, name in held if not owners or owner in owners}

    def _is_lost_id(self, noun: str, name: str) -> bool:
        held = self.declared.held
        return name == f"{noun}_id" and (held is None or (noun, name) not in held)

    def _parameters(self, text: str, names: frozenset[str]) -> Iterator[LintFinding]:
        told = prose(text)
        for name in sorted(names):
            explained = f"${name}" in told
            advice = (
                "Vedana's cypher tool takes no parameters (D22): write <"
                + name
                + "> instead"
                + ("." if explained else ", and say where its value comes from.")
            )
            severity = "note" if explained else "error"
            yield self._finding("unbound-parameter", f"${name}", advice, severity)

    def _call(self, call: Call) -> Iterator[LintFinding]:
        if call.tool not in TOOLS:
            advice = f"There is no such tool.{nearest(call.tool, list(TOOLS))}"
            yield self._finding("unknown-tool", call.tool, advice)
            return
        for name in call.named:
            if name not in TOOLS[call.tool]:
                advice = f"{call.tool} takes {', '.join(TOOLS[call.tool])}."
                yield self._finding("unknown-argument", f"{call.tool}({name}=…)", advice)
        if call.tool == "vector_text_search":
            yield from self._search(call.literal.get("label"), call.literal.get("property"))

    def _search(self, label: str | None, name: str | None) -> Iterator[LintFinding]:
        attributes = self.declared.attributes
        if label is not None and label not in {*self.declared.anchors, *self.declared.links}:
            advice = "No anchor and no link has this name; the search finds nothing (D13)."
            yield self._finding("unknown-label", label, advice + self._near(label))
            return
        known = attributes[label] if label is not None else {}
        if label is None or name is None or (name in known and _embeddable(known[name])):
            return
        if name in known:
            advice = "The attribute is not embeddable, so the search finds nothing (D13)."
            yield self._finding("not-embeddable", f"{label}.{name}", advice)
        else:
            advice = f"{label} has no such attribute; the search finds nothing (D13)."
            found = nearest(name, list(known))
            yield self._finding("unknown-attribute", f"{label}.{name}", advice + found)

    def _near(self, name: str) -> str:
        return nearest(name, [*self.declared.anchors, *self.declared.links])

    def _finding(self, rule: str, seen: str, advice: str, severity: str = "error") -> LintFinding:
        """In a prompt, which may tell of other graphs too, an error is a warning."""
        if severity == "error" and self.row.table == "Prompts":
            severity = "warning"
        return self.declared.finding(
            severity, rule, self.row, self.column, seen=seen, advice=advice
        )


def _embeddable(row: Row) -> bool:
    return row.cells.get("embeddable") is True


def _prompt(declared: Declared, row: Row) -> Iterator[LintFinding]:
    name, text = row.key[0], row.text("text")
    if name not in _TEMPLATES:
        if name not in _PLAIN_PROMPTS:
            near = nearest(name, [*_TEMPLATES, *_PLAIN_PROMPTS])
            advice = f"Vedana reads no prompt of this name.{near}"
            yield declared.finding("note", "unknown-prompt", row, "name", seen=name, advice=advice)
        return
    if "\\n" in text:
        advice = "Type a line break: backslash and n are shown as they are (D45)."
        yield declared.finding("error", "literal-newline", row, "text", seen=text, advice=advice)
    if why := _unrenderable(text, _TEMPLATES[name]):
        advice = "Double every brace that is meant as such: {{ and }} (D45)."
        yield declared.finding("error", "template-braces", row, "text", seen=why, advice=advice)


def _unrenderable(text: str, fields: set[str] | None) -> str:
    """The first place where str.format fails, or ''."""
    try:
        named = [field for _, field, _, _ in Formatter().parse(text) if field is not None]
    except ValueError as error:
        return str(error)
    for field in named:
        if not _FIELD.fullmatch(field) or (fields is not None and field not in fields):
            return "{" + field + "}"
    return ""
