"""What a question about a world gives back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..answer import Step
from ..show import Shown, on_one_line, trace_html
from ..values import Rows

if TYPE_CHECKING:
    import pandas
    import polars


_SHOWN = 120  # characters of one thing that meta tells; `meta` itself has them all


@dataclass(frozen=True, slots=True)
class Meta:
    """Under what the rows hold.

    `world_time` is what `current` meant, `as_of` the real time of the record (None: now),
    `schema` the version of the graph, `stores` those that were asked, in order. `retcons` are
    pairs (old edge, new edge) that the answer crosses; `undecided` counts what could be
    neither affirmed nor denied. `facts` are a tool's own findings beside its rows.
    """

    world_time: str | None = None
    as_of: str | None = None
    schema: str = ""
    stores: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    truncated: bool = False
    retcons: tuple[tuple[str, str], ...] = ()
    undecided: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON; `facts` stand beside the rest."""
        own = {name: getattr(self, name) for name in self.__slots__ if name != "facts"}
        return {**own, **self.facts}


@dataclass(frozen=True, slots=True, repr=False)
class LoreAnswer(Shown):
    """Rows with their `meta`, and `trace`: every statement that ran, over all stores, in order."""

    rows: Rows
    meta: Meta
    trace: tuple[Step, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    def column(self, name: str) -> list[Any]:
        return self.rows.column(name)

    def polars(self) -> polars.DataFrame:
        return self.rows.polars()

    def pandas(self) -> pandas.DataFrame:
        return self.rows.pandas()

    def envelope(self) -> dict[str, Any]:
        """`rows` as a list of dicts and `meta` as a dict: what a model is handed."""
        return {"rows": list(self.rows), "meta": self.meta.as_dict()}

    def _parts(self) -> Iterable[str | Rows]:
        yield self.rows
        told = {name: value for name, value in self.meta.as_dict().items() if value}
        yield "; ".join(f"{name}: {on_one_line(str(v), _SHOWN)}" for name, v in told.items())

    def _repr_html_(self) -> str:
        return Shown._repr_html_(self) + trace_html(self.trace)  # a slotted class has no super()
