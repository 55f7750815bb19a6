"""Surveys of an owner: their exports read, checked, counted and guarded, so that nobody can be picked out."""
