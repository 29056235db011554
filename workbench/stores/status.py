"""What a profile opens and what state it is in, told without starting anything."""

from __future__ import annotations

from pathlib import Path

from ..core.errors import WorkbenchError
from ..core.values import Rows
from .connect import OPENERS
from .local.bench_servers import BenchServers
from .profile import LOCAL, Profile

COLUMNS = ("kind", "engine", "version", "where", "state")
_SERVER = {"relational": "postgres", "graph": "arcadedb", "cache": "valkey"}


def status(profile: Profile, folder: Path) -> Rows:
    """One row a kind of store; a local server that is not running stays so."""
    running = BenchServers(folder).running()
    rows: list[tuple[str | None, ...]] = []
    for kind in ("relational", "graph", "objects", "cache"):
        url = getattr(profile, kind)
        server = _SERVER.get(kind)
        if url == LOCAL and server and server not in running:
            rows.append((kind, server, None, str(folder), "starts on first use"))
        else:
            rows.append(look(kind, profile, folder))
    if profile.grist:
        rows.append(("grist", None, None, profile.grist, _documents(profile)))
    return Rows(COLUMNS, rows)


def _documents(profile: Profile) -> str:
    if "://" in profile.grist:
        return f"{len(profile.grist_documents)} documents named, read at the next load"
    files = sorted(path.name for path in Path(profile.grist).expanduser().glob("*.grist"))
    return ", ".join(files) or "no .grist file is there"


def look(kind: str, profile: Profile, folder: Path) -> tuple[str | None, ...]:
    """Open one store (starting its local server) and let it go: a row of `status`."""
    url = getattr(profile, kind)
    where = str(folder) if url == LOCAL else url  # a URL holds ${NAME}, never a secret
    try:
        store = OPENERS[kind](profile, folder)
        try:
            engine = store.engine
        finally:
            store.close()
    except WorkbenchError as error:
        return (kind, _SERVER.get(kind, kind), None, where, f"{type(error).__name__}: {error}")
    ready = "ready" if url == LOCAL or profile.write else "ready to be read"
    return (kind, engine.name, engine.version, where, _with_extensions(ready, engine.extensions))


def _with_extensions(ready: str, extensions: object) -> str:
    named = dict(extensions) if isinstance(extensions, dict) else {}
    listed = ", ".join(f"{name} {version}" for name, version in sorted(named.items()))
    return f"{ready} ({listed})" if listed else ready
