"""One part of a declaration, and the faults found in it, each with its file and line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from .located import Located, Place


class Declared:
    """Reads what is expected, and notes a fault where something else stands; raises nothing.

    After a fault the value read is a stand-in of the right type: reading goes on to find the
    other faults.
    """

    def __init__(self, document: Located, place: Place, faults: list[str]) -> None:
        self._document, self._place, self.faults = document, place, faults
        self.value: Any = document.value
        for step in place:
            self.value = self.value[step]

    @property
    def file(self) -> str:
        return self._document.file

    @property
    def key(self) -> str:
        return str(self._place[-1])

    def told(self, message: str, *place: str | int, down: int = 0) -> str:
        line = self._document.line(*self._place, *place) + down
        return f"{self.file}:{line}: {message}" if self._document.lines else message

    def fault(self, message: str, *place: str | int, down: int = 0) -> None:
        self.faults.append(self.told(message, *place, down=down))

    def part(self, name: str) -> Declared:
        return Declared(self._document, (*self._place, name), self.faults)

    def parts(self, name: str) -> Iterator[Declared]:
        """The parts of a mapping by their names; of none where it is left out."""
        value = self.value.get(name)
        if isinstance(value, dict):
            part = self.part(name)
            yield from (part.part(key) for key in value)
        elif value is not None:
            self.fault(f"{name}: expected a mapping, saw {value!r:.60}", name)

    def items(self, name: str) -> Iterator[Declared]:
        value = self.value.get(name)
        if isinstance(value, list):
            place = (*self._place, name)
            yield from (
                Declared(self._document, (*place, at), self.faults) for at in range(len(value))
            )
        elif value is not None:
            self.fault(f"{name}: expected a list, saw {value!r:.60}", name)

    def is_mapping(self) -> bool:
        if isinstance(self.value, dict):
            return True
        self.fault(f"expected a mapping, saw {self.value!r:.60}")
        return False

    def named(self, form: re.Pattern[str], what: str) -> bool:
        if form.fullmatch(self.key):
            return True
        self.fault(f"{what} is named like {form.pattern}, saw {self.key!r}")
        return False

    def only(self, known: Collection[str]) -> None:
        for name in self.value:
            if name not in known:
                self.fault(f"unknown key {name!r}; there are {', '.join(sorted(known))}", name)

    def text(self, name: str, form: re.Pattern[str]) -> str:
        value = self.value.get(name)
        if isinstance(value, str) and form.fullmatch(value):
            return value
        self.fault(f"{name}: expected a text like {form.pattern}, saw {value!r:.60}", name)
        return ""

    def prose(self, name: str) -> str:
        value = self.value.get(name)
        if value is not None and not isinstance(value, str):
            self.fault(f"{name}: expected a text, saw {value!r:.60}", name)
            return ""
        return value or ""

    def texts(
        self, name: str, *, needed: bool = False, form: re.Pattern[str] | None = None
    ) -> tuple[str, ...]:
        value = self.value.get(name, () if needed else [])
        listed = isinstance(value, list) and all(isinstance(item, str) for item in value)
        if not listed or (needed and not value) or len(set(value)) < len(value):
            self.fault(f"{name}: expected a list of different texts, saw {value!r:.60}", name)
            return ()
        for at, item in enumerate(value):
            if form and not form.fullmatch(item):
                self.fault(f"{name}: expected a text like {form.pattern}, saw {item!r}", name, at)
        return tuple(value)

    def flag(self, name: str) -> bool:
        value = self.value.get(name, False)
        if not isinstance(value, bool):
            self.fault(f"{name}: expected true or false, saw {value!r:.60}", name)
        return value is True

    def whole(self, name: str, *, least: int) -> int:
        value = self.value.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        self.fault(f"{name}: expected a whole number of {least} or more, saw {value!r:.60}", name)
        return least

    def number(self, name: str) -> float | None:
        value = self.value.get(name)
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            return value
        self.fault(f"{name}: expected a number, saw {value!r:.60}", name)
        return None
