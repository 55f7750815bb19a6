"""What does all of this rest on?"""

from trends.subjects.sources import words as source_words
from trends.ui import layout, sources
from trends.ui.session import store

layout.question("What does all of this rest on?", source_words.answer(store().ask("evidence_kind_list")))

draw_section = sources.choose_section()
draw_section()

layout.doors(
    [
        ("overview.py", "Overview"),
        ("priorities.py", "What leaders put first"),
        ("bodies.py", "What public bodies have in place"),
    ]
)
