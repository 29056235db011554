"""A world of a few people, small enough to be made anew for every module."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from workbench.core.values import Edge, Node

DATA = Path(__file__).resolve().parents[2] / "data" / "world"
PEOPLE = {"per_silas_brack": "Silas Brack", "per_nell_brack": "Nell Brack"}


def build(stores: Any, *, schema: str = "setting", shape: str = "native") -> None:
    """Nodes and edges as a load of such a world would store them, in empty stores."""
    stores.graph.put([*world_nodes(schema), *entities()])
    stores.graph.put([], list(members(schema)))
    keys = stores.world().chronology.window_keys
    for edge in relations():
        given = {name: value for name, value in edge.properties.items() if value is not None}
        window = keys(given.get("valid_from"), given.get("valid_until"))._asdict()
        put_edge(stores, edge, given | {k: v for k, v in window.items() if v}, shape)
    stores.tell("lore/touch_world")


def put_edge(stores: Any, edge: Edge, properties: dict[str, Any], shape: str) -> None:
    ends = {"from_label": edge.source_label, "to_label": edge.target_label}
    row = {"edge_id": properties["edge_id"], "from_id": edge.source, "to_id": edge.target}
    if shape == "native":
        rows = [{**row, "props": properties}]
        stores.tell("lore/load_native_edges", **ends, type=edge.type, rows=rows)
    else:
        stores.graph.index(["Relation"])
        own = {"id": properties["edge_id"], "type": edge.type}
        stores.tell("lore/load_reified_edges", **ends, rows=[{**row, "props": properties | own}])


def world_nodes(schema: str) -> Iterator[Node]:
    document = yaml.safe_load((DATA / "eras.yaml").read_text())
    for label, entries in (("Calendar", document["axes"]), ("Era", document["eras"])):
        for entry in entries:
            properties = {name: value for name, value in entry.items() if value is not None}
            yield Node(entry["id"], (label,), properties)
    yield Node("world", ("WorldState",), {"stamp": 1, "default_setting": "tidewheel"})
    era = {"axis": "tide", "current_era": "bell_age.year_412.month_5.day_9"}
    yield Node(
        "tidewheel",
        ("Setting",),
        {"name": "The Tidewheel", **era, "default_plane": "pln_wheel"},
    )
    plane = {"name": "The Wheel", "settings": ["tidewheel"]}
    own = {"setting_id": "tidewheel"} if schema == "setting" else {}
    yield Node("pln_wheel", ("Plane",), {**plane, **own})
    for file in ("mission.yaml", "market_lot.yaml"):
        template = yaml.safe_load((DATA / "templates" / file).read_text())["template"]
        given = {"type": template["type"], "version": 1, "file": file}
        yield Node(template["id"], ("TypeTemplate",), {**given, "document": json.dumps(template)})


def entities() -> Iterator[Node]:
    def entity(id: str, label: str, name: str, **properties: Any) -> Node:
        return Node(id, (label,), {"name": name, "settings": ["tidewheel"], **properties})

    for id, name in PEOPLE.items():
        yield entity(id, "Person", name, born="bell_age.year_318")
    yield entity("fac_soft_lantern", "Faction", "The Soft Lantern", founded="bell_age.year_300")
    yield entity("loc_nine_bell_house", "Location", "Nine Bell House")
    yield entity("itm_umbrella", "Item", "The umbrella", created="bell_age.year_400")
    yield entity("evt_flood", "Event", "The Flood", occurred="bell_age.year_390")
    yield Node("src_lantern_talk", ("LoreSource",), {"title": "Lantern Talk"})


def members(schema: str) -> Iterator[Edge]:
    label, target = ("Setting", "tidewheel") if schema == "setting" else ("Plane", "pln_wheel")
    for node in entities():
        if node.labels != ("LoreSource",):
            ends = {"source_label": node.labels[0], "target_label": label}
            yield Edge(node.id, "EXISTS_IN", target, {"edge_id": f"in_{node.id}"}, **ends)
    if schema != "setting":
        ends = {"source_label": "Setting", "target_label": "Plane"}
        yield Edge("tidewheel", "HAS_PLANE", "pln_wheel", {"edge_id": "hp"}, **ends)


def relations() -> Iterator[Edge]:
    nell = {"source_label": "Person", "target_label": "Faction"}
    window = {"valid_from": "bell_age.year_338", "sources": ["src_lantern_talk"]}
    oath = {"edge_id": "rel_0001", **window, "secrecy": "public", "reason": "swearing"}
    yield Edge("per_nell_brack", "MEMBER_OF", "fac_soft_lantern", oath, **nell)
    stay = {"edge_id": "rel_0002", "valid_from": "bell_age.year_400", "valid_until": None}
    place = {"source_label": "Person", "target_label": "Location"}
    yield Edge("per_silas_brack", "LOCATED_IN", "loc_nine_bell_house", stay, **place)
