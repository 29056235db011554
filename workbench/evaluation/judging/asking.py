"""Putting things to a judge: from the cache where it has said it before, and patiently."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from time import perf_counter
from typing import Generic

from ...core.chat import Completion, Message
from ...core.errors import BadInput, StoreBusy, StoreTimedOut, StoreUnavailable
from ...core.protocols import Chat
from .cache import Put, Said, VerdictCache
from .forms import Filled, Form, Garbage, clean, document_of
from .patience import Patience, Sampling
from .prompts import Prompt

NOT_CACHED = "not in the cache"
GARBAGE = "garbage"


@dataclass(frozen=True, slots=True)
class Opinion(Generic[Filled]):
    """What came of putting one thing to a judge once.

    Without a form, `failure` is the kind of failure and `detail` its words. `said` is None where
    the judge said nothing. `cached` ones cost nothing now.
    """

    repeat: int
    filled: Filled | None = None
    failure: str = ""
    detail: str = ""
    said: Said | None = None
    cached: bool = False


@dataclass(eq=False)
class Asking(Generic[Filled]):
    """One judge: a model with a prompt and a form. Threads may ask at once.

    What was said once is not asked again, in this process or, with a cache, in another;
    failures are. `told` counts the calls, the calls made again, and what came from the cache.
    """

    chat: Chat
    prompt: Prompt
    form: Form[Filled]
    cache: VerdictCache | None = None
    sampling: Sampling = field(default=Sampling())
    patience: Patience = field(default=Patience())
    offline: bool = False
    told: Counter[str] = field(default_factory=Counter)
    _known: dict[str, Said] = field(default_factory=dict)
    _flights: dict[str, Lock] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def opinions(
        self, content: str, *, question: str, repeats: int = 1
    ) -> tuple[Opinion[Filled], ...]:
        """The judge's opinions of that content, one a repeat, in their order."""
        puts = [self._put(content, question, repeat) for repeat in range(1, repeats + 1)]
        self._look_up([put.key for put in puts])
        return tuple(self._opinion(content, put) for put in puts)

    def look_up(self, contents: Iterable[str], *, repeats: int = 1) -> None:
        """Read the verdicts of many contents at once, so that none is read alone."""
        numbers = range(1, repeats + 1)
        self._look_up([self._key(content, n) for content in contents for n in numbers])

    def _look_up(self, keys: Sequence[str]) -> None:
        missing = [key for key in keys if key not in self._known]
        if self.cache is not None and missing:
            self._known.update(self.cache.get(missing))

    def _opinion(self, content: str, put: Put) -> Opinion[Filled]:
        with self._flight(put.key):  # of two threads with one question, one asks
            said = self._known.get(put.key)
            if said is not None:
                self._count("from the cache")
                return self._read(said, put.repeat, cached=True)
            if self.offline:
                self._count(NOT_CACHED)
                return Opinion(put.repeat, failure=NOT_CACHED)
            return self._asked(content, put)

    def _asked(self, content: str, put: Put) -> Opinion[Filled]:
        def call() -> tuple[Completion, float]:
            self._count("asked")
            start = perf_counter()
            return self._completed(content, put.repeat), perf_counter() - start

        try:
            completion, seconds = self.patience.answered(call, lambda: self._count("asked again"))
        except (StoreUnavailable, BadInput) as error:
            failure = _kind(error)
            self._count(failure)
            return Opinion(put.repeat, failure=failure, detail=str(error))
        return self._kept(put, completion, seconds)

    def _completed(self, content: str, repeat: int) -> Completion:
        seed = self.sampling.seed
        return self.chat.complete(
            self._messages(content),
            schema=self.form.schema,
            temperature=self.sampling.temperature,
            seed=None if seed is None else seed + repeat - 1,
            max_tokens=self.sampling.max_tokens,
        )

    def _kept(self, put: Put, completion: Completion, seconds: float) -> Opinion[Filled]:
        raw, model = clean(completion.text or completion.refusal), clean(completion.model)
        tokens = (completion.prompt_tokens, completion.completion_tokens)
        said = Said(None, raw, model, *tokens, seconds)
        opinion = self._read(said, put.repeat)
        if opinion.filled is None:
            self._count(GARBAGE)
        else:
            said = replace(said, verdict=document_of(opinion.filled))
        standing = said if self.cache is None else self.cache.keep(put, said)
        if standing.verdict is not None:
            self._known[put.key] = standing
        return self._read(standing, put.repeat)

    def _read(self, said: Said, repeat: int, *, cached: bool = False) -> Opinion[Filled]:
        try:
            if said.verdict is None:
                filled = self.form.filled(said.raw)
            else:
                filled = self.form.read(said.verdict)
        except Garbage as error:
            return Opinion(repeat, None, GARBAGE, str(error), said, cached)
        return Opinion(repeat, filled, said=said, cached=cached)

    def _messages(self, content: str) -> list[Message]:
        system = f"{self.prompt.text}\n\n{self.form.instruction}"
        return [Message("system", system), Message("user", content)]

    def _put(self, content: str, question: str, repeat: int) -> Put:
        terms = (clean(question), self.form.label, self.prompt.id, self.chat.model, repeat)
        return Put(self._key(content, repeat), *terms)

    def _key(self, content: str, repeat: int) -> str:
        """SHA-256 of all that could change what is said: texts, model, form, parameters."""
        form = (self.form.label, self.form.schema)
        put = (self._messages(content), self.chat.model, form, self.sampling, repeat)
        return hashlib.sha256(json.dumps(put, sort_keys=True).encode()).hexdigest()

    def _flight(self, key: str) -> Lock:
        with self._lock:
            return self._flights.setdefault(key, Lock())

    def _count(self, name: str) -> None:
        with self._lock:
            self.told[name] += 1


def _kind(error: Exception) -> str:
    kinds = {StoreTimedOut: "timed out", StoreBusy: "busy", StoreUnavailable: "unavailable"}
    return next((name for kind, name in kinds.items() if isinstance(error, kind)), "refused")
