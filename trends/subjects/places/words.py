"""Sentences on a country or group of countries: where it stands, what is known of it, and what is missing."""

from collections.abc import Mapping, Sequence
from typing import Any

from trends.statistics import cells
from trends.statistics.cells import Row
from trends.statistics.editions import RECENT_YEARS
from trends.statistics.weightings import DRAWS, LEAST_WEIGHT
from trends.subjects.indices.facts import FEWEST_COUNTRIES
from trends.subjects.indices.naming import named as index_named
from trends.subjects.places.facts import Answered, Place, ahead_of, by_whom, comparable, has_moved, is_placed, total
from trends.words import grammar, numbers, pieces
from trends.words.text import Words, plain, say

# In how many leading indices the answer says where a place stands.
TOLD = 3

ABOUT = (
    (
        "Each index measures other things in other countries. Places stand beside each other here; they are not added "
        "or averaged into one."
    ),
    (
        "Ahead of: the share of the other countries measured that have a worse value, so that lists of different "
        f"lengths can be read on one scale. An index that measures under {FEWEST_COUNTRIES} countries is not drawn, "
        "nor is one whose publisher says that it is no ranking."
    ),
    (
        "Places are worked out here from the values as published; equal values share a place. A change of place is one "
        "among the countries measured in both editions, and is told only where both were made in the same way."
    ),
    (
        "An index put together of parts gives other places when these count otherwise. Place by weighting holds the "
        f"place under every weighting that gives each part at least {LEAST_WEIGHT:.0%}. It rests on {DRAWS:,} drawn "
        "ones, and is told where all parts are on file and their plain average gives the places published."
    ),
)


def question(place: Place) -> str:
    """Return the question of the page."""
    return f"{place.name}: where {'does it' if place.is_country else 'do they'} stand, and what is known?"


def label(row: Row) -> str:
    """Return an indicator with its index, as in “Service index: Total”; an index of the same name is said once."""
    series, name = str(row["series_name"]), str(row["indicator_name"])
    return name if name.casefold() == series.casefold() else f"{series}: {name}"


def place_words(row: Row) -> str:
    """Return a place with its list, as in “joint 2nd of 193”; a dash where none may be told."""
    if not is_placed(row):
        return pieces.NONE
    return f"{numbers.place(row['place'], tied=bool(row['tied']))} of {numbers.count(row['countries'])}"


def change_words(row: Row) -> str:
    """Return a change of place in a table, as in “4th → 16th, of 193 in both, since 2022”; else a dash."""
    if not has_moved(row):
        return pieces.NONE
    both, year = numbers.count(row["countries_both"]), int(row["year_before"])
    now, before = numbers.place(row["place_now"]), numbers.place(row["place_before"])
    moved = f"{now} as before" if now == before else f"{before} → {now}"
    return f"{moved}, of {both} in both, since {year}"


def value_words(row: Row) -> str:
    """Return the value of a standing in the form of its unit."""
    return numbers.of_unit(row["value"] if row["unit"] == "group" else row["number"], str(row["unit"]))


def median_words(row: Row) -> str:
    """Return the median of a region with how many countries it is of, as in “0.49 (14 countries)”."""
    return f"{numbers.of_unit(row['region_median'], str(row['unit']))} ({numbers.count(row['region_countries'])})"


def answer(place: Place, leads: Sequence[Row], surveys: Sequence[Row], bodies: Sequence[Answered], cases: int) -> Words:
    """Return where a place stands in the leading indices, and how much is known of it.

    Args:
        place: the place.
        leads: the standings that lead their series, in the order offered.
        surveys: rows of ``queries/places/place_surveys.sql``, of it and of groups that hold it.
        bodies: what its named bodies answered.
        cases: number of checked cases.
    """
    stands = standing(place, leads)
    return grammar.sentences([stands, known(surveys, bodies, cases, place, named=bool(stands))])


