"""Kleene's logic of three values."""

from __future__ import annotations

import itertools

import pytest

from workbench.core.time import FALSE, TRUE, Truth, unknown

NOBODY = unknown("nobody knows")
VALUES = (FALSE, NOBODY, TRUE)
PAIRS = list(itertools.product(VALUES, repeat=2))
TRIPLES = list(itertools.product(VALUES, repeat=3))


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_and_is_the_least_and_or_the_greatest(a: Truth, b: Truth) -> None:
    assert a & b == min(a, b, key=VALUES.index)
    assert a | b == max(a, b, key=VALUES.index)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_de_morgan(a: Truth, b: Truth) -> None:
    assert ~(a & b) == ~a | ~b
    assert ~(a | b) == ~a & ~b
    assert ~~a == a


@pytest.mark.parametrize(("a", "b", "c"), TRIPLES)
def test_and_or_associate_and_distribute(a: Truth, b: Truth, c: Truth) -> None:
    assert (a & b) & c == a & (b & c)
    assert (a | b) | c == a | (b | c)
    assert a & (b | c) == (a & b) | (a & c)


def test_reasons_of_the_unknown_are_kept_once_and_no_others() -> None:
    other = unknown("lost")
    assert (NOBODY & other & NOBODY).reason == "nobody knows; lost"
    assert (TRUE & other).reason == (FALSE | other).reason == (~other).reason == "lost"
    assert (FALSE & other).reason == (TRUE | other).reason == ""


def test_texts_and_possibility() -> None:
    assert [(str(truth), truth.possible) for truth in VALUES] == [
        ("false", False),
        ("unknown", True),
        ("true", True),
    ]


def test_unknown_is_no_branch() -> None:
    assert TRUE
    assert not FALSE
    with pytest.raises(TypeError, match=r"saw unknown \(nobody knows\); ask `\.possible`"):
        bool(NOBODY)
