"""Runs: made, kept, read, verified."""
