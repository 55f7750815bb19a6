"""Cards of a question in one slice and of one of its items across slices."""

import itertools
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from trends.cards.card import TABLE_FOLLOWS, Card
from trends.cards.charts import Bars, Bump, Chart
from trends.cards.listing import Listing
from trends.cards.source import Source
from trends.cards.table import Column, Role, Table
from trends.figures.heat import shade_of
from trends.request.place import COLUMN, MARK, NOBODY, Self
from trends.statistics import cells
from trends.statistics.cells import Row, as_rows
from trends.statistics.verdicts import WEAK
from trends.subjects.lists import about as list_about
from trends.subjects.lists import across as list_across
from trends.subjects.lists import words as list_words
from trends.subjects.lists.counted import LISTS
from trends.subjects.lists.facts import ListFacts, compared_slices, list_history, named, without_lone
from trends.words import grammar, numbers, pieces

HIGHLIGHTED = 3
ACROSS_BARS = 15
ACROSS_LOWEST = 5

# What files hold of a row.
LIST_COLUMNS = (
    "survey_name", "question_name", "measure", "unit", "year", "country_name", "region", "sector_name", "body_size",
    "item", "theme_name", "value", "tied", "low", "high", "flag", "rank", "rank_low", "rank_high", "base_n",
    "base_at_least", "base_at_most", "effective_base", "wave_base_n", "population", "complete", "few_bodies",
    "year_before", "before", "flag_before", "base_before", "population_before", "effective_base_before", "change",
    "change_low", "change_high", "change_low_adjusted", "change_high_adjusted", "tested", "verdict", "reason",
    "method", "evidence_name", "respondents", "respondent_group_name", "note", "wave_note", "method_note",
    "source_name", "source_url", "source_place", "licence",
)  # fmt: skip
ACROSS_COLUMNS = (
    "survey_name", "question_name", "measure", "unit", "country_name", "region", "sector_name", "body_size", "year",
    "item", "value", "low", "high", "flag", "base_n", "base_at_least", "base_at_most", "effective_base", "wave_base_n",
    "population", "complete", "few_bodies", "rest_kind", "rest_groups", "rest_value", "rest_base_n", "difference",
    "difference_low", "difference_high", "against_the_rest", "reason", "method", "evidence_name", "note", "wave_note",
    "source_name", "source_url", "source_place", "licence",
)  # fmt: skip
ROUNDED = (
    "low", "high", "change", "change_low", "change_high", "change_low_adjusted", "change_high_adjusted", "rest_value",
    "difference", "difference_low", "difference_high",
)  # fmt: skip
DECIMALS = 2
# What a figure is called at the head of its column.
HEADINGS = {"percent": "Share", "rank": "Place", "score": "Score", "count": "Number"}
FIGURE_HEADINGS = tuple(f"{heading} " for heading in HEADINGS.values())
LIST_ROLES = {"Range": Role.RANGE, "Place": Role.RANGE, "Change": Role.CHANGE, "Base": Role.BASE}
ACROSS_ROLES = {"Figure": Role.FIGURE, "Range": Role.RANGE, "Against the rest": Role.CHANGE, "Base": Role.BASE}


def list_card(facts: ListFacts, items: pd.DataFrame, behind: Mapping[str, Sequence[str]]) -> Card:
    """Return the card of a question in one slice: a bump chart of its places, bars of its shares, or a plain list.

    Args:
        facts: what :func:`list_facts` made of ``items``.
        items: one row per year and item, as ``queries/lists/question_items.sql`` gives them.
        behind: the filters that give all rows behind the card from the table of findings.
    """
    history = list_history(facts, items)
    chart: Chart | None = None
    alt, gaps, foot = "", "", list_words.foot(facts)
    if history is not None:
        highlighted = list_words.strong_items(facts)[:HIGHLIGHTED]
        lines, foot = _drawn_lines(facts, history, highlighted)
        chart = Bump(lines, highlighted)
        first_year = int(lines["year"].min())
        alt = list_words.alt(facts, "Bump chart", first_year)
        # An edition without any of today's items was read all the same.
        read = [when for when in facts.methods if when >= first_year]
        gaps = pieces.gap_words(read, history["years_apart"].iloc[0])
    elif facts.measure in {"percent", "count", "score"} and not all(row["few_bodies"] for row in facts.rows):
        chart = _bars(facts.rows, facts.measure, list_words.strong_items(facts))
        alt = list_words.alt(facts, "Bar chart")
    table = list_table(facts, history)
    return Card(
        key="list",
        title=list_words.title(facts),
        subtitle=list_words.subtitle(facts),
        table=table,
        shown=list_file(facts),
        foot=foot,
        source=Source.of(facts.rows[0]),
        alt=alt,
        chart=chart,
        about=[*list_about.about(facts), *([gaps] if gaps else [])],
        carried=[facts.note] if facts.note else [],
        symbols=table.symbols(),
        behind=("findings", behind),
        file_words={"question": [facts.question], "place": [facts.place], "year": [str(facts.year)]},
        evidence=facts.evidence_name,
        reach=facts.reach,
        verdicts=frozenset(str(row["verdict"]) for row in facts.rows),
        quoted=[facts.question, *(str(row["item"]) for row in facts.rows)],
    )


