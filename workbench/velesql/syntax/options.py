"""Names with a value each, in brackets."""

from __future__ import annotations

from ..tree.predicates import Options
from ..tree.selects import Fusion
from .cursor import Cursor
from .faults import did_you_mean
from .tokens import NAME
from .values import plain

STRATEGIES = frozenset({"rrf", "weighted", "rsf", "relative_score", "maximum", "average"})
FUSION_OPTIONS = frozenset(
    {"k", "vector_weight", "graph_weight", "dense_weight", "sparse_weight", "dense_w", "sparse_w"}
)


def options(cursor: Cursor) -> Options:
    """`name = value, …` up to the bracket, the opening one read; names in lower case."""
    found = cursor.listed(_option)
    cursor.expects(")")
    return found


def with_options(cursor: Cursor) -> Options:
    """WITH (…), () where there is none."""
    if not cursor.takes("WITH"):
        return ()
    cursor.expects("(")
    return options(cursor)


def fusion(cursor: Cursor) -> Fusion | None:
    """USING FUSION (strategy = …, …), None where there is none."""
    if not cursor.takes("USING"):
        return None
    cursor.expects("FUSION", "(")
    given = dict(fusion_options(cursor, "strategy"))
    strategy = str(given.pop("strategy", "rrf")).lower()
    if strategy not in STRATEGIES:
        hint = did_you_mean(strategy, STRATEGIES).lower()
        raise cursor.refused(f"there is no fusion strategy {strategy!r}{hint}")
    return Fusion(strategy, tuple(given.items()))


def fusion_options(cursor: Cursor, *more: str) -> Options:
    """Options of a fusion, the opening bracket read; one that there is not is a syntax error."""
    found = options(cursor)
    for name, _ in found:
        if name not in FUSION_OPTIONS and name not in more:
            hint = did_you_mean(name, FUSION_OPTIONS).lower()
            raise cursor.refused(f"a fusion has no option {name!r}{hint}")
    return found


def _option(cursor: Cursor) -> tuple[str, bool | int | float | str]:
    name = cursor.word("the name of an option").lower()
    cursor.expects("=")
    if cursor.kind == NAME and cursor.tokens.keys[cursor.at] not in ("TRUE", "FALSE", "NULL"):
        return name, cursor.word("a value").lower()
    found = plain(cursor)
    if found is None:
        raise cursor.refused(f"the option {name!r} needs a value, not NULL")
    return name, found
