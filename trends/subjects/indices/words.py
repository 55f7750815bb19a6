"""The answer on an index in sentences: where the reader's country stands, or who leads and how the field is spread."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from trends.request.place import Self
from trends.statistics import cells
from trends.statistics.cells import Row
from trends.statistics.verdicts import UNCHANGED
from trends.subjects.indices.facts import EVERYONE, LETTERS, MEMBERSHIPS, IndexFacts, panel_countries
from trends.words import grammar, numbers, pieces

ON_MAPS = (
    "On a map large countries catch the eye whatever their value, and small ones may not show; the list holds every "
    "one. Outlines are those of Natural Earth and say nothing on whose land it is."
)

BAND = "The band holds the middle half of the countries with a value in each edition; their number can change."

MEASURED = {
    "index_0_1": "Index from 0 to 1",
    "score_0_100": "Score from 0 to 100",
    "percent": "Per cent",
    LETTERS: "Group by letter",
}

COMPLETE = (
    "Complete list, no sampling error: every country the index measures is in it, so places, medians and differences "
    "are exact for the list. They are only as good as the way the index is made."
)

GROUP_AGAINST_OTHERS = (
    "The median of the group stands beside that of all other countries measured in the same edition; no country is in "
    "both. The two are compared as they are shown, with the same decimals."
)

MOST_NAMED = 4

MOST_NOTES = 4


def answer(facts: IndexFacts) -> str:
    """Return the answer of the page: where the reader's country stands, or who leads and how the field is spread."""
    said = []
    if facts.missing:
        verb = "has" if len(facts.missing) == 1 else "have"
        said.append(f"**{grammar.joined(facts.missing)} {verb} no value** in {facts.indicator}, {facts.year}.")
    if facts.rows.empty:
        return " ".join([*said, f"No country of {facts.group} has a value in {facts.indicator}, {facts.year}."])
    if facts.letters:
        said.append(_letters(facts))
    elif facts.mine:
        said += [_mine(facts), _change(facts), _others(facts)]
    elif facts.partial:
        said.append(_ends(facts))
    else:
        said.append(_field(facts))
    said.append(group_words(facts))
    if facts.partial:
        said.append(
            f"This edition was read in part ({facts.read} countries; the fullest has {facts.fullest}), so neither "
            "places nor a median are given."
        )
    return " ".join(part for part in said if part)


def group_words(facts: IndexFacts) -> str:
    """Return how the group stands against all other countries, with mark and word; empty where it holds all."""
    against = facts.against
    if against is None:
        return ""
    if against.reason:
        return f"Whether the group is above all other countries: **{group_mark(facts)}**."
    others = f"the {numbers.count(against.countries)} other countries measured, whose median is"
    median = facts.words(against.median)
    if against.verdict == UNCHANGED:
        return f"The group is **{group_mark(facts)}** as {others} {median} too."
    lower = "" if facts.higher_is_better else " Lower is better here."
    size = numbers.difference_of_unit(against.difference, facts.unit)
    return f"The group is **{pieces.REST_MARKS[against.verdict]}** {others} {median} ({size}).{lower}"


def _mine(facts: IndexFacts) -> str:
    name, text = str(facts.mine["country_name"]), str(facts.mine["text"])
    where, median = f"{facts.indicator}, {facts.year}", facts.words(facts.median)
    if facts.partial:
        return f"**{name} has {text}** in {where}."
    if not facts.mine["in_group"]:
        return f"**{name} has {text}** in {where}. It is not one of the {facts.countries}, whose median is {median}."
    if place := facts.place_words(facts.mine):
        return f"**{name} is {place} of {facts.countries}** in {where} ({text}; the median is {median})."
    return (
        f"**{name} has {text}** in {where}, {against_median(facts, facts.mine)} of the {facts.countries} ({median}); "
        f"{spread(facts)}."
    )