def standing(place: Place, leads: Sequence[Row]) -> Words:
    """Return where a place stands in the leading indices; empty where none measures it.

    Args:
        place: the place.
        leads: the standings that lead their series, in the order offered.
    """
    name = grammar.capitalised(grammar.the(place.name))
    placed = [row for row in leads if is_placed(row)][:TOLD]
    if not placed:
        if not leads:
            return ""
        first = leads[0]
        if not place.is_country:
            # Some names of groups are plural, others are not.
            return say("{}: **{}** for {}.", _told(first), value_words(first), grammar.the(place.name))
        return say("**{} has {}** in {}.", name, value_words(first), _told(first))
    first, *others = placed
    said = [say("**{} is {}** in {}.", name, place_words(first), _told(first)), _by_weighting(first), _moved(first)]
    if others:
        placed_too = [say("**{}** in {}", place_words(row), _told(row)) for row in others]
        said.append(say("It is also {}.", grammar.joined(placed_too)))
    return grammar.sentences(said)


def _told(row: Row) -> str:
    """Return an indicator with its edition, as in “Total, 2024”; one that is a part of its index with that."""
    return f"{index_named(str(row['indicator_name']), str(row['series_name']), leads=bool(row['leads']))}, {_year(row)}"


def _year(row: Row) -> str:
    return str(int(row["year"]))


def weighted_words(row: Row) -> str:
    """Return between which places it lies over fair weightings, as in “7th–46th”; a dash where that is not known."""
    found = row.get("weighted")
    if found is None:
        return pieces.NONE
    if found.best == found.worst:
        return f"{numbers.place(found.best)} always"
    return f"{numbers.place(found.best)}–{numbers.place(found.worst)}"


def _by_weighting(row: Row) -> Words:
    found = row.get("weighted")
    if found is None:
        return ""
    if found.best == found.worst:
        return "It keeps that place whichever of its parts counts most."
    best, worst = numbers.place(found.best), numbers.place(found.worst)
    return say("It lies **between {} and {}**, depending on which of its parts counts most.", best, worst)


def _moved(row: Row) -> str:
    if not has_moved(row):
        return ""
    among = f"of the {numbers.count(row['countries_both'])} countries measured in both editions"
    now, before, year = numbers.place(row["place_now"]), numbers.place(row["place_before"]), int(row["year_before"])
    if now == before:
        return f"In {year} it was {before} too, {among}."
    return f"Since {year} it went from {before} to {now} {among}."


def known(surveys: Sequence[Row], bodies: Sequence[Answered], cases: int, place: Place, *, named: bool) -> Words:
    """Return how many surveys, entries, answers and checked cases of a place there are; empty without any.

    Args:
        surveys: rows of ``queries/places/place_surveys.sql``, of it and of groups that hold it.
        bodies: what its named bodies answered.
        cases: number of checked cases.
        place: the place.
        named: whether a sentence before names it.
    """
    own = own_surveys(surveys, place)
    parts: list[Words] = []
    if own:
        whose = " of it" if place.is_country else " of these countries together" if named else ""
        parts.append(say("**{}**{}", numbers.counted(len(own), "survey"), whose))
    if held := groups_of(surveys, place):
        group = "a group that holds" if len(held) == 1 else "groups that hold"
        parts.append(say("{} of {} it", numbers.counted(len(held), "survey"), group))
    entered, found, answered = by_whom(bodies)
    for held_of, whom in ((entered, "its government"), (found, "its named bodies, whom nobody asked")):
        if held_of:
            entries = numbers.counted(total(held_of), "entry", "entries")
            parts.append(say("**{}** on {} ({}, {})", entries, whom, entered_in(held_of), _newest(held_of)))
    if answers := total(answered):
        parts.append(say("**{}** of its named bodies ({})", numbers.counted(answers, "answer"), _newest(answered)))
    if cases:
        parts.append(say("**{}**", numbers.counted(cases, "checked case")))
    if not parts:
        return ""
    together = "" if place.is_country else " together"
    begun = "Read here" if named else f"Of {grammar.the(place.name)}{together}, read here"
    return say("{}: {}.", begun, grammar.joined(parts))


def _newest(counted: Sequence[Answered]) -> str:
    """Return of which editions answers are counted: not of all, since bodies answer again."""
    return "newest edition" if len(counted) == 1 else "newest editions"


def entered_in(entered: Sequence[Answered]) -> str:
    """Return in which surveys entries stand, each with its number where there are several."""
    if len(entered) == 1:
        return entered[0].survey
    return grammar.joined([f"{numbers.count(each.answers)} in {each.survey}" for each in entered])


