"""A finding as data: sentences, chart, table, rows, source and receipt."""