def _change(facts: IndexFacts) -> str:
    """Return the change since the edition before that was made in the same way; empty where there is none."""
    before = facts.mine["before"]
    if cells.is_missing(before):
        return ""
    year = int(facts.mine["year_before"])
    change = float(facts.mine["number"]) - float(before)
    size = numbers.difference_of_unit(abs(change), facts.unit).lstrip("+±")
    if size.startswith("<") or not any(digit in size for digit in "123456789"):
        return f"Since {year} its value has {'not' if change == 0 else 'hardly'} changed{_place_change(facts)}."
    return f"Since {year} its value {'rose' if change > 0 else 'fell'} by {size}{_place_change(facts)}."


def _place_change(facts: IndexFacts) -> str:
    place, before = facts.mine["place"], facts.mine["place_before"]
    told = facts.placed and int(facts.mine["year_before"]) not in facts.partial_years
    if not told or cells.is_missing(place) or cells.is_missing(before) or place == before:
        return ""
    of = f" of {facts.mine['countries_before']}" if facts.mine["countries_before"] != len(facts.rows) else ""
    return f", and it went from {numbers.place(before)}{of} to {numbers.place(place)}"


def _others(facts: IndexFacts) -> str:
    others = facts.chosen[facts.chosen["country"] != facts.mine["country"]]
    said = [
        f"{row['country_name']} ({', '.join(part for part in (facts.place_words(row), str(row['text'])) if part)})"
        for row in others.head(MOST_NAMED).to_dict("records")
    ]
    if len(others) > MOST_NAMED:
        said.append(f"{len(others) - MOST_NAMED} more below")
    return f"Also chosen: {grammar.joined(said)}." if said else ""


def _field(facts: IndexFacts) -> str:
    median = facts.words(facts.median)
    if not facts.ranked:
        return f"**The median of {facts.countries} is {median}** in {facts.indicator}, {facts.year}; {spread(facts)}."
    return f"{_ends(facts)} The median is {median}; {spread(facts)}."


def _ends(facts: IndexFacts) -> str:
    """Return who has the best and the worst value; of an index that is no ranking, between which they lie."""
    where = f"{facts.indicator}, {facts.year}"
    first, last = facts.rows.iloc[0], facts.rows.iloc[-1]
    if first["number"] == last["number"]:
        return f"**All {facts.countries} have {first['text']}** in {where}."
    if not facts.ranked:
        low, high = sorted((first, last), key=lambda row: float(row["number"]))
        return f"**{facts.countries} lie between {low['text']} and {high['text']}** in {where}."
    best, worst = ("highest", "lowest") if facts.higher_is_better else ("lowest", "highest")
    return (
        f"**{_holders(facts, first)} {best} ({first['text']}) and {_holders(facts, last)} {worst} ({last['text']})** "
        f"of {f'the {facts.countries} read' if facts.partial else facts.countries} in {where}."
    )


def _holders(facts: IndexFacts, row: pd.Series) -> str:
    """Return who has the value of a row, with its verb."""
    names = facts.rows.loc[facts.rows["number"] == row["number"], "country_name"].tolist()
    who = grammar.joined(names) if len(names) <= MOST_NAMED else f"{len(names)} countries"
    return f"{who} {'is' if len(names) == 1 else 'are'}"


def _letters(facts: IndexFacts) -> str:
    held = [f"{count} in {letter}" for letter, count in facts.rows["value"].value_counts().sort_index().items()]
    total = f"{facts.countries} in {facts.indicator}, {facts.year}"
    if not facts.mine:
        return f"**{grammar.joined(held)}**, of {total}."
    since = ""
    if not cells.is_missing(facts.mine["value_before"]):
        before, year = facts.mine["value_before"], int(facts.mine["year_before"])
        since = f", as in {year}" if before == facts.mine["value"] else f", after {before} in {year}"
    own = f"**{facts.mine['country_name']} is in group {facts.mine['value']}**{since}."
    return f"{own} Of {total}: {grammar.joined(held)}."


