"""The tables of one collection: a migration that is rendered for its number.

`veles_<n>_points` has a row a point, `veles_<n>_edges` a row an edge, each stamped with the
generation of the write that stored it; `veles_<n>_gone` has the removed ones, stamped likewise.
A stamp is all that a mirror needs to catch up. A point that was removed and stored again may
stand in `gone` too: what was removed comes before what was stored.
"""

from __future__ import annotations

from ...core.collections.definition import MAX_ID, Definition

LAYOUT = 1  # raised with a change below; the registry records that of every collection
POINT, EDGE = "point", "edge"

_MAKE = """
CREATE TABLE {points} (
  id {id} PRIMARY KEY{within},
  payload jsonb NOT NULL,
  sparse jsonb,{vectors}
  generation bigint NOT NULL
) WITH (toast_tuple_target = 8160);
CREATE INDEX {points}_generation ON {points} (generation);
CREATE TABLE {edges} (
  id numeric(20, 0) PRIMARY KEY CHECK (id BETWEEN 0 AND {max}),
  source {id} NOT NULL,
  target {id} NOT NULL,
  label text NOT NULL,
  properties jsonb NOT NULL,
  generation bigint NOT NULL
);
CREATE INDEX {edges}_source ON {edges} (source);
CREATE INDEX {edges}_target ON {edges} (target);
CREATE INDEX {edges}_generation ON {edges} (generation);
CREATE TABLE {gone} (
  kind text COLLATE "C",
  id text COLLATE "C",
  generation bigint NOT NULL,
  PRIMARY KEY (kind, id)
);
CREATE INDEX {gone}_generation ON {gone} (generation);
"""
# In the order in which readers and writers come to them, so that none waits in a circle.
_DROP = "DROP TABLE {points}; DROP TABLE {edges}; DROP TABLE {gone}"


class Layout:
    """The names of a collection's tables, and how it stores ids and vectors."""

    def __init__(self, definition: Definition) -> None:
        self.number, self.integers = definition.number, definition.ids == "integer"
        self.points, self.edges, self.gone = (
            f"veles_{self.number}_{table}" for table in ("points", "edges", "gone")
        )
        self.id_type = "numeric" if self.integers else "text"
        self.vectors = {f"v{at}": name for at, name in enumerate(definition.vectors, 1)}
        self.dimensions = {name: space.dimension for name, space in definition.vectors.items()}

    def make(self) -> str:
        """The statements that make the tables.

        Rows stay in one piece up to a page (8160 bytes): by default a vector of 384 numbers
        beside 500 bytes of payload would be moved out, and be read by an index.
        """
        columns = [f"\n  {c} vector({self.dimensions[name]})," for c, name in self.vectors.items()]
        return _MAKE.format(
            points=self.points,
            edges=self.edges,
            gone=self.gone,
            id="numeric(20, 0)" if self.integers else 'text COLLATE "C"',
            within=f" CHECK (id BETWEEN 0 AND {MAX_ID})" if self.integers else "",
            vectors="".join(columns),
            max=MAX_ID,
        )

    def drop(self) -> str:
        return _DROP.format(points=self.points, edges=self.edges, gone=self.gone)
