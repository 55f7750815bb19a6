"""What all charts share: the layout, the width of labels, and making a figure from traces."""

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

import plotly.graph_objects as go
from plotly.io.json import to_json_plotly

from trends.figures.palette import Palette

FONT = "'Source Sans', 'Helvetica Neue', Arial, sans-serif"
FONT_SIZE = 14
SMALL_SIZE = 12.5
LABEL_WIDTH = 38
LINE_HEIGHT = 18
# A range is one thin line, with no caps and no casing, so that it does not outshout what it belongs to.
WHISKER = 1.2
# The key in a figure's `meta` of the least width of its container, in pixels.
LEAST_WIDTH = "least_width"
# Plotly takes text for a markup of its own, in which tags make links, entities make characters and braces name fields.
# Figures are built of plain text with these marks, and :func:`figure` alone turns text into markup, so that none is
# forgotten.
NEW_LINE, BOLD, END_BOLD = "\n", "\ue000", "\ue001"
MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", "{": "&#123;", NEW_LINE: "<br>", BOLD: "<b>", END_BOLD: "</b>"})
# Where traces, annotations and axes hold text that is drawn.
TEXTS = ("text", "customdata", "name", "ticktext")
# The one part that Plotly has in its template without anything in it, which it takes for a template all the same; in
# place of none at all it puts its own, 6 kB a figure.
TEMPLATE = {"data": {"scatter": [{"type": "scatter"}]}}
# A space as wide as a digit.
FIGURE_SPACE = "\N{FIGURE SPACE}"

# No toolbar, no zoom, no drag: a chart is read, and what can be asked of it is asked by the page's controls.
CONFIG = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
    # Plotly asks a third party for country shapes before it draws any map, even one that brings its own; an empty
    # answer given here keeps readers' addresses private and maps working behind firewalls.
    "topojsonURL": "data:application/json," + quote('{"type":"Topology","objects":{},"arcs":[]}') + "#",
}


@dataclass(frozen=True, eq=False)
class Plot:
    """A figure of plain parts, ready for a browser: trace dicts, and a layout with height and least width.

    Plotly's own figure checks and copies every part, which takes fifty times as long as writing it. It is made where
    ``data`` or ``layout`` is asked for, as tests do, and holds the same.
    """

    traces: list[dict[str, Any]]
    parts: dict[str, Any]

    @property
    def height(self) -> int:
        """The height in pixels."""
        return int(self.parts["height"])

    @property
    def least_width(self) -> int:
        """The width in pixels below which the figure for narrow places should be drawn instead."""
        return int(self.parts["meta"][LEAST_WIDTH])

    def to_json(self) -> str:
        """Return the figure as JSON, as Plotly's script takes it."""
        return str(to_json_plotly({"data": self.traces, "layout": self.parts}))

    @cached_property
    def checked(self) -> go.Figure:
        """The figure as Plotly's own object, which raises where a part is none of Plotly's."""
        return go.Figure({"data": self.traces, "layout": self.parts})

    @property
    def data(self) -> Any:
        """The traces as Plotly's own objects."""
        return self.checked.data

    @property
    def layout(self) -> Any:
        """The layout as Plotly's own object."""
        return self.checked.layout


def figure(traces: list[dict[str, Any]], palette: Palette, height: int, *, least_width: int = 0, **layout: Any) -> Plot:
    """Return a figure of plain trace dicts with the shared layout.

    Args:
        traces: what is drawn.
        palette: the colours.
        height: height in pixels.
        least_width: width in pixels below which the narrow figure is drawn instead.
        layout: adds to the shared layout or overrides it.

    Texts are plain, with the marks NEW_LINE and :func:`in_bold`; in the figure they are Plotly's markup.
    """
    axis = {"fixedrange": True, "zeroline": False, "automargin": False, "ticks": ""}
    base: dict[str, Any] = {
        # No template of Plotly's or Streamlit's, so that a figure looks the same wherever it goes.
        "template": TEMPLATE,
        "font": {"family": FONT, "size": FONT_SIZE, "color": palette.ink},
        "paper_bgcolor": palette.background,
        "plot_bgcolor": palette.background,
        "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
        "height": height,
        "showlegend": False,
        "meta": {LEAST_WIDTH: least_width},
        "dragmode": False,
        "hoverlabel": {"font": {"family": FONT, "size": FONT_SIZE}},
        "xaxis": axis | {"gridcolor": palette.faint, "linecolor": palette.faint} | layout.pop("xaxis", {}),
        "yaxis": axis | {"gridcolor": palette.faint, "linecolor": palette.faint} | layout.pop("yaxis", {}),
    }
    whole = base | layout
    whole |= {name: _marked_up(axis) for name, axis in whole.items() if "axis" in name}
    if "annotations" in whole:
        whole["annotations"] = [_marked_up(annotation) for annotation in whole["annotations"]]
    # What is empty, such as a list of notes without any, is left out, as Plotly does.
    return Plot([_marked_up(trace) for trace in traces], {name: part for name, part in whole.items() if part != []})


