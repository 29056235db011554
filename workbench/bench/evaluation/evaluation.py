"""Evaluation on an open bench: golden sets it can reach, systems on its stores, runs it keeps."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.errors import BadInput
from ...core.evaluation.golden import Card, Golden, Question
from ...core.evaluation.run import Run
from ...core.values import Rows
from ...stores.profile import revealed
from ..progress import bar

if TYPE_CHECKING:
    from ...evaluation.judging.judge import Judge
    from ...evaluation.systems.system import System
    from ..bench import Bench


_MOST_EVENTS = 1_000_000  # of a run's threads: read whole, or its replies would lack steps


class BenchEvaluation:
    """What `bench.evaluation` does; see `workbench.evaluation` for what needs no bench."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    @property
    def folder(self) -> Path:
        """Where runs are kept, one folder each, unless they are given another."""
        return self._bench.folder / "runs" / "evaluation"

    def golden(
        self, source: str | os.PathLike[str] | None = None, *, card: Card | None = None
    ) -> Golden:
        """A golden set: of a path, one that is shipped ("lights", "likes", "world"), or, where
        None, the one that the loaded Grist documents brought.

        Paths are those of `evaluation.read_golden`, and `.grist` documents with a table `Gds`.
        """
        from .golden import golden

        return golden(self._bench, source, card)

    def system(self, name: str, golden: Golden | None = None, **settings: Any) -> System:
        """A ready-made system on this bench: bm25, dense, hybrid, graph, vedana or world.

        The first three search the corpus of `golden`. `settings` are those of the class in
        `workbench.evaluation.systems`.
        """
        from .systems import system_named

        return system_named(name, golden, self._bench, **settings)

    def run(
        self,
        system: Callable[[Question], Any],
        golden: Golden,
        measures: str | Sequence[Any] = (),
        *,
        name: str | None = None,
        folder: str | Path | None = None,
        **options: Any,
    ) -> Run:
        """The run of a system over a golden set, kept in `folder`; see `evaluation.evaluate`.

        `measures` are the card's main measure where none are given. Without a `folder` it is
        one of this bench's, by the names of golden set and run: one that a kill left is gone
        on with, a finished one stays as it is.
        """
        from ...evaluation.runs.evaluate import evaluate
        from ...evaluation.systems.system import name_of
        from .kept_runs import next_folder

        called = name or name_of(system)
        place = folder or next_folder(self.folder, _slug(f"{golden.card.name} {called}"))
        wanted = measures or golden.card.main_measure
        if not wanted:
            raise BadInput(
                f"the golden set {golden.card.name!r} names no measure; give some, as "
                "'nDCG@10' (in a shell: --measure nDCG@10)"
            )
        with bar(called) as progress:
            return evaluate(
                system, golden, wanted, name=called, folder=place, progress=progress, **options
            )

    def runs(self) -> Rows:
        """The runs kept in this bench, the newest first, with their means."""
        from .kept_runs import kept_runs

        return kept_runs(self.folder)

    def read(self, name: str) -> Run:
        """A run kept in this bench by the name of its folder."""
        from ...evaluation.runs.folder import read_run

        return read_run(self.folder / name)

    def recorded(self, run_id: str) -> Run:
        """One of Vedana's evaluation runs, its verdicts and ratings as measures.

        BadInput where there is no such run.
        """
        from ... import tools
        from ...evaluation.recorded.read import runs_of
        from ...evaluation.recorded.threads import threads_of
        from ...tools.whole import whole

        results = tools.eval_results(self._bench, run_id)
        threads = results.column("thread_id")
        events = whole(
            self._bench, "vedana/thread_events_of", row_limit=_MOST_EVENTS, thread_ids=threads
        )
        (run,) = runs_of(threads_of(results, events))
        return run

    def judge(
        self,
        url: str,
        *,
        model: str,
        api_key: str = "${OPENAI_API_KEY}",
        endpoint: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> Judge:
        """A judge at an OpenAI-compatible endpoint, whose verdicts this bench keeps.

        `endpoint` goes to `OpenAIChat` (`timeout`, `limit`), `options` to `Judge`. "" is no key;
        with `offline=True` none is needed, and verdicts come from the bench alone.
        """
        from ...evaluation.judging.cache import BenchCache
        from ...evaluation.judging.judge import Judge
        from ...stores.chat.openai_chat import OpenAIChat

        self._bench.migrate()
        key = None if options.get("offline") else revealed(api_key) or None
        chat = OpenAIChat(url, model=model, api_key=key, **(endpoint or {}))
        return Judge(chat, cache=BenchCache(self._bench), **options)


def _slug(text: str) -> str:
    return re.sub(r"[^\w.-]+", "-", text).strip("-.")[:120]
