"""Which ids a thread's rows and queries name, and what of them the answer repeats.

An id is the text under `id` or a key that ends in `_id`, or a text of the form `type:key` that
a query quotes. A row counts as named where the answer holds its id, its name, or another of its
texts: what words show, no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_OF_NO_NODE = {"thread_id", "event_id", "contact_id", "external_id", "message_id"}
_NAMES = ("name", "title", "label")
_QUOTED = re.compile(r"""(["'])([\w.-]+:[\w.:-]+)\1""")
# Shorter texts stand in any answer by chance.
_SHORT = 3


def ids_in(value: Any) -> Iterator[str]:
    """Every id in a row, in reading order; one that repeats comes again."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if isinstance(item, str):
                if _names_a_node(key) and item:
                    yield item
            else:
                yield from ids_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from ids_in(item)


def ids_quoted(query: str) -> Iterator[str]:
    """Every `type:key` that a statement quotes."""
    return (found[2] for found in _QUOTED.finditer(query))


def name_of(row: Mapping[str, Any]) -> str:
    """What a row, or the one node in it, is called; "" where nothing tells."""
    nodes = [item for item in row.values() if isinstance(item, Mapping)]
    for properties in (*nodes[:1], row):
        texts = {key: item for key, item in properties.items() if isinstance(item, str) and item}
        chosen = [texts[key] for key in _NAMES if key in texts]
        chosen += [text for key, text in texts.items() if key.endswith("_name")]
        if chosen:
            return chosen[0]
    return ""


def is_named(row: Mapping[str, Any], answer: str | None) -> bool:
    """Whether the answer repeats one of the row's own texts, letter case aside."""
    if not answer:
        return False
    said = answer.casefold()
    return any(text.casefold() in said for text in _texts(row) if len(text) >= _SHORT)


def _texts(row: Mapping[str, Any]) -> Iterator[str]:
    yield name_of(row)
    yield from ids_in(row)
    yield from (item for key, item in row.items() if isinstance(item, str) and key != "node_type")


def _names_a_node(key: Any) -> bool:
    name = str(key)
    return (name == "id" or name.endswith("_id")) and name not in _OF_NO_NODE
