"""A process that uses a bench and writes until it is killed: `python writer.py FOLDER NAME`.

It prints a number only after both stores have acknowledged its write.
"""

from __future__ import annotations

import sys
from itertools import count

import workbench as wb
from workbench.core.errors import StoreUnavailable
from workbench.core.values import Node


def main(folder: str, name: str) -> None:
    bench = wb.open(folder)
    for number in count():
        key = f"{name}-{number}"
        try:
            bench.relational.write("INSERT INTO kept (key) VALUES ($key)", {"key": key})
            bench.graph.put([Node(key, ("Kept",), {})])
        except StoreUnavailable:
            print("lost a server", flush=True)
            return
        print(key, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
