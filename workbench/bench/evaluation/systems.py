"""Ready-made systems on an open bench, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ...core.errors import BadInput
from ...core.evaluation.golden import Golden
from .golden import at

if TYPE_CHECKING:
    from ...evaluation.systems.system import System
    from ..bench import Bench


def system_named(name: str, golden: Golden | None, bench: Bench, **settings: Any) -> System:
    """A ready-made system; BadInput names those that there are."""
    if name not in _SYSTEMS:
        raise BadInput(f"no system is called {name!r}; there are {', '.join(_SYSTEMS)}")
    try:
        return _SYSTEMS[name](bench, golden, **settings)
    except TypeError as error:  # a setting that it lacks, does not know or cannot use
        raise BadInput(
            f"the system {name!r} with the settings {', '.join(settings) or 'none'}: {error}; "
            f"give its own, as bench.evaluation.system({name!r}, golden, setting=value)"
        ) from error


def _bm25(bench: Bench, golden: Golden | None, **settings: Any) -> System:
    from ...evaluation.systems.bm25 import BM25

    return BM25(_corpus(golden), **settings)


def _dense(bench: Bench, golden: Golden | None, **settings: Any) -> System:
    from ...evaluation.systems.dense import Dense

    return Dense(_corpus(golden), settings.pop("embedder", None) or bench.embedder, **settings)


def _hybrid(bench: Bench, golden: Golden | None, **settings: Any) -> System:
    from ...evaluation.systems.hybrid import Hybrid

    parts = settings.pop("systems", None) or [_bm25(bench, golden), _dense(bench, golden)]
    return Hybrid(parts, **settings)


def _graph(bench: Bench, golden: Golden | None, **settings: Any) -> System:
    from ...evaluation.systems.graph import Graph

    return Graph(bench, **settings)


def _vedana(
    bench: Bench, golden: Golden | None, *, label: str, property: str, **settings: Any
) -> System:
    from ...core.search_limits import FALLBACK
    from ...evaluation.systems.vedana_search import VedanaSearch
    from ...tools.search_limits import search_limits

    limits = search_limits(bench).of(label, property) or FALLBACK
    return VedanaSearch(bench, label, property, **{"limits": limits, **settings})


def _world(bench: Bench, golden: Golden | None, **settings: Any) -> System:
    from ...evaluation.systems.tool_readings import SAMPLE_WORLD
    from ...evaluation.systems.world_tools import WorldTools
    from ..calls import bound

    def call(tool: str, arguments: Mapping[str, Any]) -> Any:
        return bound(bench, tool, arguments)()

    # How the sample's questions are read belongs to them: another set may use their ids.
    shipped = golden is None or golden.hash == at("world").hash
    return WorldTools(call, **{"readings": SAMPLE_WORLD if shipped else None, **settings})


_SYSTEMS: Mapping[str, Callable[..., System]] = {
    "bm25": _bm25,
    "dense": _dense,
    "graph": _graph,
    "hybrid": _hybrid,
    "vedana": _vedana,
    "world": _world,
}


def _corpus(golden: Golden | None) -> Mapping[str, str]:
    if golden is None or not golden.corpus:
        raise BadInput("this system searches the corpus of a golden set; give one that has some")
    return golden.corpus
