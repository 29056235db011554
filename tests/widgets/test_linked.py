"""Views that follow each other, in Python."""

from __future__ import annotations

from pathlib import Path

import pytest

import workbench
from tests.widgets.evaluation.made import report
from workbench.core.errors import BadInput


def test_linked_views_select_together_until_they_are_unlinked() -> None:
    first, second = report(), report()
    linked = workbench.see.linked(first, second)
    second.selected = ["r1-2"]
    assert first.selected == ["r1-2"]
    linked.unlink()
    first.selected = []

    assert second.selected == ["r1-2"]


def test_a_view_follows_another_and_its_widgets_follow_it() -> None:
    first, second = report(), report()
    link = second.follow(first)
    widget = second.live()
    first.selected = ["a"]
    assert widget.selected == ["a"]
    widget.selected = ["b"]
    assert first.selected == ["b"]
    link.unlink()
    first.selected = []

    assert second.selected == ["b"]


def test_a_closed_widget_follows_no_longer() -> None:
    view = report()
    widget = view.live()
    widget.close()
    view.selected = ["x"]

    assert widget.selected == []


def test_linked_views_are_one_page(tmp_path: Path) -> None:
    linked = workbench.see.linked(report(), report())
    text = linked.save(tmp_path / "both.html").read_text(encoding="utf-8")

    assert text.count('"module": "evaluation"') == 2
    assert text.count('<script type="module">') == 2  # the view's bundle once, and the host
    assert repr(linked).count("EvalReport: 3 runs of 6 questions") == 2


def test_linking_needs_a_view_and_a_page(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="at least one view"):
        workbench.see.linked()
    with pytest.raises(BadInput, match="expected views, got a int: 3"):
        workbench.see.linked(report(), 3)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match=r"ends in \.html, got 'x.png'"):
        workbench.see.linked(report()).save(tmp_path / "x.png")
