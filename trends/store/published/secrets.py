"""Keeps passwords of a place out of what is said of it: errors of a database tell the whole of how it was reached."""

import os
import re

HIDDEN = "…"
# As in “password=secret”, “password='se cret'” and “postgres://user:secret@host”.
_SAID = re.compile(
    r"""(?P<before>\b\w*(?:password|passwd|pwd|secret|token)\w*\s*=\s*)(?P<said>'(?:[^'\\]|\\.)*'|[^\s;&,)]+)""",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"(?P<before>://[^\s/:@]*:)(?P<said>[^\s/@]+)(?=@)")
# Where programs find passwords that no setting of ours says.
ELSEWHERE = ("PGPASSWORD", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "motherduck_token", "MOTHERDUCK_TOKEN")


def without_secrets(words: str, setting: str = "") -> str:
    """Return words without passwords: those that look like one, those of a setting, and those of the environment."""
    known = [match["said"] for pattern in (_SAID, _IN_ADDRESS) for match in pattern.finditer(setting)]
    known += [os.environ.get(name, "") for name in ELSEWHERE]
    for said in sorted({*known, *(each.strip("'") for each in known)}, key=len, reverse=True):
        # A word of one or two letters would be hidden in every other word; the patterns below still find it.
        if len(said) > 2:  # noqa: PLR2004
            words = words.replace(said, HIDDEN)
    for pattern in (_SAID, _IN_ADDRESS):
        words = pattern.sub(lambda match: match["before"] + HIDDEN, words)
    return words
