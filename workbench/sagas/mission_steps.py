"""The steps of log_mission: rows, node and relations, attachments, the marker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from ..core.errors import BadInput, WorkbenchError
from ..core.lore import native_edge_id
from .attachments import failures, object_name
from .entities import home
from .stores import Stores, asked, unsure_if_lost

Plan = Mapping[str, Any]
LABEL = "DomainEntity"
EDGE_KEYS = ("edge_id", "type", "to", "to_label")


@dataclass(frozen=True)
class LogRows:
    """Rows of mission_log, under ids taken beforehand: by them the rows of this saga are known."""

    stores: Stores
    request: Plan
    name: str = "log_rows"
    keep: str = ""

    def plan(self, former: Plan | None) -> dict[str, Any] | None:
        rows = self.request["rows"]
        if not rows:
            return None
        missing = self._missing(rows)
        if former:  # the ids stay, whoever used them
            return dict(former)
        ids = self.stores.tell("lore/saga_mission_ids", number=len(missing)).column("id")
        return {"rows": [{**row, "id": id} for row, id in zip(missing, ids, strict=True)]}

    def present(self, plan: Plan) -> bool:
        return not asked(self.stores, "lore/saga_mission_unlike", rows=plan["rows"])

    def do(self, plan: Plan) -> None:
        with unsure_if_lost(), self.stores.relational.transaction():
            self.stores.tell("lore/saga_mission_insert", rows=plan["rows"])
            if missing := self._missing(plan["rows"]):
                raise BadInput(f"mission_log did not take {len(missing)} rows; try again")

    def undo(self, plan: Plan) -> None:
        self.stores.tell("lore/saga_mission_delete", ids=[row["id"] for row in plan["rows"]])

    def _missing(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows that are not there yet; BadInput where another row has the number of one."""
        unlike = list(asked(self.stores, "lore/saga_mission_unlike", rows=rows))
        if taken := [row["step_no"] for row in unlike if row["held_as"] is not None]:
            raise BadInput(
                f"mission_log holds other rows for {rows[0]['mission_id']}, step_no {taken}; "
                "nothing of them was changed: give new steps new numbers"
            )
        missing = {row["step_no"] for row in unlike}
        return [row for row in rows if row["step_no"] in missing]


