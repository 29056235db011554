"""Which collections there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...core.collections.definition import Definition
from ...core.errors import BadInput, NotSupported
from .faults import fault, missing
from .store import Store
from .stored import from_json, to_json
from .template import LAYOUT, Layout

_ALL = "SELECT number, name, kind, id_type, definition, layout FROM veles_collections ORDER BY name"
_ADD = """
INSERT INTO veles_collections (name, kind, id_type, definition, layout)
VALUES ($name, $kind, $ids, $definition, $layout)
ON CONFLICT (name) DO NOTHING RETURNING number
"""
_CHANGE = """
UPDATE veles_collections SET definition = $definition
WHERE number = $number AND name = $name AND kind = $kind AND id_type = $ids
  AND definition -> 'vectors' = $definition::jsonb -> 'vectors'
RETURNING number
"""
_RAISE = """
UPDATE veles_schema SET generation = generation + 1
RETURNING pg_notify('veles', '0 ' || generation),
  CASE current_setting('synchronous_commit')
    WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END
"""


class Registry:
    """The definitions of all collections, which every process of the database shares.

    A change is committed when its call returns, raises the schema's generation, and is told
    to the channel `veles` as "0 <generation>".
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def definitions(self) -> dict[str, Definition]:
        """All of them, by name, names ascending."""
        rows = self._store.rows(_ALL, reviewed=True)
        found = [dict(zip(rows.columns, row, strict=True)) for row in rows.values]
        for one in found:
            _check_layout(one)
        return {one["name"]: from_json(one) for one in found}

    def identity(self) -> str:
        """What tells this registry from that of another database."""
        return str(self._one("SELECT identity FROM veles_schema"))

    def schema_generation(self) -> int:
        return int(self._one("SELECT generation FROM veles_schema"))

    def generations(self) -> dict[int, int]:
        """The generation of every collection's last write, by its number."""
        rows = self._store.rows("SELECT number, generation FROM veles_collections", reviewed=True)
        return dict(rows.values)

    def generation(self, definition: Definition) -> int:
        """That of one; VELES-002 where it is gone."""
        query = "SELECT generation FROM veles_collections WHERE number = $number"
        found = self._store.rows(query, {"number": definition.number}, reviewed=True).values
        if not found:
            raise missing(definition.name)
        return int(found[0][0])

    def create(self, definition: Definition) -> Definition:
        """Make an empty collection, at generation 0; its definition with its number.

        VELES-001 where the name is taken.
        """
        with self._store.transaction():
            self._store.write(_RAISE)  # its row is a lock: definitions change one at a time
            made = self._store.write(_ADD, _parameters(definition) | {"layout": LAYOUT}).values
            if not made:
                raise fault("VELES-001", f"a collection {definition.name!r} exists already")
            created = replace(definition, number=made[0][0])
            self._store.write(Layout(created).make())
        return created

    def redefine(self, definition: Definition) -> None:
        """Change options, schema and indexes of the collection of that name and number.

        VELES-002 where it is gone; BadInput where name, kind, ids or vectors are others.
        """
        given = _parameters(definition) | {"number": definition.number}
        with self._store.transaction():
            self._store.write(_RAISE)
            if not self._store.write(_CHANGE, given).values:
                self._refuse_change(definition)

    def drop(self, name: str) -> None:
        """Remove a collection with all that it holds; VELES-002 where there is none."""
        with self._store.transaction():
            self._store.write(_RAISE)
            definition = self.definitions().get(name)
            if definition is None:
                raise missing(name)
            # Tables first: a writer holds them before it waits for the collection's row.
            self._store.write(Layout(definition).drop())
            remove = "DELETE FROM veles_collections WHERE number = $number"
            self._store.write(remove, {"number": definition.number})

    def _refuse_change(self, definition: Definition) -> None:
        there = self.definitions().get(definition.name)
        if there is None or there.number != definition.number:
            raise missing(definition.name)
        raise BadInput(
            f"collection {definition.name!r}: expected the kind, ids and vectors that it was "
            f"created with ({there.kind}, {there.ids}, {dict(there.vectors)}), found "
            f"{definition.kind}, {definition.ids}, {dict(definition.vectors)}. Create another."
        )

    def _one(self, query: str) -> Any:
        return self._store.rows(query, reviewed=True).values[0][0]


def _parameters(definition: Definition) -> dict[str, Any]:
    return {
        "name": definition.name,
        "kind": definition.kind,
        "ids": definition.ids,
        "definition": to_json(definition),
    }


def _check_layout(row: Mapping[str, Any]) -> None:
    if row["layout"] != LAYOUT:
        raise NotSupported(
            f"collection {row['name']!r} has tables of layout {row['layout']}, and this version "
            f"knows {LAYOUT}. Upgrade polystore-workbench."
        )
