"""A second reading of the language: one row at a time, in plain Python, from its reference alone.

Nothing here is fast, and nothing is shared with what is judged, but for parser and checks.
"""
