"""A bench of its own for these tests, and names that no other test uses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import numpy as np
import pytest

import workbench as wb
from workbench.bench.bench import Bench

_numbers = count(1)


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with wb.open(tmp_path_factory.mktemp("imports") / "bench") as opened:
        opened.relational.write("CREATE EXTENSION IF NOT EXISTS vector")
        yield opened
    opened.stop()


@pytest.fixture
def name() -> str:
    """Of a collection or a table."""
    return f"c{next(_numbers)}"


@pytest.fixture
def refused() -> Callable[[Any], list[tuple[int, str, str]]]:
    """Row, part and reason of every refused record, as its file has them."""

    def read(receipt: Any) -> list[tuple[int, str, str]]:
        if receipt.rejects_file is None:
            return []
        lines = receipt.rejects_file.read_text(encoding="utf-8").splitlines()
        found = [json.loads(line) for line in lines]
        return [(one["row"], one["column"], one["reason"]) for one in found]

    return read


def contents(collection: Any) -> dict[Any, Any]:
    """Every point by id: payload as JSON text, vectors and sparse vectors as plain numbers."""
    with collection._reading():
        records = collection.get([record["id"] for record in collection], vectors=True)
    return {record.pop("id"): _plain(record) for record in records}


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    payload = json.dumps(record.pop("payload"), sort_keys=True)
    own = {n: v.tolist() if isinstance(v, np.ndarray) else v for n, v in record.items()}
    return {"payload": payload, **own}
