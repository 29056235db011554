"""Vectors of collections in this process: held once, searched exactly or by a measured index."""
