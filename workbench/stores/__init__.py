"""Speaks to engines. Drivers are imported here and nowhere else; `core` values leave."""
