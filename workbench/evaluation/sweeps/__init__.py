"""One call over a grid of settings."""
