"""What a query gave, from every side, and a place to type queries."""
