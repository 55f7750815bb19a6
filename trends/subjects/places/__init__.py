"""Places: where a country stands in all indices, and what is known of it."""