def list_table(facts: ListFacts, history: pd.DataFrame | None = None) -> Table:
    """Return the edition for reading: item, figure, place, range where there is one, the edition before, the verdict.

    Args:
        facts: the list.
        history: one row per year and item of a bump chart, whose places then stand in a column of their own.
    """
    rows, measure = facts.rows, facts.measure
    table: dict[str, list[Any]] = {"Item": [row["item"] for row in rows]}
    if measure != "mentioned":
        heading = HEADINGS[measure]
        table[f"{heading} {facts.year}"] = [pieces.value_words(row, measure) for row in rows]
        if facts.has_ranges:
            table["Range"] = [pieces.range_words(row["low"], row["high"]) for row in rows]
        if any(not cells.is_missing(row["rank"]) for row in rows):
            table["Place"] = [pieces.rank_words(row) for row in rows]
        if facts.year_before is not None:
            table[f"{heading} {facts.year_before}"] = [pieces.before_words(row, measure) for row in rows]
            table["Change"] = [pieces.change_words(row, measure) for row in rows]
        if len({pieces.base_number(row) for row in rows}) > 1:
            table["Base"] = [pieces.base_number(row) for row in rows]
        if history is not None:
            table["Every place"] = _every_place(history, table["Item"])
    table["Theme"] = [row["theme_name"] for row in rows]
    return Table.of(table, LIST_ROLES | {name: Role.FIGURE for name in table if name.startswith(FIGURE_HEADINGS)})


def list_file(facts: ListFacts) -> pd.DataFrame:
    """Return the edition as numbers for download, with range, flag, verdict, base and source on every row."""
    return _rounded(facts.items[list(LIST_COLUMNS)])


def own_list_card(card: Card, facts: ListFacts, items: pd.DataFrame, own: Mapping[str, float | None]) -> Card:
    """Return the card of a list with the reader's own answers marked in chart, table and alternative text.

    What can be downloaded stays the evidence alone.

    Args:
        card: the card, as :func:`list_card` made it of the other arguments.
        facts: what :func:`list_facts` made of ``items``.
        items: one row per year and item, as ``queries/lists/question_items.sql`` gives them.
        own: the items the reader named, with the number they gave; None where none was asked for.
    """
    marks = {
        str(row["item"]): MARK if own[row["item"]] is None else f"{MARK}: {_own_words(own[row['item']], facts)}"
        for row in facts.rows
        if row["item"] in own
    }
    if not marks:
        return card
    own_cells = [marks.get(str(row["item"]), pieces.NONE) for row in facts.rows]
    table = card.table.with_column(1, COLUMN, own_cells, Role.MARK)
    chart, foot, history = card.chart, card.foot, list_history(facts, items)
    if history is not None:
        said = {item: f"{item} {mark}" for item, mark in marks.items()}
        strong = list_words.strong_items(facts, own)[:HIGHLIGHTED]
        lines, foot = _drawn_lines(facts, history, marks)
        marked = lines.assign(item=[said.get(item, item) for item in lines["item"]])
        chart = Bump(marked, [said[item] for item in strong])
    elif chart is not None:
        chart = _bars(facts.rows, facts.measure, list_words.strong_items(facts, own), marks=marks, own=own)
    given = [_own_words(number, facts) for item, number in own.items() if number is not None and item in marks]
    mine = f"You: {given[0]}." if len(given) == 1 else f"You {'enter' if given else 'name'} {len(marks)}."
    alt = card.alt and grammar.shortened(f"{card.alt.removesuffix(TABLE_FOLLOWS).strip()} {mine}", grammar.ALT_LENGTH)
    return replace(card, table=table, chart=chart, alt=alt, foot=foot)


