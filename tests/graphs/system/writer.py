"""Writes to the graph `g` of a bench until it is killed: `python -m … FOLDER SEED FORM`.

It prints a JSON line before each write, and one once it was acknowledged: the generation, and
what the graph holds then, as a digest. A write that met a server gone is told as lost. `FORM`
is every third of them.
"""

from __future__ import annotations

import json
import random
import sys
import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import workbench as wb
from tests.graphs.system.forms import FORMS, read_file
from tests.graphs.system.holding import digest
from workbench.core.errors import StoreUnavailable

NAME, FILE = "g", "read_file"


def say(*what: Any) -> None:
    print(json.dumps(what), flush=True)


def main(folder: Path, seed: int, wanted: str) -> None:
    chance = random.Random(seed)
    with wb.open(folder) as bench:
        graph = bench.property_graph(NAME)
        for step in count(seed * 1000):
            form = wanted if step % 3 == 2 else chance.choice([*FORMS])
            say("begin", form)
            attempt(_write(bench, graph, form, chance, step), form, folder)
            say("done", form, *_shown(graph))


def _write(
    bench: Any, graph: Any, form: str, chance: random.Random, step: int
) -> Callable[[Path], Any]:
    if form == FILE:
        return lambda folder: read_file(bench, folder.parent / "sample.jsonl", step)
    return lambda _: FORMS[form](graph, chance, step)


def _shown(graph: Any) -> tuple[int, str]:
    for _ in range(2):
        try:
            state = graph.state
            return state.generation, digest(state.model())
        except StoreUnavailable as error:
            say("lost", "reading", str(error))
    raise AssertionError("a read after a lost one failed again")


def attempt(write: Callable[[Path], Any], form: str, folder: Path) -> None:
    """Try until no server is gone. A form may be several calls, each of which may meet it."""
    try:
        write(folder)
    except StoreUnavailable as error:
        say("lost", form, str(error))
    except Exception:
        say("error", form, traceback.format_exc())
        raise


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
