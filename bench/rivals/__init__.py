"""What a user might build instead: the same evidence in small apps of other makes, which the benchmarks measure."""
