"""The explorer of threads, as data."""
