"""A still picture: marks on a plane, written as SVG or PNG without a browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

Points = NDArray[np.floating]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Lines:
    """Straight lines of one colour; `ends` is (n, 4): x1, y1, x2, y2 in pixels."""

    ends: Points
    colour: str = "#9aa0a6"
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Dots:
    """Discs of one colour and radius; `at` is (n, 2) in pixels."""

    at: Points
    radius: float = 4.0
    colour: str = "#1f77b4"


@dataclass(frozen=True, slots=True)
class Boxes:
    """Filled rectangles of one colour; `corners` is (n, 4): x, y, width, height in pixels."""

    corners: Points
    colour: str = "#1f77b4"


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text, its baseline at `x`, `y`."""

    x: float
    y: float
    text: str
    size: float = 11.0
    colour: str = "#333333"
    anchor: Anchor = "start"


Mark = Lines | Dots | Boxes | Words


@dataclass(frozen=True, slots=True)
class Picture:
    """Marks in the order in which they are painted; `alt` says in words what is to be seen."""

    width: int
    height: int
    marks: Sequence[Mark]
    alt: str
    background: str = "#ffffff"

    def svg(self) -> str:
        """The picture as an SVG document: the same marks give the same text."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" role="img" font-family="sans-serif">'
        )
        ground = f'<rect width="100%" height="100%" fill="{escape(self.background)}"/>'
        drawn = "".join(_svg(mark) for mark in self.marks)
        return f"{head}<title>{_xml(self.alt)}</title>{ground}{drawn}</svg>"

    def png(self) -> bytes:
        """The picture as PNG, two pixels of it to one of the marks' pixels."""
        from PIL import Image, ImageDraw

        size = (self.width * 2, self.height * 2)
        image = Image.new("RGB", size, self.background)
        pencil = ImageDraw.Draw(image, "RGBA")
        for mark in self.marks:
            _draw(pencil, mark)
        out = BytesIO()
        image.save(out, "PNG", optimize=True)
        return out.getvalue()


def fitted(points: Points, width: int, height: int, margin: int = 24) -> Points:
    """Points (n, 2) scaled and moved, not bent, into a picture of that size, y downwards.

    All points of one place go to the middle; no points stay none.
    """
    if not len(points):
        return np.zeros((0, 2))
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.array([width - 2 * margin, height - 2 * margin], dtype=float)
    span = np.where(high > low, high - low, 1.0)
    scale = (room / span)[high > low].min() if (high > low).any() else 1.0
    middle = np.array([width, height]) / 2
    fitting: Points = (points - (low + high) / 2) * scale * np.array([1, -1]) + middle
    return fitting


def _svg(mark: Mark) -> str:
    match mark:
        case Lines(ends, colour, width):
            path = "".join(f"M{_n(a)} {_n(b)}L{_n(c)} {_n(d)}" for a, b, c, d in ends.tolist())
            stroke = f'stroke="{escape(colour)}" stroke-width="{_n(width)}"'
            return f'<path d="{path}" fill="none" {stroke}/>'
        case Dots(at, radius, colour):
            # Lines of no length with round ends are discs, in a tenth of the text of circles.
            path = "".join(f"M{_n(x)} {_n(y)}h0" for x, y in at.tolist())
            stroke = f'stroke="{escape(colour)}" stroke-width="{_n(2 * radius)}"'
            return f'<path d="{path}" {stroke} stroke-linecap="round"/>'
        case Boxes(corners, colour):
            path = "".join(
                f"M{_n(x)} {_n(y)}h{_n(w)}v{_n(h)}h{_n(-w)}z" for x, y, w, h in corners.tolist()
            )
            return f'<path d="{path}" fill="{escape(colour)}"/>'
        case Words(x, y, text, size, colour, anchor):
            place = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}"'
            return f'<text {place} fill="{escape(colour)}">{_xml(text)}</text>'


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _xml(text: str) -> str:
    """Escaped, without the characters that XML cannot hold."""
    sound = "".join(" " if letter < " " or letter in "\ufffe\uffff" else letter for letter in text)
    return escape(sound.encode("utf-8", "replace").decode("utf-8"))


def _draw(pencil: ImageDraw, mark: Mark) -> None:
    match mark:
        case Lines(ends, colour, width):
            for line in (ends * 2).tolist():
                pencil.line(line, fill=colour, width=max(1, round(width * 2)))
        case Dots(at, radius, colour):
            for x, y in (at * 2).tolist():
                r = radius * 2
                pencil.ellipse((x - r, y - r, x + r, y + r), fill=colour)
        case Boxes(corners, colour):
            for x, y, w, h in (corners * 2).tolist():
                pencil.rectangle((x, y, x + w, y + h), fill=colour)
        case Words(x, y, text, size, colour, anchor):
            place = {"start": "ls", "middle": "ms", "end": "rs"}[anchor]
            line = " ".join(text.split())
            pencil.text((x * 2, y * 2), line, fill=colour, font=_font(size * 2), anchor=place)


def _font(size: float) -> FreeTypeFont:
    from matplotlib import get_data_path
    from PIL import ImageFont

    return ImageFont.truetype(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf", size)
