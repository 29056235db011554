"""What a load would do, and why, told before anything is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ..core.show import Shown
from ..core.values import Rows
from .difference import Counts

if TYPE_CHECKING:
    from polars import DataFrame


class Step(NamedTuple):
    """One thing that would be done: `action` (add, update, delete, embed, store, index, …) on
    `rows` of `label` or `label.attribute` in `where`, and the `reason`.

    `texts` are the different texts to embed, `tokens` their estimated tokens, `cost` their
    estimated price; None where it does not apply, or the price is not known.
    """

    where: str
    label: str
    action: str
    reason: str
    rows: int
    texts: int | None = None
    tokens: int | None = None
    cost: float | None = None


@dataclass(frozen=True, slots=True, repr=False)
class EtlPlan(Shown):
    """Everything that a load of these documents would do now.

    `tables` counts the rows of every table. `texts` and `tokens` are those to be sent to the
    embedder, each different text once, however many steps share it, and without the `resumed`
    ones whose vectors a load that failed has paid for. A token is estimated as four bytes of
    text. `price` is that of a token, `cost` what all of them cost; None where the caller gave
    none. `notes` say what a reader should know before running it, `rejects` how many records
    would be dropped or are odd.
    """

    source: str
    model: str
    tables: Mapping[str, Counts]
    steps: Sequence[Step]
    texts: int
    tokens: int
    resumed: int
    price: float | None
    rejects: int
    notes: Sequence[str] = ()

    @property
    def cost(self) -> float | None:
        return None if self.price is None else self.tokens * self.price

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.steps

    @property
    def rows(self) -> Rows:
        """One row a step, in the order of the load."""
        return Rows(Step._fields, [tuple(step) for step in self.steps])

    def polars(self) -> DataFrame:
        return self.rows.polars()

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _repr_html_(self) -> str:
        from html import escape

        head, *rest = self._summary()
        lines = "".join(f"<li>{escape(line)}</li>" for line in rest)
        return f"<p>{escape(head)}</p>{self.rows._repr_html_()}<ul>{lines}</ul>"

    def _lines(self) -> Iterator[str]:
        head, *rest = self._summary()
        yield head
        for step in self.steps:
            what = f"{step.where} {step.label}".strip()
            texts = "" if step.texts is None else f", {step.texts} texts, ~{step.tokens} tokens"
            reason = f" ({step.reason})" if step.reason else ""
            yield f"  {step.action:<8}{step.rows:>9}  {what}{reason}{texts}"
        yield from rest

    def _summary(self) -> Iterator[str]:
        yield f"plan for {self.source}: " + ("nothing to do" if self.empty else "")
        known = "unknown: give price= per token" if self.cost is None else f"~{self.cost:.6f}"
        if self.texts or self.resumed:
            yield (
                f"to embed with {self.model}: {self.texts} texts, ~{self.tokens} tokens, "
                f"cost {known}"
            )
        if self.resumed:
            yield f"vectors kept from a load that failed: {self.resumed}"
        if self.rejects:
            yield f"records that would be dropped or are odd: {self.rejects}"
        yield from self.notes
