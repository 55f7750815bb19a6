"""Cards of a theme: figures of several surveys side by side, as chart and as tables."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.cards.source import shared_source
from trends.figures.bars import ranked_bars
from trends.figures.base import NO_FIGURES, Figures, for_widths
from trends.figures.palette import Palette
from trends.statistics.verdicts import WEAK
from trends.subjects.themes.facts import LISTED, asked_key, firmest, leading, records, with_ranges
from trends.subjects.themes.words import FIRMEST_WORDS, alt, bar_labels, base_of, figure_title, holdings, who
from trends.words import numbers, pieces

BARS = 8

BARS_OF_A_QUESTION = 2


def side_by_side_card(
    frame: pd.DataFrame,
    theme: str,
    key: str,
    palette: Palette,
    behind: Mapping[str, Sequence[str]],
    *,
    narrow: bool = False,
) -> Card:
    """Return the card of several surveys on one theme, newest first: never ranked against each other, never pooled.

    The bar of the figure the title speaks of, the newest firm one, is strong; all others are grey.

    Args:
        frame: one row per figure, as ``queries/themes/theme_evidence.sql`` gives them, not empty.
        theme: name of the theme.
        key: name of the card on its page.
        palette: the colours.
        behind: the filters that give all rows behind the card from the table of findings.
        narrow: write the table for a phone.
    """
    ranged = with_ranges(frame.reset_index(drop=True))
    told = leading(ranged)
    rows = _drawn(ranged)
    table = evidence_table(ranged, narrow=narrow)
    figures = _bars(rows, told, palette) if rows else NO_FIGURES
    has_range = bool(ranged["low"].notna().any())
    surveys = frame["survey"].nunique()
    bases = frame["base_n"].notna().sum()
    order = (
        "The chart stands newest first, with at most two bars of a question. Each names its question, and who answered "
        "or where; the table names both."
    )
    return Card(
        key=key,
        title=figure_title(told) if told else holdings(frame, theme),
        subtitle="Last edition of each question, newest first; wordings, respondents and bases differ",
        table=table,
        shown=ranged.drop(columns=["survey", "question", "country", "sector", "kind"]),
        foot=f"{numbers.count(surveys)} {'survey' if surveys == 1 else 'surveys'} · "
        f"{bases} of {len(frame)} figures with a published base",
        source=shared_source(ranged.to_dict("records"), rows),
        alt=alt(rows, theme) if rows else "",
        figures=figures,
        about=[
            (
                "Surveys ask different people different things. Their shares stand beside each other; they are not "
                "added, averaged or ranked."
            ),
            *([order] if rows else []),
            *([FIRMEST_WORDS] if told else []),
            *(["Ranges: at the base of each figure, as if its answers were a random sample."] if has_range else []),
            (
                "Place in its list: among the items read. Pages often give the top of a list only, so a low place "
                "there can still be a high one in the whole list."
            ),
        ],
        symbols=pieces.symbols_in(table),
        behind=("findings", behind),
        file_words={"theme": [theme]},
    )


def evidence_table(ranged: pd.DataFrame, *, narrow: bool = False) -> pd.DataFrame:
    """Return figures of several surveys for reading, each with question, respondents, base, evidence and source.

    On a phone (``narrow``) the question, the respondents and the kind of evidence share a cell.
    """
    rows = ranged.to_dict("records")
    if narrow:
        return pd.DataFrame(
            {
                "What and who": [
                    f"**{row['item']}**: {row['question_name']}. {who(row)}; "
                    f"{row['evidence_name'].lower()}; [{row['survey_name']}]({row['source_url']})"
                    for row in rows
                ],
                "Figure": [pieces.value_words(row, row["measure"]) for row in rows],
                "Base": [numbers.count(row["base_n"]) for row in rows],
            }
        )
    return pd.DataFrame(
        {
            "What": [row["item"] for row in rows],
            "Figure": [pieces.value_words(row, row["measure"]) for row in rows],
            "Place in its list": [
                f"{numbers.place(row['place_in_list'])} of {row['list_items']} read"
                if row["measure"] in {"percent", "rank"} and row["list_items"] >= LISTED
                else "–"
                for row in rows
            ],
            "Asked": [row["question_name"] for row in rows],
            "Who answered": [who(row) for row in rows],
            "Base": [numbers.count(row["base_n"]) for row in rows],
            "Kind of evidence": [row["evidence_name"] for row in rows],
            "Source": [f"[{row['survey_name']}]({row['source_url']})" for row in rows],
        }
    )


def figure_table(rows: Iterable[Mapping[Hashable, Any]], *, narrow: bool = False) -> pd.DataFrame:
    """Return a few figures for reading: what, figure, question, who answered, base and source.

    Args:
        rows: with the columns of ``queries/themes/theme_evidence.sql`` and ``flag``.
        narrow: write it for a phone, in two columns.
    """
    listed = list(rows)
    figures = [pieces.value_words(row, str(row["measure"])) for row in listed]
    sources = [f"[{row['survey_name']}]({row['source_url']})" for row in listed]
    if narrow:
        return pd.DataFrame(
            {
                "What and who": [
                    f"**{row['item']}**: {row['question_name']}. {who(row)}; {base_of(row)}; {source}"
                    for row, source in zip(listed, sources, strict=True)
                ],
                "Figure": figures,
            }
        )
    return pd.DataFrame(
        {
            "What": [f"**{row['item']}**" for row in listed],
            "Figure": figures,
            "Asked": [row["question_name"] for row in listed],
            "Who answered": [who(row) for row in listed],
            "Base": [numbers.count(row["base_n"]) for row in listed],
            "Kind of evidence": [row["evidence_name"] for row in listed],
            "Source": sources,
        }
    )


def _drawn(ranged: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """Return the rows of the chart, at most eight, newest question first, those of one question together.

    The newest firm questions come in first, then older firm ones; only where there are none, any share.
    """
    shares = ranged[ranged["measure"] == "percent"]
    solid = shares[shares["flag"] != WEAK]
    pool = pd.concat([firmest(ranged), solid if len(solid) else shares])
    # The index is that of the frame: what is in both parts is drawn once.
    pool = pool[~pool.index.duplicated()]
    asked = pool.groupby(["question", "country", "sector"], sort=False)
    chosen = pool[asked.cumcount() < BARS_OF_A_QUESTION].head(BARS)
    order = {key: place for place, key in enumerate(dict.fromkeys(asked_key(row) for row in records(chosen)))}
    return sorted(records(chosen), key=lambda row: (-int(row["year"]), order[asked_key(row)], -float(row["value"])))


def _bars(rows: Sequence[Mapping[Hashable, Any]], told: Mapping[Hashable, Any], palette: Palette) -> Figures:
    bars = pd.DataFrame(
        {
            "value": [row["value"] for row in rows],
            "text": [pieces.value_words(row, "percent") for row in rows],
            "strong": [
                bool(told) and asked_key(row) == asked_key(told) and row["item"] == told["item"] for row in rows
            ],
            "weak": [row["flag"] == WEAK for row in rows],
            "low": [row["low"] for row in rows],
            "high": [row["high"] for row in rows],
        }
    )
    return for_widths(
        lambda *, narrow: ranked_bars(
            bars.assign(label=bar_labels(rows, narrow=narrow)), palette, longest=100, narrow=narrow
        )
    )
