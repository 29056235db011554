"""Options that a call hands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import Parameter, signature
from typing import Any

from ...core.errors import BadInput

_OURS = ("candidates",)  # which the facade itself hands on


def checked_options(
    call: Callable[..., Any], given: Mapping[str, Any], *, also: tuple[str, ...] = ()
) -> None:
    """BadInput for an option that `call` has no keyword-only argument for, nor `also` names."""
    known = [
        name
        for name, one in signature(call).parameters.items()
        if one.kind is Parameter.KEYWORD_ONLY and name not in _OURS
    ]
    for name in given:
        if name not in known and name not in also:
            listed = ", ".join(sorted({*known, *also})) or "none"
            raise BadInput(f"{call.__name__} has no option {name!r}; its options: {listed}")
