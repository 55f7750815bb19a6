"""The answer on an index in sentences: where the reader's country stands, or who leads and how the field is spread."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from trends.request.place import Self
from trends.statistics import cells
from trends.statistics.cells import Row, as_rows
from trends.statistics.resting import SAMPLED
from trends.statistics.verdicts import UNCHANGED
from trends.statistics.weightings import DRAWS, LEAST_WEIGHT
from trends.subjects.indices import together
from trends.subjects.indices.coverage import BASES, SMALL_DIFFERENCE, meaning
from trends.subjects.indices.facts import EVERYONE, LETTERS, IndexFacts
from trends.words import grammar, numbers, pieces
from trends.words.text import Words, say

MEASURED = {
    "index_0_1": "Index from 0 to 1",
    "score_0_100": "Score from 0 to 100",
    "percent": "Per cent",
    LETTERS: "Group by letter",
}

GROUP_AGAINST_OTHERS = (
    "The median of the group stands beside that of all other countries measured in the same edition; no country is in "
    "both. The two are compared as they are shown, with the same decimals."
)

MOST_NAMED = 4

MOST_NOTES = 4


def answer(facts: IndexFacts) -> Words:
    """Return the answer of the page: where the reader's country stands, or who leads and how the field is spread."""
    said: list[Words] = []
    if facts.missing:
        verb = "has" if len(facts.missing) == 1 else "have"
        who = grammar.capitalised(grammar.joined([grammar.the(name) for name in facts.missing]))
        said.append(say("**{} {} no value** in {}, {}.", who, verb, facts.named, facts.year))
    if facts.rows.empty:
        return grammar.sentences([*said, f"No country of {facts.group} has a value in {facts.named}, {facts.year}."])
    if facts.letters:
        said.append(_letters(facts))
    elif facts.mine:
        said += [_mine(facts), _weighted(facts), _change(facts), _others(facts)]
    elif facts.partial:
        said.append(_ends(facts))
    elif found := together.together(facts):
        said += [together.words(found, facts.named), _ends(facts)]
    else:
        said.append(_field(facts))
    said.append(group_words(facts))
    if facts.partial:
        said.append(f"This edition was read in part ({_read(facts)}), so neither places nor a median are given.")
    return grammar.sentences(said)


def _read(facts: IndexFacts) -> str:
    """Return how much of an edition was read."""
    read = numbers.counted(facts.read, "country", "countries")
    return f"{read}; the fullest {'of its index' if facts.all_partial else 'edition'} has {facts.fullest}"


def group_words(facts: IndexFacts) -> Words:
    """Return how the group stands against all other countries, with mark and word; empty where it holds all."""
    against = facts.against
    if against is None:
        return ""
    if against.reason:
        return say("Whether the group is above all other countries: **{}**.", group_mark(facts))
    others = f"the {numbers.count(against.countries)} other countries measured, whose median is"
    median = facts.words(against.median)
    if against.verdict == UNCHANGED:
        return say("The group is **{}** as {} {} too.", group_mark(facts), others, median)
    lower = "" if facts.higher_is_better else " Lower is better here."
    size = numbers.difference_of_unit(facts.median, against.median, facts.unit)
    return say("The group is **{}** {} {} ({}).{}", pieces.REST_MARKS[against.verdict], others, median, size, lower)


def _mine(facts: IndexFacts) -> Words:
    name, text = grammar.capitalised(grammar.the(str(facts.mine["country_name"]))), str(facts.mine["text"])
    where, median = f"{facts.named}, {facts.year}", facts.words(facts.median)
    if facts.partial:
        return say("**{} has {}** in {}.", name, text, where)
    if not facts.mine["in_group"]:
        return say(
            "**{} has {}** in {}. It is not one of the {}, whose median is {}.",
            name,
            text,
            where,
            facts.countries,
            median,
        )
    if place := facts.place_words(facts.mine):
        return say(
            "**{} is {} of {}** in {} ({}; the median is {}).", name, place, facts.countries, where, text, median
        )
    return say(
        "**{} has {}** in {}, {} of the {} ({}); {}.",
        name,
        text,
        where,
        against_median(facts, facts.mine),
        facts.countries,
        median,
        spread(facts),
    )


