"""The texts that Vedana makes of a data model, and the hashes of them.

Source: Vedana at 78347d8, vedana_core/data_model.py. A text that nobody wrote is "" in an
attribute and "None" elsewhere, as there, so that the descriptions are equal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict
from hashlib import sha256
from string import Formatter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .data_model import Anchor, Attribute, DataModel, Link, Query

TEMPLATES = {
    "dm_descr_template": (
        "## Nodes:\n{anchors}\n\n## Node attributes:\n{anchor_attrs}\n\n"
        "## Links between nodes:\n{links}\n\n## Link attributes:\n{link_attrs}\n\n"
        "## Typical question answering scenarios:\n{queries}\n"
    ),
    "dm_anchor_descr_template": (
        "- {anchor.noun}: {anchor.description}; ID example: {anchor.id_example}; "
        "retrieval query: {anchor.query}"
    ),
    "dm_attr_descr_template": (
        "- {anchor.noun}.{attr.name}: {attr.description}; example: {attr.example}; "
        "retrieval query: {attr.query}"
    ),
    "dm_link_descr_template": (
        "- {link.sentence}: {link.description}; query example: {link.query}"
    ),
    "dm_link_attr_descr_template": (
        "- {link.sentence}.{attr.name}: {attr.description}; example: {attr.example}; "
        "retrieval query: {attr.query}"
    ),
    "dm_query_descr_template": "- {query.name}:\n{query.example}",
}
_SECTIONS = {
    "anchors": "dm_anchor_descr_template",
    "anchor_attrs": "dm_attr_descr_template",
    "links": "dm_link_descr_template",
    "link_attrs": "dm_link_attr_descr_template",
    "queries": "dm_query_descr_template",
}
_FIELD = re.compile(r"\{([\w.]+)\}")
_ESCAPE_OR_FIELD = re.compile(r"\{\{|\}\}|\{([\w.]+)\}")


class Selection(NamedTuple):
    """What of a model to describe: None is all of a kind."""

    anchors: Collection[str] | None = None
    links: Collection[str] | None = None
    anchor_attributes: Collection[str] | None = None
    link_attributes: Collection[str] | None = None
    queries: Collection[str] | None = None


def description(model: DataModel, chosen: Selection) -> str:
    templates = TEMPLATES | {p.name: p.text for p in model.prompts if p.text is not None}
    lines = {
        section: "\n".join(filled(templates[_SECTIONS[section]], item) for item in items)
        for section, items in _items(model, chosen).items()
    }
    return filled(templates["dm_descr_template"], lines)


def _items(model: DataModel, chosen: Selection) -> dict[str, list[dict[str, str]]]:
    """What each section tells, item by item, under the names of its template."""
    anchors = [a for a in model.anchors if _kept(a.noun, chosen.anchors)]
    nouns = {anchor.noun for anchor in anchors}
    links = [
        link
        for link in model.links
        if _kept(link.sentence, chosen.links) and {link.anchor_from, link.anchor_to} <= nouns
    ]
    return {
        "anchors": [_of_anchor(anchor) for anchor in anchors],
        "anchor_attrs": [
            _of_anchor(anchor) | _of_attribute(attribute)
            for anchor in anchors
            for attribute in anchor.attributes
            if _kept(attribute.name, chosen.anchor_attributes)
        ],
        "links": [_of_link(link) for link in links],
        "link_attrs": [
            _of_link(link) | _of_attribute(attribute)
            for link in links
            for attribute in link.attributes
            if _kept(attribute.name, chosen.link_attributes)
        ],
        "queries": [_of_query(q) for q in model.queries if _kept(q.name, chosen.queries)],
    }


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with its `{name}` replaced; a name that is unknown stays as it is.

    `{{` and `}}` become single where the template is one that `str.format` takes with these
    names; in any other they are text, such as JSON in an example.
    """
    pattern = _ESCAPE_OR_FIELD if _is_format(template, values) else _FIELD

    def replaced(found: re.Match[str]) -> str:
        return values.get(found[1], found[0]) if found[1] else found[0][0]

    return pattern.sub(replaced, template)


def _is_format(template: str, values: Mapping[str, str]) -> bool:
    try:
        fields = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    except ValueError:
        return False
    return all(name in values for name in fields)


def outline(model: DataModel) -> dict[str, Any]:
    return {
        "anchors": [
            {
                "name": anchor.noun,
                "description": anchor.description,
                "example": anchor.id_example,
                "attributes": _outlined(anchor.attributes),
            }
            for anchor in model.anchors
        ],
        "links": [
            {
                "from": link.anchor_from,
                "to": link.anchor_to,
                "sentence": link.sentence,
                "description": link.description,
                "attributes": _outlined(link.attributes),
            }
            for link in model.known_links
        ],
        "queries": {str(at): query.name for at, query in enumerate(model.queries, 1)},
    }


def content_hash(model: DataModel) -> str:
    """Every list sorted by its items' JSON, so that only what the model says counts."""
    content = {
        "anchors": [asdict(anchor) for anchor in model.anchors],
        "links": [asdict(link) for link in model.links],
        "queries": [query._asdict() for query in model.queries],
        "prompts": [prompt._asdict() for prompt in model.prompts],
        "lifecycle": [event._asdict() for event in model.lifecycle],
    }
    return sha256_of(_json(_in_any_order(content)))


def sha256_of(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _kept(name: str, names: Collection[str] | None) -> bool:
    return names is None or name in names


def _of_anchor(anchor: Anchor) -> dict[str, str]:
    names = ("noun", "description", "id_example", "query")
    return {f"anchor.{name}": str(getattr(anchor, name)) for name in names}


def _of_link(link: Link) -> dict[str, str]:
    fields = asdict(link).items()
    return {f"link.{name}": str(value) for name, value in fields if name != "attributes"}


def _of_attribute(attribute: Attribute) -> dict[str, str]:
    fields = asdict(attribute).items()
    return {f"attr.{name}": "" if value is None else str(value) for name, value in fields}


def _of_query(query: Query) -> dict[str, str]:
    return {"query.name": str(query.name), "query.example": str(query.example)}


def _outlined(attributes: tuple[Attribute, ...]) -> list[dict[str, Any]]:
    return [
        {"attr_name": each.name, "attr_description": each.description or ""} for each in attributes
    ]


def _in_any_order(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _in_any_order(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return sorted((_in_any_order(item) for item in value), key=_json)
    return "" if value is None else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
