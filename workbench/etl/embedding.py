"""Texts to vectors: in batches, several at once, patiently, and each paid for once.

What an embedder returns is kept at once in `workbench_embedding`, by model and text, until a
load is whole; one that failed half way goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.errors import BadInput, StoreBusy, StoreUnavailable
from ..core.protocols import Embedder, Reads, Relational

if TYPE_CHECKING:
    import numpy
    import numpy.typing

    Floats = numpy.typing.NDArray[numpy.float32]

LONGEST_WAIT = 60.0  # seconds; most services count their limits by the minute

_KEPT = """
SELECT text_hash, embedding FROM workbench_embedding
WHERE model = $model AND text_hash = ANY ($hashes)
"""
_FORGET = "DELETE FROM workbench_embedding"

Progress = Callable[[str, int, int], None]
_Found = dict[str, "Sequence[float] | BadInput"]


class Sending(NamedTuple):
    """How texts go to an embedder: at most so many texts and estimated tokens a call, so many
    calls at once, and so many tries of a call, the second after `wait` seconds, each later one
    after twice as long, or after what the embedder asks for.

    Vedana sends 2048 texts and 200,000 tokens, as OpenAI's endpoint takes.
    """

    texts: int = 2048
    tokens: int = 200_000
    at_once: int = 4
    tries: int = 5
    wait: float = 0.5


@dataclass(frozen=True, slots=True)
class Made:
    """The vector of each text, or why the embedder does not take it.

    `sent` counts the texts that were embedded now, `resumed` those whose vectors an earlier
    load had paid for, `retries` the calls that were made again.
    """

    vectors: Mapping[str, Sequence[float] | BadInput] = field(default_factory=dict)
    sent: int = 0
    resumed: int = 0
    retries: int = 0


def estimated_tokens(text: str) -> int:
    """A token for every four bytes of UTF-8, at least one.

    Four characters of English a token is OpenAI's rule of thumb; other scripts take more
    tokens a character, and more bytes.
    """
    return max(1, -(-len(text.encode()) // 4))


def kept(store: Reads, texts: Iterable[str], embedder: Embedder) -> dict[str, Sequence[float]]:
    """The vectors that an earlier load left behind, by text."""
    import numpy

    hashes = {_hash(text): text for text in texts}
    if not hashes:
        return {}
    asked = {"model": embedder.model, "hashes": list(hashes)}
    found = store.rows(_KEPT, asked, reviewed=True).values
    vectors: dict[str, Any] = {
        hashes[digest]: numpy.frombuffer(stored, numpy.float32) for digest, stored in found
    }
    return {text: v for text, v in vectors.items() if len(v) == embedder.dimension}


def forget(store: Relational) -> None:
    store.write(_FORGET)


def embed(
    store: Relational,
    texts: Iterable[str],
    embedder: Embedder,
    sending: Sending,
    progress: Progress,
) -> Made:
    """The vectors of different texts; those of calls that succeeded are kept whatever happens.

    The first call goes alone, since an embedder may load its model then, or refuse the key. A
    call that may succeed later (StoreBusy) is made again; any other error ends the others
    after those under way, and is raised.
    """
    wanted = sorted(set(texts))
    there = kept(store, wanted, embedder)
    calls = _Calls(embedder, sending)
    made: _Found = {**there}
    progress("embed", len(made), len(wanted))
    for found in calls.made([text for text in wanted if text not in there]):
        _keep(store, found, embedder)
        made.update(found)
        progress("embed", len(made), len(wanted))
    refused = sum(isinstance(vector, BadInput) for vector in made.values())
    return Made(made, len(made) - len(there) - refused, len(there), calls.retries)


class _Calls:
    """The calls of one load, and how often one was made again."""

    def __init__(self, embedder: Embedder, sending: Sending) -> None:
        self._embedder, self._sending = embedder, sending
        self._stopped = Event()
        self._repeated: list[str] = []  # appending is safe from several threads

    @property
    def retries(self) -> int:
        return len(self._repeated)

    def made(self, texts: Sequence[str]) -> Iterator[_Found]:
        """What each call gave, as it comes."""
        batches = _batches(texts, self._sending)
        if first := next(batches, None):
            yield self._one(first)
        with ThreadPoolExecutor(self._sending.at_once) as pool:
            waiting = {pool.submit(self._one, batch) for batch in batches}
            try:
                yield from self._all(waiting)
            finally:
                self._stopped.set()
                pool.shutdown(wait=False, cancel_futures=True)

    def _all(self, waiting: set[Future[_Found]]) -> Iterator[_Found]:
        """After a failure, what the calls under way still give; then the failure."""
        failed: BaseException | None = None
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                if future.cancelled():
                    continue
                if error := future.exception():
                    failed = failed or error
                    self._stopped.set()
                    waiting = {other for other in waiting if not other.cancel()}
                else:
                    yield future.result()
        if failed:
            raise failed

    def _one(self, texts: list[str]) -> _Found:
        return dict(self._isolated(texts))

    def _isolated(self, texts: list[str]) -> Iterator[tuple[str, Sequence[float] | BadInput]]:
        """A refused batch is halved until the text is alone that the embedder does not take."""
        try:
            vectors = self._patiently(texts)
        except BadInput as error:
            if len(texts) == 1:
                yield texts[0], error
                return
            middle = len(texts) // 2
            yield from self._isolated(texts[:middle])
            yield from self._isolated(texts[middle:])
            return
        yield from zip(texts, vectors, strict=True)

    def _patiently(self, texts: list[str]) -> Any:
        for tried in range(self._sending.tries):
            try:
                return _checked(self._embedder.embed(texts), len(texts), self._embedder)
            except StoreBusy as error:
                if tried + 1 == self._sending.tries:
                    error.add_note(f"Asked {self._sending.tries} times.")
                    raise
                pause = error.after or self._sending.wait * 2**tried
                if self._stopped.wait(min(pause, LONGEST_WAIT)):
                    raise
                self._repeated.append(str(error))
        raise BadInput(f"tries: expected at least 1, found {self._sending.tries}")


def _batches(texts: Iterable[str], sending: Sending) -> Iterator[list[str]]:
    batch, tokens = list[str](), 0
    for text in texts:
        size = estimated_tokens(text)
        if batch and (len(batch) == sending.texts or tokens + size > sending.tokens):
            yield batch
            batch, tokens = [], 0
        batch.append(text)
        tokens += size
    if batch:
        yield batch


def _checked(vectors: Any, count: int, embedder: Embedder) -> Floats:
    """The vectors as finite float32 of the promised shape; StoreUnavailable for anything else."""
    import numpy

    expected = (
        f"embedder {embedder.model}: expected {count} vectors of {embedder.dimension} numbers"
    )
    advice = "Correct the model's name or dimension, or the endpoint."
    try:
        found = numpy.asarray(vectors, dtype=numpy.float32)
    except (TypeError, ValueError) as error:
        raise StoreUnavailable(f"{expected}, found {error}. {advice}") from error
    if found.shape != (count, embedder.dimension):
        seen = f"{len(vectors)} vectors, an array of shape {found.shape}"
        raise StoreUnavailable(f"{expected}, found {seen}. {advice}")
    if not numpy.isfinite(found).all():
        raise StoreUnavailable(f"{expected}, found NaN or infinity among them. {advice}")
    return found


def _keep(store: Relational, found: _Found, embedder: Embedder) -> None:
    rows = (
        (embedder.model, _hash(text), vector.tobytes())  # type: ignore[attr-defined]
        for text, vector in found.items()
        if not isinstance(vector, BadInput)
    )
    store.put("workbench_embedding", ("model", "text_hash", "embedding"), rows)


def _hash(text: str) -> bytes:
    return sha256(text.encode()).digest()
