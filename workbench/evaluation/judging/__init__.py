"""Judges that read: a model with a prompt, its cache, and whether to trust it."""
