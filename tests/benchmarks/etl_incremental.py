"""100,000 changed nodes into the tables, against datapipe-core at the same work; then nothing new.

The peer is what Vedana runs: a generate step that upserts `grist_nodes` and keeps a hash for each
row, then a batch transform that copies changed rows to `nodes` and keeps theirs. Ours are the
stages of a load that write those two tables and their books; the graph's stage is told beside.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import workbench as wb
from workbench.bench.bench import Bench
from workbench.core.data_model import Anchor, Attribute, DataModel
from workbench.core.values import Node
from workbench.etl.extract import Extract
from workbench.etl.load import load
from workbench.etl.mapping import Matching

from .measure import Figure, seconds

NODES = 100_000
PEER_NODES = 20_000  # Datapipe takes minutes for 100,000, at fewer rows a second
_ATTRIBUTES = ("topic_name", "summary", "year")
_GRAPH = "graph"


def figures(folder: Path) -> list[Figure]:
    """Each starts from the same nodes, and then all of them change."""
    with wb.open(folder / "etl", linger=0.0) as bench:
        bench.migrate("vedana")
        first, changed, unchanged = (_load(bench, version) for version in (0, 1, 1))
        peer = _datapipe(bench)
    told = [
        Figure("  and into the graph", f"{_whole(changed):.1f} s in all", "", "", True),
        _unchanged(first, unchanged),
    ]
    if peer is None:
        return [Figure("datapipe-core", "left out: not installed", "", "", True), *told]
    rate = NODES / _tables(changed)
    against = Figure(
        "100k changed nodes into two tables: load against datapipe-core",
        f"{rate:,.0f} rows/s, {_tables(changed):.1f} s",
        f"{peer:,.0f} rows/s ({rate / peer:.0f} x)",
        ">= 5 x",
        rate >= 5 * peer,
    )
    return [against, *told]


def _unchanged(first: dict[str, float], again: dict[str, float]) -> Figure:
    share = _whole(again) / _whole(first)
    return Figure(
        "  the same again, nothing changed",
        f"{_whole(again):.2f} s ({100 * share:.0f} %)",
        f"the first load, {_whole(first):.1f} s",
        "<= 3 %",
        share <= 0.03,
    )


def _datapipe(bench: Bench) -> float | None:
    """Rows a second; None where datapipe-core, an extra of its own, is not installed."""
    if find_spec("datapipe") is None:
        return None
    from .datapipe_peer import datapipe_pipeline

    run = datapipe_pipeline(bench, _records)
    run(0)
    return PEER_NODES / seconds(lambda: run(1))


def _load(bench: Bench, version: int) -> dict[str, float]:
    """The seconds of each stage."""
    stores = {"relational": bench.relational, "graph": bench.graph, "embedder": bench.embedder}
    return dict(load(_extract(version), **stores).seconds)  # type: ignore[arg-type]


def _tables(stages: dict[str, float]) -> float:
    return sum(taken for stage, taken in stages.items() if stage != _GRAPH)


def _whole(stages: dict[str, float]) -> float:
    return sum(stages.values())


def _attributes(at: int, version: int) -> dict[str, Any]:
    values = (f"topic {at}", f"what there is to say of it, version {version}", 1900 + at % 127)
    return dict(zip(_ATTRIBUTES, values, strict=True))


def _records(version: int) -> list[dict[str, Any]]:
    return [
        {"node_id": node.id, "node_type": node.labels[0], "attributes": dict(node.properties)}
        for node in _nodes(version, PEER_NODES)
    ]


def _nodes(version: int, count: int) -> tuple[Node, ...]:
    return tuple(Node(f"topic:{at}", ("topic",), _attributes(at, version)) for at in range(count))


def _extract(version: int) -> Extract:
    topic = Anchor("topic", attributes=tuple(Attribute(name) for name in _ATTRIBUTES))
    return Extract(
        source="benchmark",
        model=DataModel(anchors=(topic,), links=(), queries=(), prompts=(), lifecycle=()),
        nodes=_nodes(version, NODES),
        edges=(),
        golden=None,
        node_texts={},
        edge_texts={},
        skipped={},
        mapping=Matching().report(),
        rejects=(),
        seconds=0.0,
    )
