"""The overview: what the evidence says now."""
