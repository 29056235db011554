"""Sagas: changes of several stores that are whole or undone."""
