"""Cards: a finding with its chart, table, foot and files. Made here from frames, drawn by :mod:`trends.ui.card`."""

import functools
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from trends import changes, numbers, words
from trends.changes import WEAK
from trends.figures.bars import ranked_bars
from trends.figures.base import NO_FIGURES, Figures, for_widths
from trends.figures.bump import bump
from trends.own import COLUMN, MARK, NOBODY, Self, own_row
from trends.palette import Palette
from trends.words import ListFacts

BUMP_EDITIONS = 3
BUMP_ITEMS = 15
HIGHLIGHTED = 3
ACROSS_BARS = 15
ACROSS_LOWEST = 5

# What files hold of a row.
LIST_COLUMNS = (
    "survey_name", "question_name", "measure", "unit", "year", "country_name", "region", "sector_name", "body_size",
    "item", "theme_name", "value", "tied", "low", "high", "flag", "rank", "rank_low", "rank_high", "base_n",
    "wave_base_n", "population", "year_before", "before", "flag_before", "base_before", "population_before", "change",
    "change_low", "change_high", "verdict", "reason", "method", "evidence_name", "note", "source_name", "source_url",
    "source_place", "licence",
)  # fmt: skip
ACROSS_COLUMNS = (
    "survey_name", "question_name", "measure", "unit", "country_name", "region", "sector_name", "body_size", "year",
    "item", "value", "low", "high", "flag", "base_n", "wave_base_n", "population", "rest_kind", "rest_groups",
    "rest_value", "rest_base_n", "difference", "difference_low", "difference_high", "against_the_rest", "reason",
    "method", "evidence_name", "source_name", "source_url", "source_place", "licence",
)  # fmt: skip
ROUNDED = (
    "low", "high", "change", "change_low", "change_high", "rest_value", "difference", "difference_low",
    "difference_high",
)  # fmt: skip
DECIMALS = 2
TABLE_FOLLOWS = "Table follows."


@dataclass(frozen=True)
class Source:
    """Where a figure comes from: name, web address, licence.

    Where the rows of a card have several sources, the name says so and ``each`` names those of the drawn rows, for an
    image, in which no row can be asked for its own.
    """

    name: str
    url: str
    licence: str
    each: Sequence[str] = ()

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> "Source":
        """Return where a row comes from; it has ``source_name``, ``source_url`` and ``licence``."""
        return cls(str(row["source_name"]), str(row["source_url"]), str(row["licence"]))


def shared_source(rows: Iterable[Mapping[Any, Any]], drawn: Iterable[Mapping[Any, Any]]) -> Source:
    """Return where rows come from: their source where all have the same page, else that each row names its own.

    Args:
        rows: the rows of a card's table, not empty; each has ``source_name``, ``source_url``, ``licence``.
        drawn: the rows of its chart; each has ``source_name`` and ``year``.
    """
    first, *others = rows
    if all(row["source_url"] == first["source_url"] for row in others):
        return Source.of(first)
    years: dict[str, set[int]] = {}
    for row in drawn:
        years.setdefault(str(row["source_name"]), set()).add(int(row["year"]))
    each = [f"{name}, {numbers.years(min(held), max(held))}" for name, held in years.items()]
    return Source("each row names its own", "sources", "as each source says", each)


@dataclass(frozen=True)
class Drawing:
    """A figure as JSON with its height, and the width in pixels that its place needs."""

    figure: str
    height: int
    least_width: int


