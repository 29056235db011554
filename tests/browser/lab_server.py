"""A JupyterLab of its own: a free loopback port, a token, configuration and data in a folder."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

ROOT = Path(__file__).resolve().parents[2]
KERNEL = "workbench-tests"
SECONDS = 30.0
SETTINGS = {
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    # Cells out of sight keep their outputs, so that a test need not scroll to them.
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none", "kernelShutdown": True},
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running JupyterLab: where it listens, what it wants, the folder it shows."""

    url: str
    token: str
    root: Path


@contextmanager
def serve(folder: Path) -> Iterator[Server]:
    """JupyterLab on a free loopback port, with configuration and data of its own in `folder`."""
    root, token = folder / "root", token_hex(16)
    root.mkdir(parents=True)
    environment = _environment(folder)
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
        "--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly",
        "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={_free_port()}",
        f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={root}",
        "--ServerApp.terminals_enabled=False",
    ]  # fmt: skip
    with (folder / "lab.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment, cwd=root, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield Server(_url(process, folder), token, root)
    finally:
        _stop(process)


def _environment(folder: Path) -> dict[str, str]:
    """Directories of its own, our settings, and the kernel: this Python with this repository."""
    names = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    places = {f"JUPYTER_{name}": folder / name.lower() for name in names}
    places |= {
        "JUPYTERLAB_SETTINGS_DIR": folder / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": folder / "workspaces",
        "IPYTHONDIR": folder / "ipython",
    }
    for name, values in SETTINGS.items():
        _write(folder / "settings" / f"{name}.jupyterlab-settings", values)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel = {"argv": argv, "display_name": KERNEL, "language": "python"}
    kernel["env"] = {"PYTHONPATH": str(ROOT)}
    _write(folder / "data_dir" / "kernels" / KERNEL / "kernel.json", kernel)
    return os.environ | {name: str(place) for name, place in places.items()}


def _write(file: Path, value: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _url(process: subprocess.Popen[bytes], folder: Path) -> str:
    """Where it listens, once it answers: it may have taken another port than it was told."""
    told = folder / "runtime_dir" / f"jpserver-{process.pid}.json"
    due = time.monotonic() + SECONDS
    while time.monotonic() < due and process.poll() is None:
        with suppress(OSError, ValueError):
            server = json.loads(told.read_text())
            asked = f"{server['url']}api?token={server['token']}"
            urllib.request.urlopen(asked, timeout=5).close()
            return str(server["url"])
        time.sleep(0.05)
    raise RuntimeError(f"JupyterLab did not start:\n{(folder / 'lab.log').read_text()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ends it and what it started in its process group; it ends its kernels when told to."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
