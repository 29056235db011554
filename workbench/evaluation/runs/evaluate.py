"""A system judged on a golden set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.errors import BadInput
from ...core.evaluation.golden import Golden
from ...core.evaluation.run import Run
from ...core.evaluation.scores import Measure
from ..measures.measure import measured
from ..measures.policies import DEFAULT, Policies
from ..systems.system import name_of
from .asking import System, Task, check_system, deciding, settings_of
from .begun import Begun, Resume, begun
from .collecting import Progress, collect
from .folder import account, write_run
from .manifest import Settings, circumstances, moment

if TYPE_CHECKING:
    from distributed import Client


def evaluate(
    system: System,
    golden: Golden,
    measures: str | Sequence[str | Measure],
    *,
    name: str | None = None,
    folder: str | Path | None = None,
    repeats: int = 1,
    workers: int = 4,
    on: Client | str | None = None,
    resume: Resume = True,
    policies: Policies = DEFAULT,
    seed: int = 0,
    settings: Mapping[str, Any] | None = None,
    engines: Sequence[Any] = (),
    models: Sequence[Any] = (),
    progress: Progress | None = None,
) -> Run:
    """The run of a system over a golden set: outcomes by question, repeats in turn, and scores.

    What the system raises is a failed outcome, in no mean. With a `folder` each outcome is kept
    as it comes: after a kill the same call asks what is missing (`resume` "failed": what failed,
    too; "replace": all anew; False: wants no run there). `workers` threads ask, or `on` a Dask
    cluster (a client or its address), with equal replies. There is no timeout, as no thread can
    be ended: give one to what the system calls. `progress(done, total)` runs in this thread.
    `name` and `settings` default to the system's own; of one without settings the code counts,
    as `settings["code"]`: edited, it makes another run. `seed`, `engines`, `models` are written
    down. BadInput, before a question is asked, for a system that takes none, an unknown measure,
    a golden set without questions or with two of one id, a folder of something else.
    """
    wanted = [measures] if isinstance(measures, str) else list(measures)
    _check_golden(golden)
    _check(repeats, workers, settings)
    check_system(system)
    measured((), (), wanted, policies)
    decided = Settings(golden, name or name_of(system), deciding(system, settings), repeats, seed)
    place = None if folder is None else Path(folder)
    with begun(place, decided.record(), resume) as run:
        tasks = [Task(one, at) for one in golden.questions for at in range(1, repeats + 1)]
        asked = collect(run, system, tasks, workers=workers, on=on, progress=progress)
        if asked or not run.manifest:
            run.manifest = circumstances(workers, on, engines, models)
        made = _measured(run, decided, wanted, policies)
        return made if place is None else write_run(made, place)


def _check(repeats: int, workers: int, settings: Mapping[str, Any] | None) -> None:
    if repeats < 1 or workers < 1:
        raise BadInput(f"expected 1 or more repeats and workers, found {repeats} and {workers}")
    if not isinstance(settings, Mapping | None):
        raise BadInput(f"expected settings by name or None, found {settings!r:.80}")


def _check_golden(golden: Golden) -> None:
    if not isinstance(golden, Golden):
        raise BadInput(f"expected a Golden, as read_golden(path) gives, found {golden!r:.80}")
    if not golden.questions:
        raise BadInput(f"the golden set {golden.card.name!r} has no questions")
    seen: set[str] = set()
    for one in golden.questions:
        if one.id in seen:
            raise BadInput(f"the golden set {golden.card.name!r} has two questions {one.id!r}")
        seen.add(one.id)


def _measured(
    begun: Begun, decided: Settings, wanted: Sequence[str | Measure], policies: Policies
) -> Run:
    questions = decided.golden.questions
    order = [(one.id, at) for one in questions for at in range(1, decided.repeats + 1)]
    outcomes = tuple(begun.outcomes[key] for key in order)
    scores = measured(questions, outcomes, wanted, policies)
    own = {one.name: settings_of(one) for one in wanted if not isinstance(one, str)}
    manifest = {
        "finished": moment(),
        **begun.manifest,
        **begun.head,
        "policies": asdict(policies),
        "measure_settings": own,
    }
    run = Run(begun.head["id"], decided.name, questions, outcomes, scores)
    return account(run, manifest)
