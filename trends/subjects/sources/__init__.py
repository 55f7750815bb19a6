"""Sources: what all of this rests on."""
