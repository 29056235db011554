"""Golden sets: read, written, looked over."""
