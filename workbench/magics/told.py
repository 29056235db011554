"""Errors as a notebook shows them: what was wrong, where in the text, what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..core.errors import QueryFailed, WriteRefused
from ..core.faults import fault

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def shorten(error: BaseException, shell: InteractiveShell, language: str, statement: str) -> None:
    """Let IPython show the error in a few lines; after `%xmode Verbose` it does so in full."""

    def render() -> list[str]:
        if shell.InteractiveTB.mode == "Verbose":
            del error._render_traceback_  # type: ignore[attr-defined]
            kind, trace = type(error), error.__traceback__
            lines: list[str] = shell.InteractiveTB.structured_traceback(kind, error, trace)
            return lines
        return told(error, language, statement)

    shown: Callable[[], list[str]] = render
    error._render_traceback_ = shown  # type: ignore[attr-defined]


def told(error: BaseException, language: str, statement: str) -> list[str]:
    """The lines: the error, its place in the statement with carets, its notes, the next step."""
    if isinstance(error, KeyboardInterrupt):
        return [f"KeyboardInterrupt: %%{language} was stopped; the store takes the next question"]
    lines = [f"{type(error).__name__} in %%{language}: {error}"]
    at = fault(error, statement) if isinstance(error, QueryFailed) and language != "ask" else None
    if at:
        lines += [f"line {at.line}, column {at.column}:", *str(at).split("\n")]
    lines += getattr(error, "__notes__", [])
    if isinstance(error, WriteRefused):
        lines.append("To change the store by this, say --write on the magic's line.")
    return lines
