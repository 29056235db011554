"""What judges said, kept in the bench: a verdict is paid for once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, Protocol

from ...core.protocols import Asks, Tells


class Put(NamedTuple):
    """What was put to a judge; `key` is the SHA-256 of all that could change the verdict."""

    key: str
    question: str
    form: str
    prompt_id: str
    model: str
    repeat: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a judge said: `raw` is its text, `verdict` the form in it, None where it is garbage.

    Tokens are None where the endpoint does not count them; `seconds` is the time of the call
    that was answered, without those before it.
    """

    verdict: Mapping[str, Any] | None
    raw: str
    answered_by: str = ""
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    seconds: float = 0.0


class VerdictCache(Protocol):
    """Keeps verdicts for later runs. Threads may use it at once."""

    def get(self, keys: Sequence[str]) -> Mapping[str, Said]:
        """The verdicts of those keys that have one; garbage is none."""

    def keep(self, put: Put, said: Said) -> Said:
        """What is kept for the key from now on: the first verdict stands."""


class Remembers(Asks, Tells, Protocol):
    """What a cache needs of a bench."""


class BenchCache:
    """Verdicts in the table `workbench_judgement` of a bench, which `bench.migrate()` makes."""

    def __init__(self, bench: Remembers) -> None:
        self._bench = bench

    def get(self, keys: Sequence[str]) -> dict[str, Said]:
        """One query, however many keys."""
        if not keys:
            return {}
        wanted = sorted(set(keys))
        answer = self._bench.ask("evaluation/judgements", keys=wanted, row_limit=len(wanted))
        return {key: Said(*rest) for key, *rest in answer.rows.values}

    def keep(self, put: Put, said: Said) -> Said:
        """Garbage is kept to be looked at (`evaluation/judgements_kept`), until a verdict comes."""
        status = "garbage" if said.verdict is None else "verdict"
        row = {**put._asdict(), "status": status, **asdict(said)}
        kept = self._bench.tell("evaluation/keep_judgements", rows=[row])
        return said if len(kept) else self.get([put.key]).get(put.key, said)
