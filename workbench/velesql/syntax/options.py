"""Names with a value each, in brackets."""

from __future__ import annotations

from collections.abc import Callable

from ..tree.predicates import Options
from ..tree.selects import Fusion
from .cursor import Cursor
from .faults import did_you_mean
from .tokens import NAME, QUOTED
from .values import plain

Option = tuple[str, bool | int | float | str]
STRATEGIES = frozenset({"rrf", "weighted", "rsf", "relative_score", "maximum", "average"})
FUSION_OPTIONS = frozenset(
    {"k", "vector_weight", "graph_weight", "dense_weight", "sparse_weight", "dense_w", "sparse_w"}
)


def options(cursor: Cursor) -> Options:
    """`name = value, …` up to the bracket, the opening one read; names in lower case."""
    return _bracketed(cursor, option)


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
    given = dict(_bracketed(cursor, _fusing))
    strategy = str(given.pop("strategy", "rrf")).lower()
    return Fusion(strategy, tuple(given.items()))


def fusion_options(cursor: Cursor) -> Options:
    """Options of a fusion, the opening bracket read; one that there is not is a syntax error."""
    return _bracketed(cursor, _fusion_option)


def _bracketed(cursor: Cursor, read: Callable[[Cursor], Option]) -> Options:
    found = cursor.listed(read)
    cursor.expects(")")
    return found


def _fusing(cursor: Cursor) -> Option:
    """The strategy, or an option of it."""
    at = cursor.at
    if cursor.value.lower() != "strategy":
        return _fusion_option(cursor)
    name, strategy = option(cursor)
    if str(strategy).lower() not in STRATEGIES:
        cursor.at = at + 2  # the caret is under what is wrong
        hint = did_you_mean(str(strategy), STRATEGIES).lower()
        raise cursor.refused(f"there is no fusion strategy {strategy!r}{hint}")
    return name, strategy


def _fusion_option(cursor: Cursor) -> Option:
    name = cursor.value.lower()
    if cursor.kind in (NAME, QUOTED) and name not in FUSION_OPTIONS:
        hint = did_you_mean(name, FUSION_OPTIONS).lower()
        raise cursor.refused(f"a fusion has no option {name!r}{hint}")
    return option(cursor)


def option(cursor: Cursor) -> Option:
    name = cursor.word("the name of an option").lower()
    cursor.expects("=")
    if cursor.kind == NAME and cursor.tokens.keys[cursor.at] not in ("TRUE", "FALSE", "NULL"):
        return name, cursor.word("a value").lower()
    found = plain(cursor)
    if found is None:
        raise cursor.refused(f"the option {name!r} needs a value, not NULL")
    return name, found
