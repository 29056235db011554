"""Collections of points as values: what they are, what changes them, what answers from them."""
