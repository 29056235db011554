"""Makes corpus.jsonl and questions.jsonl of people.txt and things.txt.

Every two of 24 people share one liking, and no more.

`python build.py` writes them beside this file, always the same. The pattern is that of the LIMIT
data set (Weller, Boratko, Naim and Lee, 2025, arXiv 2508.21038): with every pair of documents
the answer of some question, vectors of few dimensions cannot rank both first for all. The people
and the things are our own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).resolve().parent
T = TypeVar("T")


def listed(name: str) -> list[str]:
    return (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def shuffled(values: Iterable[T]) -> list[T]:
    """In an order that looks like chance and is the same everywhere."""
    return sorted(values, key=lambda one: sha256(repr(one).encode()).digest())


def likings() -> dict[str, tuple[str, str]]:
    """Who likes a thing: each pair of people, in a shuffled order."""
    pairs = shuffled(combinations(listed("people"), 2))
    return dict(zip(listed("things"), pairs, strict=True))


def corpus() -> list[dict[str, str]]:
    by_person: dict[str, list[str]] = {person: [] for person in listed("people")}
    for thing, pair in likings().items():
        for person in pair:
            by_person[person].append(thing)
    return [
        {"id": person, "text": f"{person} likes {', '.join(shuffled(things))}."}
        for person, things in by_person.items()
    ]


def questions() -> list[dict[str, object]]:
    return [
        {
            "id": f"likes-{at:03}",
            "text": f"Who likes {thing}?",
            "answer": f"{pair[0]}, {pair[1]}",
            "judgements": dict.fromkeys(pair, 1),
            "expected": {"names": list(pair)},
        }
        for at, (thing, pair) in enumerate(likings().items(), 1)
    ]


def lines(records: list[dict[str, str]] | list[dict[str, object]]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)


if __name__ == "__main__":
    (HERE / "corpus.jsonl").write_text(lines(corpus()), encoding="utf-8")
    (HERE / "questions.jsonl").write_text(lines(questions()), encoding="utf-8")
