"""Records of two stores as frames of keys and contents, compared as sets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars

KEPT = 300  # characters of a content that are kept beside the hash of the whole

Record = tuple[tuple[str, ...], Any]


def content(properties: Any) -> str:
    """A record's properties as text that is equal where they are: canonical JSON, cut and hashed.

    A property that is null is none; 3.0 is 3, because not every store keeps the two apart.
    """
    if not properties:
        return "{}"
    text = json.dumps(_plain(properties), ensure_ascii=False, sort_keys=True, default=str)
    if len(text) <= KEPT:
        return text
    return f"{text[:KEPT]}… #{blake2b(text.encode(errors='replace'), digest_size=16).hexdigest()}"


def without_id(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if name != "id"}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def frame(columns: Sequence[str], records: Iterable[Record]) -> polars.DataFrame:
    """One row a record: the parts of its key in `columns`, and `content`."""
    import polars

    rows = [(*key, content(properties)) for key, properties in records]
    return polars.DataFrame(
        rows, schema=dict.fromkeys((*columns, "content"), polars.String), orient="row"
    )


def together(columns: Sequence[str], parts: Sequence[polars.DataFrame]) -> polars.DataFrame:
    import polars

    return polars.concat([frame(columns, []), *parts])


def compare(
    seen: polars.DataFrame, expected: polars.DataFrame, columns: Sequence[str]
) -> polars.DataFrame:
    """What differs, by key: `kind` (missing, orphan, stale, duplicate), `seen`, `expected`.

    A key that is there several times in `seen` is a duplicate, and its first content counts.
    """
    import polars

    keys = list(columns)
    first = seen.unique(keys, keep="first", maintain_order=True).rename({"content": "seen"})
    other = expected.unique(keys, keep="first").rename({"content": "expected"})
    joined = first.join(other, on=keys, how="full", coalesce=True)
    kind = (
        polars.when(polars.col("seen").is_null())
        .then(polars.lit("missing"))
        .when(polars.col("expected").is_null())
        .then(polars.lit("orphan"))
        .otherwise(polars.lit("stale"))
    )
    differing = joined.filter(~polars.col("seen").eq_missing(polars.col("expected")))
    faults = differing.select(kind.alias("kind"), *keys, "seen", "expected")
    return polars.concat([faults, _duplicates(seen, keys)]).sort("kind", *keys)


def _duplicates(seen: polars.DataFrame, keys: list[str]) -> polars.DataFrame:
    import polars

    found = seen.group_by(keys).len().filter(polars.col("len") > 1)
    return found.select(
        polars.lit("duplicate").alias("kind"),
        *keys,
        polars.col("len").cast(polars.String).alias("seen"),
        polars.lit("1").alias("expected"),
    )
