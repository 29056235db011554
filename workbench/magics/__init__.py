"""What is typed in a cell: `%%sql`, `%%cypher`, `%%ask`, with values bound, never spliced."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def load(shell: InteractiveShell) -> None:
    """Register a line and a cell magic for each language that benches of this version speak."""
    from ..bench.bench import Bench
    from ..bench.typed import languages
    from .magic import magic

    for language in languages(Bench):
        shell.magics_manager.register_function(magic(shell, language), "line_cell", language)
