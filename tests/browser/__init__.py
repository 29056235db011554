"""Views in a real browser: kernel-free pages, and a real JupyterLab."""
