"""Where planes stand and how doors run between them."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest

from tests.widgets.planes.small_planes import small_atlas
from workbench.widgets.planes.layout import HEIGHT, placed, width_of
from workbench.widgets.planes.routes import label, routes


def _world(seed: int, planes: int) -> tuple[dict[str, str], list[tuple[str, str]]]:
    chance = random.Random(seed)
    names = {f"p{n}": "x" * chance.randint(3, 30) for n in range(planes)}
    doors = [(chance.choice([*names]), chance.choice([*names])) for _ in range(planes)]
    return names, doors


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("planes", [1, 2, 9, 30])
def test_no_two_boxes_overlap(seed: int, planes: int) -> None:
    names, doors = _world(seed, planes)
    places = placed(names, doors)
    for a, b in combinations(names, 2):
        gap = np.abs(places[a] - places[b])
        room = (width_of(names[a]) + width_of(names[b])) / 2, HEIGHT
        assert gap[0] >= room[0] or gap[1] >= room[1]


def test_the_same_planes_get_the_same_places() -> None:
    names, doors = _world(3, 12)
    first, again = placed(names, doors), placed(dict(reversed(names.items())), doors)
    assert all((first[plane] == again[plane]).all() for plane in names)


def test_no_planes_have_no_places() -> None:
    assert placed({}, []) == {}


def test_doors_end_at_their_boxes_and_prices_stand_beside_all_boxes() -> None:
    atlas = small_atlas()
    at = {plane.id: plane for plane in atlas.planes}
    for door, route in zip(atlas.doors, routes(atlas.planes, atlas.doors), strict=True):
        ends = {door.source: route[:2], door.target: route[4:6]}
        for plane, (x, y) in ends.items():
            box = at[plane]
            outside = max(abs(x - box.x) - box.width / 2, abs(y - box.y) - box.height / 2)
            assert 0 < outside < 30
        for box in atlas.planes if label(door) else ():
            beside = abs(route.label_x - box.x) > box.width / 2
            assert beside or abs(route.label_y - box.y) > box.height / 2


def test_doors_between_the_same_planes_run_apart() -> None:
    atlas = small_atlas()
    drawn = dict(zip((d.id for d in atlas.doors), routes(atlas.planes, atlas.doors), strict=True))
    there, back = drawn["rel_1"].points(), drawn["rel_4"].points()[::-1]
    assert np.hypot(*(there[8] - back[8])) > 20
