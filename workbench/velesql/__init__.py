"""VelesQL: vectors, graph and columns in one query.

An independent implementation of a documented language; nothing of VelesDB is in it.
"""
