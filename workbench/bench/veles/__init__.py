"""Collections of a bench, and the language that they are asked in."""
