"""Answers the golden questions in plain Python, without Cypher or a graph.

`python -m data.lights.answers` prints every question whose rows in golden.jsonl differ.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from .world import HERE, Row, World, items, read

Rows = list[list[Any]]


def first_lit(world: World) -> Rows:
    light = min(world.lighthouse.values(), key=lambda light: int(light["year_lit"]))
    return [[light["name"], int(light["year_lit"])]]


def no_longer_lit(world: World) -> Rows:
    return _names(light for light in world.lighthouse.values() if light["still_lit"] == "false")


def farthest(world: World) -> Rows:
    far = [(int(light["range_nm"]), light["name"]) for light in world.lighthouse.values()]
    return [[name, miles] for miles, name in sorted(far, reverse=True) if miles >= 22]


def red_by_day(world: World) -> Rows:
    return _names(light for light in world.lighthouse.values() if "red" in items(light["colours"]))


def on_great_tarrow(world: World) -> Rows:
    lights = world.lighthouse.values()
    return _names(light for light in lights if light["island"] == "island:great-tarrow")


def without_lighthouse(world: World) -> Rows:
    lit = {light["island"] for light in world.lighthouse.values()}
    return _names(island for key, island in world.island.items() if key not in lit)


def most_used_optic(world: World) -> Rows:
    lights = world.lighthouse.values()
    uses = Counter(optic for light in lights for optic in items(light["optics"]))
    best = uses.most_common(1)[0][0]
    used_by = _names(light for light in lights if best in items(light["optics"]))
    return [[world.optic[best]["name"], light] for (light,) in used_by]


def keepers_of(world: World, light: str) -> Rows:
    spells = sorted(
        (int(spell["from_year"]), spell["from_node_id"])
        for spell in world.served
        if spell["to_node_id"] == light
    )
    return [[world.keeper[keeper]["name"], year] for year, keeper in spells]


def at_three_lights(world: World) -> Rows:
    lights = defaultdict(set)
    for spell in world.served:
        lights[spell["from_node_id"]].add(spell["to_node_id"])
    return _names(world.keeper[key] for key, places in lights.items() if len(places) == 3)


def years_of_clemency(world: World) -> Rows:
    spells = [s for s in world.served if s["from_node_id"] == "keeper:clemency-aske"]
    return [["Clemency Aske", sum(int(s["until_year"]) - int(s["from_year"]) for s in spells)]]


def seen_from_anvil_point(world: World) -> Rows:
    seen = _sights(world)["lighthouse:anvil-point"]
    return [
        [world.lighthouse[key]["name"], miles] for key, miles in sorted(seen, key=lambda s: s[1])
    ]


def out_of_sight(world: World) -> Rows:
    sights = _sights(world)
    return _names(light for key, light in world.lighthouse.items() if not sights[key])


def signal_chain(world: World) -> Rows:
    """Breadth first, so the first path that arrives is a shortest one."""
    sights, paths = _sights(world), [["lighthouse:gannet-head"]]
    while not (arrived := [path for path in paths if path[-1] == "lighthouse:merrowick-mole"]):
        paths = [[*path, key] for path in paths for key, _ in sights[path[-1]] if key not in path]
    return [[[world.lighthouse[key]["name"] for key in path]] for path in arrived]


def line_of_teachers(world: World) -> Rows:
    line = ["keeper:peter-aske"]
    while teacher := world.keeper[line[0]]["taught_by"]:
        line.insert(0, teacher)
    return [[[world.keeper[key]["name"] for key in line]]]


def saved_then_wrecked(world: World) -> Rows:
    pairs = [
        (int(wreck["year"]), wreck["from_node_id"], rescue["to_node_id"], wreck["to_node_id"])
        for wreck in world.wrecked
        for rescue in world.guided
        if rescue["from_node_id"] == wreck["from_node_id"] and rescue["year"] < wreck["year"]
    ]
    light = world.lighthouse
    return [
        [world.ship[s]["name"], light[a]["name"], light[b]["name"]] for _, s, a, b in sorted(pairs)
    ]


def worst_wreck(world: World) -> Rows:
    wreck = max(world.wrecked, key=lambda wreck: int(wreck["lives_lost"]))
    ship, light = world.ship[wreck["from_node_id"]], world.lighthouse[wreck["to_node_id"]]
    return [[ship["name"], light["name"], int(wreck["lives_lost"])]]


def lost_near_great_tarrow(world: World) -> Rows:
    near = [w for w in world.wrecked if _island(world, w["to_node_id"]) == "island:great-tarrow"]
    return [[sum(int(wreck["lives_lost"]) for wreck in near)]]


def not_their_own_light(world: World) -> Rows:
    own = {(spell["from_node_id"], spell["to_node_id"]) for spell in world.served}
    wrecked_near = {wreck["from_node_id"]: wreck["to_node_id"] for wreck in world.wrecked}
    went = [(row["from_node_id"], row["to_node_id"]) for row in world.went_out]
    found = [(k, s) for k, s in went if s in wrecked_near and (k, wrecked_near[s]) not in own]
    return sorted([world.keeper[k]["name"], world.ship[s]["name"]] for k, s in found)


def most_ships(world: World) -> Rows:
    homes = Counter(ship["home_island"] for ship in world.ship.values())
    return [[world.island[key]["name"], ships] for key, ships in homes.most_common(1)]


def never_wrecked(world: World) -> Rows:
    lost = {wreck["from_node_id"] for wreck in world.wrecked}
    safe = [ship for key, ship in world.ship.items() if key not in lost]
    return _names(ship for ship in safe if ship["home_island"] == "island:merrowick")


def at_home_on_vey(world: World) -> Rows:
    return _names(ship for ship in world.ship.values() if ship["home_island"] == "island:vey")


def fitted_with_sun_valve(world: World) -> Rows:
    lights = world.lighthouse.values()
    return _names(light for light in lights if "optic:sun-valve" in items(light["optics"]))


def saviours_of_ambrosine(world: World) -> Rows:
    rows = [row for row in world.went_out if row["to_node_id"] == "ship:lady-ambrosine"]
    return [[world.keeper[row["from_node_id"]]["name"], int(row["lives_saved"])] for row in rows]


def teacher_of_lucan(world: World) -> Rows:
    return _names([world.keeper[world.keeper["keeper:lucan-merrow"]["taught_by"]]])


def home_of_good_intent(world: World) -> Rows:
    return _names([world.island[world.ship["ship:good-intent"]["home_island"]]])


def _names(rows: Iterable[Row]) -> Rows:
    return [[name] for name in sorted(row["name"] for row in rows)]


def _island(world: World, light: str) -> str:
    return world.lighthouse[light]["island"]


def _sights(world: World) -> dict[str, list[tuple[str, float]]]:
    """The lights seen from each light, with nautical miles; each link counts both ways."""
    seen: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in world.in_sight:
        a, b, miles = row["from_node_id"], row["to_node_id"], float(row["distance_nm"])
        seen[a].append((b, miles))
        seen[b].append((a, miles))
    return seen


ANSWERS: dict[str, Callable[[World], Rows]] = {
    "lights-01": first_lit,
    "lights-02": no_longer_lit,
    "lights-03": farthest,
    "lights-04": red_by_day,
    "lights-05": on_great_tarrow,
    "lights-06": without_lighthouse,
    "lights-07": most_used_optic,
    "lights-08": lambda world: keepers_of(world, "lighthouse:gannet-head"),
    "lights-09": at_three_lights,
    "lights-10": years_of_clemency,
    "lights-11": seen_from_anvil_point,
    "lights-12": out_of_sight,
    "lights-13": signal_chain,
    "lights-14": line_of_teachers,
    "lights-15": saved_then_wrecked,
    "lights-16": worst_wreck,
    "lights-17": lost_near_great_tarrow,
    "lights-18": not_their_own_light,
    "lights-19": most_ships,
    "lights-20": never_wrecked,
    "lights-30": lambda world: keepers_of(world, "lighthouse:widows-ledge"),
    "lights-31": at_home_on_vey,
    "lights-32": fitted_with_sun_valve,
    "lights-33": saviours_of_ambrosine,
    "lights-34": teacher_of_lucan,
    "lights-35": home_of_good_intent,
}

if __name__ == "__main__":
    for line in (HERE / "golden.jsonl").read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        rows = ANSWERS[question["id"]](read()) if question["cypher"] else question["rows"]
        if rows != question["rows"]:
            print(question["id"], question["question"], rows)
