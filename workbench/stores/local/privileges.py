"""PostgreSQL refuses to run as root: how its processes lose root without new users.

A user namespace without a mapping is enough: the server sees itself as an unprivileged
user, while its files stay the owner's and nothing outside the bench changes. Where a
container forbids user namespaces, an account that exists takes over, and its files must
then lie where it can reach them.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ...core.errors import StoreUnavailable

_ACCOUNTS = ("postgres", "nobody", "daemon")
_REACHABLE = Path("/var/tmp")  # noqa: S108 - folders there get random-free names and mode 0700


@dataclass(frozen=True, slots=True)
class Unprivileged:
    """What to put before a command, and the account it then runs as ("" for our own)."""

    prefix: tuple[str, ...] = ()
    account: str = ""

    def folder(self, wanted: Path) -> Path:
        """`wanted`, or where the account cannot reach it, a private folder that it can."""
        if not self.account:
            return wanted
        digest = hashlib.sha256(str(wanted).encode()).hexdigest()[:16]
        folder = _REACHABLE / f"workbench-{digest}"
        folder.mkdir(mode=0o700, exist_ok=True)
        self.own(folder)
        return folder

    def own(self, path: Path) -> None:
        if self.account:
            user = pwd.getpwnam(self.account)
            os.chown(path, user.pw_uid, user.pw_gid)

    def binaries(self, folder: Path, beside: Path) -> Path:
        """The folder of binaries, copied beside the data where the account cannot read it."""
        if not self.account or self._reads(folder):
            return folder
        copy = beside / folder.name
        if not copy.exists():
            shutil.copytree(folder, copy, symlinks=True)
            for path in (copy, *copy.rglob("*")):
                self.own(path)
        return copy

    def _reads(self, folder: Path) -> bool:
        return subprocess.run([*self.prefix, "test", "-r", folder], check=False).returncode == 0


@cache
def unprivileged() -> Unprivileged:
    """The first way to lose root that this machine allows."""
    if os.geteuid() != 0:
        return Unprivileged()
    if _works(["unshare", "--user"]):
        return Unprivileged(("unshare", "--user"))
    for account in _ACCOUNTS:
        prefix = ["setpriv", f"--reuid={account}", f"--regid={_group(account)}", "--clear-groups"]
        if _works(prefix):
            return Unprivileged(tuple(prefix), account)
    raise StoreUnavailable(
        "PostgreSQL does not run as root, and this machine allows neither `unshare --user` nor "
        f"`setpriv` to one of {', '.join(_ACCOUNTS)}. Start the workbench as an ordinary user, "
        "or name a server by its URL: wb.open(folder, relational='postgresql://…')."
    )


def _group(account: str) -> str:
    try:
        return str(pwd.getpwnam(account).pw_gid)
    except KeyError:
        return "65534"


def _works(prefix: list[str]) -> bool:
    try:
        return subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode == 0
    except OSError:
        return False
