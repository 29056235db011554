"""One file for each form in which golden sets are kept."""
