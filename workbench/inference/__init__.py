"""Inference over discrete variables: what the rest is believed to be, given what was seen."""
