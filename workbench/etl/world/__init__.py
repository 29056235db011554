"""Fictional worlds in YAML, logs and texts, brought into the stores."""

from .load import load_world
from .receipt import WorldReceipt
from .stores import WorldStores

__all__ = ["WorldReceipt", "WorldStores", "load_world"]
