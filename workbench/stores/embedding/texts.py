"""What an embedder takes as text."""

from __future__ import annotations

from collections.abc import Iterable

from ...core.errors import BadInput


def checked(texts: Iterable[str]) -> list[str]:
    """The texts; BadInput for one that is no text, or that UTF-8 cannot hold."""
    wanted = list(texts)
    for at, text in enumerate(wanted):
        _check(text, at)
    return wanted


def _check(text: object, at: int) -> None:
    if not isinstance(text, str):
        raise BadInput(f"text {at}: expected text, found {type(text).__name__}: {text!r:.80}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadInput(
            f"text {at}: expected text that UTF-8 can hold, found half of a surrogate pair "
            f"at character {error.start + 1}. Remove it."
        ) from error
