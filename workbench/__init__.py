"""A Jupyter-first analysis workbench for graph-RAG engines.

`bench = workbench.open("my-bench")` makes or opens a bench; everything else hangs on it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from .bench.bench import Bench as Bench
    from .bench.bench import open as open
    from .bench.see import see as see
    from .core.answer import Answer as Answer
    from .core.errors import WorkbenchError as WorkbenchError
    from .core.values import Edge as Edge
    from .core.values import Hit as Hit
    from .core.values import Node as Node
    from .core.values import Path as Path
    from .core.values import Rows as Rows

__version__ = "0.1.0"

# The public names and where each lives; nothing is loaded before it is asked for.
_WHERE = {
    "Answer": ".core.answer",
    "Bench": ".bench.bench",
    "Edge": ".core.values",
    "Hit": ".core.values",
    "Node": ".core.values",
    "Path": ".core.values",
    "Rows": ".core.values",
    "WorkbenchError": ".core.errors",
    "open": ".bench.bench",
    "see": ".bench.see",
}

__all__ = list(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name], __name__), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_WHERE])


def load_ipython_extension(shell: InteractiveShell) -> None:
    """`%load_ext workbench`: the magics `%%sql`, `%%cypher` and `%%ask`."""
    from .magics import load

    load(shell)