# Compared by identity: frames have no equality of their own.
@dataclass(frozen=True, eq=False)
class Card:
    """A finding that can stand alone.

    ``key`` names it on its page. ``table`` holds the chart's rows in words, for reading; ``shown`` the same rows as
    numbers with unit, base and source, for taking away; ``behind`` the table and filters that give all rows behind it.
    ``foot`` is said under the chart: base and kind of evidence. ``evidence`` is the kind of evidence, drawn as a badge,
    and ``reach`` what such evidence can and cannot tell; empty where the rows of a card have several. ``about`` are
    paragraphs on method and limits; ``carried`` are those without which its chart must not go anywhere, such as what an
    index measures and the caution of its publisher. ``figures`` are its chart, for wide
    places and for narrow ones.
    """

    key: str
    title: str
    subtitle: str
    table: pd.DataFrame
    shown: pd.DataFrame
    foot: str
    source: Source
    alt: str = ""
    figures: Figures = NO_FIGURES
    about: Sequence[str] = ()
    carried: Sequence[str] = ()
    symbols: Sequence[str] = ()
    behind: tuple[str, Mapping[str, Sequence[str]]] | None = None
    file_words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    evidence: str = ""
    reach: str = ""

    @property
    def figure(self) -> go.Figure | None:
        """The figure for wide places."""
        return self.figures.wide

    @property
    def narrow_figure(self) -> go.Figure | None:
        """The figure that is drawn where the one for wide places has no room."""
        return self.figures.narrow

    @functools.cached_property
    def drawings(self) -> Sequence[Drawing]:
        """The figures for a browser, the one for wide places first. A card is drawn often and made once."""
        return [
            Drawing(str(figure.to_json()), int(figure.layout.height), least_width)
            for figure, least_width in self.figures.by_width()
        ]


def list_facts(items: pd.DataFrame, place: str, year: int | None = None) -> ListFacts:
    """Return the facts of a question in one slice.

    Args:
        items: one row per year and item, as ``queries/question_items.sql`` gives them, not empty.
        place: country, region and kind of body in words.
        year: the edition to show; the last one if not given.
    """
    edition = changes.last_edition(items, year)
    rows = edition.to_dict("records")
    first = rows[0]
    return ListFacts(
        items=edition,
        rows=rows,
        question=str(first["question_name"]),
        kind=str(first["kind"]),
        survey=str(first["survey_name"]),
        publisher=str(first["source_name"]).partition(":")[0],
        respondents=str(first["respondents"]),
        measure=str(first["measure"]),
        evidence=str(first["evidence"]),
        evidence_name=str(first["evidence_name"]),
        place=place,
        sector=str(first["sector_name"]),
        year=int(first["year"]),
        year_before=None if numbers.is_missing(first["year_before"]) else int(first["year_before"]),
        base=words.base_words(rows, str(first["evidence"])),
        note="" if numbers.is_missing(first["question_note"]) else str(first["question_note"]),
        reach=words.reach_words(str(first["evidence_definition"]), str(first["evidence_limits"])),
        methods={
            int(when): str(method)
            for when, method in zip(items["year"].tolist(), items["method"].tolist(), strict=True)
            if when <= first["year"]
        },
    )


def list_card(
    facts: ListFacts,
    items: pd.DataFrame,
    palette: Palette,
    behind: Mapping[str, Sequence[str]],
) -> Card:
    """Return the card of a question in one slice: a bump chart of its places, bars of its shares, or a plain list.

    Args:
        facts: what :func:`list_facts` made of ``items``.
        items: one row per year and item, as ``queries/question_items.sql`` gives them.
        palette: the colours.
        behind: the filters that give all rows behind the card from the table of findings.
    """
    history = _history(facts, items)
    figures, alt, gaps = NO_FIGURES, "", ""
    if history is not None:
        highlighted = [str(row["item"]) for row in facts.rows[:HIGHLIGHTED]]
        figures = for_widths(bump, history, palette, highlighted=highlighted)
        first_year = int(history["year"].min())
        alt = words.alt(facts, "Bump chart", first_year)
        # An edition without any of today's items was read all the same.
        read = [when for when in facts.methods if when >= first_year]
        gaps = words.gap_words(read, history["years_apart"].iloc[0])
    elif facts.measure in {"percent", "count", "score"}:
        figures = _bars(facts.rows, facts.measure, palette)
        alt = words.alt(facts, "Bar chart")
    table = list_table(facts, history)
    return Card(
        key="list",
        title=words.title(facts),
        subtitle=words.subtitle(facts),
        table=table,
        shown=list_file(facts),
        foot=words.foot(facts),
        source=Source.of(facts.rows[0]),
        alt=alt,
        figures=figures,
        about=[*words.about(facts), *([gaps] if gaps else [])],
        carried=[facts.note] if facts.note else [],
        symbols=words.symbols_in(table),
        behind=("findings", behind),
        file_words={"question": [facts.question], "place": [facts.place], "year": [str(facts.year)]},
        evidence=facts.evidence_name,
        reach=facts.reach,
    )


