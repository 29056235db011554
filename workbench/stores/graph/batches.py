"""Nodes and edges as statements over batches of rows, nothing sent yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from ...core.errors import BadInput
from ...core.values import Edge, Node
from .dialects import Dialect, quoted
from .parameters import is_zoned, sent

# Rows in one transaction. On ArcadeDB 26.10 and 512 MB of heap, 2,000 to 5,000 are equally
# fast, and the rows of 5,000 texts of 20 kB still fit.
ROWS = 5_000

_PLAIN = frozenset({type(None), bool, int, float, str})

Row = dict[str, Any]
Group = TypeVar("Group")


class NodeGroup(NamedTuple):
    """Nodes that one statement can store: same labels, zoned datetimes in the same keys."""

    labels: tuple[str, ...]
    zoned: tuple[str, ...] = ()


class EdgeGroup(NamedTuple):
    """Edges that one statement can store."""

    source_label: str
    type: str
    target_label: str
    zoned: tuple[str, ...] = ()
