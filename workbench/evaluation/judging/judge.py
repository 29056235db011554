"""A language model as a measure of answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ...core.errors import BadInput, WorkbenchError
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Outcome, Reply
from ...core.evaluation.scores import Apart, Key
from ...core.protocols import Chat
from .asking import Asking
from .cache import VerdictCache
from .forms import VERDICT, Verdict
from .judgement import Judgement, Of, OnFlip, Rule
from .material import material
from .patience import Patience, Sampling
from .prompts import DEFAULT, Prompt
from .run import JudgeRun

Progress = Callable[[int, int], None]


@dataclass(eq=False)
class Judge:
    """A measure: 1 where the model passes an answer, 0 where it fails it (`of="pass"`), or its
    rating from 0 to 10 (`of="rating"`).

    Each answer is put to the model `repeats` times. What the judge causes is apart, with a reason
    that begins with `JUDGE_APART`: "timed out", "busy", "unavailable", "refused", "garbage",
    "not in the cache" (with `offline`, which asks nobody), "its cache failed", and "flipped 1 of
    3" where repeats disagree; see `Judgement.value` for `on_flip`. Threads may score at once.

    `trace` shows the judge the system's steps too. `label` overrides the name.
    """

    chat: Chat
    prompt: Prompt = DEFAULT
    cache: VerdictCache | None = None
    repeats: int = field(default=1, kw_only=True)
    of: Of = field(default="pass", kw_only=True)
    on_flip: OnFlip = field(default="apart", kw_only=True)
    offline: bool = field(default=False, kw_only=True)
    sampling: Sampling = field(default=Sampling(), kw_only=True)
    patience: Patience = field(default=Patience(), kw_only=True)
    trace: bool = field(default=True, kw_only=True)
    label: str = field(default="", kw_only=True)
    _asking: Asking[Verdict] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.repeats < 1:
            raise BadInput(f"judge: expected 1 repeat or more, found {self.repeats}")
        terms = (self.cache, self.sampling, self.patience, self.offline)
        self._asking = Asking(self.chat, self.prompt, VERDICT, *terms)

    @property
    def name(self) -> str:
        """As tables show it: what is measured, the model, the prompt with its version."""
        what = "judge" if self.of == "pass" else "judge_rating"
        return self.label or f"{what}({self.chat.model},{self.prompt.name}-{self.prompt.version})"

    @property
    def settings(self) -> dict[str, Any]:
        """All that the values depend on, for a run's manifest; JSON-ready."""
        prompt = {**self.prompt._asdict(), "id": self.prompt.id}
        chosen = {name: getattr(self, name) for name in ("repeats", "of", "on_flip", "trace")}
        asked = {"model": self.chat.model, "prompt": prompt, "form": VERDICT.label}
        return {"name": self.name, **asked, "sampling": self.sampling._asdict(), **chosen}

    @property
    def told(self) -> dict[str, int]:
        """Calls made ("asked"), made again, verdicts from the cache, and failures by kind."""
        return dict(self._asking.told)

    def score(self, question: Question, reply: Reply) -> float | Apart:
        """The value of a reply; apart where it has no text or the set no golden answer."""
        content = material(question, reply, trace=self.trace)
        if isinstance(content, Apart):
            return content
        return self._judgement(content, question.id).value(self._rule)

    def judged(
        self,
        questions: Sequence[Question],
        outcomes: Sequence[Outcome],
        *,
        at_once: int = 4,
        progress: Progress | None = None,
    ) -> JudgeRun:
        """A whole run, `at_once` answers at a time: a measure that has all values.

        The cache is read once for all, and equal answers to one question are judged once.
        `progress` is called with the number of answers judged and of all.
        """
        shown = self._shown({question.id: question for question in questions}, outcomes)
        before = self._asking.told.copy()
        judgements = self._all(shown, at_once, progress or (lambda done, of: None))
        told = dict(self._asking.told - before)
        answers = {key: judgements[content] for key, content in shown.items()}
        return JudgeRun(self.name, self._rule, judgements, answers, self.settings, told)

    @property
    def _rule(self) -> Rule:
        return Rule(self.of, self.on_flip, self.trace)

    def _shown(
        self, questions: Mapping[str, Question], outcomes: Sequence[Outcome]
    ) -> dict[Key, str]:
        given = ((one.key, questions.get(one.question), one.reply) for one in outcomes)
        found = {
            key: material(question, reply, trace=self.trace)
            for key, question, reply in given
            if question and reply
        }
        return {key: one for key, one in found.items() if not isinstance(one, Apart)}

    def _all(
        self, shown: Mapping[Key, str], at_once: int, progress: Progress
    ) -> dict[str, Judgement]:
        questions = {content: question for (question, _), content in shown.items()}
        with suppress(WorkbenchError):  # a cache that is down is told answer by answer
            self._asking.look_up(questions, repeats=self.repeats)
        found: dict[str, Judgement] = {}
        with ThreadPoolExecutor(at_once) as pool:
            try:
                for content, judgement in zip(
                    questions, pool.map(self._judgement, questions, questions.values()), strict=True
                ):
                    found[content] = judgement
                    progress(len(found), len(questions))
            finally:
                pool.shutdown(cancel_futures=True)
        return found

    def _judgement(self, content: str, question: str) -> Judgement:
        try:
            opinions = self._asking.opinions(content, question=question, repeats=self.repeats)
        except WorkbenchError as error:  # the cache's: those of the model are opinions
            return Judgement(failed=f"its cache failed: {error!s:.200}")
        return Judgement(opinions)
