"""Words that mean something where a name could stand."""

from __future__ import annotations

# A name that is one of these is written in quotes; after a dot none is needed.
_RESERVED = """
AND AS BETWEEN BY DISTINCT EXCEPT FALSE FROM FULL GROUP HAVING ILIKE IN INNER INTERSECT IS JOIN
LEFT LET LIKE LIMIT MATCH NOT NULL OFFSET ON OR ORDER OUTER RETURN RIGHT SELECT TRUE UNION USING
WHERE WITH
"""
RESERVED = frozenset(_RESERVED.split())
AGGREGATES = frozenset({"AVG", "COUNT", "FIRST", "MAX", "MIN", "SUM"})
WINDOWS = frozenset({"DENSE_RANK", "RANK", "ROW_NUMBER"})
FUNCTIONS = AGGREGATES | WINDOWS | {"GEO_BBOX", "GEO_DISTANCE", "NOW", "SIMILARITY"}