def _drawn_lines(facts: ListFacts, history: pd.DataFrame, kept: Collection[str]) -> tuple[pd.DataFrame, str]:
    """Return the rows of a bump chart without earlier places that no line holds, and the foot, which counts these.

    Args:
        facts: the list.
        history: one row per year and item, as :func:`list_history` gives them.
        kept: items that are drawn all the same.
    """
    lines, foot = without_lone(history, kept), list_words.foot(facts)
    if lone := len(history) - len(lines):
        foot += f" · Not drawn: {numbers.counted(lone, 'earlier place')} without a comparable edition beside"
    return lines, foot


def _own_words(number: float | None, facts: ListFacts) -> str:
    return numbers.of_measure(number, facts.measure)


def across_card(
    facts: ListFacts,
    rows: pd.DataFrame,
    item: str,
    question: str,
    me: Self = NOBODY,
) -> Card:
    """Return the card of one item of a question across countries, sectors, regions and kinds of body.

    Args:
        facts: the facts of the question in the slice the reader looks at.
        rows: one row per slice, as ``queries/lists/item_across.sql`` gives them; those of other items are left out.
        item: the item.
        question: code of the question.
        me: the reader's place, whose slice stands out.
    """
    compared = compared_slices(facts, rows, item)
    listed = named(as_rows(compared), facts, me)
    drawn = _drawn(listed) if facts.measure in {"percent", "count", "score"} else []
    drawn = [] if all(row["few_bodies"] for row in listed) else drawn
    table: dict[str, list[str]] = {"Who answered": [row["label"] for row in listed]}
    table["Figure"] = [row["text"] for row in listed]
    if compared["low"].notna().any():
        table["Range"] = [pieces.range_words(row["low"], row["high"]) for row in listed]
    against = [pieces.rest_words(row) for row in listed] if facts.measure == "percent" else []
    if set(against) - {pieces.NONE}:
        table["Against the rest"] = against
    table["Base"] = [pieces.base_number(row) for row in listed]
    read = Table.of(table, ACROSS_ROLES)
    mine = [row for row in listed if row["mine"]] or listed
    title = list_across.across_title(listed, item, facts)
    return Card(
        key="across",
        title=title,
        subtitle=list_across.across_subtitle(facts, item, listed),
        table=read,
        shown=_across_file(compared),
        foot=list_across.across_foot(listed, facts),
        source=Source.of(mine[0]),
        alt=list_across.across_alt(listed, item) if drawn else "",
        chart=_across_bars(drawn, facts.measure, list_across.strong_places(listed, title)) if drawn else None,
        about=list_across.across_about(listed, facts, sum(not isinstance(row, int) for row in drawn)),
        carried=[facts.note] if facts.note else [],
        symbols=read.symbols(),
        behind=("findings", {"question": [question]}),
        file_words={"question": [facts.question], "item": [item]},
        evidence=facts.evidence_name,
        reach=facts.reach,
        quoted=[item, facts.question],
    )


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
    return [pieces.places_words(places.get(item, []), changed) for item in items]


def _bars(
    rows: Sequence[Mapping[Any, Any]],
    measure: str,
    strong: Collection[str],
    *,
    marks: Mapping[str, str] | None = None,
    own: Mapping[str, float | None] | None = None,
) -> Bars:
    """Return the bars of a list; the items in ``strong`` stand out."""
    frame = pd.DataFrame(
        {
            "label": [_bar_label(row, str(row["item"]), measure) for row in rows],
            "value": [_bar_value(row) for row in rows],
            "text": [pieces.value_words(row, measure) for row in rows],
            "strong": [row["item"] in strong for row in rows],
            "weak": [row["flag"] == WEAK for row in rows],
            "low": [row["low"] for row in rows],
            "high": [row["high"] for row in rows],
            "range": [_bar_range(row) for row in rows],
            "you": [(marks or {}).get(row["item"], "") for row in rows],
            "own": pd.Series([(own or {}).get(row["item"]) for row in rows], dtype="float64"),
        }
    )
    return Bars(frame, longest=100 if measure == "percent" else None)