def _weighted(facts: IndexFacts) -> Words:
    """Return how far the place of the reader's country hangs on what counts most; empty where that is not known."""
    found = facts.weighted.get(str(facts.mine["country"]))
    if found is None:
        return ""
    if found.best == found.worst:
        return f"It keeps that place whichever of the {facts.parts} parts counts most."
    best, worst = numbers.place(found.best), numbers.place(found.worst)
    return say(
        "It lies **between {} and {}**, depending on which of the {} parts counts most.", best, worst, facts.parts
    )


def _change(facts: IndexFacts) -> str:
    """Return the change since the edition before that was made in the same way; empty where there is none."""
    before = facts.mine["before"]
    if cells.is_missing(before):
        return ""
    year = int(facts.mine["year_before"])
    now = float(facts.mine["number"])
    if facts.coverage == SAMPLED:
        return _beside_before(facts, year, float(before), now)
    if facts.words(now) == facts.words(before):
        return f"Since {year} its value has {'not' if now == before else 'hardly'} changed{_place_change(facts)}."
    size = numbers.size_of_unit(now, before, facts.unit)
    return f"Since {year} its value {'rose' if now > before else 'fell'} by {size}{_place_change(facts)}."


def _beside_before(facts: IndexFacts, year: int, before: float, now: float) -> str:
    """Return the value before beside the one now, both of samples: without a range no rise and no fall is told."""
    same = facts.words(now) == facts.words(before)
    chance = (
        "a difference this small may be chance"
        if abs(now - before) <= SMALL_DIFFERENCE
        else "how much of the difference is chance cannot be told"
    )
    too = " too" if same else ""
    return (
        f"In {year} it was {facts.words(before)}{too}; both values are of samples whose range is not published, so "
        f"{chance}."
    )


def _place_change(facts: IndexFacts) -> str:
    """Return the change of place among the countries measured in both editions; empty where there is none."""
    place, before = facts.mine["place_now"], facts.mine["place_before"]
    told = facts.placed and int(facts.mine["year_before"]) not in facts.partial_years
    if not told or cells.is_missing(place) or cells.is_missing(before) or place == before:
        return ""
    among = numbers.count(facts.mine["countries_both"])
    return (
        f", and it went from {numbers.place(before)} to {numbers.place(place)} of the {among} countries measured in "
        "both editions"
    )


def _others(facts: IndexFacts) -> str:
    others = [row for row in facts.chosen if row["country"] != facts.mine["country"]]
    told = [[part for part in (facts.place_words(row), str(row["text"])) if part] for row in others[:MOST_NAMED]]
    names = [grammar.the(str(row["country_name"])) for row in others[:MOST_NAMED]]
    said = [f"{name} ({', '.join(parts)})" for name, parts in zip(names, told, strict=True)]
    if len(others) > MOST_NAMED:
        said.append(f"{len(others) - MOST_NAMED} more below")
    return f"Also chosen: {grammar.joined(said)}." if said else ""


def _field(facts: IndexFacts) -> Words:
    median = facts.words(facts.median)
    if not facts.ranked:
        return say(
            "**The median of {} is {}** in {}, {}; {}.",
            facts.countries,
            median,
            facts.named,
            facts.year,
            spread(facts),
        )
    return grammar.sentences([_ends(facts), f"The median is {median}; {spread(facts)}."])


def _ends(facts: IndexFacts) -> Words:
    """Return who has the best and the worst value; of an index that is no ranking, between which they lie."""
    where = f"{facts.named}, {facts.year}"
    first, last = facts.rows.iloc[0], facts.rows.iloc[-1]
    if len(facts.rows) == 1:
        return say(
            "**{} has {}** in {}.", grammar.capitalised(grammar.the(first["country_name"])), first["text"], where
        )
    if first["number"] == last["number"]:
        return say("**All {} have {}** in {}.", facts.countries, str(first["text"]), where)
    if not facts.ranked:
        low, high = sorted((first, last), key=lambda row: float(row["number"]))
        return say("**{} lie between {} and {}** in {}.", facts.countries, str(low["text"]), str(high["text"]), where)
    best, worst = ("highest", "lowest") if facts.higher_is_better else ("lowest", "highest")
    return say(
        "**{} {} ({}) and {} {} ({})** of {} in {}.",
        grammar.capitalised(_holders(facts, first)),
        best,
        str(first["text"]),
        _holders(facts, last),
        worst,
        str(last["text"]),
        f"the {facts.countries} read" if facts.partial else facts.countries,
        where,
    )


