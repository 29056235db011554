"""Evidence taken back, or put right, as changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.errors import RecordNotFound
from ...core.property_graph.belief import Evidence
from ...core.property_graph.change import Change
from .rules import checked_evidence
from .variables import whole_id

if TYPE_CHECKING:
    from ..state.state import State


def retracted(state: State, evidence_id: int) -> Change:
    """A change that takes back a record of evidence; the newest one left then counts."""
    return Change(dropped_evidence=(_record(state, evidence_id).id,), reason="retract_evidence")


def replaced(
    state: State,
    evidence_id: int,
    payload: Mapping[str, Any] | None = None,
    likelihood: Mapping[str, float] | None = None,
) -> Change:
    """A change that puts other content into a record of evidence, which keeps its id."""
    there = _record(state, evidence_id)
    made = checked_evidence(state, there.variable_id, payload, likelihood)
    return Change(evidence=(replace(made, id=there.id),), reason="replace_evidence")


def _record(state: State, evidence_id: int) -> Evidence:
    found = state.evidence.get(whole_id(evidence_id, "evidence"))
    if found is None:
        raise RecordNotFound(f"evidence {evidence_id} not found: the graph has none of that id")
    return found
