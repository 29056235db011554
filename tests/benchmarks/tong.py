"""All that is measured of property graphs, as one table: `python -m tests.benchmarks.tong`.

Names of parts (graph, belief, inference, loopy, search, import) run these alone.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from . import inference, loopy, tong_belief, tong_graph, tong_import, tong_search
from .measure import HEAD, Figure, line


def _parts(folder: Path) -> dict[str, Callable[[], list[Figure]]]:
    return {
        "graph": tong_graph.figures,
        "belief": partial(tong_belief.figures, folder / "belief"),
        "inference": inference.figures,
        "loopy": loopy.figures,
        "search": partial(tong_search.figures, folder / "search"),
        "import": partial(tong_import.figures, folder / "import"),
    }


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        parts = _parts(Path(name))
        parser = argparse.ArgumentParser(description=__doc__)
        parser.add_argument("part", nargs="*", metavar="|".join(parts))
        wanted = parser.parse_args().part or [*parts]
        print(HEAD, flush=True)
        met = [_told(figure) for part in wanted for figure in parts[part]()]
    print(f"\nload of the machine over the last 15 minutes: {os.getloadavg()[2]:.1f}")
    return 0 if all(met) else 1


def _told(figure: Figure) -> bool:
    print(line(figure), flush=True)
    return figure.met


if __name__ == "__main__":
    raise SystemExit(main())
