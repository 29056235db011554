"""Asks: every engine query as a file, bound, run and traced."""
