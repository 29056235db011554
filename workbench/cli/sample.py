"""Where the shipped sample data and notebooks lie, for notebooks and commands."""

from ..bench.sample import shipped

__all__ = ["shipped"]
