"""Counts, records by id, lookups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from ...core.errors import RecordNotFound
from ...core.property_graph.belief import Evidence, Factor, Trace, Variable
from ...core.property_graph.change import Model
from ...core.property_graph.records import EdgeRecord, NodeRecord, Scalar
from ..analysing import summary
from ..changing.rules import checked_scalar
from ..state.columns import Ids
from ..state.state import State
from ..traversing.expanding import count_of, key_of

if TYPE_CHECKING:
    import networkx

_ANY: Any = object()
Found = TypeVar("Found")


class Records:
    """Reads of records. Lists of ids ascend; an unknown id is a RecordNotFound."""

    @property
    def state(self) -> State:
        """The state that answers."""
        raise NotImplementedError

    def node_count(self) -> int:
        return len(self.state.nodes)

    def edge_count(self) -> int:
        return len(self.state.edges)

    def variable_count(self) -> int:
        return len(self.state.variables)

    def factor_count(self) -> int:
        return len(self.state.factors)

    def evidence_count(self) -> int:
        return len(self.state.evidence)

    def trace_count(self) -> int:
        return len(self.state.traces)

    def node_ids(self) -> list[int]:
        return _plain(self.state.nodes.ids())

    def edge_ids(self) -> list[int]:
        return _plain(self.state.edges.ids())

    def nodes(self) -> list[NodeRecord]:
        """All nodes, ids ascending."""
        return list(self.state.nodes)

    def edges(self) -> list[EdgeRecord]:
        """All edges, ids ascending."""
        return list(self.state.edges)

    def get_node(self, node_id: int) -> NodeRecord:
        return found(self.state.nodes.get(count_of(node_id, "node_id")), "node", node_id)

    def get_edge(self, edge_id: int) -> EdgeRecord:
        return found(self.state.edges.get(count_of(edge_id, "edge_id")), "edge", edge_id)

    def get_variable(self, variable_id: int) -> Variable:
        return found(
            self.state.variables.get(count_of(variable_id, "variable_id")), "variable", variable_id
        )

    def get_factor(self, factor_id: int) -> Factor:
        return found(self.state.factors.get(count_of(factor_id, "factor_id")), "factor", factor_id)

    def get_evidence(self, evidence_id: int) -> Evidence:
        return found(
            self.state.evidence.get(count_of(evidence_id, "evidence_id")), "evidence", evidence_id
        )

    def get_trace(self, trace_id: int) -> Trace:
        return found(self.state.traces.get(count_of(trace_id, "trace_id")), "trace", trace_id)

    def variables(self) -> list[Variable]:
        """All variables, ids ascending."""
        return _ascending(self.state.variables)

    def factors(self) -> list[Factor]:
        """All factors, ids ascending; one without a table takes no part in inference."""
        return _ascending(self.state.factors)

    def evidence(self) -> list[Evidence]:
        """What is observed, ids ascending; what was retracted is not there."""
        return _ascending(self.state.evidence)

    def traces(self) -> list[Trace]:
        return _ascending(self.state.traces)

    def get_node_id(self, external_id: str) -> int | None:
        """The id of the node of that external id, None where there is none."""
        return self.state.nodes.id_of(key_of(external_id, "external_id"))

    def nodes_with_label(self, label: str) -> list[int]:
        return _plain(self.state.nodes.with_label(key_of(label, "label")))

    def edges_by_type(self, edge_type: str) -> list[int]:
        return _plain(self.state.edges.of_type(key_of(edge_type, "edge_type")))

    def nodes_with_property(self, key: str, value: Scalar | None = _ANY) -> list[int]:
        """Nodes that have the property, with `value` those where it is that very value.

        1, 1.0, True and "1" are four values, as they are in TongGraph.
        """
        return _with(self.state.nodes, key, value)

    def edges_with_property(self, key: str, value: Scalar | None = _ANY) -> list[int]:
        """Edges that have the property; see `nodes_with_property`."""
        return _with(self.state.edges, key, value)

    def schema(self) -> dict[str, Any]:
        """Labels and types with counts, properties with their types and up to three samples."""
        return summary.schema(self.state)

    def stats(self) -> dict[str, Any]:
        """How many there are of each kind of record."""
        return summary.stats(self.state)

    def networkx(self) -> networkx.MultiDiGraph:
        """The graph for networkx: ids as keys, of edges too; `labels`, `type`, properties."""
        from .as_networkx import as_networkx

        state = self.state
        return as_networkx(list(state.nodes), list(state.edges))

    def model(self) -> Model:
        """All records as one value."""
        return self.state.model()


def found(record: Found | None, kind: str, id: Any) -> Found:
    """The record itself; RecordNotFound where it is None."""
    if record is None:
        raise RecordNotFound(f"{kind} {id} not found")
    return record


def _plain(ids: Ids) -> list[int]:
    plain: list[int] = ids.tolist()
    return plain


def _ascending(records: Mapping[int, Found]) -> list[Found]:
    return [records[id] for id in sorted(records)]


def _with(records: Any, key: str, value: Any) -> list[int]:
    key_of(key, "key")
    if value is _ANY or value is None:
        return _plain(records.with_property(key))
    return _plain(records.with_property(key, checked_scalar(value, "value")))