def _holders(facts: IndexFacts, row: pd.Series) -> str:
    """Return who has the value of a row, with its verb."""
    held = facts.rows.loc[facts.rows["number"] == row["number"], "country_name"].tolist()
    names = [grammar.the(name) for name in held]
    who = grammar.joined(names) if len(names) <= MOST_NAMED else f"{len(names)} countries"
    return f"{who} {'is' if len(names) == 1 else 'are'}"


def _letters(facts: IndexFacts) -> Words:
    held = [f"{count} in {letter}" for letter, count in facts.rows["value"].value_counts().sort_index().items()]
    total = f"{facts.countries} in {facts.named}, {facts.year}"
    if not facts.mine:
        return say("**{}**, of {}.", grammar.joined(held), total)
    since = ""
    if not cells.is_missing(facts.mine["value_before"]):
        before, year = facts.mine["value_before"], int(facts.mine["year_before"])
        since = f", as in {year}" if before == facts.mine["value"] else f", after {before} in {year}"
    return say(
        "**{} is in group {}**{}. Of {}: {}.",
        grammar.capitalised(grammar.the(str(facts.mine["country_name"]))),
        str(facts.mine["value"]),
        since,
        total,
        grammar.joined(held),
    )


def group_labels(groups: Sequence[Row], own: Collection[str] = ()) -> dict[str, str]:
    """Return what each group of countries is called on the page, and its code.

    All countries come first, then the groups that hold one of the reader's.

    Args:
        groups: one row per group, as ``queries/indices/peer_groups.sql`` gives them.
        own: codes of the reader's countries.
    """
    ordered = sorted(groups, key=lambda group: not set(own) & set(group["members"]))
    return {EVERYONE: ""} | {str(group["label"]): str(group["name"]) for group in ordered}


def against_median(facts: IndexFacts, row: Mapping[Any, Any]) -> str:
    """Return on which side of the group's median a country lies, as in “above the median”."""
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
    size = against.reason or numbers.difference_of_unit(facts.median, against.median, facts.unit)
    return f"{mark} ({size})"


def spread(facts: IndexFacts) -> str:
    """Return between which values the middle half of the group lies."""
    return f"the middle half lies between {facts.words(facts.lower)} and {facts.words(facts.upper)}"


def foot(facts: IndexFacts) -> str:
    """Return base and kind of evidence, as said under a chart."""
    if facts.partial:
        base = f"Read in part: {_read(facts)}"
    elif facts.members in {None, len(facts.rows)}:
        # What is on file of an edition with fewer countries than another need not be all that it measured.
        short = facts.members is None and facts.read < facts.fullest
        # Of samples of persons nothing is complete, and tables of them are read for some countries alone.
        whole = f"{facts.countries} read" if facts.coverage == SAMPLED else f"all {facts.countries} measured"
        base = f"{BASES[facts.coverage]}: {_read(facts) if short else whole}"
    else:
        base = (
            f"{BASES[facts.coverage]}: {facts.countries} are measured, out of {facts.members} countries and territories"
        )
    return f"{base} · {facts.evidence_name} · {facts.year}"


def caution(facts: IndexFacts) -> Words:
    """Return the caution of the index's publisher."""
    return say("**Caution:** {}", facts.caution)


def carried(facts: IndexFacts) -> list[Words]:
    """Return what must be said wherever the indicator is shown: its publisher's caution and what it measures."""
    return [
        caution(facts),
        f"{facts.indicator}: {grammar.sentence(facts.definition)} {MEASURED[facts.unit]}.",
    ]


