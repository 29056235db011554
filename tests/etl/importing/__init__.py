"""Imports into collections, and exports of them."""
