"""Several views as one output: a selection in any is a selection in all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import BadInput
from ..core.frames import encodable
from .page import inline, page
from .view import View

if TYPE_CHECKING:
    from .live import LiveViews


class Linked:
    """Views that follow each other from now on, shown one below the other."""

    def __init__(self, views: Sequence[View]) -> None:
        if not views:
            raise BadInput("expected at least one view to show, got none")
        if other := [one for one in views if not isinstance(one, View)]:
            raise BadInput(f"expected views, got a {type(other[0]).__name__}: {other[0]!r:.80}")
        self.views = tuple(views)
        self._links = [view.follow(self.views[0]) for view in self.views[1:]]

    def live(self) -> LiveViews:
        """The widgets of all, and below them, folded, what stays when no kernel answers."""
        from .live import LiveViews

        return LiveViews(self.views)

    def save(self, file: str | Path) -> Path:
        """Write all as one page (`.html`), which needs no network."""
        to = Path(file)
        if to.suffix.lower() != ".html":
            raise BadInput(f"expected a file that ends in .html, got {to.name!r}")
        to.write_bytes(page([view.twin() for view in self.views], linked=True).encode())
        return to

    def unlink(self) -> None:
        """Let each view select by itself again."""
        for link in self._links:
            link.unlink()
        self._links.clear()

    def __repr__(self) -> str:
        return "linked views\n" + "\n".join(f"  {view!r}" for view in self.views)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        html = inline([view.twin() for view in self.views], linked=True)
        return {"text/plain": encodable(repr(self)), "text/html": html}
