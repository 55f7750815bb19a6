"""Benchmarks: ``make bench`` prints a table of medians, each beside the raw floor measured in the same run."""
