"""What a tree says that cannot be, whatever the catalog holds."""
