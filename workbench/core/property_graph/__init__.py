"""Values of a property graph with search and belief."""
