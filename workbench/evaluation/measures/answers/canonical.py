"""The one name of a measure with its settings."""

from __future__ import annotations

from dataclasses import fields
from typing import Any


def canonical(measure: str, settings: Any) -> str:
    """`measure`, or `measure(setting=value, …)` with those that are not as by default.

    `settings` is a dataclass; its fields are told in their order, numbers in up to 12 digits.
    """
    given = [(one.name, getattr(settings, one.name), one.default) for one in fields(settings)]
    told = [f"{name}={_text(value)}" for name, value, default in given if value != default]
    return f"{measure}({', '.join(told)})" if told else measure


def _text(value: Any) -> str:
    return f"{value:.12g}" if isinstance(value, float) else str(value)
