"""Releases of the evidence: what each brought and which findings it turned."""
