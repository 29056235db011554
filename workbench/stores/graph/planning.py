"""How a graph server would run a statement, or ran it."""

from __future__ import annotations

from collections import deque
from typing import Any

from ...core.answer import Plan
from ...core.errors import BadInput, NotSupported
from . import guard, plans
from .dialects import Dialect
from .door import Door


def explained(
    door: Door, dialect: Dialect, text: str, given: dict[str, Any], seconds: float
) -> Plan:
    """The plan of a statement, which is not run."""
    prefix = dialect.explain
    with door.session(text, seconds, prefix=prefix) as session:
        result = door.run(session, prefix + text, given, seconds)
        lines = [str(record[0]) for record in result]
        tree = result.consume().plan or plans.NOTHING
    if dialect.plan == "rows":
        return plans.from_rows(lines)
    return plans.from_text(tree) if dialect.plan == "text" else plans.from_tree(tree)


def refuse_measuring(dialect: Dialect, text: str) -> None:
    """NotSupported for an engine whose measures are not read, BadInput for what is no query."""
    if not dialect.profile:
        raise NotSupported(
            f"{dialect.engine} tells no measured plan that is read here; explain() shows the "
            "plan, and ArcadeDB and Neo4j measure theirs"
        )
    if guard.tells(text):
        raise BadInput("expected a query alone, found EXPLAIN, PROFILE or SHOW before it")


def measured(
    door: Door, dialect: Dialect, text: str, given: dict[str, Any], seconds: float
) -> Plan:
    """The plan of a statement that ran, in a transaction that is rolled back."""
    prefix = dialect.profile
    with door.transaction(text, seconds, keep=False, prefix=prefix) as transaction:
        result = transaction.run(prefix + text, given)
        deque(result, maxlen=0)  # consume() would leave rows uncounted that nobody read
        tree = result.consume().profile or plans.NOTHING
    return plans.from_text(tree) if dialect.plan == "text" else plans.from_tree(tree)
