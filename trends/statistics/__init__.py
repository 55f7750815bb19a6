"""Ranges, verdicts and comparisons: the arithmetic of what may be said of a figure."""
