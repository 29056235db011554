"""Blood: PARENT_OF walked level by level, whatever circles a flawed record holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from ...core.errors import BadInput
from ...core.lore import EdgeRecord, Entity
from .edges import edges_from_any, edges_to_any
from .holding import in_setting
from .inquiry import Inquiry

PARENT_OF = "PARENT_OF"
Mode = Literal["any", "all"]


class Kin(NamedTuple):
    """A relative, by the smallest number of steps; `path` runs from the person asked about to
    the relative, both included, and is the first by ids among the shortest."""

    id: str
    name: str
    depth: int
    path: tuple[str, ...]


Walk = Callable[[Inquiry, Entity, int | None], dict[str, Kin]]


def ancestors(inquiry: Inquiry, person: Entity, max_depth: int | None = None) -> dict[str, Kin]:
    """All from whom a person descends, by id, the person excepted."""
    return _walked(inquiry, person, _parents, max_depth)


def descendants(inquiry: Inquiry, person: Entity, max_depth: int | None = None) -> dict[str, Kin]:
    """All who descend from a person, by id, the person excepted."""
    return _walked(inquiry, person, _children, max_depth)


def kin_rows(
    inquiry: Inquiry,
    walk: Walk,
    person: str | Sequence[str],
    *,
    depths: tuple[int | None, int | None],
    mode: Mode,
) -> list[tuple[str, str, int, list[str]]]:
    """Rows id, name, depth, path of one person's relatives, or of several persons' (any of
    them, or all), within `depths` (largest, exact); by depth, then id."""
    max_depth, exact = (_checked(depth) for depth in depths)
    if mode not in ("any", "all"):
        raise BadInput(f"mode: expected any or all, saw {mode!r}")
    persons = [person] if isinstance(person, str) else list(person)
    limit = min((d for d in (max_depth, exact) if d is not None), default=None)
    each = [walk(inquiry, inquiry.entity(one), limit) for one in persons]
    ids = {i for kin in each for i in kin if mode == "any" or all(i in other for other in each)}
    nearest = (min((kin[i] for kin in each if i in kin), key=_near) for i in ids)
    chosen = sorted(kin for kin in nearest if exact is None or kin.depth == exact)
    return [(*kin[:3], list(kin.path)) for kin in sorted(chosen, key=_near)]


def _near(kin: Kin) -> tuple[int, str, tuple[str, ...]]:
    return kin.depth, kin.id, kin.path


def _checked(depth: int | None) -> int | None:
    if depth is None or (isinstance(depth, int) and not isinstance(depth, bool) and depth >= 1):
        return depth
    raise BadInput(f"depth: expected 1 or more, or None for any; saw {depth!r}")


Step = Callable[[Inquiry, Mapping[str, str]], Iterable[tuple[str, str, str, str]]]


def _walked(inquiry: Inquiry, person: Entity, step: Step, max_depth: int | None) -> dict[str, Kin]:
    start = Kin(person.id, person.name, 0, (person.id,))
    found, level, labels = {person.id: start}, [start], {person.id: person.label}
    while level and (max_depth is None or level[0].depth < max_depth):
        after: dict[str, Kin] = {}
        for before, relative, label, name in step(inquiry, {k.id: labels[k.id] for k in level}):
            near = found[before]
            kin = Kin(relative, name or relative, near.depth + 1, (*near.path, relative))
            known = after.get(relative)
            if relative not in found and (known is None or kin.path < known.path):
                after[relative], labels[relative] = kin, label
        found |= after
        level = list(after.values())
    del found[person.id]
    return found


def _parents(inquiry: Inquiry, level: Mapping[str, str]) -> Iterable[tuple[str, str, str, str]]:
    edges = _noted(inquiry, edges_to_any(inquiry, level, [PARENT_OF]))
    return [(edge.to_id, edge.from_id, edge.from_label, edge.from_name) for edge in edges]


def _children(inquiry: Inquiry, level: Mapping[str, str]) -> Iterable[tuple[str, str, str, str]]:
    edges = _noted(inquiry, edges_from_any(inquiry, level, [PARENT_OF]))
    return [(edge.from_id, edge.to_id, edge.to_label, edge.to_name) for edge in edges]


def _noted(inquiry: Inquiry, edges: list[EdgeRecord]) -> list[EdgeRecord]:
    edges = in_setting(inquiry, edges)
    inquiry.note(edges)
    return edges
