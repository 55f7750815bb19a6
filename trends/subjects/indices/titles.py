"""Titles, subtitles and alternative texts of the cards on an index, and how to read its map and its trend."""

from collections.abc import Mapping, Sequence

import pandas as pd

from trends.statistics.cells import Row
from trends.statistics.resting import SAMPLED
from trends.subjects.indices.facts import EVERYONE, FEWEST_COUNTRIES, IndexFacts, in_panels, panel_countries
from trends.subjects.indices.words import MEASURED, against_median, spread
from trends.words import grammar, numbers, pieces

ON_MAPS = (
    "On a map large countries catch the eye whatever their value, and the smallest are dots, not to scale; the list "
    "holds every one. Outlines are those of Natural Earth and say nothing on whose land it is."
)


BAND = "The band holds the middle half of those countries."


def subtitle(facts: IndexFacts) -> str:
    """Return measure, place and period of a card."""
    where = grammar.capitalised(facts.group) if facts.group else EVERYONE
    return f"{facts.indicator} · {MEASURED[facts.unit]} · {where} · {facts.year}"


def dots_title(facts: IndexFacts) -> str:
    """Return where the reader's country stands; without one, how the field is spread, as far as either may be said.

    Each title of a card on an index names the index: it is read alone in a list, on a slide and in a search.
    """
    if facts.partial:
        own = f"{facts.mine['country_name']} {facts.mine['text']}; " if facts.mine else ""
        return f"{facts.indicator}: {own}values were read for {facts.read} of {facts.fullest} countries"
    half = f"half of countries lie between {facts.words(facts.lower)} and {facts.words(facts.upper)}"
    if facts.mine:
        name, side = facts.mine["country_name"], against_median(facts, facts.mine)
        if place := facts.place_words(facts.mine):
            return f"{name}: {place} of {len(facts.rows)} in {facts.indicator}, {side}"
        return f"{name}: {facts.mine['text']} in {facts.indicator}, {side} of {facts.words(facts.median)}"
    if not facts.ranked:
        return f"{facts.indicator}: median {facts.words(facts.median)}; {half}"
    return f"{facts.indicator}: from {facts.rows.iloc[0]['text']} to {facts.rows.iloc[-1]['text']}; {half}"


def dots_alt(facts: IndexFacts) -> str:
    """Return the dot plot in words: the ends of the field, or its spread where no country may be put above another."""
    first, last = (facts.rows.iloc[at] for at in (0, -1))
    at_ends = [facts.rows.loc[facts.rows["text"] == row["text"], "country_name"].tolist() for row in (first, last)]
    ends = ("Highest", "lowest") if facts.higher_is_better else ("Lowest", "highest")

    def said(width: int) -> str:
        what = f"{grammar.shortened(facts.indicator, width)}, {facts.countries}, {facts.year}."
        own = own_words(facts, width)
        if not facts.ranked:
            # An edition that was read in part has no median to tell.
            middle = "" if facts.partial else f" Median {facts.words(facts.median)}; {spread(facts)}."
            return f"Strip of dots: {what}{own}{middle} Table follows."
        return (
            f"Dot plot: {what}{own} {ends[0]}: {grammar.sharing(at_ends[0], width)} {first['text']}; "
            f"{ends[1]}: {grammar.sharing(at_ends[1], width)} {last['text']}. Table follows."
        )

    return grammar.fitting(said)


def own_words(facts: IndexFacts, width: int) -> str:
    """Return the chosen country with its value and place, for an alternative text; empty where none has a value.

    Args:
        facts: the indicator.
        width: letters the name may have.
    """
    row = facts.mine or next(iter(facts.chosen), {})
    if not row:
        return f" {grammar.shortened(facts.missing[0], width)}: no value." if facts.missing else ""
    place = facts.place_words(row)
    said = f" {grammar.shortened(str(row['country_name']), width)}: {row['text']}{f', {place}' if place else ''}"
    more = len(facts.chosen) - 1
    return f"{said}, {more} more chosen." if more > 0 else f"{said}."


