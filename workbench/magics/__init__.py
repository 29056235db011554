"""What is typed in a cell: `%%sql`, `%%cypher`, `%%velesql`, `%%ask`, with values bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def load(shell: InteractiveShell) -> None:
    """Register a line and a cell magic for each language that a bench speaks."""
    from ..bench.typed import LANGUAGES
    from .magic import magic

    for language in LANGUAGES:
        shell.magics_manager.register_function(magic(shell, language), "line_cell", language)
