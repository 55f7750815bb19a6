"""Priorities and concerns: what leaders put first and what worries them."""
