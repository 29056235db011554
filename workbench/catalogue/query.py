"""One query of the catalogue, as its file declares it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..core.show import Shown
from .parameters import Parameter
from .template import Template


@dataclass(frozen=True, slots=True, repr=False)
class Query(Shown):
    """A named query: what it answers, what it takes, its text and where that came from.

    `source` is the document or engine that it reproduces, `differs` where and why our text
    is another, `original` the original's text where it runs on our engines. `scores` are
    the columns that a replay compares within a tolerance. `kind` is the kind of store.
    `vectors` and `documents` name its parameters of type vector and json. `settings` are those
    of the engine that hold while it runs, a value or the `$name` of a parameter each.
    """

    name: str
    kind: str
    file: Path
    text: str
    summary: str
    source: str = ""
    writes: bool = False
    differs: str = ""
    original: str = ""
    parameters: tuple[Parameter, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    scores: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    vectors: tuple[str, ...] = field(default=(), repr=False)
    documents: tuple[str, ...] = field(default=(), repr=False)
    templates: Mapping[str, Template] = field(default_factory=dict, repr=False, compare=False)

    def template(self, engine: str) -> Template:
        """The text for an engine: its overlay where there is one, else the query's own."""
        return self.templates.get(engine) or self.templates[""]

    def tuning(self, bound: Mapping[str, Any]) -> dict[str, str]:
        """The engine's settings for these values, each as the engine writes it."""
        given = {f"${name}": value for name, value in bound.items()}
        values = {name: given.get(value, value) for name, value in self.settings.items()}
        return {n: str(v).lower() if isinstance(v, bool) else str(v) for n, v in values.items()}

    @property
    def signature(self) -> str:
        return ", ".join(str(parameter) for parameter in self.parameters)

    @property
    def example(self) -> dict[str, Any]:
        """The examples of its parameters; those without one are left to their defaults."""
        given = {p.name: p.example for p in self.parameters}
        return {name: value for name, value in given.items() if value is not None}

    def _parts(self) -> Iterable[str]:
        yield f"{self.name}({self.signature})"
        yield from filter(None, (self.summary, self.source, self.differs))
        yield self.text
