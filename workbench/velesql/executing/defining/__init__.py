"""Collections made, looked after and told of."""
