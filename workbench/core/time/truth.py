"""Three-valued truth: true, false, or unknown with the reason why.

Source: Kleene's strong logic; unknown is what nobody can decide yet, never a third fact.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Truth:
    """`value` is None where unknown; `reasons` say why and take no part in equality.

    `str()` gives "true", "false" or "unknown". A known truth works in `if`; an unknown one
    raises TypeError there, as either branch would be a guess.
    """

    value: bool | None
    reasons: tuple[str, ...] = field(default=(), compare=False)

    @property
    def reason(self) -> str:
        return "; ".join(self.reasons)

    @property
    def possible(self) -> bool:
        """True or unknown."""
        return self.value is not False

    def __bool__(self) -> bool:
        if self.value is None:
            raise TypeError(
                f"expected true or false for a branch, saw unknown ({self.reason}); "
                "ask `.possible`, or compare `.value` with True, False or None"
            )
        return self.value

    def __str__(self) -> str:
        return "unknown" if self.value is None else str(self.value).lower()

    def __and__(self, other: Truth) -> Truth:
        if self.value is False or other.value is False:
            return FALSE
        return TRUE if self.value and other.value else _joined(self, other)

    def __or__(self, other: Truth) -> Truth:
        if self.value or other.value:
            return TRUE
        both_false = self.value is False and other.value is False
        return FALSE if both_false else _joined(self, other)

    def __invert__(self) -> Truth:
        return self if self.value is None else Truth(not self.value)


TRUE = Truth(True)
FALSE = Truth(False)


def unknown(reason: str) -> Truth:
    return Truth(None, (reason,))


def _joined(one: Truth, other: Truth) -> Truth:
    return Truth(None, tuple(dict.fromkeys([*one.reasons, *other.reasons])))
