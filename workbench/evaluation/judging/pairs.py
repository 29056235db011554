"""A judge that compares two answers, and whether their order sways it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple

from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Reply
from ...core.evaluation.scores import Apart
from ...core.protocols import Chat
from ...core.values import Rows
from .asking import Asking, Opinion
from .cache import VerdictCache
from .figures import Figure, share, table
from .forms import PREFERENCE, Preference
from .material import pair
from .patience import Patience, Sampling
from .prompts import PAIRWISE, Prompt
from .reliability import failures

Pair = tuple[Question, Reply, Reply]
_SWAPPED = {"first": "second", "second": "first", "tie": "tie"}


@dataclass(eq=False)
class PairJudge:
    """Says which of two replies to a question is better. Threads may ask at once."""

    chat: Chat
    prompt: Prompt = PAIRWISE
    cache: VerdictCache | None = None
    offline: bool = field(default=False, kw_only=True)
    sampling: Sampling = field(default=Sampling(), kw_only=True)
    patience: Patience = field(default=Patience(), kw_only=True)
    _asking: Asking[Preference] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        terms = (self.cache, self.sampling, self.patience, self.offline)
        self._asking = Asking(self.chat, self.prompt, PREFERENCE, *terms)

    def preference(
        self, question: Question, first: Reply, second: Reply
    ) -> Opinion[Preference] | Apart:
        """The model's opinion; apart where a reply has no text or the set no golden answer."""
        content = pair(question, first, second)
        if isinstance(content, Apart):
            return content
        (opinion,) = self._asking.opinions(content, question=question.id)
        return opinion


class _Both(NamedTuple):
    """One pair in both orders."""

    there: Opinion[Preference]
    back: Opinion[Preference]

    @property
    def choices(self) -> tuple[str, str] | None:
        """What was preferred in either order, by place; None where the judge failed in one."""
        if self.there.filled is None or self.back.filled is None:
            return None
        return self.there.filled.preferred, self.back.filled.preferred


def position_bias(judge: PairJudge, pairs: Iterable[Pair], *, at_once: int = 4) -> Rows:
    """Whether a judge prefers a place: each pair is put to it in both orders.

    Figures as of `reliability`. "consistent" is the share of pairs of which it prefers the same
    reply, or none, in both orders. "first preferred" is of all choices but ties: half, where the
    place does not count. "first of the inconsistent" is of the pairs of which it preferred one
    place twice, which shows a bias soonest. "left out" are pairs of equal texts, which have no
    order, and those without a text or a golden answer.
    """
    with ThreadPoolExecutor(at_once) as pool:
        asked = list(pool.map(lambda given: _both(judge, given), pairs))
    found = [one for one in asked if one is not None]
    left_out = Figure("left out", None, counted=len(asked) - len(found), of=len(asked))
    opinions = [opinion for both in found for opinion in both]
    choices = [both.choices for both in found if both.choices is not None]
    return table([*_figures(choices), left_out, *failures(opinions)])


def _both(judge: PairJudge, given: Pair) -> _Both | None:
    question, a, b = given
    if a.text == b.text:
        return None
    there, back = judge.preference(question, a, b), judge.preference(question, b, a)
    if isinstance(there, Apart) or isinstance(back, Apart):
        return None
    return _Both(there, back)


def _figures(choices: list[tuple[str, str]]) -> Iterator[Figure]:
    consistent = sum(_SWAPPED[there] == back for there, back in choices)
    yield share("consistent", consistent, len(choices))
    decided = [choice for both in choices for choice in both if choice != "tie"]
    yield share("first preferred", decided.count("first"), len(decided))
    stuck = [there for there, back in choices if there == back != "tie"]
    yield share("first of the inconsistent", stuck.count("first"), len(stuck))
