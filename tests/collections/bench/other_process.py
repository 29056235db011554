"""Opens a bench, does one thing to a collection of it, and tells what it saw."""

from __future__ import annotations

import json
import sys

import workbench as wb


def main(folder: str, name: str) -> None:
    """Waits for a line on stdin before it looks again: the first process writes meanwhile."""
    with wb.open(folder, linger=0.2) as bench:
        collection = bench.collection(name)
        print(json.dumps([one["id"] for one in collection]), flush=True)
        sys.stdin.readline()
        print(json.dumps([hit.id for hit in collection.search([1, 0], 3)]), flush=True)
        collection.upsert({"id": 77, "vector": [1, 0]})
        bench.collections.create(f"{name}_other")
        print(json.dumps(len(collection)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
