"""What worries those asked, and what changed?"""

from trends.ui import layout, lists

lists.draw("concern", "concerns")
layout.doors(
    [
        ("priorities.py", "What they put first"),
        ("countries.py", "How countries compare"),
        ("cases.py", "Who has done it"),
    ]
)
