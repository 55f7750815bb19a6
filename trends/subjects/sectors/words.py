"""Sentences on a sector: its question, answer, key figures, and what was not read of it."""

from collections.abc import Collection, Mapping, Sequence

from trends.request.place import Self
from trends.subjects.lists.counted import LISTS, Counted, first_words, uncounted_words
from trends.subjects.sectors.facts import Row
from trends.subjects.themes import words as theme_words
from trends.subjects.you import among_groups
from trends.words import grammar, numbers, pieces
from trends.words.text import Words, say

# Fewer figures than this are called thin.
THIN_FIGURES = 100
# A row of key figures has no more than this.
MOST_FIGURES = 3
# So many surveys of groups are named.
MOST_SURVEYS = 3


def question(sector: str) -> str:
    """Return the question of the page on a sector."""
    return f"{sector}: what comes first, what worries it?"


def figure(row: Row) -> str:
    """Return a leading figure with who answered and its base, as in “78%; Leaders of councils, Norway 2024, base 282”.

    Args:
        row: what :func:`lead_list` gives, not empty.
    """
    return f"{_value(row)}; {theme_words.who(row)}, {pieces.base_of(row)}"


def answer(
    sector: str,
    total: Row,
    lists: Mapping[str, Row],
    counted: Mapping[str, Counted],
    closest: Words = "",
    chosen: str = "",
    groups: Sequence[Row] = (),
    asked: Collection[str] = (),
) -> Words:
    """Return what a sector puts first, what worries it, and how much all that rests on; thin evidence is said plainly.

    Args:
        sector: name of the sector.
        total: the row of ``queries/request/totals.sql`` for the sector.
        lists: what :func:`lead_list` gives, by kind of list.
        counted: the lists of the sector that count, by kind.
        closest: what :func:`closest_words` says; empty where nothing has to stand in.
        chosen: the filters in words; empty where nothing is chosen.
        groups: surveys of groups that hold the one country chosen, as ``queries/places/place_surveys.sql`` gives them.
        asked: codes of the kinds of question that are on file for the sector, whether a list of them counts or not.
    """
    figures = int(total["figures"])
    said = [_first(counted[kind], lists.get(kind, {}), listed) for kind, listed in LISTS.items()]
    if not figures:
        # Several filters are no name that could stand in a sentence.
        alone = f" for this choice ({chosen})" if ";" in chosen else f" for {grammar.the(chosen)} by itself"
        end = f". {_of_groups(groups, chosen)}" if groups else "; there are only case studies."
        said.append(say("**No survey read here asked {}**{}{}", sector.lower(), alone if chosen else "", end))
    else:
        said.append(uncounted_words(missing(lists), asked))
        said.append(_all_known(total))
        if figures < THIN_FIGURES:
            said.append("That is thin: read each figure with its source before you quote it.")
    return grammar.sentences([*said, closest])


def _of_groups(surveys: Sequence[Row], country: str) -> str:
    """Return which surveys asked the sector of groups of countries that hold the one chosen."""
    named = [
        f"{row['survey_name']} ({grammar.the(str(row['country_name']))}, {int(row['last_year'])})"
        for row in surveys[:MOST_SURVEYS]
    ]
    if len(surveys) > MOST_SURVEYS:
        named.append(f"{len(surveys) - MOST_SURVEYS} more")
    whom = "a group that holds" if len(surveys) == 1 else "groups that hold"
    return f"{numbers.counted(len(surveys), 'survey')} asked {whom} {grammar.the(country)}: {grammar.joined(named)}."


def _first(held: Counted, row: Row, listed: str) -> Words:
    """Return which themes stand first in how many lists; where none counts, what the one list there is puts first.

    Args:
        held: the lists of a kind that count.
        row: what :func:`lead_list` gives; may be empty.
        listed: what is listed, as in “priorities”.
    """
    if held.lists or not row:
        return first_words(held, listed)
    return say(
        "First in a list of its {} ({}): **{}**, {}.",
        listed,
        grammar.edition(str(row["survey_name"]), int(row["year"])),
        str(row["item"]),
        figure(row),
    )


