"""What do bodies put first, and what changed?"""

from trends.ui import layout, lists

lists.draw("priority", "priorities")
layout.doors(
    [
        ("concerns.py", "What worries them"),
        ("countries.py", "How countries compare"),
        ("cases.py", "Who has done it"),
    ]
)
