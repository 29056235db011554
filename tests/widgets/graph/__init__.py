"""The graph view as data: what is seen after which actions, what is fetched, saved and told."""
