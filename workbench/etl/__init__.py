"""Brings data in: records in, a receipt out."""
