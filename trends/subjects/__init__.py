"""The subjects of pages, a folder each: facts, words, cards, view."""