def subtitle(facts: IndexFacts) -> str:
    where = facts.group[:1].upper() + facts.group[1:] if facts.group else EVERYONE
    return f"{facts.indicator} · {MEASURED[facts.unit]} · {where} · {facts.year}"


def dots_title(facts: IndexFacts) -> str:
    if facts.partial:
        read = f"{facts.read} of {facts.fullest} countries read"
        return f"{facts.mine['country_name']}: {facts.mine['text']}; {read}" if facts.mine else read
    spread = f"half of countries lie between {facts.words(facts.lower)} and {facts.words(facts.upper)}"
    if facts.mine:
        name, side = facts.mine["country_name"], against_median(facts, facts.mine)
        if place := facts.place_words(facts.mine):
            return f"{name}: {place} of {len(facts.rows)}, {side}"
        return f"{name}: {facts.mine['text']}, {side} of {facts.words(facts.median)}"
    if not facts.ranked:
        return f"Median {facts.words(facts.median)}; {spread}"
    return f"From {facts.rows.iloc[0]['text']} to {facts.rows.iloc[-1]['text']}; {spread}"


def dots_alt(facts: IndexFacts) -> str:
    first, last = facts.rows.iloc[0], facts.rows.iloc[-1]
    ends = ("Highest", "lowest") if facts.higher_is_better else ("Lowest", "highest")

    def said(width: int) -> str:
        what = f"{grammar.shortened(facts.indicator, width)}, {facts.countries}, {facts.year}."
        if not facts.ranked:
            return f"Strip of dots: {what} Median {facts.words(facts.median)}; {spread(facts)}. Table follows."
        return (
            f"Dot plot: {what} {ends[0]}: {grammar.shortened(first['country_name'], width)} {first['text']}; "
            f"{ends[1]}: {grammar.shortened(last['country_name'], width)} {last['text']}. Table follows."
        )

    return grammar.fitting(said)


def map_title(facts: IndexFacts, steps: pd.DataFrame, regions: pd.DataFrame) -> str:
    if facts.partial:
        return f"Values were read for {facts.read} of {facts.fullest} countries"
    if len(regions) > 1:
        first, last = regions.iloc[0], regions.iloc[-1]
        high, low = facts.words(first["median"]), facts.words(last["median"])
        if high != low:
            return f"Median from {low} in {last['name']} to {high} in {first['name']}"
    top = steps.iloc[0]
    where = f"in group {top['label']}" if facts.letters else f"at {top['label']}"
    return f"{top['countries']} of {facts.countries} {where}"


def map_alt(facts: IndexFacts, steps: pd.DataFrame) -> str:
    first, last = steps.iloc[0], steps.iloc[-1]
    return grammar.fitting(
        lambda width: (
            f"Map: {grammar.shortened(facts.indicator, width)}, {facts.countries}, {facts.year}. "
            f"{first['countries']} at {first['label']}; {last['countries']} at {last['label']}. Table follows."
        )
    )


def median_name(facts: IndexFacts) -> str:
    return f"Median of {facts.group}" if facts.group else "Median"


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
    if facts.mine or len(same) < 2:  # noqa: PLR2004 - a change needs two editions
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
        return f"All {told[0].replace(' ', ' countries ', 1)}, {same[0]} to {same[-1]}"
    return f"Of {len(moved)} countries, {grammar.joined(told)}, {same[0]} to {same[-1]}"


def trend_title(facts: IndexFacts, lines: pd.DataFrame, editions: Mapping[int, str]) -> str:
    """Return the change of the reader's country, else of the median, over the editions that compare with the last."""
    code = str(facts.mine["country"]) if facts.mine else ""
    own = lines[lines["code"] == code].sort_values("year")
    last = own.iloc[-1]
    same = own[[editions[int(year)] == editions[int(last["year"])] for year in own["year"]]]
    first = same.iloc[0]
    if len(same) == 1:
        return f"{last['line']}: {last['text']} in {last['year']}, with no comparable edition before"
    if first["text"] == last["text"]:
        return f"{last['line']}: {last['text']} in {last['year']}, as in {first['year']}"
    verb = "up" if last["number"] > first["number"] else "down"
    return f"{last['line']}: {verb} from {first['text']} in {first['year']} to {last['text']} in {last['year']}"


