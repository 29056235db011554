"""Search predicates: whom they let through, and in which order they put them."""
