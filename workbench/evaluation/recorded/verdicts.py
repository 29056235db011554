"""What the judge of a recorded test said, and why there is no verdict where there is none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal

from ...core.evaluation.scores import Apart, Key, Measured
from .threads import RESULT, RecordedTest

JUDGE, RATING = "judge", "rating"
BROKEN = "Judge failed:"  # vedana_backoffice/states/eval.py begins so what it scores as a fail
NO_PROMPT = "Judge prompt not loaded"
PASSED = {"pass": 1.0, "fail": 0.0}
_NUMBER = re.compile(r"\s*-?\d{1,9}(\.\d+)?\s*")

Status = Literal["pass", "fail", "error", "unjudged", "unknown"]


def status_of(test: RecordedTest, error: str) -> tuple[Status, str]:
    """The verdict, and the reason where it is neither pass nor fail.

    An error is a pipeline or a judge that failed, which the original scores as a fail (D50); a
    status counts in any case and with blanks around it (D51).
    """
    if error:
        return "error", error
    if RESULT not in test.told:
        return "unjudged", "unjudged: no eval.result was recorded"
    comment = test.text(RESULT, "eval_judge_comment") or ""
    if comment.startswith(BROKEN):
        return "error", f"judge failed: {comment.removeprefix(BROKEN).strip()}"
    if comment == NO_PROMPT:
        return "error", "judge failed: its prompt was not loaded"
    given = test.data(RESULT).get("test_status")
    status = given.strip(" ").lower() if isinstance(given, str) else ""
    if status == "pass":
        return "pass", ""
    if status == "fail":
        return "fail", ""
    return "unknown", f"unknown verdict: {given!r}"


def verdicts(tests: Mapping[Key, RecordedTest], errors: Mapping[Key, str]) -> dict[str, Measured]:
    """`judge` (1 passed, 0 failed) and `rating` (as the judge gave it, 0 to 10 by its form).

    Both are apart for errors. `told` are the counts of each status that is no verdict.
    """
    found = {key: status_of(test, errors.get(key, "")) for key, test in tests.items()}
    told = Counter(status for status, _ in found.values() if status not in PASSED)
    judged = {
        key: PASSED[status] if status in PASSED else Apart(reason)
        for key, (status, reason) in found.items()
    }
    ratings = {
        key: Apart(reason) if status == "error" else _rating(tests[key].data(RESULT))
        for key, (status, reason) in found.items()
    }
    return {
        JUDGE: Measured.of(JUDGE, judged, told=dict(sorted(told.items()))),
        RATING: Measured.of(RATING, ratings, told={}),
    }


def _rating(result: Mapping[str, Any]) -> float | Apart:
    """A number, or the text of one."""
    given = result.get("eval_judge_rating")
    if isinstance(given, int | float) and not isinstance(given, bool):
        return float(given)
    if isinstance(given, str) and _NUMBER.fullmatch(given):
        return float(given)
    return Apart(f"no rating: {given!r}" if given is not None else "no rating was recorded")
