"""Progress bars: what a tool counts, shown in a notebook or a terminal, not in a log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Yields `progress(done, total)`; the bar appears with the first call."""
    from tqdm.auto import tqdm

    with tqdm(desc=what, leave=False, delay=0.5, disable=None) as shown:

        def progress(done: int, total: int) -> None:
            shown.total = total
            shown.update(done - shown.n)

        yield progress


@contextmanager
def stages() -> Iterator[Callable[[str, int, int], None]]:
    """Yields `progress(stage, done, total)`; one bar, begun anew with every stage."""
    from tqdm.auto import tqdm

    with tqdm(leave=False, delay=0.5, disable=None) as shown:
        at = ""

        def progress(stage: str, done: int, total: int) -> None:
            nonlocal at
            if stage != at:
                at = stage
                shown.reset(total)
                shown.set_description(stage)
            shown.update(done - shown.n)

        yield progress
