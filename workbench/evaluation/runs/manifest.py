"""The account of how a run came about."""

from __future__ import annotations

import json
import platform
import secrets
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from ...core.errors import BadInput
from ...core.evaluation.golden import Golden
from ...core.evaluation.replies import Outcome

FORMAT = 1
PACKAGES = (
    "polystore-workbench",
    "ir-measures",
    "pytrec-eval-terrier",
    "numpy",
    "polars",
    "distributed",
)
GIT_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides a run's replies: outcomes of other settings are not of one run."""

    golden: Golden
    name: str
    system_settings: Mapping[str, Any]
    repeats: int
    seed: int

    def record(self) -> dict[str, Any]:
        """JSON-ready, by the names of the manifest."""
        card = {name: getattr(self.golden.card, name) for name in self.golden.card.__slots__}
        golden = {"hash": self.golden.hash, "questions": len(self.golden), "card": card}
        system = {"name": self.name, "settings": self.system_settings}
        whole = {"system": system, "golden": golden, "repeats": self.repeats, "seed": self.seed}
        return dict(plain(whole))


def differing(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """Which settings of two records differ: name, then and now. A golden set's card is none."""
    before, after = _named(then), _named(now)
    names = [*before, *(name for name in after if name not in before)]
    pairs = [(name, before.get(name), after.get(name)) for name in names]
    return [(name, old, new) for name, old, new in pairs if old != new]


def _named(record: Mapping[str, Any]) -> dict[str, Any]:
    system = record.get("system", {})
    return {
        "system": system.get("name"),
        **{f"settings.{name}": value for name, value in system.get("settings", {}).items()},
        "golden": record.get("golden", {}).get("hash"),
        "repeats": record.get("repeats"),
        "seed": record.get("seed"),
    }


def new_id() -> str:
    """A run's id: its moment in UTC and a random part, sortable, fit for a file name."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(4)}"


def moment() -> str:
    """Now in UTC, as ISO 8601 with microseconds."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def counts(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many outcomes were answered, and how many failed."""
    found = [outcome.status for outcome in outcomes]
    return {"answered": found.count("answered"), "failed": found.count("failed")}


def circumstances(
    workers: int, on: Any, engines: Sequence[Any], models: Sequence[Any]
) -> dict[str, Any]:
    """How and with what questions are asked now; an `Engine` becomes a map of its fields."""
    return {
        "workers": workers if on is None else None,
        "on": None if on is None else "dask",
        "engines": [one._asdict() if hasattr(one, "_asdict") else one for one in engines],
        "models": list(models),
        "code": code_revision(),
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Of Python and of the packages that a run's numbers and bytes depend on, where present."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def code_revision() -> dict[str, Any] | None:
    """The git commit of the working directory and whether tracked files differ from it.

    None outside a repository, before its first commit, and where there is no git.
    """
    command = ["git", "describe", "--always", "--abbrev=40", "--dirty=+", "--exclude=*"]
    try:
        told = subprocess.run(command, capture_output=True, timeout=GIT_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    revision = told.stdout.decode().strip()
    return {"revision": revision.rstrip("+"), "dirty": revision.endswith("+")}


def plain(value: Any) -> Any:
    """As it will be read from the manifest's file; what JSON has no form for becomes its text."""
    try:
        return json.loads(json.dumps(value, default=str))
    except (TypeError, ValueError) as error:
        raise BadInput(
            f"settings, engines and models are written as JSON, which these cannot be: {error}"
        ) from error
