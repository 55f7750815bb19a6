"""Ranges, verdicts and comparisons of figures: pure functions of numbers and frames."""
