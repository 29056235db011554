"""What an exported file says of its collection, and of the file of edges beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars

from ...core.collections.definition import Definition, EdgeRule, NodeRule, VectorSpace
from ...core.errors import BadInput

KEY = "polystore-workbench.collection"  # among the file's key-value metadata
FORMAT = 1
SPARSE = "sparse"  # the column of the unnamed sparse vectors; others are sparse:<name>


@dataclass(frozen=True, slots=True)
class Exported:
    """One export: `mark` stands in both of its files, `edges` is the number in the second."""

    told: Mapping[str, Any]
    edges: int
    mark: str

    @property
    def spaces(self) -> Mapping[str, VectorSpace]:
        return {one["name"]: VectorSpace(one["dimension"], one["metric"])
                for one in self.told["vectors"]}  # fmt: skip

    def definition(self, name: str) -> Definition:
        """As the collection was, under a name."""
        told, rules = self.told, self.told["schema"]
        return Definition(
            name,
            told["kind"],
            told["ids"],
            self.spaces,
            told["options"],
            None if rules is None else tuple(map(_rule, rules)),
            tuple(map(tuple, told["indexes"])),
        )

    @classmethod
    def of(cls, definition: Definition, edges: int, mark: str) -> Exported:
        rules = definition.schema
        told = {
            "kind": definition.kind,
            "ids": definition.ids,
            "vectors": [{"name": n, **asdict(space)} for n, space in definition.vectors.items()],
            "options": dict(definition.options),
            "schema": None if rules is None else [asdict(rule) for rule in rules],
            "indexes": [list(path) for path in definition.indexes],
        }
        return cls(told, edges, mark)

    def metadata(self) -> dict[str, str]:
        """As a file keeps it."""
        whole = {"format": FORMAT, "edges": self.edges, "mark": self.mark, **self.told}
        return {KEY: json.dumps(whole, ensure_ascii=False)}


def told_by(path: Path) -> Exported | None:
    """What a file says of its export; None where no export wrote it."""
    text = polars.read_parquet_metadata(path).get(KEY)
    if text is None:
        return None
    told = json.loads(text)
    if told.pop("format") != FORMAT:
        raise BadInput(f"{path}: expected an export of format {FORMAT}; a newer version wrote it")
    return Exported(told, told.pop("edges"), told.pop("mark"))


def edges_path(path: Path) -> Path:
    """Where the edges of an export stand: `docs.parquet` has them in `docs.edges.parquet`."""
    return path.with_name(f"{path.stem}.edges{path.suffix}")


def edges_beside(path: Path, exported: Exported) -> polars.LazyFrame:
    """The edges of an export; BadInput where their file is missing, or of another export."""
    beside = edges_path(path)
    if not beside.is_file():
        raise BadInput(f"{path} has {exported.edges} edges in {beside.name}; expected it beside")
    found = told_by(beside)
    if found is None or found.mark != exported.mark:
        raise BadInput(f"{beside}: expected the edges of {path.name}, saw those of another export")
    return polars.scan_parquet(beside, glob=False)


def _rule(told: Mapping[str, Any]) -> NodeRule | EdgeRule:
    if "label" not in told:
        return EdgeRule(**told)
    return NodeRule(told["label"], tuple((name, kind) for name, kind in told["properties"]))
