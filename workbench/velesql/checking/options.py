"""WITH (…): what may be chosen of a search."""

from __future__ import annotations

import re
from difflib import get_close_matches

from ..tree.predicates import Options
from .faults import fault

MODES = ("fast", "balanced", "accurate", "perfect", "autotune")
EF_SEARCH = range(16, 4097)
_MODE = re.compile(r"custom:\d+|adaptive:\d+:\d+")
_KNOWN = (
    "mode",
    "quality",
    "ef_search",
    "timeout_ms",
    "rerank",
    "quantization",
    "oversampling",
    "max_groups",
    "group_limit",
)


def check_options(options: Options) -> None:
    for name, value in options:
        if name not in _KNOWN:
            near = get_close_matches(name, _KNOWN, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(_KNOWN)}"
            raise fault("V016", f"WITH has no option {name!r}; {hint}")
        if name in ("mode", "quality"):
            _check_mode(str(value).lower())
        if name == "ef_search" and not (type(value) is int and value in EF_SEARCH):
            raise fault("V014", f"ef_search is a whole number from 16 to 4096, not {value!r}")


def _check_mode(mode: str) -> None:
    if mode not in MODES and not _MODE.fullmatch(mode):
        raise fault(
            "V013",
            f"there is no search mode {mode!r}; there are {', '.join(MODES)}, custom:<ef> and "
            "adaptive:<least>:<most>",
        )