def bodies_heading(bodies: Sequence[Answered]) -> str:
    """Return what stands above the table of what is told of single bodies or of a government."""
    entered, found, answered = by_whom(bodies)
    told = [
        words
        for held, words in (
            (entered, "what is entered on its government"),
            (found, "what was found of its named bodies"),
            (answered, "what its named bodies answered"),
        )
        if held
    ]
    return grammar.capitalised(", and ".join(told) if len(told) <= len(("one", "other")) else grammar.joined(told))


def own_surveys(surveys: Sequence[Row], place: Place) -> list[Row]:
    """Return the surveys of the place itself."""
    return [row for row in surveys if row["country"] == place.code]


def groups_of(surveys: Sequence[Row], place: Place) -> list[Row]:
    """Return the surveys of groups that hold the place."""
    return [row for row in surveys if row["country"] != place.code]


def key_figures(
    place: Place, leads: Sequence[Row], surveys: Sequence[Row], bodies: Sequence[Answered], cases: Mapping[Any, Any]
) -> list[tuple[Words, str, Words]]:
    """Return the figures behind the answer: label, number, and what it is counted on; what is nought is left out."""
    own, checked = own_surveys(surveys, place), int(cases["cases"])
    figures: list[tuple[Words, str, Words]] = []
    if leads:
        figures.append(("Indices", numbers.count(len(leads)), "that measure it"))
    if own:
        years = numbers.years(min(row["years"][0] for row in own), max(row["last_year"] for row in own))
        figures.append(("Surveys", numbers.count(len(own)), f"of it, {years}"))
    labels = ("Entries on its government", "Entries on its bodies", "Answers of bodies")
    for label, to, held in zip(labels, ("to", "on", "to"), by_whom(bodies), strict=True):
        if held:
            asked = numbers.counted(sum(len(each.questions) for each in held), "question")
            figures.append((label, numbers.count(total(held)), f"{to} {asked}, newest editions"))
    if checked:
        measured = int(cases["with_measured"])
        figures.append(("Checked cases", numbers.count(checked), f"{measured} with a measured result"))
    return figures


def missing(place: Place, absent: Sequence[str], surveys: Sequence[Row], *, bodies: bool, cases: bool) -> list[Words]:
    """Return what is missing, a sentence each.

    Args:
        place: the place.
        absent: the names of indices that do not measure it.
        surveys: rows of ``queries/places/place_surveys.sql``.
        bodies: whether named bodies of it answered.
        cases: whether it has checked cases.
    """
    said: list[Words] = []
    name = grammar.the(place.name)
    if not own_surveys(surveys, place):
        also = "; those below are of groups that hold it" if surveys else ""
        said.append(f"No survey of {name} alone was read, for this choice{also}.")
    if not bodies:
        said.append("No survey that names its bodies has one of it.")
    if not cases:
        said.append("No case of it was checked.")
    if absent:
        said.append(f"Not measured by {grammar.some_of(list(absent), len(absent))}.")
    return said


def nearest(near: Sequence[tuple[Place, int]], what: str = "surveys") -> str:
    """Return by which rule the nearest countries with surveys were found.

    Args:
        near: the countries, each with its number of surveys.
        what: what there is of them, as in “lists of priorities”.
    """
    named = grammar.joined([f"{grammar.the(other.name)} ({numbers.counted(count, 'survey')})" for other, count in near])
    return (
        f"Nearest with {what}: {named}. Nearest is the same UN subregion, then the same region and income group, then "
        "the same income group; of these the most surveyed."
    )


def proposed(place: Place, row: Row, found: Sequence[Place]) -> str:
    """Return by which rule similar countries were proposed, and in what each of them is alike.

    Args:
        place: the place.
        row: its standing in the leading index.
        found: the countries.
    """
    subregion = f"UN subregion ({place.subregion})" if place.subregion else ""
    income = f"income group ({place.income.lower()})" if place.income else ""
    alike = " or ".join(each for each in (subregion, income) if each)
    both = "those of both first, then " if subregion and income else ""
    each = "; ".join(f"{other.name}: {likeness(place, other)}" for other in found)
    return f"Similar: of the same {alike}, {both}nearest by place in {_told(row)}. {each}."


def likeness(place: Place, other: Place) -> str:
    """Return in what two countries are alike, as in “same subregion and income group”."""
    subregion = bool(place.subregion) and place.subregion == other.subregion
    income = bool(place.income) and place.income == other.income
    alike = [name for name, holds in (("subregion", subregion), ("income group", income)) if holds]
    return f"same {grammar.joined(alike)}"


