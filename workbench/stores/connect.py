"""The one place where a profile becomes stores: `local` starts a server, a URL names one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from ..core.errors import EngineNotInstalled
from .local.bench_servers import BenchServers
from .profile import LOCAL, MINILM, Profile, revealed, revealed_url
from .read_only import ReadOnly

if TYPE_CHECKING:
    from .cache.redis import Redis
    from .embedding.minilm import MiniLMEmbedder
    from .embedding.openai_endpoint import OpenAIEndpoint
    from .embedding.wordllama import WordLlamaEmbedder
    from .graph.bolt import Bolt
    from .graph.databases import Databases
    from .local.process import Running
    from .objects.store import ObjectStore
    from .relational.postgres import Postgres

# What to install where a driver is missing, by the name of its module.
_DISTRIBUTION = {"psycopg": "psycopg[binary]", "neo4j": "neo4j", "redis": "redis"}


def relational(profile: Profile, folder: Path) -> Postgres:
    with _driver():
        from .local.postgres import READER
        from .relational.postgres import Postgres
    if profile.relational != LOCAL:
        reader = revealed_url(profile.reader) if profile.reader else None
        url = revealed_url(profile.relational)
        return Postgres(url, reader=reader, timeout=profile.timeout)
    servers = BenchServers(folder)

    def connected(running: Running) -> Postgres:
        owner = servers.postgres.conninfo(running)
        reader = servers.postgres.conninfo(running, READER)
        return Postgres(owner, reader=reader, timeout=profile.timeout)

    return servers.connected(servers.postgres, connected)


def graph(profile: Profile, folder: Path, database: str | None = None) -> Bolt:
    """The graph; `database` names another than the profile's or the bench's own."""
    with _driver():
        from .graph.bolt import Bolt
        from .local import arcadedb
    if profile.graph != LOCAL:
        url, user, password, own = _account(profile.graph)
        return Bolt(
            url, user=user, password=password, database=database or own, timeout=profile.timeout
        )
    servers = BenchServers(folder, graph_heap=profile.graph_heap)

    def connected(running: Running) -> Bolt:
        passwords = servers.arcadedb.passwords()
        return Bolt(
            f"bolt://{running.endpoint['host']}:{running.endpoint['port']}",
            user=arcadedb.WRITER,
            password=passwords[arcadedb.WRITER],
            database=database or arcadedb.DATABASE,
            reader=(arcadedb.READER, passwords[arcadedb.READER]),
            timeout=profile.timeout,
        )

    return servers.connected(servers.arcadedb, connected)


def databases(profile: Profile, folder: Path) -> Databases:
    """All databases of the graph server: the local one, or the one that the profile names."""
    with _driver():
        from .graph.arcade import ArcadeServer
        from .graph.databases import BoltServer, Databases, database
    if profile.graph != LOCAL:
        url, user, password, _ = _account(profile.graph)
        server = BoltServer(url, user=user, password=password, timeout=profile.timeout)
        return Databases(
            server, lambda name: graph(profile, folder, database(name)), write=profile.write
        )
    servers = BenchServers(folder, graph_heap=profile.graph_heap)

    def connected(running: Running) -> Databases:
        password = servers.arcadedb.passwords()["root"]
        port = int(running.endpoint["http"])
        local = ArcadeServer(port, password, timeout=profile.timeout)
        local.names()
        return Databases(local, lambda name: graph(profile, folder, name))

    return servers.connected(servers.arcadedb, connected)


def _account(written: str) -> tuple[str, str, str, str | None]:
    """A graph's URL without what must stay secret; the user, password and database in it."""
    parts = urlsplit(revealed_url(written))
    url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return url, user, password, parts.path.strip("/") or None


def objects(profile: Profile, folder: Path) -> ObjectStore:
    with _driver():
        from .objects import open as object_stores
    if profile.objects == LOCAL:
        return object_stores.folder(folder / "objects")
    return object_stores.s3(
        profile.objects,
        endpoint=profile.endpoint or None,
        access_key=revealed(profile.access_key),
        secret_key=revealed(profile.secret_key),
        region=profile.region,
    )


def cache(profile: Profile, folder: Path) -> Redis:
    with _driver():
        from .cache.redis import Redis
    if profile.cache != LOCAL:
        return Redis(revealed_url(profile.cache))
    servers = BenchServers(folder, cache_memory=profile.cache_memory)
    return servers.connected(servers.valkey, lambda running: Redis(servers.valkey.url(running)))


def embedder(profile: Profile, folder: Path) -> WordLlamaEmbedder | MiniLMEmbedder | OpenAIEndpoint:
    with _driver():
        from .embedding.minilm import MiniLMEmbedder
        from .embedding.openai_endpoint import OpenAIEndpoint
        from .embedding.wordllama import WordLlamaEmbedder
    if profile.embedder == LOCAL:
        return WordLlamaEmbedder()
    if profile.embedder == MINILM:
        return MiniLMEmbedder()
    return OpenAIEndpoint(
        profile.embedder,
        model=profile.embedder_model,
        dimension=profile.embedder_dimension,
        api_key=revealed(profile.embedder_key),
        timeout=profile.timeout,
    )


def opened(kind: str, profile: Profile, folder: Path) -> Any:
    """The store of a kind; one of a deployment refuses changes unless the profile asks."""
    store = OPENERS[kind](profile, folder)
    url = getattr(profile, kind)
    owned = url == LOCAL or kind == "embedder"
    return store if owned or profile.write else ReadOnly(store, url)


OPENERS: dict[str, Callable[[Profile, Path], Any]] = {
    "relational": relational,
    "graph": graph,
    "objects": objects,
    "cache": cache,
    "embedder": embedder,
}


@contextmanager
def _driver() -> Iterator[None]:
    """A missing driver, told with the pip line; a fault of our own stays what it is."""
    try:
        yield
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name in {"", "workbench"}:
            raise
        package = _DISTRIBUTION.get(name, name)
        raise EngineNotInstalled(f"a driver is missing: pip install '{package}'") from error
