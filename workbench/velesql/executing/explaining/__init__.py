"""What a statement would do, and what it did."""
