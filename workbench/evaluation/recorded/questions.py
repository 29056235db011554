"""Which questions the recorded tests of a run ask."""

from __future__ import annotations

from ...core.evaluation.golden import Golden, Question
from ..golden.formats.gds import question_of_gds
from .threads import ASKED, META, RESULT, RecordedTest, part


class Questions:
    """The questions of a run while its tests are read: those of a golden set where it has them."""

    def __init__(self, golden: Golden | None) -> None:
        known = golden.questions if golden else ()
        self._known = {(one.text.strip(), one.answer or "", one.context): one for one in known}
        self._taken = {one.id for one in known}
        self.found: dict[tuple[str, ...], Question] = {}

    def question(self, test: RecordedTest) -> Question:
        """One question a text, answer and context: with another answer it is another one."""
        row = _golden_row(test)
        text, answer = row["gds_question"].strip(), row["gds_answer"].strip()
        key = (text, answer, row["question_context"])
        if key not in self.found:
            self.found[key] = self._known.get(key) or question_of_gds(row, self._free(text))
        return self.found[key]

    def _free(self, text: str) -> str:
        name, number = text, 1
        while name in self._taken:
            number += 1
            name = f"{text} ({number})"
        self._taken.add(name)
        return name


def _golden_row(test: RecordedTest) -> dict[str, str]:
    """The golden question as `eval.meta` has it, else the result, else as it was asked."""
    told = part(test.data(META), "question") or test.data(RESULT)
    config = part(test.thread, "thread_config")
    row = {name: told.get(name) for name in ("gds_answer", "question_context")}
    asked = told.get("gds_question") or test.text(ASKED, "content")
    row["gds_question"] = asked or f"thread {test.thread['thread_id']}"
    row["question_scenario"] = (
        told.get("question_scenario")
        or config.get("question_scenario")
        or test.thread.get("question_scenario")
    )
    return {name: value if isinstance(value, str) else "" for name, value in row.items()}
