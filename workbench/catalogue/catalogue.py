"""The catalogue: every query of one or several folders, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from ..core.errors import BadInput, QueryNotFound
from ..core.show import Shown
from ..core.values import Rows
from . import parts
from .header import bad
from .query import Query
from .reading import ENGINES, KINDS, read_overlay, read_query

SHIPPED = Path(__file__).parent / "queries"
_COLUMNS = ("name", "kind", "summary", "parameters", "writes", "source", "differs")


@dataclass(frozen=True, slots=True, repr=False)
class Catalogue(Shown):
    """Queries by name, iterated in name order.

    A name is the path below the folder without endings: `vedana/thread`.
    """

    _queries: Mapping[str, Query] = field(default_factory=dict)

    @classmethod
    def from_folder(cls, folder: Path) -> Catalogue:
        """The queries of a folder; BadInput with file and line where one is wrong."""
        return cls().layered(folder)

    @classmethod
    def shipped(cls) -> Catalogue:
        """The queries that come with the package, read once a process."""
        return _shipped()

    def layered(self, folder: Path) -> Catalogue:
        """This catalogue and another folder's queries.

        The folder may add names, and texts for one engine to names that are there
        (`<name>.<engine>.<ending>`); to repeat a name or an engine's text is BadInput.
        """
        if not folder.is_dir():
            raise BadInput(f"{folder}: expected a folder of query files, found none")
        found = (file for file in folder.rglob("*") if file.suffix in KINDS)
        files = sorted(file for file in found if file.parent.name != parts.FOLDER)
        queries = dict(self._queries)
        for file in (f for f in files if "." not in f.stem):
            name = file.relative_to(folder).with_suffix("").as_posix()
            if name in queries:
                raise bad(file, 1, f"the name {name} is taken by {queries[name].file}; rename one")
            queries[name] = read_query(file, name)
        for file in (f for f in files if "." in f.stem):
            name = file.relative_to(folder).with_name(file.stem.split(".", 1)[0]).as_posix()
            queries[name] = _overlaid(file, name, queries.get(name))
        return Catalogue(dict(sorted(queries.items())))

    def get(self, name: str) -> Query:
        """The query of that name; QueryNotFound names the nearest ones."""
        try:
            return self._queries[name]
        except KeyError:
            raise QueryNotFound(self._not_found(name)) from None

    def _not_found(self, name: str) -> str:
        last = {known.rsplit("/", 1)[-1]: known for known in self._queries}
        near = get_close_matches(name, self._queries, n=3)
        near += [last[found] for found in get_close_matches(name.rsplit("/", 1)[-1], last, n=3)]
        hint = f" Did you mean {' or '.join(dict.fromkeys(near))}?" if near else ""
        return f"no query named {name!r} among {len(self)}.{hint}"

    def __iter__(self) -> Iterator[Query]:
        return iter(self._queries.values())

    def __len__(self) -> int:
        return len(self._queries)

    def __contains__(self, name: object) -> bool:
        return name in self._queries

    def table(self) -> Rows:
        """One row a query: what it answers, what it takes, and where it comes from."""
        rows = [
            (q.name, q.kind, q.summary, q.signature, q.writes, q.source, q.differs) for q in self
        ]
        return Rows(_COLUMNS, rows)

    def _parts(self) -> Iterable[Rows]:
        yield self.table()


@cache
def _shipped() -> Catalogue:
    return Catalogue.from_folder(SHIPPED)


def _overlaid(file: Path, name: str, base: Query | None) -> Query:
    if base is None or KINDS[file.suffix] != base.kind:
        raise bad(file, 1, f"there is no {name}{file.suffix} that this text could stand in for")
    engine = file.stem.split(".", 1)[1]
    if engine not in ENGINES[base.kind]:
        there = ", ".join(ENGINES[base.kind])
        raise bad(file, 1, f"no {base.kind} engine is called {engine!r}; there are: {there}")
    if engine in base.templates:
        raise bad(file, 1, f"{name} has a text for {engine} already")
    return replace(base, templates={**base.templates, engine: read_overlay(file, base)})
