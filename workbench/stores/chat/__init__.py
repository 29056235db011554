"""Speaks to language models."""
