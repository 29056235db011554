"""What every view has: how it is shown, saved, made live, and follows another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from ..core.errors import BadInput
from ..core.frames import encodable
from ..core.values import Rows
from .page import Twin, inline, page
from .picture import Picture

if TYPE_CHECKING:
    from .live import LiveView

Answers = Mapping[str, Callable[[Mapping[str, Any]], Any]]


class View(traitlets.HasTraits):
    """Something to be looked at.

    As the last line of a cell it shows itself without a kernel, so that a saved, exported or
    untrusted notebook still shows it; `live()` is the widget that answers. Ids in `selected`
    are those of nodes, rows, points and events alike; to `follow` another view is to share them.
    """

    module: ClassVar[str]
    height: ClassVar[int] = 480

    data = traitlets.Bytes()
    settings = traitlets.Dict()
    actions = traitlets.List(traitlets.Dict())
    selected = traitlets.List(traitlets.Unicode())

    def title(self) -> str:
        raise NotImplementedError

    def summary(self) -> str:
        """One line: what there is, how much of it, what was left out."""
        raise NotImplementedError

    def table(self) -> Rows:
        """What is seen, as rows."""
        raise NotImplementedError

    def picture(self) -> Picture:
        raise NotImplementedError

    def answers(self) -> Answers:
        """What the browser may ask, by name; each takes what was asked and returns JSON."""
        return {}

    def twin(self) -> Twin:
        return Twin(
            module=self.module,
            title=self.title(),
            summary=self.summary(),
            data=self.data,
            settings=self.settings,
            actions=self.actions,
            selected=self.selected,
            table=self.table(),
            picture=self.picture(),
            height=self.height,
        )

    def live(self) -> LiveView:
        """The widget: what is clicked reaches Python, what Python sets is seen.

        Its cell also keeps, folded, the view without a kernel, for when there is none.
        """
        from .live import live

        return live(self)

    def follow(self, other: View) -> traitlets.link:
        """Select here what is selected there, and the other way; `.unlink()` the result to stop."""
        return traitlets.link((other, "selected"), (self, "selected"))

    def save(self, file: str | Path) -> Path:
        """Write the view as a page (`.html`) or a still picture (`.svg`, `.png`).

        Nothing is fetched when the page is opened. BadInput for another ending.
        """
        to, written = Path(file), self._written()
        if to.suffix.lower() not in written:
            *endings, last = written
            told = f"{', '.join(endings)} or {last}"
            raise BadInput(f"expected a file that ends in {told}, got {to.name!r}")
        made = written[to.suffix.lower()]()
        to.write_bytes(made.encode() if isinstance(made, str) else made)
        return to

    def _written(self) -> Mapping[str, Callable[[], str | bytes]]:
        """What makes a file of each ending."""
        return {
            ".html": lambda: page([self.twin()]),
            ".svg": lambda: self.picture().svg(),
            ".png": lambda: self.picture().png(),
        }

    def __repr__(self) -> str:
        return f"{type(self).__name__}: {self.summary()}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": encodable(repr(self)), "text/html": inline([self.twin()])}
