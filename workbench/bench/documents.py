"""Which Grist documents a call or a profile names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from ..core.errors import BadInput
from ..stores.grist import collection
from ..stores.profile import Profile, revealed


def named(
    profile: Profile,
    source: str | os.PathLike[str] | None,
    documents: Sequence[str] = (),
    api_key: str | None = None,
    *,
    csv: bool = False,
) -> AbstractContextManager[collection.Collection]:
    """The documents of a folder or of a Grist server; the profile's where None or empty.

    `csv` reads a server's documents table by table, as keys without the right to download may.
    """
    place = os.fspath(source or profile.grist)
    if not place:
        raise BadInput(
            "expected a folder of .grist files or the URL of a Grist server; name it in the "
            "call, or set `grist` in bench.toml"
        )
    if "://" not in place:
        return collection.in_folder(Path(place).expanduser())
    key = revealed(profile.grist_key if api_key is None else api_key)
    ids = documents or profile.grist_documents
    opened = collection.as_csv if csv else collection.on_server
    return opened(place, ids, api_key=key or None)
