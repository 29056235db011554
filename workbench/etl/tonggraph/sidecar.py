"""The adjacency beside a TongGraph file: compared with the edges, never believed.

`segment-v1.bin`: little-endian u64; magic, number of node slots, then four vectors, each after
its length: offsets and edge ids outwards, the same inwards. Slice [offsets[v], offsets[v + 1])
holds the ids of the edges at node v, ascending.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from ...core.property_graph.findings import FileFinding, finding
from ...core.property_graph.raw_file import RawFile, RawSidecar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAGIC = b"TGSEG001"
_MANIFEST = ("version", "node_count", "edge_count", "file")
_ADVICE = "nothing is read from it; delete the folder, and TongGraph makes it again"
Condition: TypeAlias = Literal["sound", "behind", "contradicts", "damaged", "missing"]


class Adjacency(NamedTuple):
    """Edge ids by node, outwards and inwards; offsets have one more entry than `slots`."""

    slots: int
    out_offsets: NDArray[np.uint64]
    out_edges: NDArray[np.uint64]
    in_offsets: NDArray[np.uint64]
    in_edges: NDArray[np.uint64]

    def edges_at(self, node: int) -> tuple[list[int], list[int]]:
        """The ids of a node's edges, outgoing and incoming, as the sidecar tells them."""
        out = self.out_edges[int(self.out_offsets[node]) : int(self.out_offsets[node + 1])]
        into = self.in_edges[int(self.in_offsets[node]) : int(self.in_offsets[node + 1])]
        return out.tolist(), into.tolist()


@dataclass(frozen=True)
class Sidecar:
    """What stands beside a file; `adjacency` is None where it cannot be decoded."""

    condition: Condition
    adjacency: Adjacency | None = None


def read_sidecar(raw: RawFile, found: list[FileFinding]) -> Sidecar:
    """The sidecar as it compares with the edges; what is wrong with it is added to `found`."""
    if raw.sidecar == (None, None):
        advice = "nothing is read from it; TongGraph makes it at the next opening"
        found.append(finding("missing-sidecar", "", "", "no folder .segments", advice))
        return Sidecar("missing")
    try:
        adjacency = _decoded(raw.sidecar)
    except ValueError as error:
        found.append(finding("damaged-sidecar", "", "", str(error), _ADVICE))
        return Sidecar("damaged")
    from .adjacency import difference

    told = difference(raw, adjacency)
    if told is None:
        return Sidecar("sound", adjacency)
    code, seen = told
    found.append(finding(code, "edges", "", seen, _ADVICE))
    return Sidecar("behind" if code == "sidecar-behind" else "contradicts", adjacency)


def _decoded(raw: RawSidecar) -> Adjacency:
    """ValueError where a file is missing or not in its form, or the two contradict."""
    nodes, edges = _counts(raw.manifest)
    adjacency = _segment(raw.segment)
    found = (adjacency.slots, len(adjacency.out_edges))
    if found != (nodes, edges):
        raise ValueError(
            f"manifest.txt tells of {nodes} nodes and {edges} edges, segment-v1.bin of "
            f"{found[0]} and {found[1]}"
        )
    return adjacency


def _counts(manifest: bytes | None) -> tuple[int, int]:
    if manifest is None:
        raise ValueError("manifest.txt is not there")
    lines = manifest.decode(errors="replace").removesuffix("\n").split("\n")
    told = dict(line.partition("=")[::2] for line in lines)
    fixed = (told.get("version"), told.get("file"))
    counts = [told.get("node_count", ""), told.get("edge_count", "")]
    if tuple(told) != _MANIFEST or fixed != ("tonggraph-segment-v1", "segment-v1.bin"):
        raise ValueError(f"manifest.txt has the lines {lines[:5]!r:.200}")
    if not all(count.isascii() and count.isdigit() for count in counts):
        raise ValueError(f"manifest.txt counts {counts}")
    return int(counts[0]), int(counts[1])


def _segment(segment: bytes | None) -> Adjacency:
    import numpy as np

    if segment is None:
        raise ValueError("segment-v1.bin is not there")
    if segment[:8] != MAGIC:
        raise ValueError(f"segment-v1.bin begins with {segment[:8]!r}, expected {MAGIC!r}")
    if len(segment) % 8 or len(segment) < 16:
        raise ValueError(f"segment-v1.bin has {len(segment)} bytes, which are no whole numbers")
    words, at = np.frombuffer(segment, "<u8"), 2
    parts = []
    for _ in range(4):
        if at >= len(words) or int(words[at]) > len(words) - at - 1:
            raise ValueError(f"segment-v1.bin ends within a list, after {len(segment)} bytes")
        parts.append(words[at + 1 : at + 1 + int(words[at])])
        at += 1 + int(words[at])
    if at != len(words):
        raise ValueError(f"segment-v1.bin has {8 * (len(words) - at)} bytes behind its end")
    adjacency = Adjacency(int(words[1]), *parts)
    _check_offsets(adjacency)
    return adjacency


def _check_offsets(adjacency: Adjacency) -> None:
    import numpy as np

    for name, offsets, edges in (
        ("out", adjacency.out_offsets, adjacency.out_edges),
        ("in", adjacency.in_offsets, adjacency.in_edges),
    ):
        sound = len(offsets) == adjacency.slots + 1 and offsets[0] == 0
        if not sound or offsets[-1] != len(edges) or (np.diff(offsets.astype(np.int64)) < 0).any():
            raise ValueError(f"the {name} offsets of segment-v1.bin do not ascend over its edges")
    if len(adjacency.out_edges) != len(adjacency.in_edges):
        raise ValueError("segment-v1.bin has another number of edges outwards than inwards")
