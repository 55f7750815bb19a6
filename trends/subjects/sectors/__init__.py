"""Sectors: all that is known of one."""
