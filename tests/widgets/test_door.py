"""What `see` takes is told where it is asked for."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest

from workbench.bench.see import See


@pytest.mark.parametrize("view", ["graph", "planes", "threads"])
def test_every_option_of_a_view_is_named_by_the_door(view: str) -> None:
    made = getattr(import_module(f"workbench.bench.see.{view}"), view)
    door = getattr(See, view)
    own = {"bench", *inspect.signature(door).parameters}

    options = [name for name in inspect.signature(made).parameters if name not in own]
    told = inspect.getdoc(door) or ""

    assert options
    assert [name for name in options if f"`{name}`" not in told] == []