def about(facts: IndexFacts) -> list[Words]:
    """Return what a reader should know of the indicator, its edition and its limits, one paragraph each."""
    said = [
        *carried(facts),
        f"How it is made: {facts.method_note}",
        f"Kind of evidence: {facts.evidence_name.lower()}. {facts.evidence_limits}",
    ]
    if not facts.partial or facts.coverage != "counted":
        told = not facts.partial and not facts.letters
        said.append(meaning(facts.coverage, placed=facts.placed, medians=told))
    if facts.against is not None and not facts.against.reason:
        said.append(GROUP_AGAINST_OTHERS)
    if facts.weighted:
        said.append(
            f"Place by weighting: the index averages its {facts.parts} parts equally, which is one fair way of many. "
            f"The range holds the place under every weighting that gives each part at least {LEAST_WEIGHT:.0%}, as far "
            f"as {DRAWS:,} drawn ones show."
        )
    if facts.placed:
        said.append("Places are worked out here from the values as published; equal values share a place.")
    if not facts.mine and together.together(facts):
        said.append(together.RULE)
    if not facts.ranked:
        said.append("It is not meant as a ranking, so no places are given and lists stand by alphabet.")
    return [*said, *notes(facts.rows)]


def notes(rows: pd.DataFrame) -> list[str]:
    """Return the notes on the values of an edition: a line for all of them, or for the countries they are on.

    Args:
        rows: with ``country_name`` and ``note``.
    """
    said, noted = [], dict[str, list[str]]()
    for note, country in zip(rows["note"].tolist(), rows["country_name"].tolist(), strict=True):
        if not cells.is_missing(note):
            noted.setdefault(str(note), []).append(country)
    for note, names in noted.items():
        who = grammar.joined([grammar.the(name) for name in names])
        who = who if len(names) <= MOST_NAMED else f"{len(names)} countries"
        said.append(f"{'Note' if len(names) == len(rows) else f'Note on {who}'}: {grammar.sentence(note)}")
    return said[:MOST_NOTES]


def standing(me: Self, facts: IndexFacts) -> str:
    """Return where the reader's country stands, with its neighbours where places may be given.

    Args:
        me: the reader's place.
        facts: the facts of the indicator.
    """
    if not me.country or facts.rows.empty or me.country_name in facts.missing:
        return ""
    row = next((row for row in as_rows(facts.everyone) if row["country"] == me.country), None)
    when = f"{facts.named}, {facts.year}"
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
        return f"You have {row['text']}, {apart} ({when}); your country is not one of them."
    if not facts.place_words(row):
        return f"You have {row['text']}, {apart} ({when})."
    place = facts.place_words(row)
    return f"You are {place} of {facts.countries} with {row['text']}, {apart} ({when}).{_beside(facts, row)}"


def _from_median(facts: IndexFacts, row: Row, median: str) -> str:
    """Return how far a country is from the middle of the group, as in “0.24 above the median of 193 countries”."""
    number = float(row["number"])
    if facts.words(number) == facts.words(facts.median):
        return f"{'at' if number == facts.median else 'close to'} {median}"
    size = numbers.size_of_unit(number, facts.median, facts.unit)
    return f"{size} {'above' if number > facts.median else 'below'} {median}"


def _beside(facts: IndexFacts, row: Row) -> str:
    """Return the nearest countries with a better and a worse value, or those with the same."""
    rows = [each for each in as_rows(facts.rows) if not cells.is_missing(each["place"])]
    level = [grammar.the(str(each["country_name"])) for each in rows if each["place"] == row["place"]]
    level.remove(grammar.the(str(row["country_name"])))
    better = [each for each in rows if each["place"] < row["place"]]
    worse = [each for each in rows if each["place"] > row["place"]]
    said = [f"level with you: {grammar.some_of(level)}"] if level else []
    if better:
        said.append(f"next above: {_at_place_of(better[-1], better, row)}")
    if worse:
        said.append(f"next below: {_at_place_of(worse[0], worse, row)}")
    return f" {grammar.capitalised('; '.join(said))}." if said else ""


def _at_place_of(next_one: Row, among: Sequence[Row], row: Row) -> str:
    """Return the countries that share a place with their value, which may read as the reader's does once rounded."""
    names = [grammar.the(str(each["country_name"])) for each in among if each["place"] == next_one["place"]]
    rounded = " too, once rounded" if next_one["text"] == row["text"] else ""
    return f"{grammar.some_of(names)} ({next_one['text']}{rounded})"