def map_title(facts: IndexFacts, steps: Sequence[Row], regions: Sequence[Row]) -> str:
    """Return the regions with the lowest and the highest median, or how many countries stand on the highest step.

    Args:
        facts: the indicator.
        steps: those of :class:`trends.subjects.indices.maps.MapSteps`.
        regions: those of it; may be none.
    """
    if facts.partial:
        return f"{facts.indicator}: values were read for {facts.read} of {facts.fullest} countries"
    if len(regions) > 1:
        first, last = regions[0], regions[-1]
        high, low = facts.words(first["median"]), facts.words(last["median"])
        if high != low:
            ends = f"from {low} in {grammar.the(last['name'])} to {high} in {grammar.the(first['name'])}"
            return f"{facts.indicator}: median {ends}"
    top = steps[0]
    where = f"in group {top['label']}" if facts.letters else f"at {top['label']}"
    return f"{facts.indicator}: {top['countries']} of {facts.countries} {where}"


def map_alt(facts: IndexFacts, steps: Sequence[Row]) -> str:
    """Return the map in words: how many countries stand on its highest and its lowest step."""
    first, last = steps[0], steps[-1]
    return grammar.fitting(
        lambda width: (
            f"Map: {grammar.shortened(facts.indicator, width)}, {facts.countries}, {facts.year}."
            f"{own_words(facts, width)} "
            f"{first['countries']} at {first['label']}; {last['countries']} at {last['label']}. Table follows."
        )
    )


def median_name(facts: IndexFacts) -> str:
    """Return what the line of the median is called."""
    return f"Median of {facts.group}" if facts.group else "Median"


def trend_about(facts: IndexFacts, lines: pd.DataFrame, editions: Mapping[int, str]) -> list[str]:
    """Return how to read a trend, where it breaks and why, and what its median leaves out.

    Args:
        facts: the indicator.
        lines: one row per line and year, with ``code`` and ``method_words``.
        editions: the method of each edition, by year.
    """
    panels = in_panels(facts)
    middle = lines[lines["code"] == ""]
    told = dict(zip(lines["year"].astype(int), lines["method_words"].astype(str), strict=True))
    said = [*(panels_about(facts, lines) if panels else []), *_middle_about(middle, panels=panels)]
    said += pieces.break_words(editions, told)
    if facts.partial_years and len(middle):
        years = grammar.joined([str(year) for year in sorted(facts.partial_years)])
        said.append(f"The median {'leaves' if panels else 'and its band leave'} out what was read in part: {years}.")
    return said


def _middle_about(middle: pd.DataFrame, *, panels: bool) -> list[str]:
    """Return of which countries the median is, so that it moves with them and not with who was measured.

    Args:
        middle: the rows of the median, with ``year``, ``method`` and ``countries``.
        panels: whether the chart has panels, which have no band.
    """
    if middle.empty:
        few = f"fewer than {FEWEST_COUNTRIES} countries were measured in every edition made in the same way"
        return [f"No median is drawn: {few}."]
    said = [
        f"{numbers.years(int(held['year'].min()), int(held['year'].max()))}: {numbers.count(held['countries'].iloc[0])}"
        for _, held in middle.groupby("method", sort=False)
    ]
    every = "The median is that of the countries measured in every edition made in the same way"
    return [f"{every} ({grammar.joined(said)}).", *([] if panels else [BAND])]


def panels_about(facts: IndexFacts, lines: pd.DataFrame) -> list[str]:
    """Return how to read the panels, and which countries have none and why."""
    told, drawn = lines.loc[lines["code"] != "", "code"].nunique(), len(panel_countries(facts))
    said = ["Every panel has the same scale and the same years. The grey line is the same in all."]
    if told <= drawn:
        return said
    which = (
        f"spread evenly over the list by value, {facts.year}, the highest and the lowest among them"
        if facts.ranked
        else "the first by alphabet"
    )
    return [*said, f"{drawn} of {told} countries have a panel: {which}. The table and the file hold all {told}."]


