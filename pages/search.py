"""What a text finds in all of the evidence."""

from trends.ui import layout, search

layout.question("Search all evidence")
search.results(search.choose_words())
