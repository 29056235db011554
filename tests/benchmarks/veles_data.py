"""Points to search: normal, in 200 tight clusters, and embeddings of real texts."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

DIMENSION, CLUSTERS = 384, 200
_TIGHT = 0.35  # the spread within a cluster, where its centres are spread by 1
_ROOT = Path(__file__).resolve().parents[2]
_SENTENCE = re.compile(r"[A-Z][a-z]*(?:[ ,;:'’-]+[A-Za-z0-9'’]+){5,40}[.?!]")
_PROSE = re.compile(r"[A-Za-z0-9'’]+(?:[ ,;:.?!'’-]+[A-Za-z0-9'’]+){11,}")
_WORDS, _APART = 12, 2  # of a window of prose, and between the starts of two
_LORE = ("data/**/*.jsonl", "data/**/*.yaml", "data/**/*.md", "docs/**/*.md", "*.md")
_CODE = ("workbench/**/*.py", "tests/**/*.py")
Vectors = NDArray[np.float32]


class Data(NamedTuple):
    """(n, 384) rows and (m, 384) queries: new points of the same distribution, never rows."""

    name: str
    rows: Vectors
    queries: Vectors


def data(name: str, n: int, queries: int) -> Data:
    found = {"gaussian": _normal, "clustered": _clustered, "texts": _texts}[name](n + queries)
    return Data(name, found[:n], found[n:])


def payloads(n: int) -> list[dict[str, Any]]:
    """Fields whose values keep 50 %, 5 % and 0.5 % of the rows, and a number from 0 to 100."""
    prices = np.random.default_rng(5).uniform(0, 100, n).round(2).tolist()
    return [
        {
            "title": f"Document {at}",
            "half": f"h{at % 2}",
            "kind": f"k{at % 20}",
            "topic": f"t{at % 200}",
            "price": price,
        }
        for at, price in enumerate(prices)
    ]


def _normal(n: int) -> Vectors:
    return np.random.default_rng(7).standard_normal((n, DIMENSION), dtype=np.float32)


def _clustered(n: int) -> Vectors:
    random = np.random.default_rng(11)
    centres = random.standard_normal((CLUSTERS, DIMENSION), dtype=np.float32)
    own = random.standard_normal((n, DIMENSION), dtype=np.float32) * np.float32(_TIGHT)
    found: Vectors = centres[random.integers(0, CLUSTERS, n)] + own
    return found


def _texts(n: int) -> Vectors:
    """By MiniLM; kept in the temporary folder, for ten thousand take minutes.

    More rows than there are texts are texts again, each moved by a hundredth of its length.
    """
    from workbench.stores.embedding.minilm import MiniLMEmbedder

    texts = sorted(set(_sentences()), key=lambda text: sha256(text.encode()).digest())[:n]
    kept = Path(tempfile.gettempdir()) / "veles-benchmark-texts.npz"
    known: dict[str, Vectors] = {}
    if kept.exists():
        with np.load(kept) as file:
            known = dict(zip(file["texts"].tolist(), file["vectors"], strict=True))
    new = [text for text in texts if text not in known]
    if new:
        known |= dict(zip(new, MiniLMEmbedder().embed(new), strict=True))
        np.savez(kept, texts=np.array(list(known)), vectors=np.array(list(known.values())))
    found = np.array([known[text] for text in texts])
    again = np.random.default_rng(13).integers(0, len(found), max(n - len(found), 0))
    moved = np.random.default_rng(17).normal(0, 0.01 / DIMENSION**0.5, (len(again), DIMENSION))
    return np.concatenate([found, found[again] + moved.astype(np.float32)])


def _sentences() -> Iterator[str]:
    """Sentences of every text of the repository, and of its lore windows of twelve words too."""
    for pattern in (*_LORE, *_CODE):
        for file in sorted(_ROOT.glob(pattern)):
            text = file.read_text(encoding="utf-8")
            yield from _SENTENCE.findall(text)
            if pattern in _LORE:
                for run in _PROSE.findall(text):
                    yield from _windows(run.split())


def _windows(words: list[str]) -> Iterator[str]:
    for start in range(0, len(words) - _WORDS + 1, _APART):
        yield " ".join(words[start : start + _WORDS])
