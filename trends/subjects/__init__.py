"""What pages are about, a folder each: facts, words, cards, view."""