def begins_at(strong: Iterable[bool], before: int = 0) -> dict[str, Any]:
    """Return the part of a trace that says at which of its points a reader who comes by keyboard begins; often none.

    Args:
        strong: whether a point is the reader's own, or one that was chosen, in order.
        before: how many points of the trace stand before these.
    """
    own = [at for at, is_strong in enumerate(strong, start=before) if is_strong]
    return {"meta": {"own": own}} if own else {}


def in_bold(text: str) -> str:
    """Return a text of a figure to be drawn bold."""
    return f"{BOLD}{text}{END_BOLD}"


def in_template(text: str) -> str:
    """Return a text as it can stand within a hover template."""
    return text.translate(MARKUP)


def spoken(*parts: str) -> str:
    """Return what is said of a mark, on hovering and by keyboard: its parts that are not empty."""
    return ", ".join(part for part in parts if part)


def _marked_up(part: dict[str, Any]) -> dict[str, Any]:
    """Return a trace, an annotation or an axis with its texts in Plotly's markup."""
    texts = {name: part[name] for name in TEXTS if name in part}
    return part | {
        name: text.translate(MARKUP) if isinstance(text, str) else [each.translate(MARKUP) for each in text]
        for name, text in texts.items()
    }


@dataclass(frozen=True)
class Drawing:
    """A figure as JSON with its height, and the width in pixels that its container needs."""

    figure: str
    height: int
    least_width: int


@dataclass(frozen=True, eq=False)
class Figures:
    """The wide and the narrow form of a chart; the narrow one is for phones and the like.

    A chart that fits any width has no narrow form; where there is nothing to draw there is neither.
    """

    wide: Plot | None = None
    narrow: Plot | None = None

    def by_width(self) -> list[tuple[Plot, int]]:
        """Return the figures, the one for wide places first, each with the width in pixels that its place needs."""
        if self.wide is None:
            return []
        if self.narrow is None:
            return [(self.wide, 0)]
        return [(self.wide, self.wide.least_width), (self.narrow, 0)]


NO_FIGURES = Figures()


def for_widths(draw: Callable[..., Plot], *given: Any, **named: Any) -> Figures:
    """Return what a figure function draws of the same rows for wide places and for narrow ones."""
    return Figures(draw(*given, narrow=False, **named), draw(*given, narrow=True, **named))


def wrapped(text: str, width: int = LABEL_WIDTH) -> list[str]:
    """Return a label as lines short enough for a phone; after a padded number, lines have a hanging indent."""
    hang = FIGURE_SPACE * (text.rfind(FIGURE_SPACE) + 1)
    return textwrap.wrap(text, width, subsequent_indent=hang, break_on_hyphens=False) or [""]


def level_lines(
    segments: Sequence[tuple[float, float, float]], color: str, width: float, **style: Any
) -> dict[str, Any]:
    """Return a trace of level lines.

    Args:
        segments: from which value to which, and at what height.
        color: of the lines.
        width: of the lines, in pixels.
        style: further parts of their line, such as ``dash``.
    """
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [part for start, end, _ in segments for part in (start, end, None)],
        "y": [part for *_, height in segments for part in (height, height, None)],
        "line": {"color": color, "width": width} | style,
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def words(
    x: list[Any],
    y: list[Any],
    text: list[str],
    color: str | list[str],
    *,
    position: str = "middle right",
    size: float = FONT_SIZE,
) -> dict[str, Any]:
    """Return a trace of text only."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": y,
        "text": text,
        "textposition": position,
        "textfont": {"color": color, "size": size},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
