"""Judges: golden sets, runs, measures, comparisons."""
