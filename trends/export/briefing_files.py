"""The files a briefing is handed on in, by the ending of their names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from trends.export.archive import archive
from trends.export.briefing import Briefing
from trends.export.briefing_html import html_briefing
from trends.export.paper import paper


def slides(made: Briefing) -> bytes:
    """Return a briefing as slides, with the design of this product."""
    # What makes them takes longer to load than most of the server together, and is asked for seldom.
    from trends.export.slides import slides as deck  # noqa: PLC0415

    return deck(made)


@dataclass(frozen=True)
class Format:
    """A kind of file: its media type, what makes it, and what readers call it."""

    media_type: str
    make: Callable[[Briefing], bytes]
    words: str


BRIEFING_FORMATS: Mapping[str, Format] = {
    "pptx": Format(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        slides,
        "PowerPoint, charts can be edited",
    ),
    "pdf": Format("application/pdf", paper, "PDF, tagged for screen readers"),
    "html": Format("text/html; charset=utf-8", html_briefing, "HTML, one file"),
    "zip": Format("application/zip", archive, "All of it as zip: PDF, HTML, Excel, CSV, pictures, receipts"),
}
