"""Colours of pictures: told apart with and without colour vision deficiency."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import nan

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from workbench.widgets.scene.colours import (
    CATEGORICAL,
    OTHER,
    SEQUENTIAL,
    categorical,
    number,
    sequential,
)

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SEEN = {
    "all": np.eye(3),
    "no red": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no blue": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def _lab(colour: str, seen: np.ndarray) -> np.ndarray:
    """CIE Lab of a colour as someone sees it; a distance of 10 is plain side by side."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    to_xyz = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750]]
    to_xyz.append([0.0193339, 0.1191920, 0.9503041])
    white = np.array([0.95047, 1.0, 1.08883])
    xyz = np.array(to_xyz) @ np.clip(seen @ linear, 0, 1) / white
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("who", SEEN)
def test_any_two_kinds_are_told_apart(who: str) -> None:
    labs = [_lab(colour, SEEN[who]) for colour in (*CATEGORICAL, OTHER)]
    nearest = min(float(np.linalg.norm(a - b)) for a, b in combinations(labs, 2))
    assert nearest > 15


@pytest.mark.parametrize("who", SEEN)
def test_the_sequence_grows_lighter_for_everyone(who: str) -> None:
    lightness = [_lab(colour, SEEN[who])[0] for colour in SEQUENTIAL]
    assert all(after > before for before, after in pairwise(lightness))


def test_the_sequence_is_cividis() -> None:
    cividis = matplotlib.colormaps["cividis"]
    assert [to_hex(cividis(round(k / 16 * 255))) for k in range(17)] == list(SEQUENTIAL)


def test_a_share_between_two_colours_is_mixed_of_them() -> None:
    assert sequential(1 / 32) == "#00285c"  # halfway from #00224e to #002e6a
    assert (sequential(0), sequential(0.5), sequential(1)) == ("#00224e", "#7d7c78", "#fee838")
    assert (sequential(-3), sequential(2), sequential(nan)) == ("#00224e", "#fee838", OTHER)


def test_kinds_beyond_the_eighth_share_the_grey() -> None:
    assert [categorical(n) for n in (0, 7, 8, -1)] == ["#0072b2", "#8844dd", OTHER, OTHER]


def test_a_colour_is_a_number_for_the_painters() -> None:
    assert number("#0072b2") == 0x0072B2
