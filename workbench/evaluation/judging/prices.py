"""What judging costs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from .asking import Opinion
from .cache import Said


class Price(NamedTuple):
    """What a model's tokens cost, in one currency: those it reads and those it writes, each."""

    prompt: float
    completion: float


class Cost(NamedTuple):
    """`spent` on what was asked now, `anew` as if nothing came from the cache.

    None where it holds an answer whose price or tokens are not known; `unpriced` counts these.
    Calls that were not answered are in neither, though some providers charge for them.
    """

    spent: float | None
    anew: float | None
    unpriced: int


def cost(opinions: Iterable[Opinion[Any]], price: Price | None) -> Cost:
    """The cost of opinions at a price; an unknown price makes an unknown cost, never 0."""
    answered = [(one.said, one.cached) for one in opinions if one.said is not None]
    priced = [(_cost(said, price), cached) for said, cached in answered]
    return Cost(
        _sum(one for one, cached in priced if not cached),
        _sum(one for one, _ in priced),
        sum(one is None for one, _ in priced),
    )


def _cost(said: Said, price: Price | None) -> float | None:
    if price is None or said.prompt_tokens is None or said.completion_tokens is None:
        return None
    return said.prompt_tokens * price.prompt + said.completion_tokens * price.completion


def _sum(costs: Iterable[float | None]) -> float | None:
    found = list(costs)
    known = [one for one in found if one is not None]
    return sum(known) if len(known) == len(found) else None
