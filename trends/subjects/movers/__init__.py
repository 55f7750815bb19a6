"""Movers: what rose and what fell."""
