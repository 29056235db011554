"""Property graphs of a bench: what opens them, what brings files in."""
