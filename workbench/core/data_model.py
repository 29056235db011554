"""Vedana's data model: which nodes and links there are, and what each of them says.

Field names follow `vedana_core.data_model` at 78347d8. A text that nobody wrote is None.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from . import data_model_text
from .show import Shown
from .values import Rows


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property of a node or an edge; `embeddable` ones are found by vector search.

    `embed_threshold` is the similarity that a hit must exceed, `embed_top_n` how many hits
    are wanted; None leaves either to the search.
    """

    name: str
    description: str | None = None
    example: str | None = None
    dtype: str | None = None
    query: str | None = None
    embeddable: bool = False
    embed_threshold: float | None = None
    embed_top_n: int | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A type of node; its `noun` is the label."""

    noun: str
    description: str | None = None
    id_example: str | None = None
    query: str | None = None
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A type of edge; its `sentence` is the label. One without direction is stored both ways.

    The last two name the columns by which rows of either anchor's table point to the other.
    """

    anchor_from: str
    anchor_to: str
    sentence: str
    description: str | None = None
    query: str | None = None
    attributes: tuple[Attribute, ...] = ()
    has_direction: bool = False
    anchor_from_link_attr_name: str | None = None
    anchor_to_link_attr_name: str | None = None


class Query(NamedTuple):
    """A question that is often asked, and how to answer it."""

    name: str
    example: str


class Prompt(NamedTuple):
    """A text that replaces a default prompt of the same name."""

    name: str
    text: str


class LifecycleEvent(NamedTuple):
    """What is said to a person at a point of the conversation, as in `/start`."""

    event: str
    text: str


class VectorIndex(NamedTuple):
    """What vector search can find: `kind` is anchor or edge, the limits those of the attribute."""

    kind: str
    label: str
    property: str
    threshold: float | None
    top_n: int | None


@dataclass(frozen=True, slots=True, repr=False)
class DataModel(Shown):
    """Everything in the order of its document.

    The methods are those of `vedana_core.data_model`, which leaves a link out of all of them
    where the model does not know its anchors; so do they.
    """

    anchors: tuple[Anchor, ...] = ()
    links: tuple[Link, ...] = ()
    queries: tuple[Query, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    lifecycle: tuple[LifecycleEvent, ...] = ()

    @property
    def known_links(self) -> tuple[Link, ...]:
        """The links between anchors of this model."""
        nouns = {anchor.noun for anchor in self.anchors}
        return tuple(link for link in self.links if {link.anchor_from, link.anchor_to} <= nouns)

    def vector_indices(self) -> list[VectorIndex]:
        """The embeddable attributes: of anchors, then of links; a repeated sentence once (D29)."""
        labelled = [("anchor", anchor.noun, anchor.attributes) for anchor in self.anchors]
        labelled += [("edge", link.sentence, link.attributes) for link in self.known_links]
        found = [
            VectorIndex(kind, label, each.name, each.embed_threshold, each.embed_top_n)
            for kind, label, attributes in labelled
            for each in attributes
            if each.embeddable
        ]
        return list(dict.fromkeys(found))

    def anchor_links(self, noun: str) -> list[Link]:
        """The links that rows of this anchor's table hold in a column of their own."""
        return [
            link
            for link in self.known_links
            if (link.anchor_from == noun and link.anchor_from_link_attr_name)
            or (link.anchor_to == noun and link.anchor_to_link_attr_name)
        ]

    def to_text_descr(
        self,
        anchor_nouns: Collection[str] | None = None,
        link_sentences: Collection[str] | None = None,
        *,
        anchor_attribute_names: Collection[str] | None = None,
        link_attribute_names: Collection[str] | None = None,
        query_names: Collection[str] | None = None,
    ) -> str:
        """The description that a language model reads; None keeps all of a kind, [] none.

        A link needs both its anchors kept. The templates are the prompts named `dm_*` where
        the model has them; a brace in one that names nothing stays as it is (D45).
        """
        return data_model_text.description(
            self,
            data_model_text.Selection(
                anchor_nouns,
                link_sentences,
                anchor_attribute_names,
                link_attribute_names,
                query_names,
            ),
        )

    def to_compact_json(self) -> dict[str, Any]:
        """The outline that a filter chooses from, in JSON's types: anchors by noun (D44)."""
        return data_model_text.outline(self)

    @property
    def dm_id(self) -> str:
        """Vedana's identity of a model: SHA-256 of the description, so its order counts (D28)."""
        return data_model_text.sha256_of(self.to_text_descr())

    @property
    def content_hash(self) -> str:
        """SHA-256 of everything in the model whatever its order; None and "" are one (D28)."""
        return data_model_text.content_hash(self)

    def _parts(self) -> Iterable[str | Rows]:
        yield Rows(
            ("anchor", "description", "attributes", "embeddable"),
            [(each.noun, each.description, *_named(each.attributes)) for each in self.anchors],
        )
        yield Rows(
            ("link", "from", "to", "attributes", "embeddable"),
            [
                (each.sentence, each.anchor_from, each.anchor_to, *_named(each.attributes))
                for each in self.links
            ],
        )
        yield f"{len(self.queries)} queries, {len(self.prompts)} prompts"


def _named(attributes: Iterable[Attribute]) -> tuple[str, str]:
    """The names of all, and of those that vector search finds."""
    embeddable = (each.name for each in attributes if each.embeddable)
    return ", ".join(each.name for each in attributes), ", ".join(embeddable)