def list_table(facts: ListFacts, history: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the edition for reading: item, figure, place, range where there is one, the edition before, the verdict.

    Args:
        facts: the list.
        history: one row per year and item of a bump chart, whose places then stand in a column of their own.
    """
    rows, measure = facts.rows, facts.measure
    table: dict[str, list[Any]] = {"Item": [row["item"] for row in rows]}
    if measure != "mentioned":
        heading = {"percent": "Share", "rank": "Place", "score": "Score", "count": "Number"}[measure]
        table[f"{heading} {facts.year}"] = [words.value_words(row, measure) for row in rows]
        if facts.has_ranges:
            table["Range"] = [words.range_words(row["low"], row["high"]) for row in rows]
        if any(not numbers.is_missing(row["rank"]) for row in rows):
            table["Place"] = [words.rank_words(row) for row in rows]
        if facts.year_before is not None:
            table[f"{heading} {facts.year_before}"] = [words.before_words(row, measure) for row in rows]
            table["Change"] = [words.change_words(row, measure) for row in rows]
        if len({_base(row) for row in rows}) > 1:
            table["Base"] = [numbers.count(row["base_n"]) for row in rows]
        if history is not None:
            table["Every place"] = _every_place(history, table["Item"])
    table["Theme"] = [row["theme_name"] for row in rows]
    return pd.DataFrame(table)


def list_file(facts: ListFacts) -> pd.DataFrame:
    """Return the edition as numbers for taking away, with range, flag, verdict, base and source on every row."""
    return _rounded(facts.items[list(LIST_COLUMNS)])


def own_list_card(
    card: Card,
    facts: ListFacts,
    items: pd.DataFrame,
    own: Mapping[str, float | None],
    palette: Palette,
) -> Card:
    """Return the card of a list with the reader's own answers marked in chart, table and alternative text.

    What can be taken away stays the evidence alone.

    Args:
        card: the card, as :func:`list_card` made it of the other arguments.
        facts: what :func:`list_facts` made of ``items``.
        items: one row per year and item, as ``queries/question_items.sql`` gives them.
        own: the items the reader named, with the number they gave; None where none was asked for.
        palette: the colours.
    """
    marks = {
        str(row["item"]): MARK if own[row["item"]] is None else f"{MARK}: {_own_words(own[row['item']], facts)}"
        for row in facts.rows
        if row["item"] in own
    }
    if not marks:
        return card
    table = card.table.copy()
    table.insert(1, COLUMN, [marks.get(str(row["item"]), words.NONE) for row in facts.rows])
    figures, history = card.figures, _history(facts, items)
    if history is not None:
        said = {item: f"{item} {mark}" for item, mark in marks.items()}
        highlighted = [said.get(str(row["item"]), str(row["item"])) for row in facts.rows[:HIGHLIGHTED]]
        marked = history.assign(item=[said.get(item, item) for item in history["item"]])
        figures = for_widths(bump, marked, palette, highlighted=highlighted)
    elif figures.wide is not None:
        figures = _bars(facts.rows, facts.measure, palette, marks=marks, own=own)
    given = [_own_words(number, facts) for item, number in own.items() if number is not None and item in marks]
    mine = f"You: {given[0]}." if len(given) == 1 else f"You {'enter' if given else 'name'} {len(marks)}."
    alt = card.alt and words.shortened(f"{card.alt.removesuffix(TABLE_FOLLOWS).strip()} {mine}", words.ALT_LENGTH)
    return replace(card, table=table, figures=figures, alt=alt)


def _own_words(number: float | None, facts: ListFacts) -> str:
    return numbers.of_measure(number, facts.measure)


def across_rows(facts: ListFacts, rows: pd.DataFrame, item: str, me: Self = NOBODY) -> list[dict[Any, Any]]:
    """Return the slices of one item, highest first, with their names and what each is to the reader.

    Columns are those of :func:`trends.changes.against_rest` and ``who``, ``label``, ``text``, ``mine`` (the reader's
    own slice, or where none is, the one looked at) and ``you`` («You», «Your country» or «Your sector» in the own one,
    else empty).

    Args:
        facts: the facts of the question in the slice the reader looks at.
        rows: one row per slice, as ``queries/item_across.sql`` gives them; those of other items are left out.
        item: the item.
        me: the reader's place.
    """
    return _named(_compared(facts, rows, item).to_dict("records"), facts, me)


def across_card(
    facts: ListFacts,
    rows: pd.DataFrame,
    item: str,
    question: str,
    palette: Palette,
    me: Self = NOBODY,
) -> Card:
    """Return the card of one item of a question across countries, sectors, regions and kinds of body.

    Args:
        facts: the facts of the question in the slice the reader looks at.
        rows: one row per slice, as ``queries/item_across.sql`` gives them; those of other items are left out.
        item: the item.
        question: code of the question.
        palette: the colours.
        me: the reader's place, whose slice stands out.
    """
    compared = _compared(facts, rows, item)
    listed = _named(compared.to_dict("records"), facts, me)
    drawn = _drawn(listed) if facts.measure in {"percent", "count", "score"} else []
    table: dict[str, list[str]] = {"Who answered": [row["label"] for row in listed]}
    table["Figure"] = [row["text"] for row in listed]
    if compared["low"].notna().any():
        table["Range"] = [words.range_words(row["low"], row["high"]) for row in listed]
    against = [words.rest_words(row) for row in listed] if facts.measure == "percent" else []
    if set(against) - {words.NONE}:
        table["Against the rest"] = against
    table["Base"] = [numbers.count(row["base_n"]) for row in listed]
    read = pd.DataFrame(table)
    mine = [row for row in listed if row["mine"]] or listed
    figures = _across_bars(drawn, facts.measure, palette) if drawn else NO_FIGURES
    return Card(
        key="across",
        title=words.across_title(listed, item, facts),
        subtitle=words.across_subtitle(facts, item, listed),
        table=read,
        shown=_across_file(compared),
        foot=words.across_foot(listed, facts),
        source=Source.of(mine[0]),
        alt=words.across_alt(listed, item) if drawn else "",
        figures=figures,
        about=words.across_about(listed, facts, sum(not isinstance(row, int) for row in drawn)),
        carried=[facts.note] if facts.note else [],
        symbols=words.symbols_in(read),
        behind=("findings", {"question": [question]}),
        file_words={"question": [facts.question], "item": [item]},
        evidence=facts.evidence_name,
        reach=facts.reach,
    )


def _history(facts: ListFacts, items: pd.DataFrame) -> pd.DataFrame | None:
    """Return the rows of a bump chart: the places of today's items over the editions; None where there are too few."""
    if facts.measure != "rank" or len(facts.rows) < words.SEVERAL:
        return None
    shown = {row["item"] for row in facts.rows[:BUMP_ITEMS] if row["value"] <= BUMP_ITEMS}
    values = zip(*(items[name].tolist() for name in ("year", "item", "value")), strict=True)
    listed = [year <= facts.year and value <= BUMP_ITEMS and item in shown for year, item, value in values]
    history = items[["year", "item", "value", "tied", "method", "years_apart"]][listed]
    years = set(history["year"].tolist())
    return history if len(years) >= BUMP_EDITIONS and facts.year in years else None


def _every_place(history: pd.DataFrame, items: Sequence[str]) -> list[str]:
    """Return the places of each item over the editions in words."""
    places: dict[str, list[tuple[int, float, bool]]] = {}
    methods: dict[int, str] = {}
    columns = (history[name].tolist() for name in ("item", "year", "value", "tied", "method"))
    for item, year, value, tied, method in zip(*columns, strict=True):
        places.setdefault(item, []).append((int(year), value, bool(tied)))
        methods[int(year)] = method
    years = sorted(methods)
    changed = [year for before, year in itertools.pairwise(years) if methods[before] != methods[year]]
    return [words.places_words(places.get(item, []), changed) for item in items]


def _bars(
    rows: Sequence[Mapping[Any, Any]],
    measure: str,
    palette: Palette,
    *,
    marks: Mapping[str, str] | None = None,
    own: Mapping[str, float | None] | None = None,
) -> Figures:
    """Return the bars of a list; the highest firm figure stands out."""
    core = [row for row in rows if not row["residual"]] or rows
    firm = [row["value"] for row in core if row["flag"] != WEAK]
    top = max(firm, default=None)
    frame = pd.DataFrame(
        {
            "label": [row["item"] for row in rows],
            "value": [row["value"] for row in rows],
            "text": [words.value_words(row, measure) for row in rows],
            "strong": [row["value"] == top and row["flag"] != WEAK and not row["residual"] for row in rows],
            "weak": [row["flag"] == WEAK for row in rows],
            "low": [row["low"] for row in rows],
            "high": [row["high"] for row in rows],
            "you": [(marks or {}).get(row["item"], "") for row in rows],
            "own": pd.Series([(own or {}).get(row["item"]) for row in rows], dtype="float64"),
        }
    )
    return for_widths(ranked_bars, frame, palette, longest=100 if measure == "percent" else None)


def _compared(facts: ListFacts, rows: pd.DataFrame, item: str) -> pd.DataFrame:
    """Return the slices of one item with their ranges and how each differs from the rest, highest first."""
    compared = changes.against_rest(changes.with_ranges(rows[rows["item"] == item]))
    return compared.sort_values(["value", "year"], ascending=[facts.measure == "rank", False], ignore_index=True)


def _named(rows: list[dict[Any, Any]], facts: ListFacts, me: Self) -> list[dict[Any, Any]]:
    """Return slices with ``who``, ``label`` (the same with the year where years differ), ``text``, ``mine``, ``you``.

    A name has a country or a sector only where several would be called the same without.
    """
    own = own_row(rows, me)
    one_country = len({row["country_name"] for row in rows}) == 1
    one_year = len({row["year"] for row in rows}) == 1
    for at, row in enumerate(rows):
        parts = [str(row[part]) for part in ("region", "body_size") if not numbers.is_missing(row[part])]
        place = ", ".join([str(row["country_name"]), *parts])
        row["you"] = own[1] if own and own[0] == at else ""
        row["mine"] = bool(row["you"]) if own else place == facts.place and row["sector_name"] == facts.sector
        row["who"] = ", ".join(parts) if parts and one_country else place
        row["text"] = words.value_words(row, facts.measure)
    names = [row["who"] for row in rows]
    for row in rows:
        if names.count(row["who"]) > 1:
            sector = str(row["sector_name"])
            row["who"] = sector if one_country and row["who"] == row["country_name"] else f"{row['who']} · {sector}"
        row["label"] = row["who"] if one_year else f"{row['who']} · {row['year']}"
        if row["you"]:
            row["label"] = f"{row['you']}: {row['label']}"
    return rows


def _drawn(rows: list[dict[Any, Any]]) -> list[dict[Any, Any] | int]:
    """Return the rows a chart has room for, the highest, the reader's own and the lowest, and how many lie between."""
    if len(rows) <= ACROSS_BARS:
        return list(rows)
    last = len(rows) - ACROSS_LOWEST
    kept = [at for at, row in enumerate(rows) if at < ACROSS_BARS - ACROSS_LOWEST or at >= last or row["mine"]]
    drawn: list[dict[Any, Any] | int] = []
    for before, at in itertools.pairwise([-1, *kept]):
        if at > before + 1:
            drawn.append(at - before - 1)
        drawn.append(rows[at])
    return drawn


def _across_bars(drawn: Sequence[dict[Any, Any] | int], measure: str, palette: Palette) -> Figures:
    bars = []
    for row in drawn:
        if isinstance(row, int):
            # A row without a bar keeps those above and below from looking like neighbours.
            missing = dict.fromkeys(("value", "low", "high"), float("nan"))
            bars.append({"label": words.between_words(row), "text": "", "strong": False, "weak": False} | missing)
        else:
            weak = row["flag"] == WEAK
            kept = {name: row[name] for name in ("label", "value", "text", "low", "high")}
            bars.append(kept | {"strong": row["mine"] and not weak, "weak": weak})
    return for_widths(ranked_bars, pd.DataFrame(bars), palette, longest=100 if measure == "percent" else None)


def _across_file(compared: pd.DataFrame) -> pd.DataFrame:
    """Return one item across places as numbers for taking away."""
    said = [words.REST_VERDICTS[verdict] for verdict in compared["verdict"].tolist()]
    return _rounded(compared.assign(against_the_rest=said)[list(ACROSS_COLUMNS)])


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what was reckoned with as many decimals as a file needs."""
    return frame.assign(**{name: np.round(frame[name].to_numpy(float), DECIMALS) for name in ROUNDED if name in frame})


def _base(row: Mapping[Any, Any]) -> int | None:
    return None if numbers.is_missing(row["base_n"]) else int(row["base_n"])
