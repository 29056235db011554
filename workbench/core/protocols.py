"""What each kind of store can do: three to five methods, the same verbs in every kind.

`rows` reads, `write` changes, `put` stores records in bulk, `drop` removes by id, and
`close` lets go. Richer wishes are query files, not methods. Every store carries
`engine` (name, version, extensions) and is usable when its constructor returns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from .answer import Answer, Plan
from .chat import Completion, Message
from .values import Edge, Engine, Hit, Node, Parameters, Rows

if TYPE_CHECKING:
    import polars

    from .lore.world import World


class Reads(Protocol):
    """A store that answers text in its own language."""

    @property
    def engine(self) -> Engine: ...

    def rows(
        self,
        text: str,
        parameters: Parameters | None = None,
        *,
        limit: int | None = None,
        timeout: float | None = None,
        reviewed: bool = False,
    ) -> Rows:
        """The rows of `text`, whose `$name` stand for parameters.

        At most `limit` rows are fetched; one more that exists sets `truncated`. `timeout`
        is in seconds. `reviewed` text (a catalogue file) runs on the read-only session as
        it is; any other text runs so that it cannot change anything whatever it says.
        """

    def explain(self, text: str, parameters: Parameters | None = None) -> Plan:
        """The engine's plan for `text`, which is not run."""

    def close(self) -> None: ...


class Writes(Protocol):
    """A store that can be changed by text in its own language."""

    @property
    def engine(self) -> Engine: ...

    def write(self, text: str, parameters: Parameters | None = None) -> Rows:
        """Run a statement that changes data: the rows it returns."""


class Asks(Protocol):
    """What a tool asks questions with; an open bench is one."""

    def ask(self, name: str, /, *, row_limit: int | None = None, **parameters: Any) -> Answer:
        """The answer of a catalogue query."""

    def sql(self, text: str, /, *, row_limit: int | None = None, **parameters: Any) -> Answer:
        """The answer of a typed SQL text, which cannot write."""

    def cypher(self, text: str, /, *, row_limit: int | None = None, **parameters: Any) -> Answer:
        """The answer of a typed Cypher text, which cannot write."""


class AsksWorld(Asks, Protocol):
    """What a question about a world is asked of: a bench, or a session on one."""

    @property
    def world_time(self) -> str | None:
        """The current time that a session sets for itself; None elsewhere."""

    def world(self) -> World:
        """Eras, registry and settings of the world in the graph, as they are now."""


class Tells(Protocol):
    """What changes stores by reviewed statements."""

    def tell(self, name: str, /, **parameters: Any) -> Rows:
        """Run a catalogue query that writes: the rows it returns."""


class Relational(Reads, Protocol):
    """Tables."""

    def write(self, text: str, parameters: Parameters | None = None) -> Rows:
        """Run a statement that changes data: the rows of its RETURNING, else one row `affected`."""

    def put(self, table: str, columns: Sequence[str], records: Iterable[Sequence[Any]]) -> int:
        """Append records in bulk, all or none; the number stored."""


class Transacts(Protocol):
    """A store whose writes can be all or none."""

    def transaction(self) -> AbstractContextManager[None]:
        """Writes inside belong together; leaving by an error undoes them."""


class Tunes(Protocol):
    """A store whose engine plans and searches by settings."""

    def under(self, settings: Mapping[str, str]) -> Reads:
        """The store's reads, each under these settings, which end with it.

        BadInput for a setting that does not belong to planning or to index search.
        """


class Profiles(Protocol):
    """A store whose engine can measure a plan while it runs."""

    def profile(
        self, text: str, parameters: Parameters | None = None, *, timeout: float | None = None
    ) -> Plan:
        """The plan of `text` with what each operator did; it runs, and cannot write.

        NotSupported where the engine does not tell.
        """


class Frames(Protocol):
    """A store that fills a data frame without passing through Python rows."""

    def frame(self, text: str, parameters: Parameters | None = None) -> polars.DataFrame:
        """The whole result of `text`, read-only, column types kept, no row limit."""


class Graph(Reads, Protocol):
    """Nodes and edges."""

    def write(self, text: str, parameters: Parameters | None = None) -> Rows:
        """Run a statement that changes the graph: the rows it returns."""

    def put(self, nodes: Iterable[Node] = (), edges: Iterable[Edge] = ()) -> tuple[int, int]:
        """Store nodes, then edges, replacing all properties of those that exist.

        A node is its first label and `id`; an edge is its ends and type. Returns the
        numbers stored; an edge whose end is missing is an error, and its batch is not stored.
        """

    def drop(self, nodes: Iterable[Node] = (), edges: Iterable[Edge] = ()) -> tuple[int, int]:
        """Remove edges, then nodes with the edges at them; the numbers that were there."""


