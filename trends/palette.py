"""The colours: one list for light pages and one for dark ones, and a fixed colour for each country, sector and theme.

The categorical colours for light pages follow those of the UK Government Analysis Function, two of them darkened to
reach 4.5:1 as text; dark pages have lighter relatives. ``tests/test_palette.py`` computes every contrast.
"""

import zlib
from dataclasses import dataclass

DASHES = ("solid", "dash", "dot")


@dataclass(frozen=True)
class Palette:
    """Colours of one appearance, as hexadecimal RGB.

    ``accent`` is the one strong colour, ``quiet`` the grey of everything else, ``ink`` text and whiskers, ``faint``
    grid lines and empty map areas, ``steps`` a sequence from low to high for maps.
    """

    name: str
    background: str
    panel: str
    ink: str
    quiet_ink: str
    accent: str
    quiet: str
    faint: str
    categories: tuple[str, ...]
    steps: tuple[str, ...]

    def of(self, code: str) -> str:
        """Return the colour of a country, sector or theme: the same on every page and under every filter."""
        return self.categories[zlib.crc32(code.encode()) % len(self.categories)]

    def dash_of(self, code: str) -> str:
        """Return the line style of a country, so that two of one colour still differ."""
        return DASHES[zlib.crc32(code.encode()) // len(self.categories) % len(DASHES)]


LIGHT = Palette(
    name="light",
    background="#FFFFFF",
    panel="#F3F5F7",
    ink="#1B2430",
    quiet_ink="#4C5866",
    accent="#12436D",
    quiet="#8A949E",
    faint="#D9DEE3",
    categories=("#12436D", "#1F7F77", "#801650", "#C4500F"),
    steps=("#D6E4EF", "#A3C4DD", "#6B9FC7", "#3A76A8", "#12436D"),
)
DARK = Palette(
    name="dark",
    background="#12181F",
    panel="#1C242D",
    ink="#E8ECF0",
    quiet_ink="#B4BEC8",
    accent="#6BACE6",
    quiet="#76838F",
    faint="#2E3843",
    categories=("#6BACE6", "#28A197", "#D08CB4", "#F46A25"),
    steps=("#24384A", "#2F5576", "#3F78A6", "#6BACE6", "#B9DBF6"),
)


def of_appearance(name: str | None) -> Palette:
    """Return the palette of «dark», else the light one."""
    return DARK if name == "dark" else LIGHT
