"""Runs that an engine recorded itself, brought in and given back."""
