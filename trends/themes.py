"""One theme, everything known: what leaders say, what bodies do, how countries compare, who has done it."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from trends import changes, numbers, words
from trends.cards import Card, Source
from trends.figures.bars import ranked_bars
from trends.palette import Palette

SAID = ("priority", "concern", "opportunity", "attitude")
DONE = ("adoption", "maturity")
BARS = 8
LISTED = 3


def side_by_side_card(
    frame: pd.DataFrame,
    title: str,
    theme: str,
    key: str,
    palette: Palette,
    behind: Mapping[str, Sequence[str]],
    *,
    narrow: bool = False,
) -> Card:
    """Return the card of several surveys on one theme, newest first: never ranked against each other, never pooled.

    Args:
        frame: one row per figure, as ``queries/theme_evidence.sql`` gives them, not empty.
        title: the finding, as :func:`standing` or :func:`holdings` gives it.
        theme: name of the theme.
        key: name of the card on its page.
        palette: the colours.
        behind: the filters that give all rows behind the card from the table of findings.
        narrow: write the table for a phone.
    """
    ranged = _with_ranges(frame)
    shares = ranged[(ranged["measure"] == "percent")]
    firm = shares[shares["flag"] != "u"]
    drawn = (firm if len(firm) else shares).head(BARS)
    figure, alt = None, ""
    if len(drawn):
        rows = drawn.to_dict("records")
        bars = pd.DataFrame(
            {
                "label": [f"{row['item']} · {_who(row)}" for row in rows],
                "value": drawn["value"].to_numpy(),
                "text": [words.value_words(row, "percent") for row in rows],
                "strong": True,
                "weak": (drawn["flag"] == "u").to_numpy(),
                "low": drawn["low"].to_numpy(),
                "high": drawn["high"].to_numpy(),
            }
        )
        figure = ranked_bars(bars, palette, longest=100)
        years = sorted({int(row["year"]) for row in rows})
        alt = words.shortened(
            f"Bar chart: {len(rows)} shares on {theme.lower()}, one per survey question, newest first, "
            f"{years[0]} to {years[-1]}. From {numbers.share(drawn['value'].max())} to "
            f"{numbers.share(drawn['value'].min())}. Table follows.",
            words.ALT_LENGTH,
        )
    table = evidence_table(ranged, narrow=narrow)
    has_range = bool(drawn["low"].notna().any())
    surveys = frame["survey"].nunique()
    bases = frame["base_n"].notna().sum()
    return Card(
        key=key,
        title=title,
        subtitle="Figures of the last edition of each question, newest first; wordings, respondents and bases differ",
        table=table,
        shown=ranged.drop(columns=["survey", "question", "country", "sector", "kind"]),
        foot=f"{numbers.count(surveys)} {'survey' if surveys == 1 else 'surveys'} · "
        f"{bases} of {len(frame)} figures with a published base",
        source=Source("each row names its own", "sources", "as each source says"),
        alt=alt,
        figure=figure,
        about=[
            (
                "Surveys ask different people different things. Their shares stand beside each other; they are not "
                "added, averaged or ranked."
            ),
            *(["Ranges: at the base of each figure, as if its answers were a random sample."] if has_range else []),
        ],
        symbols=words.symbols_in(table),
        behind=("findings", behind),
        file_words={"theme": [theme]},
    )


def standing(priorities: pd.DataFrame, concerns: pd.DataFrame, theme: str) -> str:
    """Return in how many lists a theme stands first, among all lists of several themes, naming it or not.

    Args:
        priorities: one row per theme, as ``queries/leading_themes.sql`` gives them for priorities and all themes.
        concerns: the same for concerns.
        theme: name of the theme.
    """
    said = []
    for frame, asked in ((priorities, "priorities"), (concerns, "concerns")):
        if frame.empty or not frame["surveys_with_lists"].iloc[0]:
            continue
        row = frame[frame["theme_name"] == theme]
        leads = 0 if row.empty else int(row["leads"].iloc[0])
        said.append(f"{leads or 'none'} of {frame['surveys_with_lists'].iloc[0]} lists of {asked}")
    return f"{theme} stands first in {words.joined(said)}" if said else f"{theme}: no list of several themes was read"


def holdings(frame: pd.DataFrame, theme: str) -> str:
    """Return how much is known of what bodies have in place on a theme.

    Args:
        frame: one row per figure, as ``queries/theme_evidence.sql`` gives them.
        theme: name of the theme.
    """
    surveys = frame["survey"].nunique()
    return (
        f"{theme}: {numbers.count(len(frame))} {'figure' if len(frame) == 1 else 'figures'} from "
        f"{numbers.count(surveys)} {'survey' if surveys == 1 else 'surveys'} on what is in place"
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
                    f"**{row['item']}**: {row['question_name']}. "
                    f"{row['respondents']}, {row['country_name']} {row['year']}; "
                    f"{row['evidence_name'].lower()}; [{row['survey_name']}]({row['source_url']})"
                    for row in rows
                ],
                "Figure": [words.value_words(row, row["measure"]) for row in rows],
                "Base": [numbers.count(row["base_n"]) for row in rows],
            }
        )
    return pd.DataFrame(
        {
            "What": [row["item"] for row in rows],
            "Figure": [words.value_words(row, row["measure"]) for row in rows],
            "Place in its list": [
                f"{numbers.place(row['place_in_list'])} of {row['list_items']} read"
                if row["measure"] in {"percent", "rank"} and row["list_items"] >= LISTED
                else "–"
                for row in rows
            ],
            "Asked": [row["question_name"] for row in rows],
            "Who answered": [_who(row, 200) for row in rows],
            "Base": [numbers.count(row["base_n"]) for row in rows],
            "Kind of evidence": [row["evidence_name"] for row in rows],
            "Source": [f"[{row['survey_name']}]({row['source_url']})" for row in rows],
        }
    )


def _with_ranges(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in their order with the range of each share, which depends on each row's own kind of evidence."""
    parts = [changes.with_ranges(part) for _, part in frame.groupby(["measure", "evidence"], sort=False)]
    return pd.concat(parts).sort_index()


def _who(row: Mapping[Hashable, Any], width: int = 70) -> str:
    return words.shortened(f"{row['respondents']}, {row['country_name']} {row['year']}", width)
