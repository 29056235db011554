"""JupyterLab on the shipped notebooks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .sample import shipped


def run(folder: Path, port: int) -> int:
    """Serve until interrupted; the notebooks find their bench in WORKBENCH_FOLDER."""
    environment = os.environ | {"WORKBENCH_FOLDER": str(folder.resolve())}
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [sys.executable, "-m", "jupyterlab", f"--port={port}", "--ip=127.0.0.1", *root]
    return subprocess.run([*command, shipped("notebooks")], env=environment, check=False).returncode
