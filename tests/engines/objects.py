"""Engines of this kind."""

from tests.engines import Tested

ENGINES: tuple[Tested, ...] = ()
