"""Scenes: read from every source, merged, limited, packed, painted."""
