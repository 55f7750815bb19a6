"""A package, so that no other package called tests, which some libraries install, is taken for it."""
