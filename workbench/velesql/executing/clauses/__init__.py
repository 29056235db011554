"""The clauses of SELECT, one file each, and what they share."""
