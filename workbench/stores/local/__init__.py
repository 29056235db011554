"""Starts, shares and stops the servers of a bench folder."""
