"""What a text says, as values: made by `syntax`, read by everything after it."""
