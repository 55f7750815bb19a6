"""Sentences on a sector: its question, answer, key figures, and what was not read of it."""

from collections.abc import Mapping, Sequence

from trends.request.place import Self
from trends.subjects.cases.words import measured_results
from trends.subjects.lists.counted import COUNTS, LISTS, Why, first_words, told_order, uncounted_words
from trends.subjects.sectors.facts import Heard, Row
from trends.subjects.themes import words as theme_words
from trends.subjects.you import among_groups
from trends.words import grammar, numbers, pieces
from trends.words.text import Words, say, strong

# Fewer figures than this are called thin.
THIN_FIGURES = 100
# A row of key figures has no more than this.
MOST_FIGURES = 3
# So many surveys of groups are named.
MOST_SURVEYS = 3
# The question on a sector of a longer name is shorter, so that the chart stands on the first screen.
LONGEST_NAME = 20
NOTHING: Row = {}


def question(sector: str) -> str:
    """Return the question of the page on a sector."""
    return f"{sector}: what {'comes first, what worries it' if len(sector) <= LONGEST_NAME else 'leads'}?"


def figure(row: Row) -> str:
    """Return a leading figure with who answered and its base, as in “78%; Leaders of councils, Norway 2024, base 282”.

    Args:
        row: what leads a list, as :class:`trends.subjects.sectors.facts.Heard` has it, not empty.
    """
    return f"{_value(row)}; {theme_words.who(row)}, {pieces.base_of(row, part_told=False)}"


def answer(
    sector: str,
    total: Row,
    heard: Mapping[str, Heard],
    closest: Words = "",
    chosen: str = "",
    groups: Sequence[Row] = (),
    in_use: Row = NOTHING,
) -> Words:
    """Return what a sector puts first, what worries it, and how much all that rests on; thin evidence is said plainly.

    What counts leads; where no list does, what the sector has in use. Which lists do not count, and why, is said
    below the answer, by :func:`missing_words`.

    Args:
        sector: name of the sector.
        total: the row of ``queries/request/totals.sql`` for the sector, with ``when``, its years in words.
        heard: what there is of its lists, by kind.
        closest: what :func:`closest_words` says; empty where nothing has to stand in.
        chosen: the filters in words; empty where nothing is chosen.
        groups: surveys of groups that hold the one country chosen, as ``queries/places/place_surveys.sql`` gives them.
        in_use: a figure of what the sector has in use, told where neither kind of list is; empty where there is none.
    """
    figures = int(total["figures"])
    said = _firsts(heard, list(LISTS))
    if not figures:
        # Several filters are no name that could stand in a sentence.
        alone = f" for this choice ({chosen})" if ";" in chosen else f" for {grammar.the(chosen)} alone"
        if groups:
            said.append(_of_groups(groups, chosen))
        elif not any(said):
            said.append(say("**Case studies alone** tell of it."))
        said.append(say("No survey of {} was read{}.", sector.lower(), alone if chosen else ""))
    else:
        if in_use and not any(said):
            # The item says by itself that it is in use or in place.
            told = say("Firmest recent figure on what it has: **{}**, {}.", _value(in_use), theme_words.quoted(in_use))
            said.append(told)
        said.append(_all_known(total, leads=not any(said)))
        if figures < THIN_FIGURES:
            said.append("That is thin: read each figure with its source before you quote it.")
    return grammar.sentences([*said, closest])


def _of_groups(surveys: Sequence[Row], country: str) -> Words:
    """Return which surveys asked the sector of groups of countries that hold the one chosen."""
    named = [
        f"{row['survey_name']} ({grammar.the(str(row['country_name']))}, {int(row['last_year'])})"
        for row in surveys[:MOST_SURVEYS]
    ]
    if len(surveys) > MOST_SURVEYS:
        named.append(f"{len(surveys) - MOST_SURVEYS} more")
    whom = "a group that holds" if len(surveys) == 1 else "groups that hold"
    counted = numbers.counted(len(surveys), "survey")
    return say("**{}** asked {} {}: {}.", counted, whom, grammar.the(country), grammar.joined(named))


def _firsts(heard: Mapping[str, Heard], kinds: Sequence[str]) -> list[Words]:
    """Return what stands first in each kind of list: that of lists that count, of one recent list, of an older one."""
    ordered = sorted(kinds, key=lambda kind: (told_order(heard[kind].counted), heard[kind].is_older))
    return [_first(heard[kind], LISTS[kind]) for kind in ordered]


