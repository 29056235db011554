"""The shared cases of the language, where they are beside this checkout."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from tests.conftest import SHARED

FILE = SHARED / "data" / "velesql" / "cases.json"


@cache
def cases() -> dict[str, Any]:
    """{} where the file is absent."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return found
