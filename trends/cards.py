"""Cards: a finding with its chart, table, foot and files. Made here from frames, drawn by :mod:`trends.ui.card`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import plotly.graph_objects as go

from trends import changes, numbers, words
from trends.figures.bars import ranked_bars
from trends.figures.bump import bump
from trends.palette import Palette
from trends.words import ListFacts

BUMP_EDITIONS = 3
BUMP_ITEMS = 15
HIGHLIGHTED = 3
ACROSS_BARS = 15


@dataclass(frozen=True)
class Source:
    """Where a figure comes from: name, web address, licence."""

    name: str
    url: str
    licence: str


@dataclass(frozen=True)
class Card:
    """A finding that can stand alone.

    ``key`` names it on its page. ``table`` holds the chart's rows in words, for reading; ``shown`` the same rows as
    numbers with unit, base and source, for taking away; ``behind`` the table and filters that give all rows behind it.
    ``foot`` is said under the chart: base and kind of evidence. ``about`` are paragraphs on method and limits.
    """

    key: str
    title: str
    subtitle: str
    table: pd.DataFrame
    shown: pd.DataFrame
    foot: str
    source: Source
    alt: str = ""
    figure: go.Figure | None = None
    about: Sequence[str] = ()
    symbols: Sequence[str] = ()
    behind: tuple[str, Mapping[str, Sequence[str]]] | None = None
    file_words: Mapping[str, Sequence[str]] = field(default_factory=dict)


def list_facts(items: pd.DataFrame, place: str, year: int | None = None) -> ListFacts:
    """Return the facts of a question in one slice.

    Args:
        items: one row per year and item, as ``queries/question_items.sql`` gives them.
        place: country, region and kind of body in words.
        year: the edition to show; the last one if not given.
    """
    edition = changes.last_edition(items, year)
    first = edition.iloc[0]
    before = first["year_before"]
    return ListFacts(
        items=edition,
        question=first["question_name"],
        kind=first["kind"],
        survey=first["survey_name"],
        publisher=str(first["source_name"]).partition(":")[0],
        respondents=first["respondents"],
        measure=first["measure"],
        evidence=first["evidence"],
        evidence_name=first["evidence_name"],
        place=place,
        sector=first["sector_name"],
        year=int(first["year"]),
        year_before=None if pd.isna(before) else int(before),
        base=words.base_words(edition, first["evidence"]),
        note="" if numbers.is_missing(first["question_note"]) else first["question_note"],
    )


def list_card(
    facts: ListFacts,
    items: pd.DataFrame,
    palette: Palette,
    behind: Mapping[str, Sequence[str]],
    *,
    narrow: bool = False,
) -> Card:
    """Return the card of a question in one slice: a bump chart of its places, bars of its shares, or a plain list.

    Args:
        facts: what :func:`list_facts` made of ``items``.
        items: one row per year and item, as ``queries/question_items.sql`` gives them.
        palette: the colours.
        behind: the filters that give all rows behind the card from the table of findings.
        narrow: draw for a phone.
    """
    figure, chart = _list_figure(facts, items, palette, narrow=narrow)
    table = list_table(facts)
    symbols = words.symbols_in(table)
    about = [
        f"Who answered: {facts.respondents}. Survey: {facts.survey}, by {facts.publisher}.",
        facts.note,
    ]
    if facts.items["low"].notna().any():
        about.append(f"Range: {words.range_name(facts.evidence)}, at the base shown (Wilson). Changes: Newcombe.")
    elif facts.measure == "rank":
        about.append("Places are as published. No shares stand behind them, so no range can be given.")
    if facts.measure == "rank" and not bool(facts.items["list_complete"].all()):
        about.append("The list was read in part: an item that is missing here may still have been in it.")
    notes = list(facts.items["note"].dropna().unique())[:3]
    return Card(
        key="list",
        title=words.title(facts),
        subtitle=words.subtitle(facts),
        table=table,
        shown=list_file(facts),
        foot=f"{facts.base} · {facts.evidence_name} · {facts.survey}, {facts.year}",
        source=_source(facts.items.iloc[0]),
        alt=words.alt(facts, chart) if figure is not None else "",
        figure=figure,
        about=[text for text in [*about, *notes] if text],
        symbols=symbols,
        behind=("findings", behind),
        file_words={"question": [facts.question], "place": [facts.place], "year": [str(facts.year)]},
    )


def list_table(facts: ListFacts) -> pd.DataFrame:
    """Return the edition for reading: item, figure, range where there is one, the edition before, the verdict."""
    items = facts.items
    table = pd.DataFrame({"Item": items["item"]})
    if facts.measure != "mentioned":
        heading = {"percent": "Share", "rank": "Place", "score": "Score", "count": "Number"}[facts.measure]
        table[f"{heading} {facts.year}"] = [words.value_words(row, facts.measure) for row in items.to_dict("records")]
        if items["low"].notna().any():
            table["Range"] = [
                words.range_words(low, high) for low, high in zip(items["low"], items["high"], strict=True)
            ]
        if facts.year_before is not None:
            table[f"{heading} {facts.year_before}"] = [
                numbers.of_measure(value, facts.measure, tied=tied)
                for value, tied in zip(items["before"], items["tied_before"], strict=True)
            ]
            table["Change"] = [words.change_words(row, facts.measure) for row in items.to_dict("records")]
    table["Theme"] = items["theme_name"]
    return table


def list_file(facts: ListFacts) -> pd.DataFrame:
    """Return the edition as numbers for taking away, with range, flag, verdict, base and source on every row."""
    columns = [
        "survey_name", "question_name", "measure", "year", "country_name", "sector_name", "item", "theme_name", "value",
        "low", "high", "flag", "base_n", "year_before", "before", "base_before", "change", "change_low", "change_high",
        "verdict", "reason", "evidence_name", "source_name", "source_url", "source_place", "licence",
    ]  # fmt: skip
    rounded = dict.fromkeys(("low", "high", "change", "change_low", "change_high"), 2)
    return facts.items[columns].round(rounded).reset_index(drop=True)


def _list_figure(
    facts: ListFacts, items: pd.DataFrame, palette: Palette, *, narrow: bool
) -> tuple[go.Figure | None, str]:
    edition = facts.items
    if facts.measure == "rank":
        history = items[items["year"] <= facts.year]
        listed = edition["item"].head(BUMP_ITEMS).tolist()
        if history["year"].nunique() >= BUMP_EDITIONS:
            highlighted = edition["item"].head(HIGHLIGHTED).tolist()
            history = history[history["value"] <= BUMP_ITEMS]
            return bump(
                history[history["item"].isin(listed)], palette, highlighted=highlighted, narrow=narrow
            ), "Bump chart"
        return None, ""
    if facts.measure == "mentioned" or len(edition) == 0:
        return None, ""
    weak = edition["flag"] == "u"
    strong = ~weak & (edition["value"] == edition["value"].max())
    frame = pd.DataFrame(
        {
            "label": edition["item"],
            "value": edition["value"],
            "text": [words.value_words(row, facts.measure) for row in edition.to_dict("records")],
            "strong": strong,
            "weak": weak,
            "low": edition["low"],
            "high": edition["high"],
        }
    )
    return ranked_bars(frame, palette, longest=100 if facts.measure == "percent" else None), "Bar chart"


def _source(row: pd.Series) -> Source:
    return Source(str(row["source_name"]), str(row["source_url"]), str(row["licence"]))


def across_card(facts: ListFacts, rows: pd.DataFrame, item: str, question: str, palette: Palette) -> Card:
    """Return the card of one item of a question across countries, sectors, regions and kinds of body.

    Args:
        facts: the facts of the question in the slice the reader looks at.
        rows: one row per slice, as ``queries/item_across.sql`` gives them.
        item: the item.
        question: code of the question.
        palette: the colours.
    """
    rows = rows.copy()
    rows["measure"], rows["evidence"] = facts.measure, facts.evidence
    rows = changes.with_ranges(rows)
    rows["place"] = [
        ", ".join(
            str(row[part]) for part in ("country_name", "region", "body_size") if not numbers.is_missing(row[part])
        )
        for row in rows.to_dict("records")
    ]
    sectors = len(set(rows["sector_name"])) > 1
    rows["label"] = rows["place"] + (" · " + rows["sector_name"] if sectors else "") + " · " + rows["year"].astype(str)
    rows = rows.sort_values(["value", "label"], ascending=[facts.measure == "rank", True], ignore_index=True)
    rows["text"] = [words.value_words(row, facts.measure) for row in rows.to_dict("records")]
    mine = rows["place"] == facts.place
    drawable = facts.measure in {"percent", "count", "score"}
    figure = (
        ranked_bars(
            rows.assign(strong=mine & (rows["flag"] != "u"), weak=rows["flag"] == "u").head(ACROSS_BARS),
            palette,
            longest=100 if facts.measure == "percent" else None,
        )
        if drawable
        else None
    )
    title = words.across_title(rows, item, facts)
    base = words.base_words(rows.assign(wave_base_n=float("nan")), facts.evidence)
    table = pd.DataFrame({"Who answered": rows["label"], "Figure": rows["text"]})
    if rows["low"].notna().any():
        table["Range"] = [words.range_words(low, high) for low, high in zip(rows["low"], rows["high"], strict=True)]
    table["Base"] = [numbers.count(base) for base in rows["base_n"]]
    cut = (
        [f"The chart shows the first {ACROSS_BARS} of {len(rows)}; the table has all."]
        if len(rows) > ACROSS_BARS
        else []
    )
    return Card(
        key="across",
        title=title,
        subtitle=f"{facts.question}: {item} · last edition of each",
        table=table,
        shown=rows[["place", "sector_name", "year", "value", "low", "high", "flag", "base_n", "source_url"]].assign(
            item=item, question_name=facts.question, survey_name=facts.survey, unit=facts.measure
        ),
        foot=f"{base} · {facts.evidence_name} · {facts.survey}",
        source=_source(facts.items.iloc[0]),
        alt=words.across_alt(rows, item) if figure is not None else "",
        figure=figure,
        about=["Differences between two places can be chance; no verdict is given on them here.", *cut],
        symbols=[
            text
            for symbol, text in words.SYMBOLS.items()
            if rows["text"].str.contains(f"[{symbol}]", regex=False).any()
        ],
        behind=("findings", {"question": [question]}),
        file_words={"question": [facts.question], "item": [item]},
    )
