"""A Jupyter-first analysis workbench for graph-RAG engines."""
