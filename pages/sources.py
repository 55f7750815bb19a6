"""What does all of this rest on?"""

from trends.subjects.sources import view as source_view
from trends.ui import layout, session, sources

rest = layout.question(source_view.QUESTION, source_view.answer(session.request()))

layout.more(rest)
layout.key_figures(source_view.key_figures(session.request()))
draw_section = sources.choose_section()
draw_section()

layout.doors(
    [
        ("releases.py", "What has changed"),
        ("overview.py", "Overview"),
        ("priorities.py", "What surveys put first"),
        ("bodies.py", "What public bodies have in place"),
    ]
)
