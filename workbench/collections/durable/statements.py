"""What is said to the tables of one collection."""

from __future__ import annotations

from dataclasses import dataclass

from .template import EDGE, POINT, Layout

_HALF = 2**63  # bigint is signed: ids travel less this much
# NOTIFY reaches listeners with the commit, in the order of commits. A commit is durable when it
# is acknowledged, whatever the account or server has by default.
_RAISED = """
UPDATE veles_collections SET generation = generation + 1{also} WHERE number = {number}
RETURNING generation, pg_notify('veles', '{number} ' || generation),
  CASE current_setting('synchronous_commit')
    WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END
"""
_STORE_ONE = """
WITH raised AS ({raised}), stored AS (
  INSERT INTO {points} (id, payload, sparse, {columns}generation)
  SELECT $id::{id}, $payload::jsonb, $sparse::jsonb, {values}generation FROM raised
  ON CONFLICT (id) DO UPDATE SET payload = excluded.payload, sparse = excluded.sparse,
    {changes}generation = excluded.generation
)
SELECT generation FROM raised
"""
_REMOVE = """
WITH removed AS (DELETE FROM {table} WHERE {which} RETURNING id), told AS (
  INSERT INTO {gone} (kind, id, generation)
  SELECT '{kind}', id::text, $generation FROM removed
  ON CONFLICT (kind, id) DO UPDATE SET generation = excluded.generation
)
SELECT id::text AS id FROM removed
"""


@dataclass(frozen=True, slots=True)
class Statements:
    """Rendered for a collection; parameters are `$generation` and `$ids`, an array as text."""

    begin: str
    anew: str
    lock: str
    store_one: str
    empty: str
    deltas_from: str
    forget: str
    remove_edges: str
    remove_edges_at: str
    remove_points: str
    replace_points: str
    replace_edges: str

    @classmethod
    def of(cls, layout: Layout) -> Statements:
        points, edges, gone = layout.points, layout.edges, layout.gone
        ids = f"ANY($ids::{layout.id_type}[])"
        edge_ids = "id = ANY($ids::numeric[])"
        # A drop takes the table before the row; so must who will write to it.
        hold = f"LOCK TABLE {points} IN ROW EXCLUSIVE MODE; "
        row = f"SELECT generation FROM veles_collections WHERE number = {layout.number}"

        def remove(table: str, kind: str, which: str) -> str:
            return _REMOVE.format(table=table, kind=kind, which=which, gone=gone)

        return cls(
            begin=hold + _raised(layout),
            anew=hold + _raised(layout, ", deltas_from = generation + 1"),
            lock=f"{hold}{row} FOR UPDATE",
            store_one=_store_one(layout),
            empty=f"DELETE FROM {edges}; DELETE FROM {points}; DELETE FROM {gone}",
            deltas_from="UPDATE veles_collections SET deltas_from = $generation "
            f"WHERE number = {layout.number}",
            forget=f"DELETE FROM {gone}",
            remove_edges=remove(edges, EDGE, edge_ids),
            remove_edges_at=remove(edges, EDGE, f"source = {ids} OR target = {ids}"),
            remove_points=remove(points, POINT, f"id = {ids}"),
            replace_points=f"DELETE FROM {points} WHERE id = {ids}",
            replace_edges=f"DELETE FROM {edges} WHERE {edge_ids}",
        )


@dataclass(frozen=True, slots=True)
class Queries:
    """What a mirror is told; the texts of what changed end with a generation.

    `state` has it as `{since}`, and says too which of the other three would find anything.
    """

    state: str
    points: str
    edges: str
    gone: str

    @classmethod
    def of(cls, layout: Layout) -> Queries:
        vectors = "".join(
            f", {column} IS NOT NULL AS has_{column}, coalesce({column}, "
            f"array_fill(0, ARRAY[{layout.dimensions[name]}])::vector) AS {column}"
            for column, name in layout.vectors.items()
        )

        def id(column: str) -> str:
            return f"({column} - {_HALF})::int8 AS {column}" if layout.integers else column

        return cls(
            state=_state(layout),
            points=f"SELECT {id('id')}, payload::text, sparse::text{vectors} "
            f"FROM {layout.points} WHERE generation > ",
            edges=f"SELECT (id - {_HALF})::int8 AS id, {id('source')}, {id('target')}, label, "
            f"properties::text FROM {layout.edges} WHERE generation > ",
            gone=f"SELECT kind, id FROM {layout.gone} WHERE generation > ",
        )


def _state(layout: Layout) -> str:
    changed = "".join(
        f", coalesce((SELECT max(generation) FROM {table}) > {{since}}, false) AS {name}"
        for name, table in (
            ("points", layout.points),
            ("edges", layout.edges),
            ("gone", layout.gone),
        )
    )
    return (
        f"SELECT generation, deltas_from{changed} FROM veles_collections "
        f"WHERE number = {layout.number}"
    )


def _raised(layout: Layout, also: str = "") -> str:
    return _RAISED.format(number=layout.number, also=also).strip()


def _store_one(layout: Layout) -> str:
    return _STORE_ONE.format(
        raised=_raised(layout),
        points=layout.points,
        id=layout.id_type,
        columns="".join(f"{column}, " for column in layout.vectors),
        values="".join(f"${column}::vector, " for column in layout.vectors),
        changes="".join(f"{column} = excluded.{column}, " for column in layout.vectors),
    )
