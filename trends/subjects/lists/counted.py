"""Which themes stand first in the lists of surveys: one list a survey, by the rule of ``counted_lists.sql``.

The overview, themes and sectors count by this, so that they cannot say different things of the same lists.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from trends.statistics import cells
from trends.words import grammar, numbers, pieces
from trends.words.text import Words, plain, say, strong
from trends.words.years import span_words

RULE = (
    "Each survey counts once, by one list of its newest edition with such a list. Of several it is the one of all "
    "its countries and sectors, then of most respondents, then the longest. A list counts if it has places or "
    "shares of three or more items of three or more themes, and is of the last four years or of the years chosen. A "
    "theme leads a list if its item has place 1 or the highest share; where items share that place, each theme "
    "leads. Points of a scale do not count, nor do details, such as questions put to a part of the respondents "
    "alone, nor lists whose first share is weak. What was asked of a group of countries counts for each of them."
)
# What a list needs to count, in short.
COUNTS = "To count, a list needs places or shares of three or more items of three or more themes, and is no detail."

# The kinds of lists that are counted, and what is listed in each.
LISTS = {"priority": "priorities", "concern": "concerns"}

# How many themes are told as named by most lists.
MOST_NAMED = 3
# How many groups, and how many countries, a sentence has room for.
SHORTLY = 2
# Letters that who answered may have in a sentence that names one list.
LONGEST_WHOM = 60

Rows = Sequence[Mapping[Any, Any]]


class Why(Enum):
    """Why no list of a kind counts."""

    UNREAD = auto()
    OLD = auto()
    FEW = auto()
    OTHER_THEMES = auto()
    NOT_ENOUGH = auto()


@dataclass(frozen=True, eq=False)
class Counted:
    """Lists of a kind that count, and the themes they name.

    ``themes`` has one row per theme: ``theme``, ``theme_name``, ``leads`` (lists it stands first in), ``tied`` (those
    of them in which another theme shares the place) and ``surveys`` (lists that name it), the leading theme first.
    ``lists`` is how many count, ``older`` how many surveys have older lists only, ``years`` the first and the last;
    where none counts, those of the older ones.
    ``rows`` are those of ``queries/lists/counted_lists.sql``, one per list and theme; none where no list counts.
    ``listed`` has the first of them of each list.
    ``only`` describes the list where one alone counts; it is empty otherwise.
    ``sought`` are the names of the themes that were chosen, whether a list names them or not, ``chosen`` the years.
    ``since`` says, where all lists are too old, what was given since that is no such list, as in “newer answers”.
    """

    lists: int
    older: int
    years: tuple[int, int]
    rows: Rows
    themes: Rows
    listed: Rows
    only: Mapping[Any, Any]
    sought: Sequence[str] = ()
    chosen: Sequence[int] = ()
    since: str = ""

    @property
    def leading(self) -> Sequence[str]:
        """The names of the themes that lead most lists; none where no list has a theme in front."""
        if not self.leads:
            return []
        return [str(row["theme_name"]) for row in self.themes if row["leads"] == self.leads]

    @property
    def leads(self) -> int:
        """How many lists each of the leading themes leads."""
        return max((int(row["leads"]) for row in self.themes), default=0)

    @property
    def when(self) -> str:
        """The years of the lists, as in “2023–2026”; of chosen years these, as in “2021 and 2024”."""
        return span_words(*self.years, self.chosen) if self.is_told else ""

    @property
    def is_told(self) -> bool:
        """Say whether there is a list to tell of: one that counts, or one that is too old to."""
        return bool(self.lists or self.older)

    def among(self, themes: Mapping[str, str]) -> "Counted":
        """Return the same lists with what they say of some themes, given by code and name; of all where none is."""
        if not themes:
            return self
        told = [row for row in self.themes if row["theme"] in themes]
        return replace(self, themes=told, sought=list(themes.values()))

    def of(self, theme: str) -> Mapping[Any, Any]:
        """Return the row of a theme; one of nothing where no list names it."""
        nothing = {"theme": theme, "leads": 0, "tied": 0, "surveys": 0}
        return next((row for row in self.themes if row["theme"] == theme), nothing)


def counted(rows: Rows, chosen: Sequence[int] = ()) -> Counted:
    """Return the lists of a kind that count.

    Args:
        rows: those of ``queries/lists/counted_lists.sql`` of one kind; may be empty.
        chosen: the years that were chosen; empty for the last four.
    """
    lists = [row for row in rows if row["survey"] is not None]
    if not lists:
        older = int(rows[0]["older"]) if rows else 0
        years = (int(rows[0]["older_from"]), int(rows[0]["older_to"])) if older else (0, 0)
        return Counted(0, older, years, (), (), (), {})
    first = [row for row in lists if row["place"] == 1]
    sharing = Counter(row["survey"] for row in first)
    themes: dict[str, dict[str, Any]] = {}
    for row in lists:
        begun = {"theme": row["theme"], "theme_name": row["theme_name"], "leads": 0, "tied": 0, "surveys": 0}
        held = themes.setdefault(row["theme"], begun)
        held["surveys"] += 1
        held["leads"] += row["place"] == 1
        held["tied"] += row["place"] == 1 and sharing[row["survey"]] > 1
    surveys = {row["survey"]: row for row in reversed(lists)}
    return Counted(
        lists=len(surveys),
        older=int(lists[0]["older"]),
        years=(min(row["year"] for row in lists), max(row["year"] for row in lists)),
        rows=lists,
        themes=sorted(themes.values(), key=lambda held: (-held["leads"], -held["surveys"], held["theme_name"])),
        listed=list(reversed(surveys.values())),
        only=first[0] if len(surveys) == 1 and first else {},
        chosen=chosen,
    )


def first_words(held: Counted, listed: str) -> Words:
    """Return which themes stand first in how many lists, of how many and of which years, and who was asked where.

    It is empty where there are none. How many are too old to count is method, and said below: :func:`counted_note`.

    Args:
        held: the lists.
        listed: what is listed, as in “priorities”.
    """
    return _words(held, listed) if held.lists else older_only_words(held, listed)


def told_order(held: Counted) -> int:
    """Return what puts kinds of list in the order to tell: those led by a theme, then others that count, then the rest.

    A phone shows the first sentences of an answer above its chart, so that what counts stands there.
    """
    return 0 if held.leads else 1 if held.lists else 2


def counted_words(held: Counted, listed: str) -> Words:
    """Return which themes stand first in the lists, who was asked where, and which themes most of the lists name.

    It is empty where no theme stands first.

    How many lists are too old to count is said where the card beside tells how it is made: :func:`counted_about`.

    Args:
        held: the lists.
        listed: what is listed, as in “priorities”.
    """
    return _words(held, listed, _named_words(held))


def counted_about(held: Counted) -> str:
    """Return by which rule lists are counted in an answer, who was asked where, and how many are too old."""
    return " ".join(part for part in (RULE, asked_words(held), older_words(held.older)) if part)


def counted_note(lists: Mapping[str, Counted]) -> str:
    """Return how many lists are too old to count, of each kind that is counted; empty where none is.

    Args:
        lists: the lists by kind, as ``LISTS`` names them; what is told of a kind without newer ones tells its age too.
    """
    told = [
        numbers.counted(held.older, f"older list of {LISTS[kind]}", f"older lists of {LISTS[kind]}")
        for kind, held in lists.items()
        if held.lists and held.older
    ]
    if not told:
        return ""
    left_out = "is" if sum(held.older for held in lists.values() if held.lists) == 1 else "are"
    return (
        "Each survey counts once, by its newest list of the last four years or of the years chosen. "
        f"{grammar.joined(told)} {left_out} left out."
    )


def uncounted_words(lists: Mapping[str, Counted], why: Mapping[str, Why], chosen: str = "") -> Words:
    """Return why no list of some kinds counts: those there are are too old, or cannot tell, or none was read.

    Args:
        lists: the lists by kind, of the kinds of which none counts, in order; may be empty.
        why: why none does, by kind.
        chosen: what :attr:`trends.request.request.Request.for_choice` says; empty where nothing is chosen.
    """
    said: list[Words] = []
    for reason in dict.fromkeys(why[kind] for kind in lists):
        kinds = [kind for kind in lists if why[kind] is reason]
        listed = " or ".join(LISTS[kind] for kind in kinds)
        pages = grammar.joined([grammar.capitalised(LISTS[kind]) for kind in kinds])
        shown = (
            f"The pages {pages} show what was asked." if len(kinds) > 1 else f"The page {pages} shows what was asked."
        )
        match reason:
            case Why.OLD:
                said += [older_only_words(lists[kind], LISTS[kind]) for kind in kinds]
            case Why.UNREAD:
                said.append(say("**No list of {}** was read{}.", listed, chosen))
            case Why.OTHER_THEMES:
                said.append(say("**No list of {}** read here is on a theme that was chosen.", listed))
            case Why.FEW:
                said.append(say("**No list of {}** counts{}: few answered. {}", listed, chosen, shown))
            case Why.NOT_ENOUGH:
                said.append(say("**No list of {}** counts{}. {}", listed, chosen, shown))
    return grammar.sentences(said)


def _words(held: Counted, listed: str, besides: Words = "") -> Words:
    names = [strong(grammar.lower_first(name)) for name in held.leading]
    asked = _asked(held, is_placed=bool(names and held.only))

    def said(survey: str) -> Words:
        told = _leads_words(held, names, listed, survey) if names else _no_lead_words(held, listed)
        # In the same sentence, since a phone shows the first one alone.
        return say("{}; asked: {}.", told, asked)

    named = said(f"{held.only['survey_name']}, " if held.only else "")
    # Who answered is told before the name of the survey, which stands at its card as well.
    return grammar.sentences([named if len(plain(named)) <= grammar.LEAD else said(""), besides])


def _named_words(held: Counted) -> str:
    """Return the themes that several lists name, as in “Most often named: budget (7 of 11) and legacy IT (5)”."""
    several = [row for row in held.themes if row["surveys"] > 1]
    ordered = sorted(several, key=lambda row: (-row["surveys"], str(row["theme_name"])))
    # Of themes that as many lists name, none is told before another by chance: all of them, or none.
    most = [row for row in ordered if row["surveys"] >= ordered[min(MOST_NAMED, len(ordered)) - 1]["surveys"]]
    shown = most if len(most) <= MOST_NAMED + 1 else [row for row in most if row["surveys"] > most[-1]["surveys"]]
    if len(held.themes) == 1 or {row["theme_name"] for row in shown} <= set(held.leading):
        return ""
    told = [f"{grammar.lower_first(str(row['theme_name']))} ({numbers.count(row['surveys'])})" for row in shown]
    told[0] = f"{told[0].removesuffix(')')} of {numbers.count(held.lists)})"
    return f"Most often named: {grammar.joined(told)}."


def _asked(held: Counted, *, is_placed: bool) -> str:
    """Return in short who was asked and where, as in “digital leaders (4) and others, in Norway (3) and elsewhere”.

    Of a single list it is who answered in the words of the survey, and the base. All of several, with how many lists
    are theirs, :func:`asked_words` tells. ``is_placed`` says that the place is told already.
    """
    if held.lists == 1:
        return _asked_alone(held.listed[0], is_placed=is_placed)
    groups = _shortly(_groups(held), "others", held)
    return groups if is_placed else f"{groups}, in {_shortly(_countries(held), 'elsewhere', held)}"


def _asked_alone(row: Mapping[Any, Any], *, is_placed: bool) -> str:
    """Return who answered the one list that counts, and how many, as in “Leaders of councils, base 120”."""
    base = pieces.base_number(row)
    told = pieces.BASE_UNKNOWN if base == numbers.MISSING else f"base {base}"
    return ", ".join(part for part in (answered_where(row, is_placed=is_placed), told) if part)


def answered_where(row: Mapping[Any, Any], *, is_placed: bool = False) -> str:
    """Return who answered a list that counts, and where if that is not told yet, as in “Leaders, in Norway”."""
    answered, country = grammar.shortened(str(row["respondents"]), LONGEST_WHOM), grammar.the(str(row["country_name"]))
    is_part = bool(row["several_told"]) and row["country_kind"] == "country"
    where = f"those in {country} alone" if is_part else "" if is_placed or row["several_told"] else f"in {country}"
    return ", ".join(part for part in (answered, where) if part)


def asked_words(held: Counted) -> str:
    """Return all who were asked and where, each with the number of lists if these are several and not all."""
    groups = [_of_lists(name, number, held) for name, number in _groups(held)]
    return f"Those asked: {grammar.joined(groups)}, in {grammar.joined(places(held))}."


def _groups(held: Counted) -> list[tuple[str, int]]:
    """Return who was asked with how many lists are theirs, leaders first."""
    groups = Counter((int(row["respondent_place"]), str(row["respondent_group_name"])) for row in held.listed)
    return [(grammar.lower_first(name), number) for (_, name), number in sorted(groups.items())]


def _countries(held: Counted) -> list[tuple[str, int]]:
    """Return the countries of the lists with their number, those of most lists first."""
    countries = Counter(str(row["country_name"]) for row in held.listed)
    return [
        (grammar.the(name), number) for name, number in sorted(countries.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def _shortly(named: Sequence[tuple[str, int]], others: str, held: Counted) -> str:
    """Return the name of most lists and that there are others; of several of as many two, or three that are all."""
    ordered = sorted(named, key=lambda pair: -pair[1])
    if len(ordered) <= SHORTLY:
        return grammar.joined([_of_lists(*each, held) for each in ordered])
    (first, most), (_, next_most) = ordered[:SHORTLY]
    if most > next_most:
        return f"{first} ({numbers.count(most)}) and {others}"
    names = [name for name, _ in ordered]
    return grammar.joined(names if len(names) == SHORTLY + 1 else [*names[:SHORTLY], others])


def places(held: Counted) -> list[str]:
    """Return the countries of the lists, those of most lists first, as in “the United States (4)” and “Norway”."""
    return [_of_lists(*each, held) for each in _countries(held)]


def _of_lists(name: str, number: int, held: Counted) -> str:
    return f"{name} ({numbers.count(number)})" if 1 < number < held.lists else name


def _leads_words(held: Counted, names: Sequence[Words], listed: str, survey: str) -> Words:
    """Return which themes stand first in how many lists, without a full stop; of one list in which survey, if told."""
    together, of = _together(held, len(names)), f"with a list of {listed}"
    if held.only:
        place = "" if cells.is_missing(held.only["region"]) else f"{held.only['region']}, "
        country = grammar.the(str(held.only["country_name"]))
        where = f"{survey}{place}{country} {held.only['year']}"
        return say("The one survey {} ({}) puts {} first{}", of, where, grammar.joined(names), together)
    if held.leads == held.lists:
        surveys = grammar.capitalised(numbers.of_all(held.leads, held.lists, "survey"))
        return say("{} {}, {}, put {} first{}", surveys, of, held.when, grammar.joined(names), together)
    each, puts = numbers.count(held.leads), "puts" if held.leads == 1 else "put"
    # Names of themes have an “and” of their own, so each is told apart.
    told = grammar.joined([say("{} {} {} first", each, puts, name) for name in names])
    return say("Of {} surveys {}, {}, {}{}", numbers.count(held.lists), of, held.when, told, together)


def _no_lead_words(held: Counted, listed: str) -> Words:
    """Return, without a full stop, that none of the themes chosen stands first in a list, or is named there.

    Without a choice it says that no theme stands first.

    A list whose first place was not read, or is an answer such as “other”, has no theme in front.
    """
    one = len(held.sought) == 1
    themes: Words = "a theme that was chosen" if held.sought else "a theme"
    themes = strong(grammar.lower_first(held.sought[0])) if one else themes
    alone = held.lists == 1
    surveys = "The one survey" if alone else f"None of {numbers.count(held.lists)} surveys"
    if held.sought and not held.themes:
        names = "does not name" if alone else "names"
        return say("{} with a list of {}, {}, {} {}", surveys, listed, held.when, names, themes)
    puts = "does not put" if alone else "puts"
    return say("{} with a list of {}, {}, {} {} first", surveys, listed, held.when, puts, themes)


def older_words(older: int) -> str:
    """Return how many lists were left out for their age; empty where none was."""
    return f"{numbers.counted(older, 'older list')} {'is' if older == 1 else 'are'} left out." if older else ""


def older_only_words(held: Counted, listed: str) -> str:
    """Return that all lists of a kind are too old to count; empty where there is none at all."""
    if not held.older:
        return ""
    surveys, are = ("one survey", "is") if held.older == 1 else (f"{numbers.count(held.older)} surveys", "are")
    since = f"; {held.since} stand on the page {grammar.capitalised(listed)}" if held.since else ""
    return (
        f"The {surveys} with a list of {listed} on several themes {are} of {held.when}, too old to count here{since}."
    )


def _together(held: Counted, names: int) -> str:
    """Return in how many of their lists the leading themes share the first place; empty where in none."""
    first = [row for row in held.rows if row["place"] == 1]
    sharing = Counter(row["survey"] for row in first)
    leading = {row["theme"] for row in held.themes if row["leads"] == held.leads}
    ties = len({row["survey"] for row in first if sharing[row["survey"]] > 1 and row["theme"] in leading})
    if not ties:
        return ""
    if held.leads == held.lists and (names > 1 or held.lists == 1):
        return ", together" if names > 1 else ", together with another theme"
    if names > 1:
        return f"; in {numbers.counted(ties, 'list')} several themes share that place"
    with_others = "together with another theme"
    return f", {with_others}" if ties == held.leads else f", {numbers.count(ties)} of them {with_others}"
