"""Indices: how countries compare."""
