"""Statements answered over mirrors."""
