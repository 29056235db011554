"""The consistency engine's way to the stores: what its rules look at, and what they found."""
