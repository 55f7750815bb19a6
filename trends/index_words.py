"""The answer on an index in sentences: where the reader's country stands, or who leads and how the field is spread."""

import pandas as pd

from trends import numbers, words
from trends.changes import UNCHANGED
from trends.indices import MOST_NAMED, IndexFacts, against_median, group_mark, spread


def answer(facts: IndexFacts) -> str:
    """Return the answer of the page: where the reader's country stands, or who leads and how the field is spread."""
    said = []
    if facts.missing:
        verb = "has" if len(facts.missing) == 1 else "have"
        said.append(f"**{words.joined(facts.missing)} {verb} no value** in {facts.indicator}, {facts.year}.")
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
    return f"The group is **{words.REST_MARKS[against.verdict]}** {others} {median} ({size}).{lower}"


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
    if numbers.is_missing(before):
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
    if not told or numbers.is_missing(place) or numbers.is_missing(before) or place == before:
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
    return f"Also chosen: {words.joined(said)}." if said else ""


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
    who = words.joined(names) if len(names) <= MOST_NAMED else f"{len(names)} countries"
    return f"{who} {'is' if len(names) == 1 else 'are'}"


def _letters(facts: IndexFacts) -> str:
    held = [f"{count} in {letter}" for letter, count in facts.rows["value"].value_counts().sort_index().items()]
    total = f"{facts.countries} in {facts.indicator}, {facts.year}"
    if not facts.mine:
        return f"**{words.joined(held)}**, of {total}."
    since = ""
    if not numbers.is_missing(facts.mine["value_before"]):
        before, year = facts.mine["value_before"], int(facts.mine["year_before"])
        since = f", as in {year}" if before == facts.mine["value"] else f", after {before} in {year}"
    own = f"**{facts.mine['country_name']} is in group {facts.mine['value']}**{since}."
    return f"{own} Of {total}: {words.joined(held)}."