class IndexedGraph(Graph, Protocol):
    """A graph that tells beforehand which names it takes, and keeps an index a label."""

    def admit(self, labels: Collection[str] = (), types: Collection[str] = ()) -> None:
        """BadInput where `put` would refuse a node of these labels or an edge of these types."""

    def index(self, labels: Iterable[str]) -> None:
        """Give labels the index on `id` that `put` gives them, before they have nodes."""

    def unindex(self, labels: Iterable[str]) -> None:
        """Take that index away; a label without one is left alone, and so are all nodes."""


class Vectors(Protocol):
    """One collection of vectors with payload."""

    @property
    def dimension(self) -> int: ...

    def nearest(
        self,
        vector: Sequence[float],
        k: int,
        *,
        where: Mapping[str, Any] | None = None,
        threshold: float | None = None,
    ) -> list[Hit]:
        """The `k` vectors of highest cosine similarity, best first, ties by id ascending.

        `where` maps payload fields to a value or a list of allowed values; `threshold` keeps
        similarities strictly above it. Vectors without direction (all zero) are never hits.
        """

    def put(self, records: Iterable[tuple[Any, Sequence[float], Mapping[str, Any]]]) -> int:
        """Store (id, vector, payload), replacing those ids that exist; all or none."""

    def drop(self, ids: Iterable[Any]) -> int:
        """Remove by id; the number that was there."""


class Objects(Protocol):
    """Named bytes. A name is a relative path with `/`."""

    def get(self, name: str) -> bytes: ...
    def put(self, name: str, content: bytes) -> None: ...
    def names(self, prefix: str = "") -> list[str]:
        """All names below `prefix`, in code point order."""

    def drop(self, names: Iterable[str]) -> int:
        """Remove; the number that was there."""

    def close(self) -> None: ...


class Cache(Protocol):
    """Short-lived values and messages between processes."""

    def get(self, name: str) -> bytes | None: ...
    def put(self, name: str, content: bytes, *, seconds: float | None = None) -> None:
        """Keep `content`, for `seconds` where given; the server may forget it sooner."""

    def drop(self, names: Iterable[str]) -> int: ...
    def close(self) -> None: ...


class Messages(Protocol):
    """A cache that also carries messages."""

    def send(self, channel: str, message: bytes) -> int:
        """Publish; the number of listeners reached."""

    def listen(self, channel: str, *, timeout: float) -> Iterable[bytes]:
        """Messages as they arrive; ends when none came for `timeout` seconds."""


class Inbox(Protocol):
    """A channel that is followed without waiting."""

    def taken(self) -> list[bytes]:
        """Messages since the last call; StoreUnavailable where some may have passed unheard."""

    def close(self) -> None: ...


class Follows(Protocol):
    """A cache whose messages can be collected between other work."""

    def follow(self, channel: str) -> Inbox:
        """Collects the messages sent from now on."""


class Counts(Cache, Protocol):
    """A cache that counts, and keeps values in named parts; every step is whole."""

    def add(self, name: str, amount: int = 1, *, seconds: float) -> int:
        """Add to a count; the new one, which ends `seconds` after the last addition."""

    def fields(self, name: str) -> dict[str, bytes]:
        """The parts of a value; none where there is no such value."""

    def put_fields(self, name: str, values: Mapping[str, bytes | None], *, seconds: float) -> None:
        """Keep parts beside those that are there, None removes one; all end after `seconds`."""

    def add_field(self, name: str, field: str, amount: int) -> int:
        """Add to a part that is a count; the new count."""


class Embedder(Protocol):
    """Text to vectors of unit length."""

    @property
    def model(self) -> str:
        """Name and version, recorded beside every vector it makes."""

    @property
    def dimension(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """One vector a text, float32 of shape (len(texts), dimension), in order."""


class Chat(Protocol):
    """Messages to the text that a language model answers."""

    @property
    def model(self) -> str:
        """The name that the model is asked for by, recorded beside every answer."""

    def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        temperature: float | None = None,
        seed: int | None = None,
        max_tokens: int | None = None,
    ) -> Completion:
        """The model's answer; what is None is left to the model.

        `schema` is a JSON schema that the text is to follow. It is asked for and not checked:
        not every model keeps to it. StoreBusy where asking again may help.
        """
