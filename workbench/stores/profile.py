"""`bench.toml`: which engines a bench opens, and how; never a secret.

A secret is written `${NAME}`: the environment variable NAME holds it.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from ..core.errors import BadInput, StoreUnavailable

LOCAL = "local"
MINILM = "minilm"  # an embedder in this process, as the local one is

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_SCHEMES = {
    "relational": ("postgresql", "postgres"),
    "graph": ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"),
    "objects": ("s3",),
    "cache": ("redis", "rediss", "unix"),
    "embedder": ("http", "https"),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What a bench opens. A URL is `local`, or names a server, with `${NAME}` for secrets.

    A store named by a URL is opened to be read, unless `write` is true. `reader` is the
    relational URL of an account that may only read, `endpoint`, `region` and the two keys
    belong to `s3://` objects. `grist` is a folder of `.grist` documents, or the URL of a
    server with the ids of its `grist_documents`. `embedder` is `local`, `minilm`, or the
    URL of an OpenAI-compatible endpoint with its model and the dimension of its vectors.
    `linger` is how many seconds the local servers outlive their last user.
    """

    relational: str = LOCAL
    write: bool = False
    reader: str = ""
    graph: str = LOCAL
    objects: str = LOCAL
    endpoint: str = ""
    region: str = "us-east-1"
    access_key: str = "${AWS_ACCESS_KEY_ID}"
    secret_key: str = "${AWS_SECRET_ACCESS_KEY}"  # noqa: S105 - the name of a variable
    cache: str = LOCAL
    grist: str = ""
    grist_documents: tuple[str, ...] = ()
    grist_key: str = "${GRIST_API_KEY}"
    embedder: str = LOCAL
    embedder_model: str = ""
    embedder_dimension: int = 0
    embedder_key: str = "${OPENAI_API_KEY}"
    timeout: float = 30.0
    row_limit: int = 10_000
    linger: float = 10.0
    graph_heap: str = "512m"
    cache_memory: str = "256mb"

    def __post_init__(self) -> None:
        for kind, schemes in _SCHEMES.items():
            _check_url(kind, getattr(self, kind), schemes)
        if self.reader:
            _check_url("reader", self.reader, _SCHEMES["relational"])
        for name in ("access_key", "secret_key", "grist_key", "embedder_key"):
            if not _VARIABLE.fullmatch(getattr(self, name)):
                raise BadInput(
                    f"{name}: expected ${{NAME}}, the environment variable that holds it"
                )

        hosted = self.embedder not in (LOCAL, MINILM)
        if hosted and not (self.embedder_model and self.embedder_dimension > 0):
            raise BadInput(
                "embedder: an endpoint needs embedder_model and embedder_dimension, the length "
                f"of its vectors; found {self.embedder_model!r} and {self.embedder_dimension}"
            )

    def text(self) -> str:
        """The profile as TOML, every field with its value."""
        lines = ["# What this bench opens. Secrets: ${NAME} stands for an environment variable."]
        lines += [f"{field.name} = {_toml(getattr(self, field.name))}" for field in fields(self)]
        return "\n".join(lines) + "\n"


def read(path: Path) -> Profile:
    """The profile in a file; BadInput names the file and what is wrong in it."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(
            f"{path} is not TOML: {error}. Mend it, or delete it to start over."
        ) from error
    return changed(Profile(), found, where=str(path))


def changed(profile: Profile, values: Mapping[str, Any], *, where: str) -> Profile:
    """The profile with some fields replaced; unknown names and wrong types are BadInput."""
    known = {field.name: getattr(profile, field.name) for field in fields(profile)}
    for name, value in values.items():
        if name not in known:
            raise BadInput(f"{where}: no setting {name!r}; there are: {', '.join(known)}")
        _check_type(name, value, type(known[name]), where)
    given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    try:
        return replace(profile, **given)
    except BadInput as error:
        raise BadInput(f"{where}: {error}") from None


def _check_type(name: str, value: Any, expected: type, where: str) -> None:
    accepted = {float: (int, float), tuple: (list, tuple)}.get(expected, expected)
    fits = isinstance(value, accepted) and isinstance(value, bool) == (expected is bool)
    if not fits or (expected is tuple and not all(isinstance(item, str) for item in value)):
        wanted = "a list of str" if expected is tuple else expected.__name__
        raise BadInput(f"{where}: {name} expects {wanted}, found {value!r}")


def revealed(text: str) -> str:
    """`text` with each `${NAME}` replaced by that environment variable, as it is."""
    return _VARIABLE.sub(lambda match: _variable(match[1]), text)


def revealed_url(url: str) -> str:
    """The same for a URL: what replaces a variable is percent-encoded."""
    return _VARIABLE.sub(lambda match: quote(_variable(match[1]), safe=""), url)


def _variable(name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        raise StoreUnavailable(
            f"the bench takes a secret from the environment variable {name}, which is not set"
        ) from None


def _check_url(name: str, url: str, schemes: tuple[str, ...]) -> None:
    own = (LOCAL, MINILM) if name == "embedder" else (LOCAL,)
    if url in own:
        return
    parts = urlsplit(url)
    if parts.scheme not in schemes:
        forms = [*map(repr, own), *(f"{scheme}://…" for scheme in schemes)]
        raise BadInput(
            f"{name}: expected {' or '.join(forms)}, found a URL of {parts.scheme or '?'!r}"
        )
    if parts.password and not _VARIABLE.fullmatch(parts.password):
        raise BadInput(
            f"{name}: the URL holds a password. Put it in an environment variable and write "
            f"{parts.scheme}://{parts.username or 'user'}:${{NAME}}@{parts.hostname or 'host'}/…"
        )


def _toml(value: str | float | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)