def trend_alt(facts: IndexFacts, lines: pd.DataFrame, editions: Mapping[int, str], kind: str) -> str:
    ends = [rows.sort_values("year").iloc[-1] for _, rows in lines.groupby("line", sort=False)]
    prefixes = ("At the end: ", "")
    if facts.ranked:
        ends.sort(key=lambda row: -float(row["number"]))
        prefixes = ("Highest at the end: ", "lowest: ")
    named = list(zip(prefixes, (ends[0], ends[-1]), strict=True))[: len(ends)]

    def said(width: int) -> str:
        values = [f"{prefix}{grammar.shortened(row['line'], width)} {row['text']}" for prefix, row in named]
        what = f"{grammar.shortened(facts.indicator, width)}, {numbers.years(min(editions), max(editions))}"
        return f"{kind}: {what}. {'; '.join(values)}. Table follows."

    return grammar.fitting(said)


def group_labels(groups: pd.DataFrame) -> dict[str, str]:
    """Return what each group of countries is called on the page, and its code; all countries come first.

    Args:
        groups: one row per group, as ``queries/indices/peer_groups.sql`` gives them.
    """
    labels = {EVERYONE: ""}
    for row in groups.to_dict("records"):
        kind, code = str(row["kind"]), str(row["name"])
        labels[MEMBERSHIPS[code] if code in MEMBERSHIPS else f"{code} ({kind.replace('I', 'i')})"] = code
    return labels


def against_median(facts: IndexFacts, row: Mapping[Any, Any]) -> str:
    """Return on which side of the group's median a country lies, as in «above the median»."""
    number = float(row["number"])
    if number == facts.median:
        return "at the median"
    return f"{'above' if number > facts.median else 'below'} the median"


def group_mark(facts: IndexFacts) -> str:
    """Return the verdict on the group against all other countries, with size or reason; empty where it holds all."""
    against = facts.against
    if against is None:
        return ""
    mark = pieces.REST_MARKS[against.verdict]
    if against.verdict == UNCHANGED:
        return mark
    return f"{mark} ({against.reason or numbers.difference_of_unit(against.difference, facts.unit)})"


def spread(facts: IndexFacts) -> str:
    """Return between which values the middle half of the group lies."""
    return f"the middle half lies between {facts.words(facts.lower)} and {facts.words(facts.upper)}"


def foot(facts: IndexFacts) -> str:
    """Return base and kind of evidence, as said under a chart."""
    if facts.partial:
        base = f"Read in part: {facts.read} countries; the fullest edition has {facts.fullest}"
    elif facts.members in {None, len(facts.rows)}:
        base = f"Complete list, no sampling error: all {facts.countries} measured"
    else:
        base = (
            f"Complete list, no sampling error: {facts.countries} are measured, "
            f"out of {facts.members} countries and territories"
        )
    return f"{base} · {facts.evidence_name} · {facts.year}"


def carried(facts: IndexFacts) -> list[str]:
    """Return what must be said wherever the indicator is shown: its publisher's caution and what it measures."""
    return [
        f"**Caution:** {facts.caution}",
        f"{facts.indicator}: {grammar.sentence(facts.definition)} {MEASURED[facts.unit]}.",
    ]


