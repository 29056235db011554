"""Two runs of one question, step by step: what both did, what only one, and how far apart.

Steps are aligned as sequences (Needleman & Wunsch 1970): a pair of one kind scores by the words
that their texts share (Jaccard), steps of different kinds are never a pair.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

import numpy as np

from ...core.errors import BadInput
from .model import Contents

Step = dict[str, Any]
# A step left alone; a pair must share more than what two such cost.
GAP = -0.4
# Two steps of one kind without a word in common are still more alike than none.
SAME_KIND = -0.3
# The table of scores has as many cells as the product of the steps.
MOST_STEPS = 2000


def steps_of(thread: Contents) -> list[Step]:
    """What a thread did, in order: questions, calls, answers, failures."""
    steps: list[Step] = []
    for at, turn in enumerate(thread.turns):
        if turn["question"] is not None:
            steps.append({"kind": "question", "text": turn["question"], "turn": at})
        for call in turn["calls"]:
            steps.append({**_call(call), "turn": at})
        if turn["error"]:
            steps.append({"kind": "error", "text": turn["error"], "turn": at})
        if turn["answer"] is not None:
            steps.append({"kind": "answer", "text": turn["answer"], "turn": at, **_figures(turn)})
    return steps


def aligned(a: Sequence[Step], b: Sequence[Step]) -> list[tuple[int | None, int | None]]:
    """Pairs of places in `a` and `b`, both in their order; None where one has no such step.

    Of equal scores that whose pairs come early, then what is in `b` alone, then in `a` alone.
    BadInput where a side has more than MOST_STEPS.
    """
    if max(len(a), len(b)) > MOST_STEPS:
        raise BadInput(
            f"expected at most {MOST_STEPS} steps a thread to align, "
            f"found {len(a)} and {len(b)}; compare shorter threads"
        )
    likeness = _likeness(a, b)
    best = np.zeros((len(a) + 1, len(b) + 1))
    best[:, 0] = GAP * np.arange(len(a) + 1)
    best[0, :] = GAP * np.arange(len(b) + 1)
    for i in range(1, len(a) + 1):
        pair = best[i - 1, :-1] + likeness[i - 1]
        alone = best[i - 1, 1:] + GAP
        row, above = best[i], np.maximum(pair, alone).tolist()
        last = row[0]
        for j, value in enumerate(above, 1):
            last = max(value, last + GAP)
            row[j] = last
    return _walked(best)


def compared(a: Contents, b: Contents) -> dict[str, Any]:
    """The aligned steps with their deltas, b against a, as JSON."""
    left, right = steps_of(a), steps_of(b)
    pairs = []
    for i, j in aligned(left, right):
        pairs.append(paired(None if i is None else left[i], None if j is None else right[j]))
    return {"a": a.thread_id, "b": b.thread_id, "pairs": pairs}


def paired(a: Step | None, b: Step | None) -> dict[str, Any]:
    """Two aligned steps and what differs between them."""
    return {"a": a, "b": b, **_delta(a, b)}


def _walked(best: Any) -> list[tuple[int | None, int | None]]:
    i, j = len(best) - 1, len(best[0]) - 1
    pairs: list[tuple[int | None, int | None]] = []
    while i or j:
        if i and np.isclose(best[i, j], best[i - 1, j] + GAP):
            i -= 1
            pairs.append((i, None))
        elif j and np.isclose(best[i, j], best[i, j - 1] + GAP):
            j -= 1
            pairs.append((None, j))
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def _likeness(a: Sequence[Step], b: Sequence[Step]) -> Any:
    words = [[set(re.findall(r"\w+", step["text"].lower())) for step in side] for side in (a, b)]
    scores = np.full((len(a), len(b)), 4 * GAP)  # worse than to leave both alone
    for i, step in enumerate(a):
        for j, other in enumerate(b):
            if step["kind"] == other["kind"]:
                shared, every = words[0][i] & words[1][j], words[0][i] | words[1][j]
                alike = len(shared) / len(every) if every else 1.0
                scores[i, j] = SAME_KIND + (1 - SAME_KIND) * alike
    return scores


def _call(call: Mapping[str, Any]) -> Step:
    where = f"{call['label']}.{call['property']}: " if call["label"] else ""
    text = call["query"] or f"{where}{call['text'] or call['args']}"
    rows = call["rows"]
    return {
        "kind": call["tool"],
        "text": text,
        "rows": None if rows is None else len(rows),
        "hits": [[_name(row, at), row["score"]] for at, row in enumerate(rows or ())],
        "error": call["error"],
    }


def _name(row: Mapping[str, Any], at: int) -> str:
    return row["ids"][0] if row["ids"] else str(sorted(row["values"].items()) or at)


def _figures(turn: Mapping[str, Any]) -> dict[str, Any]:
    counts = [
        usage[name] for usage in turn["usage"] for name in ("prompt_tokens", "completion_tokens")
    ]
    known = [count for count in counts if count is not None]
    return {
        "latency": turn["latency"],
        "tokens": sum(known) if known else None,
        "cost": turn["cost"],
    }


def _delta(a: Step | None, b: Step | None) -> dict[str, Any]:
    """What differs within a pair; nothing for a step that stands alone."""
    if a is None or b is None:
        return {"same": False}
    told: dict[str, Any] = {"same": a["text"] == b["text"]}
    if "hits" in a:
        told |= _hits(a, b)
    for name in ("latency", "tokens", "cost"):
        if a.get(name) is not None and b.get(name) is not None:
            told[name] = b[name] - a[name]
    if not told["same"]:
        told["words"] = _words(a["text"], b["text"])
    return told


def _hits(a: Step, b: Step) -> dict[str, Any]:
    then, now = dict(a["hits"]), dict(b["hits"])
    both = [name for name in then if name in now]
    scores = [abs(now[n] - then[n]) for n in both if _number(then[n]) and _number(now[n])]
    order = [name for name in now if name in then]
    found = {
        "added": [name for name in now if name not in then],
        "removed": [name for name in then if name not in now],
        "moved": [name for name, other in zip(both, order, strict=True) if name != other],
        "score": max(scores, default=None),
    }
    unlike = found["added"] or found["removed"] or found["moved"] or found["score"]
    same = a["text"] == b["text"] and a["error"] == b["error"] and a["rows"] == b["rows"]
    return {**found, "same": same and not unlike}


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _words(a: str, b: str) -> list[list[str]]:
    """Pieces of both texts as [kind, text]; kind is "both", "a" or "b"."""
    left, right = (re.findall(r"\s+|\w+|[^\w\s]", text) for text in (a, b))
    pieces: list[list[str]] = []
    for _, i, i_end, j, j_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        one, other = "".join(left[i:i_end]), "".join(right[j:j_end])
        pieces += [["both", one]] if one == other else [["a", one], ["b", other]]
    return [piece for piece in pieces if piece[1]]
