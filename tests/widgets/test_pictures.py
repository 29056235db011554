"""Still pictures: sound XML whatever the words, PNG of the size asked, the same bytes again."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from workbench.widgets.picture import Boxes, Dots, Lines, Picture, Words, fitted

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "</text><script>alert(1)</script>",
    "]]>",
    "<!-- &amp; &#39; \" '",
    "a\x00b\x0bc\ud83d",
    "\ufffe\uffff",
    "\u202eright to left\u2028",
    "🙂 日本語",
]


def picture(word: str = "Ada") -> Picture:
    marks = [
        Lines(np.array([[10.0, 10.0, 90.0, 40.0]]), "#ff0000", 2),
        Dots(np.array([[50.0, 25.0]]), 5, "#00ff00"),
        Boxes(np.array([[70.0, 5.0, 20.0, 10.0]]), "#0000ff"),
        Words(4, 45, word, anchor="start"),
    ]
    return Picture(100, 50, marks, f"a picture of {word}")


@pytest.mark.parametrize("word", HOSTILE)
def test_words_are_text_in_the_svg(word: str) -> None:
    root = ElementTree.fromstring(picture(word).svg())
    assert {element.tag for element in root.iter()} == {
        f"{SVG}{tag}" for tag in ("svg", "title", "rect", "path", "text")
    }
    [text] = [element.text for element in root.iter(f"{SVG}text")]
    shown = "".join(" " if letter < " " or letter in "\ufffe\uffff" else letter for letter in word)
    assert text == shown.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("word", HOSTILE)
def test_words_are_drawn_in_the_png(word: str) -> None:
    with Image.open(BytesIO(picture(word).png())) as image:
        assert image.size == (200, 100)
        assert image.getpixel((100, 50)) == (0, 255, 0)
        assert image.getpixel((160, 20)) == (0, 0, 255)
        assert image.getpixel((0, 99)) == (255, 255, 255)


def test_the_alternative_is_the_title_of_the_svg() -> None:
    root = ElementTree.fromstring(picture().svg())
    assert root.findtext(f"{SVG}title") == "a picture of Ada"


@pytest.mark.parametrize("made", [lambda p: p.svg(), lambda p: p.png()], ids=["svg", "png"])
def test_equal_marks_make_equal_bytes(made: object) -> None:
    assert made(picture()) == made(picture())  # type: ignore[operator]


def test_a_colour_cannot_end_its_attribute() -> None:
    svg = Picture(9, 9, [Dots(np.zeros((1, 2)), 1, '"/><script>')], "").svg()
    assert not list(ElementTree.fromstring(svg).iter(f"{SVG}script"))


def test_points_are_fitted_without_bending_them_up_side_up() -> None:
    placed = fitted(np.array([[0.0, 0.0], [2.0, 1.0]]), 248, 148)
    assert placed.tolist() == [[24.0, 124.0], [224.0, 24.0]]


@pytest.mark.parametrize("points", [np.zeros((0, 2)), np.full((3, 2), 7.0)], ids=["none", "one"])
def test_points_without_extent_are_fitted_to_the_middle(points: np.ndarray) -> None:
    placed = fitted(points, 100, 50)
    assert placed.tolist() == [[50.0, 25.0]] * len(points)
