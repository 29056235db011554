"""The default embedder: static word vectors that ship inside a wheel, so it works offline."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import EngineNotInstalled
from .texts import checked
from .vectors import unit


class WordLlamaEmbedder:
    """256 numbers a text: the mean of its tokens' vectors, scaled to length 1.

    The same text gives the same vector whatever it is embedded with. Text without any token
    (only the empty text, since unknown characters fall back to their bytes) gives a zero
    vector, which no search finds. The model loads on the first `embed` (about a second),
    from the wheel, and the network is never asked.
    """

    dimension = 256

    @cached_property
    def model(self) -> str:
        """Weights and package version, as in `wordllama/l2_supercat_256 0.4.0.post1`."""
        try:
            return f"wordllama/l2_supercat_256 {version('wordllama')}"
        except PackageNotFoundError as error:
            raise _missing() from error

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32 of shape (len(texts), 256), in order; BadInput for non-text."""
        wanted = checked(texts)
        # One text a batch: a batch is padded to its longest text, which costs memory, not time.
        means: NDArray[np.float32] = self._loaded.embed(wanted, batch_size=1)
        return unit(means)

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return type(self), ()  # another process loads the model itself

    @cached_property
    def _loaded(self) -> Any:
        with _root_logger_kept():
            try:
                import wordllama
            except ImportError as error:
                raise _missing() from error
            # Without `cache_dir` 0.4.0 looks for its tokenizer in a folder that the wheel
            # spells differently, and would then download it.
            inside = Path(wordllama.__file__).parent
            return wordllama.WordLlama.load(cache_dir=inside, disable_download=True)


def _missing() -> EngineNotInstalled:
    return EngineNotInstalled(
        "the offline embedder needs wordllama, which is not installed: pip install wordllama"
    )


@contextmanager
def _root_logger_kept() -> Iterator[None]:
    """wordllama calls logging.basicConfig when imported, which is for applications to do."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