def title(place: Place, leads: Sequence[Row]) -> str:
    """Return the title of the card of all indices: between which ends a place stands."""
    drawn = comparable(leads)
    name = grammar.capitalised(grammar.the(place.name))
    if not drawn:
        return f"{name} in {numbers.counted(len(leads), 'index', 'indices')}"
    told = [f"{place_words(row)} in {_told(row)}" for row in titled(drawn)]
    return f"{name} is {'; '.join(told)}"


def titled(drawn: Sequence[Row]) -> Sequence[Row]:
    """Return the standings that :func:`title` names: the best and the worst of the newer ones.

    Args:
        drawn: those of which a place may be told, not empty.
    """
    # An old edition tells of another time: it leads only where nothing newer does.
    newest = max(int(row["year"]) for row in drawn)
    recent = [row for row in drawn if int(row["year"]) >= newest - RECENT_YEARS]
    return [recent[0], recent[-1]] if len(recent) > 1 else recent


def subtitle(drawn: Sequence[Row]) -> str:
    """Return what the card of all indices shows: places on one scale, or values alone where none may be told."""
    if not drawn:
        return "Value in the newest full edition of each index that measures it"
    # In one line of a card that stands beside another; that ties do not count is said in ABOUT.
    return "Share of others measured that it is ahead of; newest full editions"


def alt(place: Place, drawn: Sequence[Row]) -> str:
    """Return the chart of all indices in words."""
    best, worst = drawn[0], drawn[-1]
    years = numbers.years(min(int(row["year"]) for row in drawn), max(int(row["year"]) for row in drawn))

    def of_width(width: int) -> str:
        ends = [
            f"{grammar.shortened(str(row['indicator_name']), width)} {numbers.share(ahead_of(row))}"
            for row in (best, worst)
        ]
        name = grammar.shortened(grammar.the(place.name), width)
        if len(drawn) == 1:
            return f"Bar: share of countries {name} is ahead of, {years}. {ends[0]}. Table follows."
        told = f"Highest: {ends[0]}; lowest: {ends[1]}"
        return f"Bars: share of countries {name} is ahead of, {years}. {told}. Table follows."

    return grammar.fitting(of_width)


def foot(leads: Sequence[Row], drawn: Sequence[Row] = ()) -> str:
    """Return the base of the card of all indices.

    Args:
        leads: the standings in its table.
        drawn: those its chart shows, where it leaves some out.
    """
    counts = [int(row["countries"]) for row in drawn or leads]
    first, last = min(counts), max(counts)
    among = numbers.count(first) if first == last else f"{numbers.count(first)} to {numbers.count(last)}"
    shown = numbers.counted(len(drawn or leads), "index", "indices")
    more = len(leads) - len(drawn) if drawn else 0
    untold = f"; the table has {numbers.count(more)} more, of which no place can be told" if more else ""
    return f"{shown}, each of the countries with a value in it ({among}){untold}"


def survey_of(row: Row, place: Place) -> str:
    """Return of whom a survey tells: the place, parts of it, or the group that holds it."""
    if row["country"] != place.code:
        return f"{row['country_name']} (holds it)"
    return f"Parts of {grammar.the(place.name)}" if row["in_parts"] else str(row["country_name"])


def you(own: str, row: Row | None, theirs: Row | None) -> str:
    """Return how the reader's own country stands beside the place of the page; empty where that is not known.

    Args:
        own: name of the reader's country; empty where none is chosen.
        row: its standing in an index.
        theirs: that of the place of the page in the same edition.
    """
    if not own or row is None or theirs is None:
        return ""
    if row["country"] == theirs["country"]:
        return f"This is your country: {place_words(row)} in {_told(row)}."
    return (
        f"Your country is {place_words(row)} in {_told(row)}; {grammar.the(str(theirs['country_name']))} is "
        f"{place_words(theirs)}."
    )


def cautions(leads: Sequence[Row]) -> list[Words]:
    """Return the cautions of the publishers of the indices, one for each."""
    return [
        say("**{}**: {}", str(row["series_name"]), plain(grammar.sentence(cells.text(row["caution"])))) for row in leads
    ]
