"""Speaks to Grist: documents as files, and the server that hands them out."""
