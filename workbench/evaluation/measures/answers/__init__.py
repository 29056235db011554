"""Measures of what was said."""
