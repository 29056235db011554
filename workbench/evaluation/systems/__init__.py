"""Systems to evaluate, ready made."""
