"""Worse, not shown, or better: a verdict from the interval."""
