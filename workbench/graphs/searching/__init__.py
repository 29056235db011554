"""Text search, vector search, and what a question should be answered from."""
