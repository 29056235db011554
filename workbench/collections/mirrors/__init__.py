"""A collection in memory: ids, payload columns, vectors, words and neighbours."""
