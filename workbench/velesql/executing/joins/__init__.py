"""FROM and JOIN."""
