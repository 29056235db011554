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
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ...core.errors import StoreUnavailable

_ACCOUNTS = ("postgres", "nobody", "daemon")
_REACHABLE = Path("/var/tmp")  # noqa: S108 - what lies there is checked to be ours


@dataclass(frozen=True, slots=True)
class Unprivileged:
    """What to put before a command, and the account it then runs as ("" for our own)."""

    prefix: tuple[str, ...] = ()
    account: str = ""

    def folder(self, wanted: Path) -> Path:
        """`wanted`, or where an account must reach it, a private folder of the account's."""
        return self._own_folder(str(wanted)) if self.account else wanted

    def own(self, path: Path) -> None:
        if self.account:
            user = pwd.getpwnam(self.account)
            os.chown(path, user.pw_uid, user.pw_gid)

    def installation(self, root: Path, parts: Sequence[str]) -> Path:
        """`root`, or where the account cannot read it, a copy of its `parts` that it can.

        One copy serves every bench; another version of the binaries makes another copy.
        """
        if not self.account or all(self._reads(root / part) for part in parts):
            return root
        stamp = max((root / part).stat().st_mtime_ns for part in parts)
        copy = self._own_folder(f"{root} {stamp}")
        if not (copy / "complete").exists():
            for part in parts:
                shutil.copytree(root / part, copy / part, symlinks=True, dirs_exist_ok=True)
            for path in copy.rglob("*"):
                self.own(path)
            (copy / "complete").touch()
        return copy

    def _own_folder(self, purpose: str) -> Path:
        """A private folder below /var/tmp, the same for the same purpose.

        Anybody may make folders there, so one that another account owns is never used.
        """
        digest = hashlib.sha256(purpose.encode()).hexdigest()[:16]
        folder = _REACHABLE / f"workbench-{digest}"
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (0, self._uid):
            raise StoreUnavailable(f"{folder} belongs to somebody else; remove it, then try again")
        self.own(folder)
        return folder

    @property
    def _uid(self) -> int:
        return pwd.getpwnam(self.account).pw_uid

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
