"""Runs statements until they end or it is killed: `python -m … CONNINFO FOLDER < statements`.

It prints a line once a statement was answered, or refused by a code.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path

from tests.collections.system.opening import opened, say
from workbench.core.errors import VelesFailed


def main(conninfo: str, folder: Path) -> None:
    with opened(conninfo, folder) as collections:
        for line in sys.stdin:
            _form, text, parameters = json.loads(line)
            if not text:
                collections.close()
            else:
                with suppress(VelesFailed):
                    say(collections, text, **parameters)
            print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
