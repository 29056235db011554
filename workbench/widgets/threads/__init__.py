"""Conversations: a list of threads, one as chat and waterfall, two runs side by side."""