def panels_title(facts: IndexFacts, lines: pd.DataFrame, editions: Mapping[int, str]) -> str:
    """Return the change of the reader's country; without one, how many countries went up over the full editions.

    Each is counted as its values read, from the first full edition that compares with the last.
    """
    full = [year for year in editions if year not in facts.partial_years]
    same = [year for year in full if editions[year] == editions[full[-1]]]
    if facts.mine or len(same) < 2 or facts.coverage == SAMPLED:  # noqa: PLR2004 - a change needs two editions
        return trend_title(facts, lines, editions)
    of_countries = lines[lines["code"] != ""]
    before, after = (of_countries[of_countries["year"] == year] for year in (same[0], same[-1]))
    moved = before.merge(after, on="code", suffixes=("_before", ""))
    changed, rose = moved["text"] != moved["text_before"], moved["number"] > moved["number_before"]
    counts = {
        "up": int((changed & rose).sum()),
        "down": int((changed & ~rose).sum()),
        "unchanged": int((~changed).sum()),
    }
    told = [f"{count} {word}" for word, count in counts.items() if count]
    if len(moved) < 2:  # noqa: PLR2004 - a count is of several
        return trend_title(facts, lines, editions)
    if len(told) == 1:
        return f"{facts.indicator}: all {told[0].replace(' ', ' countries ', 1)}, {same[0]} to {same[-1]}"
    return f"{facts.indicator}: of {len(moved)} countries, {grammar.joined(told)}, {same[0]} to {same[-1]}"


def trend_title(facts: IndexFacts, lines: pd.DataFrame, editions: Mapping[int, str]) -> str:
    """Return the change of the reader's country, else of the median, over the editions that compare with the last."""
    code = str(facts.mine["country"]) if facts.mine else ""
    if code not in set(lines["code"]):
        code = str(lines["code"].iloc[0])
    own = lines[lines["code"] == code].sort_values("year")
    last = own.iloc[-1]
    who = f"{facts.indicator}: {last['line'] if code else grammar.lower_first(str(last['line']))}"
    if not code and len(own) > 1:
        who = f"{who} of {numbers.count(last['countries'])} countries in every edition"
    same = own[[editions[int(year)] == editions[int(last["year"])] for year in own["year"]]]
    first = same.iloc[0]
    if len(same) == 1:
        return f"{who} {last['text']} in {last['year']}, with no comparable edition before"
    if first["text"] == last["text"]:
        return f"{who} {last['text']} in {last['year']}, as in {first['year']}"
    if facts.coverage == SAMPLED:
        return f"{who} {first['text']} in {first['year']}, {last['text']} in {last['year']}"
    verb = "up" if last["number"] > first["number"] else "down"
    return f"{who} {verb} from {first['text']} in {first['year']} to {last['text']} in {last['year']}"


def trend_alt(facts: IndexFacts, lines: pd.DataFrame, editions: Mapping[int, str], kind: str) -> str:
    """Return a trend in words: the values at its end, the highest and the lowest where countries may be ranked.

    Args:
        facts: the indicator.
        lines: one row per line and year, with ``code``, ``line``, ``year``, ``number`` and ``text``.
        editions: the method of each edition, by year.
        kind: the kind of chart.
    """
    ends = [rows.sort_values("year").iloc[-1] for _, rows in lines.groupby("line", sort=False)]
    prefixes = ("At the end: ", "")
    if facts.ranked:
        ends.sort(key=lambda row: -float(row["number"]))
        prefixes = ("Highest at the end: ", "lowest: ")
    named = list(zip(prefixes, (ends[0], ends[-1]), strict=True))[: len(ends)]
    own = str(facts.mine["country"]) if facts.mine else ""
    if own and own not in {str(row["code"]) for _, row in named}:
        named = [*(("", row) for row in ends if str(row["code"]) == own), *named]

    def said(width: int) -> str:
        values = [f"{prefix}{grammar.shortened(row['line'], width)} {row['text']}" for prefix, row in named]
        what = f"{grammar.shortened(facts.indicator, width)}, {numbers.years(min(editions), max(editions))}"
        absent = "" if facts.mine or not facts.missing else own_words(facts, width)
        return f"{kind}: {what}.{absent} {'; '.join(values)}. Table follows."

    return grammar.fitting(said)
