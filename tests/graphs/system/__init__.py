"""A property graph of a bench under kills, with other processes beside it, and by URL."""
