"""Random specs on random graphs, answered by the real engine and by brute force.

    python -m tests.graphs.querying.random_run --graphs 100 --specs 50 --seed 0

starts a local graph server, and prints how many answers were compared, and those that differ.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import engines
from tests.graphs.projected import Projected, projected
from tests.graphs.querying.judge import anchor, judged
from tests.graphs.querying.random_specs import Record, plain, random_records, random_spec
from workbench.graphs.querying import answer, answering, compiling

# How a text starts is chosen by sizes that small graphs do not have: here they are forced.
PLANS: dict[str, dict[str, Any]] = {
    "as it comes": {},
    "lookups": {"_LOOKUP": 0},
    "parts": {"_LOOKUP": 0, "_FEW": 0, "_PARTS": (1, 2, 100)},
    "parts, then all": {"_FEW": 0, "_PARTS": (1, 1)},
}


@contextmanager
def planned(name: str) -> Iterator[None]:
    """The sizes of a plan in the place of the modules' own."""
    held = [
        (m, n, v) for n, v in PLANS[name].items() for m in (compiling, answering) if hasattr(m, n)
    ]
    kept = [(module, name, getattr(module, name)) for module, name, _ in held]
    try:
        for module, attribute, value in held:
            setattr(module, attribute, value)
        yield
    finally:
        for module, attribute, value in kept:
            setattr(module, attribute, value)


def differing(store: Any, seed: int, specs: int) -> Iterator[str]:
    """What differs for random specs on the random graph of a seed; both orders of each."""
    roll = random.Random(seed)
    records = random_records(roll)
    graph, dicts = projected(store, *records), plain(*records)
    for _ in range(specs):
        spec, numbers = random_spec(roll), roll.choice(("typed", "typed", "coerced"))
        with planned(roll.choice(list(PLANS))):
            for order in ("ids", "anchor"):
                yield from _compared(graph, dicts, spec, order, numbers)


def _compared(
    graph: Projected, dicts: Any, spec: Record, order: Any, numbers: Any
) -> Iterator[str]:
    found: Any = answer(spec, graph.state, graph, order=order, numbers=numbers, profile=True)
    told = found["profile"]
    wanted = judged(spec, *dicts, order=order, numbers=numbers)
    chosen = told["chosen_anchor_index"], told["anchor_candidates"]
    if found["rows"] != wanted or chosen != anchor(spec, dicts[0], numbers):
        yield f"{order} {numbers} {spec}\n{told}\n{found['rows']}\nis not\n{wanted}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    for name, default in (("graphs", 100), ("specs", 50), ("seed", 0)):
        asked.add_argument(f"--{name}", type=int, default=default)
    given, wrong = asked.parse_args(), 0
    engine = engines("graph")[0]
    with tempfile.TemporaryDirectory() as folder, engine.serve(Path(folder)) as server:
        for seed in range(given.seed, given.seed + given.graphs):
            with engine.fresh(server) as store:
                for difference in differing(store, seed, given.specs):
                    wrong += 1
                    print(f"seed {seed}: {difference}\n")
    print(f"{given.graphs * given.specs * 2} answers compared, {wrong} differ")


if __name__ == "__main__":
    main()
