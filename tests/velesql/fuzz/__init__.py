"""Random data, random queries over the whole grammar, and executor and judge side by side."""
