"""Knows every room, and wires them into an open bench."""