@dataclass(frozen=True)
class MergeInstance:
    """The node and its relations, in one transaction; the journal keeps what they replace."""

    stores: Stores
    saga_id: str
    request: Plan
    name: str = "merge_instance"
    keep: str = ""

    @property
    def id(self) -> str:
        return str(self.request["instance"]["id"])

    def plan(self, former: Plan | None) -> dict[str, Any]:
        there = asked(self.stores, "lore/native_edges_from", label=LABEL, id=self.id)
        edges = list(self._edges(list(there)))
        shapes = self.stores.world().shapes
        # Questions look for relations of the types that the world is known to hold.
        touch = any(edge["type"] not in shapes for edge in edges if edge["type"] != "EXISTS_IN")
        return {"before": self._node(), "edges": edges, "touch": touch}

    def present(self, plan: Plan) -> bool:
        return (self._node() or {}).get("saga_id") == self.saga_id

    def do(self, plan: Plan) -> None:
        properties = self.request["instance"]["properties"]
        with self.stores.graph.transaction():
            self.stores.tell(
                "lore/saga_merge_instance",
                id=self.id,
                properties=properties,
                saga_id=self.saga_id,
            )
            self._store((edge, edge["properties"]) for edge in plan["edges"])
            self._touch(plan)

    def undo(self, plan: Plan) -> None:
        with self.stores.graph.transaction():
            now = self._node()
            if now is None or now.get("saga_id") != self.saga_id:
                return
            self._remove([edge for edge in plan["edges"] if edge["before"] is None])
            kept = [edge for edge in plan["edges"] if edge["before"] is not None]
            self._store((edge, edge["before"]) for edge in kept)
            if plan["before"] is None:
                self._remove_node()
            else:
                self._restore_node(now, plan["before"])
            self._touch(plan)

    def _node(self) -> dict[str, Any] | None:
        found = [row["properties"] for row in asked(self.stores, "lore/saga_instance", id=self.id)]
        return found[0] if found else None

    def _edges(self, there: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """What is to be stored, each with what it replaces; not what is there without an id."""
        label, id = home(self.stores, self.request["instance"]["properties"]["setting_id"])
        member = native_edge_id(self.id, "EXISTS_IN", id, None, None)
        ends = {"edge_id": member, "type": "EXISTS_IN", "to": id, "to_label": label}
        for edge in (*self.request["relations"], {**ends, "properties": {}}):
            same = [found for found in there if _is_same(edge, found)]
            if same and "edge_id" not in same[0]["properties"]:
                continue
            before = same[0]["properties"] if same else None
            edge_id = before["edge_id"] if before else edge["edge_id"]
            properties = {**(before or {}), **edge["properties"], "edge_id": edge_id}
            yield {**edge, "edge_id": edge_id, "properties": properties, "before": before}

    def _store(self, edges: Iterable[tuple[Plan, Plan]]) -> None:
        for (type, label), group in _by_ends(edges):
            rows = [
                {"edge_id": e["edge_id"], "from_id": self.id, "to_id": e["to"], "props": props}
                for e, props in group
            ]
            ends = {"from_label": LABEL, "type": type, "to_label": label}
            stored = self.stores.tell("lore/load_native_edges", **ends, rows=rows)
            if not stored or stored.column("stored")[0] != len(rows):
                raise BadInput(
                    f"{self.id}: {type} to {', '.join(row['to_id'] for row in rows)}: one of "
                    "these is not there any more; nothing was stored"
                )

    def _remove(self, edges: list[Plan]) -> None:
        for (type, label), group in _by_ends((edge, {}) for edge in edges):
            rows = [
                {"edge_id": e["edge_id"], "from_id": self.id, "to_id": e["to"]} for e, _ in group
            ]
            ends = {"from_label": LABEL, "type": type, "to_label": label}
            self.stores.tell("lore/unload_native_edges", **ends, rows=rows)

    def _remove_node(self) -> None:
        if others := list(asked(self.stores, "lore/saga_edges_at", id=self.id)):
            named = ", ".join(f"{e['type']} {e['other_id']}" for e in others)
            raise BadInput(
                f"{self.id} cannot be taken back: others have tied edges to it ({named}). "
                "Remove them"
            )
        self.stores.tell("lore/unload_nodes", label=LABEL, ids=[self.id])

    def _restore_node(self, now: Plan, before: Plan) -> None:
        """Former values, but of properties that somebody has changed since."""
        stored = {**self.request["instance"]["properties"], "saga_id": self.saga_id}
        stored["attachments_pending"] = now.get("attachments_pending")
        ours = [name for name, value in stored.items() if now.get(name) == value]
        former = {name: before.get(name) for name in ours}
        self.stores.tell("lore/saga_set_instance", id=self.id, properties=former)

    def _touch(self, plan: Plan) -> None:
        if plan["touch"]:
            self.stores.tell("lore/touch_world")


def _is_same(edge: Plan, found: Plan) -> bool:
    """Whether a stored edge says what an edge to be stored says, or has its id."""
    held, given = found["properties"], edge["properties"]
    if held.get("edge_id") == edge["edge_id"]:
        return True
    window = all(held.get(end) == given.get(end) for end in ("valid_from", "valid_until"))
    ends = (found["type"], found["to_id"]) == (edge["type"], edge["to"])
    return ends and window and not held.get("superseded_by")


def _by_ends(
    edges: Iterable[tuple[Plan, Plan]],
) -> Iterator[tuple[tuple[str, str], list[tuple[Plan, Plan]]]]:
    """Groups that one statement stores: type and label of the end."""

    def ends(pair: tuple[Plan, Plan]) -> tuple[str, str]:
        return pair[0]["type"], pair[0]["to_label"]

    for key, group in groupby(sorted(edges, key=ends), key=ends):
        yield key, list(group)


@dataclass(frozen=True)
class PutAttachments:
    """Objects under names that hold their hashes; what cannot be stored is noted as owed."""

    stores: Stores
    saga_id: str
    request: Plan
    files: tuple[Plan, ...]
    name: str = "put_attachments"
    keep: str = "attachments_unmarked"

    @property
    def mission(self) -> str:
        return str(self.request["instance"]["id"])

    def plan(self, former: Plan | None) -> dict[str, Any] | None:
        if former:  # what is there now, this saga may have stored
            return dict(former)
        if not self.files:
            return None
        try:
            there = self.stores.objects.names(f"attachments/{self.mission}")
        except WorkbenchError:
            # Whose they are cannot be told: an undoing leaves them, and report() lists them.
            return {"names": list(self._named()), "there": list(self._named())}
        return {"names": list(self._named()), "there": [n for n in self._named() if n in there]}

    def present(self, plan: Plan) -> bool:
        there = set(self.stores.objects.names(f"attachments/{self.mission}"))
        return there.issuperset(plan["names"])

    def do(self, plan: Plan) -> None:
        failed = failures(self.stores, self._named().items())
        if not failed:
            return
        rows = [
            {
                "object_key": name,
                "sha256": self._named()[name]["sha256"],
                "size_bytes": self._named()[name]["size"],
                "last_error": why,
            }
            for name, why in failed.items()
        ]
        given = {"saga_id": self.saga_id, "mission_id": self.mission}
        self.stores.tell("lore/saga_pending_add", **given, rows=rows)
        owes = {"attachments_pending": True}
        self.stores.tell("lore/saga_set_instance", id=self.mission, properties=owes)

    def undo(self, plan: Plan) -> None:
        self.stores.tell("lore/saga_pending_drop", saga_id=self.saga_id)
        self.stores.objects.drop([name for name in plan["names"] if name not in plan["there"]])

    def _named(self) -> dict[str, Plan]:
        return {object_name(self.mission, file): file for file in self.files}


@dataclass(frozen=True)
class Mark:
    """The node that says that the saga is whole."""

    stores: Stores
    saga_id: str
    name: str = "commit_marker"
    keep: str = "commit_marker"

    def plan(self, former: Plan | None) -> dict[str, Any]:
        owed = asked(self.stores, "lore/saga_pending", saga_id=self.saga_id)
        return {"outcome": "attachments_pending" if owed else "committed"}

    def present(self, plan: Plan) -> bool:
        marked = asked(self.stores, "lore/saga_marked", saga_id=self.saga_id)
        return [row["status"] for row in marked] == [plan["outcome"]]

    def do(self, plan: Plan) -> None:
        now = datetime.now(UTC).isoformat()
        given = {"saga_id": self.saga_id, "status": plan["outcome"], "finished_at": now}
        self.stores.tell("lore/saga_marker", **given)

    def undo(self, plan: Plan) -> None:
        self.stores.tell("lore/unload_nodes", label="ConsistencyRun", ids=[self.saga_id])
