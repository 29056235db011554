"""Vedana."""
