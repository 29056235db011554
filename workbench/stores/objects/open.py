"""Opens a folder or an S3 bucket as an object store."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import obstore
from obstore.store import LocalStore, S3Store

from ...core.errors import BadInput, StoreUnavailable
from .faults import DRIVER_ERRORS, translated
from .names import checked_folder
from .store import ObjectStore

if TYPE_CHECKING:
    from obstore.store import BackoffConfig, ClientConfig, RetryConfig, S3Config, S3Credential

# A server that is down answers, or fails to, within 3 seconds; 30 seconds is what a part of
# 5 MB may take on a slow line, because this timeout runs while a body is sent, too.
_TIMEOUTS: ClientConfig = {"connect_timeout": "3s", "read_timeout": "30s", "timeout": "1h"}
_BACKOFF: BackoffConfig = {
    "init_backoff": timedelta(milliseconds=100),
    "max_backoff": timedelta(seconds=1),
    "base": 2,
}
# S3 answers 503 SlowDown when it rebalances and asks its clients to come again.
_RETRIES: RetryConfig = {
    "max_retries": 2,
    "retry_timeout": timedelta(seconds=5),
    "backoff": _BACKOFF,
}
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,62}")


def folder(path: str | Path) -> ObjectStore:
    """The objects in a folder, which is created (mode 0700) where it is missing.

    An object is a file of its own name; folders that become empty are removed.
    """
    root = Path(path).absolute()
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        store = LocalStore(root, automatic_cleanup=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise BadInput(
            f"{root} is to be the folder of an object store, and a file is in the way; "
            "name another folder"
        ) from error
    except OSError as error:
        raise StoreUnavailable(
            f"cannot open the folder {root}: {error.strerror}; choose one this user may write to"
        ) from error
    return ObjectStore(store, engine="folder", place=f"folder {root}")


def s3(
    url: str,
    *,
    endpoint: str | None = None,
    access_key: str = "",
    secret_key: str = "",
    region: str = "us-east-1",
) -> ObjectStore:
    """The objects below `s3://bucket/prefix`, on AWS or on the S3 server at `endpoint`.

    The bucket must exist; one listing request proves that it can be read. Where keys are
    given, they alone count; without them the AWS_* variables or the machine's role decide.
    A request that was cut off or answered 5xx goes out at most twice more, within 5 seconds.
    """
    bucket, prefix = _parsed(url)
    config: S3Config = {"region": region}
    if endpoint is not None:
        # This spelling wins over an AWS_ENDPOINT_URL_S3 in the environment.
        config["aws_endpoint_url_s3"] = _checked_endpoint(endpoint)
    store = S3Store(
        bucket,
        prefix=prefix or None,
        config=config,
        client_options={**_TIMEOUTS, "allow_http": (endpoint or "").startswith("http://")},
        retry_config=_RETRIES,
        credential_provider=_keys(access_key, secret_key),
    )
    place = f"{url} at {endpoint or 'AWS ' + region}"
    _prove(store, place)
    return ObjectStore(store, engine="s3", place=place)


def _keys(access_key: str, secret_key: str) -> Callable[[], S3Credential] | None:
    """Provides the given keys, so that no AWS_SESSION_TOKEN of the environment mixes in."""
    if bool(access_key) != bool(secret_key):
        given = "access_key" if access_key else "secret_key"
        raise BadInput(f"s3() needs access_key and secret_key, or neither; only {given} is set")
    keys: S3Credential = {
        "access_key_id": access_key,
        "secret_access_key": secret_key,
        "token": None,
        "expires_at": None,
    }
    return (lambda: keys) if access_key else None


def _parsed(url: str) -> tuple[str, str]:
    """Bucket and prefix of `s3://bucket/prefix`; no character of the prefix is special."""
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    if not url.startswith("s3://") or not _BUCKET.fullmatch(bucket):
        raise BadInput(
            f"an object store URL is s3://bucket or s3://bucket/prefix, not {url!r}; "
            "a bucket's name has 3 to 63 letters, digits, '.', '_' and '-'"
        )
    return bucket, checked_folder(prefix)


def _checked_endpoint(endpoint: str) -> str:
    try:
        parts = urlsplit(endpoint)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number
        fits = False
    if not fits or re.search(r"\s", endpoint):
        raise BadInput(f"endpoint must be a URL such as http://127.0.0.1:8333, not {endpoint!r}")
    return endpoint


def _prove(store: S3Store, place: str) -> None:
    try:
        next(iter(obstore.list(store, chunk_size=1)), None)
    except DRIVER_ERRORS as error:
        raise translated(error, place, "open the bucket") from error
