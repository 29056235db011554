"""All that a judge said of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Reply
from ...core.evaluation.scores import JUDGE_APART, Apart, Key
from .judgement import Judgement, Rule
from .material import material


@dataclass(frozen=True)
class JudgeRun:
    """The judgements of a run's answers; a measure of these answers, which asks nobody.

    `judgements` are by what the judge was shown, `answers` the same by question and repeat.
    `told` counts the calls made ("asked"), made again, verdicts from the cache, and failures.
    """

    name: str
    rule: Rule
    judgements: Mapping[str, Judgement]
    answers: Mapping[Key, Judgement]
    settings: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, int] = field(default_factory=dict)

    def score(self, question: Question, reply: Reply) -> float | Apart:
        """The value of an answer that was judged in this run; any other is apart."""
        content = material(question, reply, trace=self.rule.trace)
        if isinstance(content, Apart):
            return content
        judgement = self.judgements.get(content)
        if judgement is None:
            return Apart(f"{JUDGE_APART}not judged in this run")
        return judgement.value(self.rule)
