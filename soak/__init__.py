"""A long run of the whole dashboard under readers, programs and faults, each answer held against the tables."""
