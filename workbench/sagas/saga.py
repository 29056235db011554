"""A change of several stores, step by step: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from ..core.errors import OutcomeUnknown, SagaFailed, StaleHandle, StoreBusy, WorkbenchError
from ..core.lore import LoreAnswer, Meta
from ..core.values import Rows
from .journal import Journal
from .stores import Stores

COLUMNS = ("saga_id", "state", "step")


class Step(Protocol):
    """A change of one store.

    `plan` reads what the change needs and what it will replace; the journal keeps it before
    `do` runs, so that any process can repeat or undo the step. `former` is the plan of a run that
    was cut short. None: there is nothing to do.
    `do` and `undo` may run again. `keep` names the dead letter of a step whose failure leaves
    what was done before it standing; of others the failure undoes the saga.
    """

    @property
    def name(self) -> str: ...
    @property
    def keep(self) -> str: ...
    def plan(self, former: Mapping[str, Any] | None) -> dict[str, Any] | None: ...
    def present(self, plan: Mapping[str, Any]) -> bool: ...
    def do(self, plan: Mapping[str, Any]) -> None: ...
    def undo(self, plan: Mapping[str, Any]) -> None: ...


class Saga:
    """A saga that this process holds the lease of, or the record of one that it does not.

    `state` is open, in_progress, committed, attachments_pending, compensated, rejected or
    dead_letter; `warnings` tell what somebody has to look at.
    """

    def __init__(self, stores: Stores, journal: Journal, steps: Sequence[Step]) -> None:
        self._stores, self._journal, self._steps = stores, journal, tuple(steps)
        self.saga_id, self.key = journal.saga_id, journal.key
        self.state, self.warnings = journal.outcome, list[str]()
        self.gave_up = False
        self._nothing_stored = 0

    @property
    def step(self) -> str | None:
        """The last step that the journal tells of."""
        entries = self._journal.entries
        return entries[max(entries)].name if entries else None

    def receipt(self, **facts: Any) -> LoreAnswer:
        """One row: saga_id, state, step. `meta` has the key, the warnings and what was asked."""
        rows = Rows(COLUMNS, [(self.saga_id, self.state, self.step)])
        told = {"idempotency_key": self.key, **facts}
        stores = ("relational", "graph", "objects")
        return LoreAnswer(rows, Meta(stores=stores, warnings=tuple(self.warnings), facts=told))

    def forward(self, *, to_the_end: bool = True) -> None:
        """The steps that are not done yet; the last one makes the saga final.

        SagaFailed where one fails and the saga was undone, or could not be.
        """
        steps = self._steps if to_the_end else self._steps[:-1]
        for number, step in enumerate(steps, 1):
            if self.gave_up:
                return
            try:
                self._run(number, step)
            except StaleHandle:
                raise
            except WorkbenchError as error:
                self._fail(number, step, error)
        if to_the_end and not self.gave_up:
            last = self._journal.entries[len(self._steps)].plan
            self._end("done", last.get("outcome", "committed"))

    def undo(self, error: BaseException | None = None, failed: int = 0) -> list[str]:
        """Take back what was done, the last step first; the names of steps that it could not.

        `failed` is a step of which nothing was stored. What cannot be taken back is noted as a
        dead letter, and a recovery tries again.
        """
        if error is not None:
            self._journal.turn_back(told(error))
        if failed:
            name = self._steps[failed - 1].name
            self._journal.write(failed, name, "failed", None, told(error))
        stuck = []
        for number in sorted(self._journal.entries, reverse=True):
            entry = self._journal.entries[number]
            if entry.state in ("started", "done") and not self._take_back(number):
                stuck.append(entry.name)
        if stuck:
            self.state = "dead_letter"
            return stuck
        touched = any(e.state == "compensated" for e in self._journal.entries.values())
        self._end("compensated" if touched else "failed", "compensated" if touched else "rejected")
        return []

    def _run(self, number: int, step: Step) -> None:
        entry = self._journal.entries.get(number)
        if entry and entry.state in ("done", "skipped"):
            return
        # Without a plan it was given up before it began.
        former = entry.plan if entry and entry.state == "started" and entry.plan else None
        if former and step.present(former):
            self._journal.write(number, step.name, "done", None)
            return
        self._nothing_stored = number
        plan = step.plan(former)
        if plan is None:
            self._journal.write(number, step.name, "skipped", None)
            return
        self._journal.write(number, step.name, "started", plan)
        step.do(plan)
        self._nothing_stored = 0
        self._journal.write(number, step.name, "done", None)

    def _fail(self, number: int, step: Step, error: WorkbenchError) -> None:
        if step.keep:
            self._give_up(number, step.keep, error)
            self.gave_up, self.state = True, "dead_letter"
            return
        # A step that was lost on its way may be stored; one that was refused is not.
        failed = 0 if isinstance(error, OutcomeUnknown | StoreBusy) else self._nothing_stored
        try:
            stuck = self.undo(error, failed)
        except WorkbenchError as second:
            raise self._left_open(step, error, second) from error
        undone = [e.name for e in self._journal.entries.values() if e.state == "compensated"]
        raise SagaFailed(
            f"{self._journal.kind} failed at {step.name} and {self._told(stuck)}: {error}",
            saga_id=self.saga_id,
            step=step.name,
            undone=undone,
            stuck=stuck,
        ) from error

    def _told(self, stuck: Sequence[str]) -> str:
        if not stuck:
            return "left nothing behind" if self.state == "rejected" else "was undone"
        return f"could not be undone ({', '.join(stuck)}; see report(), and recover() tries again)"

    def _left_open(self, step: Step, error: WorkbenchError, second: WorkbenchError) -> SagaFailed:
        self.state = "open"
        return SagaFailed(
            f"{self._journal.kind} failed at {step.name} ({error}), and its journal cannot be "
            f"written ({second}). recover(), or the same key again, goes on with saga "
            f"{self.saga_id} when the store is back",
            saga_id=self.saga_id,
            step=step.name,
            stuck=(step.name,),
        )

    def _take_back(self, number: int) -> bool:
        entry, step = self._journal.entries[number], self._steps[number - 1]
        try:
            if entry.plan:
                step.undo(entry.plan)
        except WorkbenchError as error:
            self._give_up(number, "compensation_failed", error)
            return False
        self._journal.write(number, entry.name, "compensated", None)
        return True

    def _give_up(self, number: int, reason: str, error: WorkbenchError) -> None:
        """A dead letter that explains itself; the lease ends, so that a recovery need not wait."""
        name = self._steps[number - 1].name
        to_do = f"{TO_DO[reason]} Then run recover()."
        asked_for = {key: value for key, value in self._journal.payload.items() if key != "files"}
        payload = {"saga_type": self._journal.kind, "idempotency_key": self.key, "step": name}
        payload |= {"error": told(error), "to_do": to_do, **asked_for}
        given = {"saga_id": self.saga_id, "step_no": number, "reason": reason, "payload": payload}
        letter = self._stores.tell("lore/saga_dead_letter", **given).column("id")[0]
        self.warnings.append(f"dead letter {letter}, {reason} at {name}: {told(error)} {to_do}")
        with suppress(WorkbenchError):
            self._journal.write(number, name, "started", None, told(error))

    def _end(self, state: Any, outcome: str) -> None:
        self._journal.end(state, outcome)
        self.state = outcome

    def let_go(self) -> None:
        """End the lease of a saga that is left open."""
        if self._journal.ended is None:
            with suppress(WorkbenchError):
                self._journal.release()


TO_DO = {
    "compensation_failed": "What the step stored is still there: bring back the store that "
    "failed, or remove what stands in its way.",
    "commit_marker": "Everything is stored but the marker that says so: bring back the graph.",
    "attachments_unmarked": "Attachments are neither all stored nor all noted as owed: bring "
    "back the store that failed.",
}


def told(error: BaseException | None) -> str:
    return f"{type(error).__name__}: {error}" if error else ""


@contextmanager
def running(saga: Saga) -> Iterator[Saga]:
    """All steps but the last, the block, the last step.

    A block left by an error or an interrupt, or a step cut short by one, is undone; what cannot
    be undone at once stands as a note at the error, and recover() goes on with it.
    """
    try:
        saga.forward(to_the_end=False)
        yield saga
        saga.forward()
    except (SagaFailed, StaleHandle):
        saga.let_go()
        raise
    except BaseException as error:
        _undo_after(saga, error)
        raise
    if saga.gave_up:
        saga.let_go()


def _undo_after(saga: Saga, error: BaseException) -> None:
    try:
        stuck = saga.undo(error)
    except WorkbenchError as second:
        error.add_note(f"saga {saga.saga_id} was not undone ({second}): see report()")
        return
    finally:
        saga.let_go()
    state = f"could not be undone at {', '.join(stuck)}: run recover()" if stuck else saga.state
    error.add_note(f"saga {saga.saga_id}: {state}")
