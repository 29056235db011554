"""Conditions on fields, one family a file: truths of all rows of a relation."""
