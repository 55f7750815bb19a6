"""Sentences from facts: the one place where title, subtitle, alternative text, table and file note get their words.

Every function here takes facts and returns words, so that no two renderers say different things of the same figures.
“Rose” and “fell” are only said where the verdict is up or down.
"""
