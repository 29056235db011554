"""The pure JavaScript, under node's own test runner; its report is shown where one fails."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import node

FILES = sorted(Path(__file__).parent.glob("js/*.test.mjs"))


def test_there_are_files_to_run() -> None:
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".test.mjs"))
def test_tests_in_javascript_pass(copied: Path, file: Path) -> None:
    ran = node.run("--test", "--test-reporter=tap", copied / "tests/widgets/js" / file.name)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    counted = re.search(r"^# pass (\d+)$", ran.stdout, re.MULTILINE)
    assert counted, ran.stdout
    assert int(counted[1]) > 0