def _bar_label(row: Mapping[Any, Any], name: str, measure: str) -> str:
    """Return the name of a bar; of under 10 bodies with what they gave, which stands in place of a bar."""
    return f"{name} · {pieces.few_words(row['value'], row['base_n'], measure)}" if row["few_bodies"] else name


def _bar_range(row: Mapping[Any, Any]) -> str:
    return "" if cells.is_missing(row["low"]) or row["few_bodies"] else pieces.range_words(row["low"], row["high"])


def _bar_value(row: Mapping[Any, Any]) -> float:
    return math.nan if row["few_bodies"] else float(row["value"])


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


def _across_bars(drawn: Sequence[dict[Any, Any] | int], measure: str, strong: Collection[str]) -> Bars:
    bars = []
    for row in drawn:
        if isinstance(row, int):
            # A row without a bar keeps those above and below from looking like neighbours.
            missing = dict.fromkeys(("value", "low", "high"), float("nan"))
            bars.append(
                {"label": pieces.between_words(row), "text": "", "range": "", "strong": False, "weak": False} | missing
            )
        else:
            weak = row["flag"] == WEAK
            kept = {name: row[name] for name in ("text", "low", "high")}
            kept |= {
                "label": _bar_label(row, row["label"], measure),
                "value": _bar_value(row),
                "range": _bar_range(row),
            }
            bars.append(kept | {"strong": row["label"] in strong and not weak, "weak": weak})
    return Bars(pd.DataFrame(bars), longest=100 if measure == "percent" else None)


def _across_file(compared: pd.DataFrame) -> pd.DataFrame:
    """Return one item across places as numbers for download."""
    said = [pieces.REST_VERDICTS[verdict] for verdict in compared["verdict"].tolist()]
    return _rounded(compared.assign(against_the_rest=said)[list(ACROSS_COLUMNS)])


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Return computed columns with as many decimals as a file needs."""
    return frame.assign(**{name: np.round(frame[name].to_numpy(float), DECIMALS) for name in ROUNDED if name in frame})


COUNTED_BY_THEME = (
    "Number of surveys that name something of the theme. Shares of different surveys are never added up; a dash means "
    "that no survey read here names it, not that nobody does."
)


def theme_listing(counted: Sequence[Row], kind: str, filters: Mapping[str, Sequence[str]]) -> Listing:
    """Return which surveys name what as a listing: themes down, sectors across, the number of surveys in each cell.

    Args:
        counted: rows of the question ``theme_by_sector``, not empty.
        kind: code of the kind of list.
        filters: the shared filters as codes.
    """
    return Listing(
        key="by_sector",
        title=f"Which themes surveys name as {LISTS[kind]}",
        label=f"Surveys that name each theme, by sector, {kind}",
        table=theme_table(counted),
        notes=[COUNTED_BY_THEME],
        behind=("findings", {**filters, "kind": [kind]}),
    )


def theme_table(counted: Sequence[Row]) -> Table:
    """Return how many surveys name something of each theme: themes down, most named first, sectors across, shaded.

    In narrow form the sectors are a line of words.

    Args:
        counted: rows of the question ``theme_by_sector``.
    """
    counts = {(str(row["theme_name"]), str(row["sector_name"])): int(row["surveys"]) for row in counted}
    sectors = sorted({sector for _, sector in counts})
    total: Counter[str] = Counter()
    for (theme, _), surveys in counts.items():
        total[theme] += surveys
    themes = sorted(total, key=lambda theme: (-total[theme], theme))
    largest = max(counts.values(), default=0)
    columns = []
    for sector in sectors:
        numbers_of = [counts.get((theme, sector), 0) for theme in themes]
        cells_of = [f"{surveys:,}" if surveys else "–" for surveys in numbers_of]
        columns.append(Column(sector, Role.FIGURE, cells_of, [shade_of(surveys, largest) for surveys in numbers_of]))
    line = "Surveys that name it"
    named = [
        ", ".join(f"{sector} {counts[theme, sector]:,}" for sector in sectors if counts.get((theme, sector)))
        for theme in themes
    ]
    return Table(
        [Column("Theme", Role.NAME, themes), *columns], {"Theme": "{Theme}", line: f"{{{line}}}"}, {line: named}
    )
