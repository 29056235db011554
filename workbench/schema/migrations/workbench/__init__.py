"""The workbench itself."""
