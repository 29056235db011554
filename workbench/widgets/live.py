"""A view with a kernel: its traits in the browser, and answers to what the browser asks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import anywidget
import ipywidgets
import traitlets
from IPython.display import HTML, display

from ..core.errors import BadInput, WorkbenchError
from . import assets
from .page import still

if TYPE_CHECKING:
    from .view import View

SHARED = ("data", "settings", "actions", "selected")


def _sound(value: Any) -> Any:
    """As JSON, what UTF-8 cannot hold (half of a surrogate pair) a "?": no message holds it."""
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def _sent(value: Any, _: Any) -> Any:
    return _sound(value)


class LiveView(anywidget.AnyWidget):
    """The widget of one view; several of one view show the same."""

    data = traitlets.Bytes().tag(sync=True)
    settings = traitlets.Dict().tag(sync=True, to_json=_sent)
    actions = traitlets.List(traitlets.Dict()).tag(sync=True, to_json=_sent)
    selected = traitlets.List(traitlets.Unicode()).tag(sync=True, to_json=_sent)
    height = traitlets.Int().tag(sync=True)

    def __init__(self, view: View) -> None:
        super().__init__(height=view.height, **{name: getattr(view, name) for name in SHARED})
        self._view = view
        self._links = [traitlets.link((view, name), (self, name)) for name in SHARED]
        self.on_msg(self._answer)

    def _answer(self, _: Any, asked: dict[str, Any], __: Any) -> None:
        """Answers {ask: number, do: name, …} with {answer: number} and `value` or `error`."""
        try:
            told = {"value": _sound(self._asked(str(asked.get("do")), asked))}
        except (WorkbenchError, KeyError, TypeError, ValueError) as error:
            told = {"error": _sound(f"{type(error).__name__}: {error}")}
        self.send({"answer": asked.get("ask"), **told})

    def _asked(self, what: str, asked: dict[str, Any]) -> Any:
        answers = self._view.answers()
        if what not in answers:
            raise BadInput(f"nothing answers {what!r} here: make the view from a bench, bench.see")
        return answers[what](asked)

    def close(self) -> None:
        while self._links:  # ipywidgets closes again what is collected
            self._links.pop().unlink()
        super().close()

    def __repr__(self) -> str:
        return f"live {self._view!r}"

    def _ipython_display_(self) -> None:
        _shown(super()._repr_mimebundle_(), [self._view])


class LiveViews(ipywidgets.VBox):  # type: ignore[misc] # ipywidgets tells no types
    """The widgets of several views, one below the other."""

    def __init__(self, views: Sequence[View]) -> None:
        super().__init__([live(view) for view in views])
        self._views = tuple(views)

    def _ipython_display_(self) -> None:
        _shown(super()._repr_mimebundle_(), self._views)


def _shown(bundle: Any, views: Sequence[View]) -> None:
    """Displays the widget, and below it what stays when no kernel answers."""
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    told = {**data, "text/plain": _sound("\n".join(f"live {view!r}" for view in views))}
    stills = "".join(still(view.twin()) for view in views)
    display(told, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]
    display(HTML(stills))  # type: ignore[no-untyped-call]


def live(view: View) -> LiveView:
    """A widget of the view. Each kind is a class of its own: the browser knows styles by class."""
    return _kind(view.module)(view)


@cache
def _kind(module: str) -> type[LiveView]:
    name = f"{module.title()}LiveView"
    return type(name, (LiveView,), {"_esm": assets.script(module), "_css": assets.style(module)})
