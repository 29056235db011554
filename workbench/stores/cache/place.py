"""Reads a cache's URL without showing its secrets."""

from __future__ import annotations

from urllib.parse import urlsplit

from ...core.errors import BadInput

_FORMS = "redis://host:port/db, rediss://host:port/db, unix:///path?db=0 or the path of a socket"


def checked_url(url: str) -> str:
    """`url` itself; BadInput where redis-py would misread it or take database 0 in silence."""
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("redis", "rediss", "unix") and parts.port != 0
    except ValueError:  # a port that is no number
        fits = False
    if fits and parts.scheme != "unix":
        database = parts.path.strip("/")
        fits = not database or (database.isascii() and database.isdigit())
    if not fits:
        raise BadInput(f"a cache is {_FORMS}; seen: {shown(url)}")
    return url


def shown(url: str) -> str:
    """`url` for people: without user, password and options."""
    if "://" not in url:
        return url
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('?')[0].rpartition('@')[2]}"