def about(facts: IndexFacts) -> list[str]:
    """Return what a reader should know of the indicator, its edition and its limits, one paragraph each."""
    said = [
        *carried(facts),
        f"How it is made: {facts.method_note}",
        f"Kind of evidence: {facts.evidence_name.lower()}. {facts.evidence_limits}",
    ]
    if not facts.partial:
        said.append(COMPLETE)
    if facts.against is not None and not facts.against.reason:
        said.append(GROUP_AGAINST_OTHERS)
    if facts.placed:
        said.append("Places are worked out here from the values as published; equal values share a place.")
    if not facts.ranked:
        said.append("It is not meant as a ranking, so no places are given and lists stand by alphabet.")
    return [*said, *notes(facts.rows)]


def notes(rows: pd.DataFrame) -> list[str]:
    """Return the notes on the values of an edition: a line for all of them, or for the countries they are on.

    Args:
        rows: with ``country_name`` and ``note``.
    """
    said = []
    for note, noted in rows.dropna(subset=["note"]).groupby("note", sort=False):
        names = noted["country_name"].tolist()
        who = grammar.joined(names) if len(names) <= MOST_NAMED else f"{len(names)} countries"
        said.append(f"{'Note' if len(names) == len(rows) else f'Note on {who}'}: {grammar.sentence(str(note))}")
    return said[:MOST_NOTES]


def standing(me: Self, facts: IndexFacts) -> str:
    """Return where the reader's country stands, with its neighbours where places may be given.

    Args:
        me: the reader's place.
        facts: the facts of the indicator.
    """
    if not me.country or facts.rows.empty or me.country_name in facts.missing:
        return ""
    row = next((row for row in facts.everyone.to_dict("records") if row["country"] == me.country), None)
    when = f"{facts.indicator}, {facts.year}"
    if row is None:
        return f"Your country is not among the {facts.countries} compared here ({when})."
    if facts.letters:
        others = int((facts.rows["value"] == row["value"]).sum()) - int(bool(row["in_group"]))
        beside = (
            f"with {numbers.counted(others, 'other')} of {facts.countries}" if others else f"alone of {facts.countries}"
        )
        return f"You are in group {row['value']}, {beside} ({when})."
    if facts.partial:
        return f"You have {row['text']} ({when}). The edition was read in part, so you have no place in it."
    placed = row["in_group"] and facts.place_words(row)
    apart = _from_median(facts, row, "their median" if placed else f"the median of {facts.countries}")
    if not row["in_group"]:
        return f"You have {row['text']}, {apart} ({when}), of which you are none."
    if not facts.place_words(row):
        return f"You have {row['text']}, {apart} ({when})."
    place = facts.place_words(row)
    return f"You are {place} of {facts.countries} with {row['text']}, {apart} ({when}).{_beside(facts, row)}"


def _from_median(facts: IndexFacts, row: Row, median: str) -> str:
    """Return how far a country is from the middle of the group, as in «0.24 above the median of 193 countries»."""
    size = numbers.difference_of_unit(abs(float(row["number"]) - facts.median), facts.unit).lstrip("+±")
    if float(row["number"]) == facts.median:
        return f"at {median}"
    if size.startswith("<") or not any(digit in size for digit in "123456789"):
        return f"close to {median}"
    return f"{size} {'above' if float(row['number']) > facts.median else 'below'} {median}"


def _beside(facts: IndexFacts, row: Row) -> str:
    """Return the nearest countries with a better and a worse value, or those with the same."""
    rows = [each for each in facts.rows.to_dict("records") if not cells.is_missing(each["place"])]
    level = [str(each["country_name"]) for each in rows if each["place"] == row["place"]]
    level.remove(str(row["country_name"]))
    better = [each for each in rows if each["place"] < row["place"]]
    worse = [each for each in rows if each["place"] > row["place"]]
    said = [f"level with you: {grammar.some_of(level)}"] if level else []
    if better:
        said.append(f"next above: {better[-1]['country_name']} ({better[-1]['text']})")
    if worse:
        said.append(f"next below: {worse[0]['country_name']} ({worse[0]['text']})")
    return f" {'; '.join(said)[:1].upper()}{'; '.join(said)[1:]}." if said else ""
