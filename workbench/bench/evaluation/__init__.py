"""Evaluation on an open bench."""
