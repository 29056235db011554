"""Views for notebooks: what a person would rather look at than read.

A view holds data and no store; what it may ask of one is injected as functions. Each stands in
a folder: `model.py` its rules as data, `widget.py` its traits, `view.mjs` what is painted.
"""
