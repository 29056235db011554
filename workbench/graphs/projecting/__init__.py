"""A graph's nodes and edges in a database of the graph server, where Cypher is asked."""
