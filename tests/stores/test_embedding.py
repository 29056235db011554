"""The offline embedder: shape, length, meaning, and what importing it must not do."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import numpy as np
import pytest

from workbench.core.errors import BadInput
from workbench.core.protocols import Embedder
from workbench.stores.embedding.wordllama import WordLlamaEmbedder


@pytest.fixture(scope="module")
def embedder() -> WordLlamaEmbedder:
    return WordLlamaEmbedder()


def test_vectors_are_float32_of_length_one(embedder: Embedder) -> None:
    vectors = np.asarray(embedder.embed(["a graph database", "Grüße", "🦄", " "]))
    assert (vectors.shape, vectors.dtype) == ((4, embedder.dimension), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-6)


def test_the_model_has_name_and_version(embedder: Embedder) -> None:
    assert embedder.model == f"wordllama/l2_supercat_256 {version('wordllama')}"
    assert embedder.dimension == 256


def test_texts_of_like_meaning_are_near(embedder: Embedder) -> None:
    query, near, far = np.asarray(
        embedder.embed(["river otters", "an otter in a river", "tax law"])
    )
    assert query @ near > query @ far + 0.3


def test_a_vector_is_the_mean_of_its_tokens(embedder: WordLlamaEmbedder) -> None:
    loaded = embedder._loaded
    ids = loaded.tokenize(["Oceanic Trenches"])[0].ids
    mean = loaded.embedding[ids].astype(float).mean(axis=0)
    expected = mean / np.linalg.norm(mean)
    assert embedder.embed(["Oceanic Trenches"])[0] == pytest.approx(expected, abs=1e-6)


def test_a_text_has_one_vector_whatever_it_is_embedded_with(embedder: WordLlamaEmbedder) -> None:
    alone = embedder.embed(["Quokkas"])
    among = embedder.embed(["x " * 5000, "Quokkas", ""])
    assert np.array_equal(alone[0], among[1])


def test_the_empty_text_has_a_zero_vector_and_no_nan(embedder: WordLlamaEmbedder) -> None:
    vectors = embedder.embed(["", "words"])
    assert not vectors[0].any()
    assert np.isfinite(vectors).all()


def test_no_texts_give_no_vectors(embedder: WordLlamaEmbedder) -> None:
    assert embedder.embed([]).shape == (0, 256)


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["fine", None], "text 1: expected text, found NoneType"),
        (["\ud800"], "surrogate pair at character 1"),
    ],
)
def test_what_is_no_text_is_refused(embedder: Embedder, texts: list[str], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        embedder.embed(texts)


def test_loading_leaves_the_root_logger_alone_and_asks_no_network() -> None:
    code = (
        "import logging, socket\n"
        "def refuse(*_): raise AssertionError('network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from workbench.stores.embedding.wordllama import WordLlamaEmbedder\n"
        "import sys; assert 'wordllama' not in sys.modules\n"
        "vectors = WordLlamaEmbedder().embed(['a'])\n"
        "assert vectors.shape == (1, 256)\n"
        "print(logging.root.handlers, logging.root.level)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.split("\n")[0] == "[] 30", done.stderr
