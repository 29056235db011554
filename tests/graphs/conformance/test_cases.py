"""Every shared case of TongGraph, step by step, with its own answers.

Options that give the original's answer stand in `differing.COMPAT`, steps that are judged by
another rule in `differing.DIFFERING`, each with the number of its defect.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.graphs.conformance.runner import FOLDER, cases, judged, noted, running
from tests.graphs.opened import Opened, opened

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the shared TongGraph cases are not beside this checkout"
)


@pytest.fixture(scope="module")
def place(servers: Any) -> Iterator[Opened]:
    with opened(servers) as found:
        yield found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_a_case_gives_the_originals_answers(case: dict[str, Any], place: Opened) -> None:
    with running(place.graphs, case["id"]) as run:
        for at, step, other in judged(case):
            if other is not None:
                other(run, step)
                continue
            with noted(f"step {at} of {case['id']}: {step}"):
                run.step(step)