def missing(lists: Mapping[str, Row]) -> list[str]:
    """Return the codes of the kinds of which no list stands for the sector; empty where none is missing."""
    return [kind for kind in LISTS if not lists.get(kind)]


def _all_known(total: Row) -> str:
    figures, surveys = (
        numbers.counted(int(total["figures"]), "figure"),
        numbers.counted(int(total["surveys"]), "survey"),
    )
    # One place is that of the filters, or that of the surveys just named.
    several = int(total["countries"]) > 1
    places = f" and {numbers.counted(int(total['countries']), 'country', 'countries and groups')}" if several else ""
    years = numbers.years(total["first_year"], total["last_year"])
    return f"All that is known here: {figures} from {surveys}{places}, {years}."


def missing_words(lists: Mapping[str, Row], chosen: str = "", asked: Collection[str] = ()) -> Words:
    """Return of which kinds no list of a sector counts, and why; empty where none is missing.

    Args:
        lists: what :func:`lead_list` gives, by kind of list.
        chosen: the filters in words; empty where nothing is chosen.
        asked: codes of the kinds of question that are on file for the sector.
    """
    kinds = missing(lists)
    if not kinds:
        return ""
    why = "A question on one theme alone, or a detail of a survey, cannot say what comes first."
    told = why if set(kinds) & set(asked) else ""
    return grammar.sentences([uncounted_words(kinds, asked, chosen), told])


def closest_words(
    name: str, why: str, lists: Mapping[str, Row], counted: Mapping[str, Counted], missing: Sequence[str]
) -> Words:
    """Return who comes closest to a sector of which a list is missing, and what the lists there put first.

    Args:
        name: name of the sector that comes closest.
        why: why it does, as the end of a sentence.
        lists: its own lists, as :func:`lead_list` gives them, by kind.
        counted: the lists of that sector that count, by kind.
        missing: the kinds of list that are missing.
    """
    held = [said for kind in missing if (said := _first(counted[kind], lists.get(kind, {}), LISTS[kind]))]
    return grammar.sentences([f"Closest comes {name.lower()}, {why}.", *held]) if held else ""


def key_figures(
    total: Row, lists: Mapping[str, Row], counted: Mapping[str, Counted], cases: Row, registered: int = 0
) -> list[tuple[str, str, str]]:
    """Return at most three figures: label, number, and what it is counted on.

    Args:
        total: the row of ``queries/request/totals.sql`` for the sector.
        lists: what :func:`lead_list` gives, by kind of list.
        counted: the lists of the sector that count, by kind.
        cases: the row of ``queries/cases/case_counts.sql`` for the checked cases of the sector.
        registered: how many cases registers hold, which were not checked.
    """
    figures = []
    for kind, listed in LISTS.items():
        held = counted[kind]
        if held.leads and held.lists > 1:
            basis = f"{grammar.some_of(held.leading)}; one list a survey, {held.when}"
            figures.append((f"First among its {listed}", f"{held.leads} of {held.lists}", basis))
        elif row := lists.get(kind):
            basis = f"{row['item']}; {row['place_name']} {row['year']}, {pieces.base_of(row)}"
            figures.append((f"First of its {listed}, one survey", _value(row), basis))
    if len(figures) < len(LISTS) and total["figures"]:
        years = numbers.years(total["first_year"], total["last_year"])
        basis = f"{numbers.counted(int(total['surveys']), 'survey')}, {years}"
        figures.append(("Figures known", numbers.count(total["figures"]), basis))
    years = numbers.years(cases["first_year"], cases["last_year"])
    basis = f"of {numbers.counted(cases['cases'], 'checked case')}" + (f", begun {years}" if years else "")
    if cases["cases"]:
        figures.append(("Measured results", numbers.count(cases["with_measured"]), basis))
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
