"""Exact inference: variables are eliminated, and what each depended on is told back."""
