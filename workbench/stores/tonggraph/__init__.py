"""TongGraph files: a SQLite file and the folder of adjacency beside it, opened to be read."""

from .file import read_file

__all__ = ["read_file"]
