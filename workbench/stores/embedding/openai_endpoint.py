"""Any endpoint that speaks OpenAI's embeddings API, over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import StoreUnavailable
from ..endpoint import SHOWN, Endpoint
from .vectors import unit


class OpenAIEndpoint:
    """Vectors of `model` with `dimension` numbers, scaled to length 1.

    `url` ends before `/embeddings`, as in `https://api.openai.com/v1`. `shorten` asks the
    endpoint for `dimension` numbers, which models of OpenAI's third generation can give;
    without it the model's own number is expected. `timeout` is in seconds without an answer.

    Nothing is asked twice here; what goes wrong is told as `stores.endpoint.Endpoint` does, an
    answer of another shape as StoreUnavailable.
    """

    def __init__(
        self,
        url: str,
        *,
        model: str,
        dimension: int,
        api_key: str | None = None,
        shorten: bool = False,
        timeout: float = 60.0,
    ) -> None:
        self.model, self.dimension, self._shorten = model, dimension, shorten
        self._endpoint = Endpoint(url, kind="embedding", api_key=api_key, timeout=timeout)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32 of shape (len(texts), dimension), in the order of the texts.

        A vector without direction stays zero. Threads may ask at once.
        """
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        asked: dict[str, Any] = {"model": self.model, "input": list(texts)}
        if self._shorten:
            asked["dimensions"] = self.dimension
        return unit(self._vectors(self._endpoint.post("/embeddings", asked), len(texts)))

    def close(self) -> None:
        self._endpoint.close()

    def _vectors(self, answer: Any, count: int) -> NDArray[np.float32]:
        """The vectors by their `index`: an endpoint may send them in any order."""
        data = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
            raise self._unusable(f"no list `data` of objects: {answer!r:.{SHOWN}}")
        by_index = {one.get("index"): one.get("embedding") for one in data}
        if len(data) != count or by_index.keys() != set(range(count)):
            seen = sorted(map(str, by_index))[:5]
            raise self._unusable(f"{len(data)} vectors with the indices {', '.join(seen)} …", count)
        try:
            found = np.asarray([by_index[at] for at in range(count)], np.float32)
        except (TypeError, ValueError) as error:
            raise self._unusable(f"a vector that is none: {error}") from error
        if found.shape != (count, self.dimension):
            raise self._unusable(f"an array of shape {found.shape}", count)
        if not np.isfinite(found).all():
            raise self._unusable("NaN or infinity")
        return found

    def _unusable(self, seen: str, count: int | None = None) -> StoreUnavailable:
        number = "vectors" if count is None else f"{count} vectors"
        return StoreUnavailable(
            f"{self._endpoint.where}, model {self.model}: expected {number} of {self.dimension} "
            f"finite numbers, found {seen}. Correct the model's name, its dimension, or the "
            "address."
        )
