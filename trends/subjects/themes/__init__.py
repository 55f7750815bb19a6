"""Themes: all that is known of one."""
