"""The only access to the rows: questions asked by name of a read-only store."""
