"""What is told of a query's result, as data."""
