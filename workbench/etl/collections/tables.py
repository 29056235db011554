"""The columns of a table of PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...core.errors import BadInput
from ...core.protocols import Reads

# pgvector keeps a column's dimension where other types keep their length; -1 means any.
_COLUMNS = """
SELECT attname, format_type(atttypid, NULL) AS type, atttypmod AS size
FROM pg_attribute WHERE attrelid = to_regclass($table) AND attnum > 0 AND NOT attisdropped
ORDER BY attnum
"""
_OPERATORS = """
SELECT DISTINCT attname, opcname FROM pg_index
JOIN pg_attribute a ON a.attrelid = indrelid AND a.attnum = indkey[0]
JOIN pg_opclass o ON o.oid = indclass[0]
WHERE indrelid = to_regclass($table) AND opcname ~ '^(vector|halfvec)_' ORDER BY opcname
"""


@dataclass(frozen=True, slots=True)
class Columns:
    """Types and sizes by name, and the operators of indexes by column."""

    table: str
    types: Mapping[str, str]
    sizes: Mapping[str, int]
    indexes: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, store: Reads, table: str) -> Columns:
        """Of `table` or `schema.table`; BadInput where there is none of that name."""
        named = {"table": quoted(*table.split(".", 1))}
        found = store.rows(_COLUMNS, named, reviewed=True).values
        if not found:
            raise BadInput(f"there is no table {table}; expected its name as it is stored")
        operators = store.rows(_OPERATORS, named, reviewed=True).values
        return cls(
            table,
            {name: kind for name, kind, _ in found},
            {name: size for name, _, size in found},
            tuple((column, name) for column, name in operators),
        )

    def check(self, names: Iterable[str], types: tuple[str, ...]) -> None:
        """BadInput for a column that is not there, or has none of these types, if any."""
        for name in names:
            seen = self.types.get(name)
            # A type of an extension outside of the search path has its schema before it.
            if seen is None or (types and seen.rpartition(".")[2] not in types):
                kind = f" of type {' or '.join(types)}" if types else ""
                there = ", ".join(f"{one} {of}" for one, of in self.types.items())
                told = f"expected a column {name!r}{kind}, found {there}"
                raise BadInput(f"table {self.table}: {told}")

    def operators(self, column: str) -> list[str]:
        """The operator classes of the indexes of vectors that begin with a column."""
        return [name for of, name in self.indexes if of == column]


def quoted(*names: str) -> str:
    """Names, the outer one first, as a statement has them."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)
