"""What people hand over, as points and edges."""
