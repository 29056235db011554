"""Vedana's data model: which nodes and links there are, and what each of them says.

Field names follow `vedana_core.data_model` at 78347d8. A text that nobody wrote is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


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


@dataclass(frozen=True, slots=True)
class DataModel:
    """Everything in the order of its document."""

    anchors: tuple[Anchor, ...] = ()
    links: tuple[Link, ...] = ()
    queries: tuple[Query, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    lifecycle: tuple[LifecycleEvent, ...] = ()
