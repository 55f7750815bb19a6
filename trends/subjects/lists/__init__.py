"""Priorities and concerns: what those asked put first and what worries them."""
