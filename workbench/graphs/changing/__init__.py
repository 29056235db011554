"""Changes of a property graph before they are committed."""
