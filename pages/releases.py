"""What has changed in the evidence?"""

from trends.subjects.releases import view as release_view
from trends.ui import layout, releases, session

rest = layout.question(release_view.QUESTION, release_view.answer(session.request()))

layout.more(rest)
releases.draw()

layout.doors(
    [
        ("sources.py", "What it rests on"),
        ("movers.py", "What rose and what fell"),
        ("overview.py", "Overview"),
    ]
)
