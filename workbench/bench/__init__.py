"""Knows every room, and wires them into an open bench."""

from .bench import Bench, open

__all__ = ["Bench", "open"]
