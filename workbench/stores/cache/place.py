"""Reads a cache's URL without showing its secrets."""

from __future__ import annotations

from urllib.parse import urlsplit

from redis.connection import parse_url

from ...core.errors import BadInput

_FORMS = "redis://host:port/db, rediss://host:port/db, unix:///path?db=0 or the path of a socket"


def checked_url(url: str) -> str:
    """`url` itself; BadInput where redis-py cannot read it, or would read database 0 instead."""
    try:
        read = parse_url(url)  # type: ignore[no-untyped-call]
        named = urlsplit(url).path.strip("/") and not url.startswith("unix:")
    except ValueError as error:
        raise BadInput(f"a cache is {_FORMS}; seen: {shown(url)}") from error
    if named and "db" not in read:
        raise BadInput(f"a database of the cache is a number, as in {_FORMS}; seen: {shown(url)}")
    return url


def shown(url: str) -> str:
    """`url` for people: without user, password and options."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return url
    plain, _, options = rest.partition("?")
    if "@" in options:  # of a password: no telling where it begins
        return f"{scheme}://…"
    return f"{scheme}://{plain.rpartition('@')[2]}"
