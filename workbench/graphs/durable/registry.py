"""Which property graphs there are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from ...core.errors import BadInput
from .store import Store

_ADD = """
INSERT INTO tong_graphs (name, origin) VALUES ($name, $origin::json)
ON CONFLICT (name) DO NOTHING RETURNING number, CASE current_setting('synchronous_commit')
  WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END
"""
_HELD = (
    "nodes", "edges", "text_indexes", "texts", "vector_indexes", "vectors", "variables",
    "factors", "evidence", "traces", "posteriors", "log", "file_log", "projections",
)  # fmt: skip


class Registry:
    """The names of all graphs, which every process of the database shares.

    A change is committed when its call returns.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def names(self) -> list[str]:
        """All of them, ascending by code point."""
        return [row[0] for row in self._rows("SELECT name FROM tong_graphs ORDER BY name")]

    def make(self, name: str, *, origin: Mapping[str, Any] | None = None) -> int:
        """An empty graph at generation 0: its number. BadInput where the name is taken.

        `origin` (JSON) says where it came from: a file, its version.
        """
        _named(name)
        with self._store.transaction():
            told = None if origin is None else json.dumps(dict(origin))
            made = self._store.write(_ADD, {"name": name, "origin": told}).values
        if not made:
            raise BadInput(f"there is a graph {name!r} already; open it, or choose another name")
        return int(made[0][0])

    def number(self, name: str) -> int:
        """What its tables know a graph by; BadInput with the nearest name where there is none."""
        _named(name)
        query = "SELECT number FROM tong_graphs WHERE name = $name"
        found = self._rows(query, {"name": name})
        if not found:
            raise BadInput(_unknown(name, self.names()))
        return int(found[0][0])

    def origin(self, name: str) -> Mapping[str, Any]:
        """What it was made with; empty where that was nothing."""
        query = "SELECT origin::text FROM tong_graphs WHERE number = $number"
        told = self._rows(query, {"number": self.number(name)})[0][0]
        found: dict[str, Any] = {} if told is None else json.loads(told)
        return found

    def drop(self, name: str) -> None:
        """Remove a graph with all that it holds, its log too; BadInput where there is none."""
        number = self.number(name)
        with self._store.transaction():
            # Its row first: who changes the graph holds it, and who comes after finds none.
            remove = "DELETE FROM tong_graphs WHERE number = $number"
            self._store.write(remove, {"number": number})
            for table in _HELD:
                query = f"DELETE FROM tong_{table} WHERE graph = $number"
                self._store.write(query, {"number": number})

    def identity(self) -> str:
        """What tells this registry from that of another database."""
        return str(self._rows("SELECT identity FROM tong_schema")[0][0])

    def _rows(self, query: str, parameters: Mapping[str, Any] | None = None) -> Any:
        return self._store.rows(query, parameters, reviewed=True).values


def _named(name: object) -> None:
    if not isinstance(name, str):
        raise BadInput(f"the name of a graph: expected a text, found {name!r}")
    if not name:
        raise BadInput("the name of a graph: expected a text, found an empty one")
    if "\x00" in name or not name.isprintable():
        raise BadInput(f"the name of a graph: expected characters that print, found {name!r}")


def _unknown(name: str, there: list[str]) -> str:
    near = get_close_matches(name, there, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"there is no graph {name!r}{hint}. There are: {', '.join(there) or 'none'}"
