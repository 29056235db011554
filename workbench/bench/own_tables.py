"""Tables that a bench makes for itself, where it may."""

from __future__ import annotations

from ..core.errors import NotSupported
from ..schema import migrate
from ..stores.profile import LOCAL, Profile
from ..stores.relational.postgres import Postgres


def ensure(store: Postgres, profile: Profile, system: str, table: str, what: str) -> None:
    """The tables of a system are there afterwards, in their newest form where the bench may.

    NotSupported where they are not and the database is open to be read alone: `table` is one of
    them, `what` they hold.
    """
    if profile.relational == LOCAL or profile.write:
        migrate(store, (system,))
    elif not store.rows("SELECT to_regclass($table)", {"table": table}, reviewed=True).values[0][0]:
        raise NotSupported(
            f"this database holds no {what}; open the bench with write=True to make some"
        )
