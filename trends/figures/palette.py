"""The colours: one list for light pages and one for dark ones, and a fixed colour for each country, sector and theme.

The categorical colours for light pages follow those of the UK Government Analysis Function, two of them darkened to
reach 4.5:1 as text; dark pages have lighter relatives. ``.streamlit/config.toml`` repeats the colours of pages.
``tests/test_palette.py`` computes every contrast: text 4.5:1, and marks 3:1 on pages and panels. The steps of a map
begin pale, so that the eye finds what is high; every country on a step has an edge of the grey of marks, which has
those 3:1. The ink outlines the chosen country, with 3:1 on every step, as no other colour has. The ink of light
pages is nearly black since Streamlit fades some of the text written in it to six tenths.
"""

import zlib
from dataclasses import dataclass, fields

DASHES = ("solid", "dash", "dot")


@dataclass(frozen=True)
class Palette:
    """Colours of one appearance, as hexadecimal RGB.

    ``accent`` is the one strong colour, ``quiet`` the grey of everything else, ``ink`` text and whiskers, ``quiet_ink``
    text of less weight, ``faint`` grid lines and what else carries no figure, ``categories`` colours of
    lines and their names, ``steps`` a sequence from low to high for maps, from the pale to the strong.
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


def _listed(colors: str | tuple[str, ...]) -> tuple[str, ...]:
    return (colors,) if isinstance(colors, str) else colors


LIGHT = Palette(
    name="light",
    background="#FFFFFF",
    panel="#F3F5F7",
    ink="#0F151C",
    quiet_ink="#4C5866",
    accent="#12436D",
    quiet="#808A94",
    faint="#D9DEE3",
    categories=("#12436D", "#1C7A72", "#801650", "#BB4B0D"),
    steps=("#D9E7F3", "#ADC9E2", "#7FAAD0", "#5189BB", "#2B6699"),
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
    steps=("#1F3447", "#274765", "#335D85", "#4074A3", "#4F88BA"),
)

# The dark counterpart of each light colour: charts are made in light colours, which a browser replaces on dark pages.
DARK_OF_LIGHT = {
    light: dark
    for field in fields(Palette)
    if field.name != "name"
    for light, dark in zip(_listed(getattr(LIGHT, field.name)), _listed(getattr(DARK, field.name)), strict=True)
}
