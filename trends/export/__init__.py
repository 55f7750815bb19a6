"""Renderers of cards and tables outside pages: files, images, plain text."""
