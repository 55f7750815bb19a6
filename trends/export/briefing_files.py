"""The files a briefing is handed on in, by the ending of their names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from trends.export.briefing import Briefing


@dataclass(frozen=True)
class Format:
    """A kind of file: its media type, what makes it, and what readers call it."""

    media_type: str
    make: Callable[[Briefing], bytes]
    words: str


BRIEFING_FORMATS: Mapping[str, Format] = {}
