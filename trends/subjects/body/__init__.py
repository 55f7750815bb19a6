"""One named public body: what it answered, beside its kind, its region and bodies like it."""
