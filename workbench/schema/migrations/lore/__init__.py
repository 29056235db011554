"""The lore engine."""
