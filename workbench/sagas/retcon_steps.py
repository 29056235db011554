"""The steps of a retcon: its row, the graph, the snapshot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core.errors import BadInput
from ..core.lore import native_edge_id
from .entities import changed, entity, home
from .stores import Stores, asked, unsure_if_lost

Plan = Mapping[str, Any]


@dataclass(frozen=True)
class TellRetcon:
    """The row of the table retcon, under an id taken beforehand."""

    stores: Stores
    request: Plan
    name: str = "tell_retcon"
    keep: str = ""

    def plan(self, former: Plan | None) -> dict[str, Any]:
        return {"retcon_id": self.request["retcon_id"]}

    def present(self, plan: Plan) -> bool:
        return bool(asked(self.stores, "lore/retcon_row", retcon_id=plan["retcon_id"]))

    def do(self, plan: Plan) -> None:
        request = self.request
        with unsure_if_lost():
            self.stores.tell(
                "lore/retcon_insert",
                retcon_id=plan["retcon_id"],
                world_id=request["world_id"],
                target_kind=request["kind"],
                target_id=request["target"],
                before=request["before"],
                after=request["after"],
                reason=request["reason"],
                actor_id=request["actor"],
                retconned_at=request["at"],
                sources=request["sources"],
            )

    def undo(self, plan: Plan) -> None:
        self.stores.tell("lore/retcon_delete", retcon_id=plan["retcon_id"])


@dataclass(frozen=True)
class ChangeEdge:
    """The old edge superseded and the new one beside it, in one transaction."""

    stores: Stores
    request: Plan
    name: str = "change_edge"
    keep: str = ""

    def plan(self, former: Plan | None) -> dict[str, Any]:
        return {"edge": self.request["edge"]}

    def present(self, plan: Plan) -> bool:
        new_id, shape = self.request["new_id"], plan["edge"]["shape"]
        return bool(asked(self.stores, f"lore/{shape}_edge_by_id", edge_id=new_id))

    def do(self, plan: Plan) -> None:
        old_id, new_id, at = (self.request[name] for name in ("target", "new_id", "at"))
        noted = {"retcon_at": at, "retcon_note": self.request["reason"]}
        own = {"edge_id": new_id, "supersedes": old_id, "effective_at": at}
        with self.stores.graph.transaction():
            self._check_standing(plan["edge"])
            self._edit({"superseded_by": new_id, **noted})
            self._add({**plan["edge"]["new"]["properties"], **own})
            self.stores.tell("lore/touch_world")

    def undo(self, plan: Plan) -> None:
        with self.stores.graph.transaction():
            if not self.present(plan):
                return
            self._take_away()
            self._edit({"superseded_by": None, "retcon_at": None, "retcon_note": None})
            self.stores.tell("lore/touch_world")

    def _check_standing(self, edge: Plan) -> None:
        rows = list(
            asked(self.stores, f"lore/{edge['shape']}_edge_by_id", edge_id=self.request["target"])
        )
        if not rows or rows[0]["properties"].get("superseded_by"):
            raise BadInput(
                f"{self.request['target']} was changed by somebody else meanwhile; look again"
            )

    def _edit(self, properties: Plan) -> None:
        old, id = self.request["edge"]["old"], self.request["target"]
        if self.request["edge"]["shape"] == "reified":
            edited = self.stores.tell("lore/retcon_edit_reified", edge_id=id, properties=properties)
        else:
            ends = {n: old[n] for n in ("from_label", "to_label", "from_id", "to_id", "type")}
            given = {**ends, "edge_id": id, "properties": properties}
            edited = self.stores.tell("lore/retcon_edit_native", **given)
        if not edited:
            raise BadInput(f"{id} is not there any more; nothing was changed")

    def _add(self, properties: dict[str, Any]) -> None:
        new, id = self.request["edge"]["new"], self.request["new_id"]
        row = {"edge_id": id, "from_id": new["from_id"], "to_id": new["to_id"]}
        ends = {"from_label": new["from_label"], "to_label": new["to_label"]}
        if self.request["edge"]["shape"] == "reified":
            rows = [{**row, "props": {**properties, "id": id, "type": new["type"]}}]
            stored = self.stores.tell("lore/load_reified_edges", **ends, rows=rows)
        else:
            rows = [{**row, "props": properties}]
            stored = self.stores.tell("lore/load_native_edges", **ends, type=new["type"], rows=rows)
        if not stored or stored.column("stored") != [1]:
            raise BadInput(f"an end of {id} is not there any more; nothing was changed")

    def _take_away(self) -> None:
        new, id = self.request["edge"]["new"], self.request["new_id"]
        if self.request["edge"]["shape"] == "reified":
            self.stores.tell("lore/unload_nodes", label="Relation", ids=[id])
            return
        rows = [{"edge_id": id, "from_id": new["from_id"], "to_id": new["to_id"]}]
        ends = {name: new[name] for name in ("from_label", "type", "to_label")}
        self.stores.tell("lore/unload_native_edges", **ends, rows=rows)


@dataclass(frozen=True)
class ChangeNode:
    """Properties of a node, or a node that was not there."""

    stores: Stores
    request: Plan
    name: str = "change_node"
    keep: str = ""

    def plan(self, former: Plan | None) -> dict[str, Any]:
        return {"node": self.request["node"]}

    def present(self, plan: Plan) -> bool:
        there = entity(self.stores, plan["node"]["id"])
        given = plan["node"]["properties"]
        return there is not None and all(there.properties.get(n) == v for n, v in given.items())

    def do(self, plan: Plan) -> None:
        node = plan["node"]
        with self.stores.graph.transaction():
            self._check_standing(node)
            if node["former"] is None:
                self._add(node)
            else:
                self._set(node, node["properties"])
            self.stores.tell("lore/touch_world")

    def undo(self, plan: Plan) -> None:
        node = plan["node"]
        with self.stores.graph.transaction():
            if node["former"] is not None:
                self._restore(node)
            elif self.present(plan):
                self.stores.tell("lore/unload_nodes", label=node["label"], ids=[node["id"]])
            self.stores.tell("lore/touch_world")

    def _check_standing(self, node: Plan) -> None:
        there = entity(self.stores, node["id"])
        as_planned = (there is None) == (node["former"] is None)
        if there is not None and node["former"] is not None:
            as_planned = not changed(there.properties, node["former"])
        if not as_planned:
            raise BadInput(f"{node['id']} was changed by somebody else meanwhile; look again")

    def _restore(self, node: Plan) -> None:
        """Former values, but of properties that somebody has changed since."""
        there = entity(self.stores, node["id"])
        if there is None:
            return
        theirs = changed(there.properties, node["properties"])
        ours = {name: old for name, old in node["former"].items() if name not in theirs}
        if ours:
            self._set(node, ours)

    def _set(self, node: Plan, properties: Plan) -> None:
        given = {"label": node["label"], "id": node["id"], "properties": properties}
        if not self.stores.tell("lore/retcon_edit_node", **given):
            raise BadInput(f"{node['id']} is not there any more; nothing was changed")

    def _add(self, node: Plan) -> None:
        id, label = node["id"], node["label"]
        row = {"id": id, "props": {"id": id, **node["properties"]}}
        self.stores.tell("lore/load_nodes", label=label, rows=[row])
        for setting in node["properties"]["settings"]:
            target_label, target = home(self.stores, setting)
            edge_id = native_edge_id(id, "EXISTS_IN", target, None, None)
            edge = {"edge_id": edge_id, "from_id": id, "to_id": target}
            rows = [{**edge, "props": {"edge_id": edge_id}}]
            ends = {"from_label": label, "type": "EXISTS_IN", "to_label": target_label}
            self.stores.tell("lore/load_native_edges", **ends, rows=rows)


@dataclass(frozen=True)
class KeepSnapshot:
    """Before and after as an object that no later change touches."""

    stores: Stores
    request: Plan
    name: str = "keep_snapshot"
    keep: str = ""

    def plan(self, former: Plan | None) -> dict[str, Any]:
        return {"name": f"snapshots/retcon/{self.request['retcon_id']}.json"}

    def present(self, plan: Plan) -> bool:
        return plan["name"] in self.stores.objects.names("snapshots/retcon")

    def do(self, plan: Plan) -> None:
        told = ("retcon_id", "kind", "target", "before", "after", "reason", "sources", "actor")
        content = {name: self.request[name] for name in told} | {"retconned_at": self.request["at"]}
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        self.stores.objects.put(plan["name"], text.encode())

    def undo(self, plan: Plan) -> None:
        self.stores.objects.drop([plan["name"]])
