"""The one door to the rows: questions asked by name of a store that nobody can change."""