def _first(heard: Heard, listed: str) -> Words:
    """Return which themes stand first in how many lists; where none counts, what the one list there is puts first.

    Empty where neither is: why, :func:`missing_words` says.

    Args:
        heard: what there is of the lists of a kind.
        listed: what is listed, as in “priorities”.
    """
    if heard.counted.lists:
        return first_words(heard.counted, listed)
    row = heard.lead
    if not row:
        return ""
    return say(
        "First in {} of its {} ({}): **{}**, {}.",
        "an older list" if heard.is_older else "a list",
        listed,
        grammar.edition(str(row["survey_name"]), int(row["year"])),
        str(row["item"]),
        figure(row),
    )


def _all_known(total: Row, *, leads: bool) -> Words:
    """Return on how much the page rests; strong where nothing stands before it."""
    figures, surveys = (
        numbers.counted(int(total["figures"]), "figure"),
        numbers.counted(int(total["surveys"]), "survey"),
    )
    # One place is that of the filters, or that of the surveys just named.
    several = int(total["countries"]) > 1
    places = f" and {numbers.counted(int(total['countries']), 'country', 'countries and groups')}" if several else ""
    counted = strong(figures) if leads else figures
    return say("All that is known here: {} from {}{}, {}.", counted, surveys, places, str(total["when"]))


def missing_words(heard: Mapping[str, Heard], chosen: str = "") -> Words:
    """Return of which kinds no list of a sector is told, and why; empty where none is missing.

    Args:
        heard: what there is of its lists, by kind.
        chosen: what :attr:`trends.request.request.Request.for_choice` says; empty where nothing is chosen.
    """
    missing = {kind: each for kind, each in heard.items() if each.is_missing}
    lists, why = ({kind: getattr(each, name) for kind, each in missing.items()} for name in ("counted", "why"))
    return grammar.sentences([uncounted_words(lists, why, chosen), COUNTS if Why.NOT_ENOUGH in why.values() else ""])


def closest_words(name: str, why: str, heard: Mapping[str, Heard], missing: Sequence[str]) -> Words:
    """Return who comes closest to a sector of which a list is missing, and what the lists there put first.

    Args:
        name: name of the sector that comes closest.
        why: why it does, as the end of a sentence.
        heard: what there is of the lists of that sector, by kind.
        missing: the kinds of list that are missing.
    """
    held = [said for said in _firsts(heard, missing) if said]
    listed = " or ".join(LISTS[kind] for kind in missing)
    return grammar.sentences([f"Closest comes {name.lower()} with lists of {listed}, {why}.", *held]) if held else ""


def key_figures(total: Row, heard: Mapping[str, Heard], cases: Row, registered: int = 0) -> list[tuple[str, str, str]]:
    """Return at most three figures: label, number, and what it is counted on.

    Args:
        total: the row of ``queries/request/totals.sql`` for the sector, with ``when``, its years in words.
        heard: what there is of its lists, by kind.
        cases: the row of ``queries/cases/case_counts.sql`` for the checked cases of the sector, with ``when``.
        registered: how many cases registers hold, which were not checked.
    """
    figures = []
    for kind, listed in LISTS.items():
        held = heard[kind].counted
        if held.leads and held.lists > 1:
            basis = f"{grammar.some_of(held.leading)}; one list a survey, {held.when}"
            figures.append((f"First among its {listed}", f"{held.leads} of {held.lists}", basis))
        elif row := heard[kind].only_lead:
            basis = f"{row['item']}; {theme_words.who(row)}, {pieces.base_of(row, part_told=False)}"
            figures.append((f"First of its {listed}, one survey", _value(row), basis))
    if len(figures) < len(LISTS) and total["figures"]:
        basis = f"{numbers.counted(int(total['surveys']), 'survey')}, {total['when']}"
        figures.append(("Figures known", numbers.count(total["figures"]), basis))
    if cases["cases"]:
        figures.append(measured_results(cases))
    if registered and len(figures) < MOST_FIGURES:
        figures.append(("Cases in registers", numbers.count(registered), "listed by others, not checked again"))
    return figures


def _value(row: Row) -> str:
    return pieces.value_words(row, str(row["measure"]))


def sector(me: Self, code: str, figures: int, of_groups: int, checked: int) -> str:
    """Return what there is of the reader's country in the sector a page is on, and whether that sector is theirs.

    Args:
        me: the reader's place.
        code: code of the sector of the page.
        figures: number of survey figures of the sector in the reader's country and in groups that hold it.
        of_groups: how many of them are of such groups.
        checked: number of checked cases of the sector in the reader's country.
    """
    if not me:
        return ""
    said = [] if not me.sector else ["This is your sector."] if me.sector == code else ["This is not your sector."]
    if me.country:
        groups = f" ({among})" if (among := among_groups(of_groups, figures)) else ""
        said.append(
            f"Of your country in it: {numbers.counted(figures, 'figure')} of surveys{groups}, "
            f"{numbers.counted(checked, 'checked case')}."
        )
    return " ".join(said)
