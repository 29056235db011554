"""A run made again and compared, or its kept replies measured again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.errors import BadInput
from ...core.evaluation.golden import Card, Golden
from ...core.evaluation.run import Run
from ...core.evaluation.scores import Key, Measure, Measured
from ..measures.measure import measured
from ..measures.policies import Policies
from .asking import CODE, System, settings_of
from .evaluate import evaluate
from .fingerprint import fingerprint
from .folder import changed_files, load_run, parquet, read_manifest, sha256
from .manifest import code_revision, plain, versions
from .replies_compared import state_of
from .tables import VERIFIED, tables
from .verification import Change, Difference, ScoreChange, Verification

if TYPE_CHECKING:
    from distributed import Client


def verify(
    run: Run | str | Path,
    system: System | None = None,
    golden: Golden | None = None,
    *,
    measures: Sequence[Measure] = (),
    workers: int = 4,
    on: Client | str | None = None,
) -> Verification:
    """What holds of a run, with every question that does not.

    With the `system` each question is asked again, and replies and scores are compared to the
    last bit; without it the kept replies are measured again. Files of a folder are compared with
    the manifest's hashes. A `golden` set of another hash than the run's is told as a change.
    `measures` are those that the run was given as objects. BadInput where a folder has no run or
    a file of it cannot be read.
    """
    files: tuple[str, ...] = ()
    if not isinstance(run, Run):
        folder = Path(run)
        manifest = read_manifest(folder)
        files, run = changed_files(folder, manifest), load_run(folder, manifest)
    wanted, unmeasured = _measures(run, measures)
    now = _again(run, system, golden, wanted, {"workers": workers, "on": on})
    return Verification(
        run=run.id,
        asked=system is not None,
        outcomes=len(run.outcomes),
        files=files,
        other_bytes=tuple(_other_bytes(run, now, unmeasured)),
        differences=tuple(_differences(run, now)),
        scores=tuple(_score_changes(run.scores, now.scores)),
        unmeasured=unmeasured,
        changes=tuple(one for one in _changes(run, system, golden) if one.kept != one.now),
    )


def _measures(run: Run, given: Sequence[Measure]) -> tuple[list[str | Measure], tuple[str, ...]]:
    """What the run was measured with, and the names of measures that cannot be made again."""
    objects = {one.name: one for one in given}
    lost = [name for name in run.scores if name not in objects and not _is_named(run, name)]
    wanted = [objects.get(name, name) for name in run.scores if name not in lost]
    return wanted, tuple(lost)


def _is_named(run: Run, name: str) -> bool:
    if name in run.manifest.get("measure_settings", {}):
        return False
    try:
        measured((), (), [name])
    except BadInput:
        return False  # what another program measured, in a run that was imported
    return True


def _again(
    run: Run,
    system: System | None,
    golden: Golden | None,
    wanted: list[str | Measure],
    how: Mapping[str, Any],
) -> Run:
    policies = Policies(**run.manifest.get("policies", {}))
    if system is None:
        scores = measured(run.questions, run.outcomes, wanted, policies)
        return Run(run.id, run.name, run.questions, run.outcomes, scores)
    asked = Golden(golden.card if golden else Card(run.name), run.questions)
    repeats = max((one.repeat for one in run.outcomes), default=1)
    return evaluate(system, asked, wanted, repeats=repeats, policies=policies, **how)


def _differences(run: Run, now: Run) -> Iterator[Difference]:
    found = {one.key: one for one in now.outcomes}
    for kept in run.outcomes:
        state = state_of(kept, found[kept.key])
        if state != "equal":
            yield Difference(*kept.key, state, kept, found[kept.key])


def _score_changes(
    kept: Mapping[str, Measured], now: Mapping[str, Measured]
) -> Iterator[ScoreChange]:
    for name in (name for name in kept if name in now):
        for key in (*kept[name].values, *kept[name].apart):
            then, today = _value(kept[name], key), _value(now[name], key)
            if then != today:
                yield ScoreChange(name, *key, then, today)


def _value(found: Measured, key: Key) -> float | str:
    return found.values[key] if key in found.values else found.apart.get(key, "not measured")


def _other_bytes(run: Run, now: Run, unmeasured: Sequence[str]) -> Iterator[str]:
    names = [name for name in VERIFIED if name != "scores" or not unmeasured]
    hashes = run.manifest.get("files") or _hashes(run, names)
    for name, found in _hashes(now, names).items():
        if found != hashes[name]:
            yield name


def _hashes(run: Run, names: Sequence[str]) -> dict[str, str]:
    return {f"{n}.parquet": sha256(parquet(frame)) for n, frame in tables(run, names).items()}


def _changes(run: Run, system: System | None, golden: Golden | None) -> Iterator[Change]:
    kept, today = run.manifest.get("versions", {}), versions()
    for name in sorted(kept.keys() | today.keys()) if kept else ():
        yield Change(name, kept.get(name), today.get(name))
    if golden is not None and (card := run.manifest.get("golden")):
        yield Change("golden", card.get("hash"), golden.hash)
    if system is None:
        return
    yield Change("code", run.manifest.get("code"), code_revision())
    then = run.manifest.get("system", {}).get("settings", {})
    untold = {**then, CODE: fingerprint(system)} if CODE in then else then
    own = plain(dict(settings_of(system) or untold))
    for name in sorted(then.keys() | own.keys()):
        yield Change(f"settings.{name}", then.get(name), own.get(name))
