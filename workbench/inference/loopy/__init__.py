"""Beliefs by message passing, where cycles make exact ones too dear."""
