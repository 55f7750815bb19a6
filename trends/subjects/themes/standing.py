"""Sentences on where a theme stands in lists: which it leads, which name it, and whether they agree."""

from collections.abc import Mapping, Sequence

from trends.subjects.lists.counted import LISTS, Counted
from trends.subjects.themes.facts import AGREED, SEVERAL_LISTS, ListPlace, firsts
from trends.words import grammar, numbers
from trends.words.text import Words, say
from trends.words.years import span_words

# From this number on there are lists whose years are told together.
SEVERAL = 2


def standing(places: Mapping[str, Sequence[ListPlace]], lists: Mapping[str, Counted]) -> str:
    """Return in how many lists a theme stands first, among all lists that count; empty where it does in none.

    The kind of list that it leads is told before one that it does not.

    Args:
        places: what :func:`list_places` gives, by kind of list.
        lists: the lists that count, by kind.
    """
    led: list[str] = []
    others: list[str] = []
    single = ""
    for kind, listed in LISTS.items():
        number, total = firsts(places[kind]), lists[kind].lists
        if total == 1 and not number:
            single = f", but not in {_lists_told(number, lists[kind], listed)}"
        elif total:
            (led if number else others).append(_lists_told(number, lists[kind], listed))
    return f"stands first in {grammar.joined([*led, *others])}{single}" if led else ""


def naming(places: Mapping[str, Sequence[ListPlace]], lists: Mapping[str, Counted]) -> str:
    """Return how many of the lists that count name a theme, by kind; empty where none does.

    Args:
        places: what :func:`list_places` gives, by kind of list.
        lists: the lists that count, by kind.
    """
    named = [_lists_told(len(places[kind]), lists[kind], listed) for kind, listed in LISTS.items() if places[kind]]
    return f"is named in {grammar.joined(named)}" if named else ""


def _lists_told(number: int, held: Counted, listed: str) -> str:
    """Return how many of the lists of a kind, as in “2 of 6 lists of concerns”; of a single one which it is."""
    if held.lists > 1:
        return f"{numbers.of_all(number, held.lists, 'list')} of {listed}"
    only = held.listed[0]
    return f"the one list of {listed} ({grammar.edition(str(only['survey_name']), int(only['year']))})"


def counted_when(lists: Mapping[str, Counted]) -> str:
    """Return of which years the counted lists are; empty where there are none, and of one, which names its year."""
    held = [each for each in lists.values() if each.lists]
    if sum(each.lists for each in held) < SEVERAL:
        return ""
    first, last = min(each.years[0] for each in held), max(each.years[1] for each in held)
    years = span_words(first, last, held[0].chosen)
    return f"These are the newest lists of each survey, {years}."


def unlisted(places: Mapping[str, Sequence[ListPlace]], lists: Mapping[str, Counted]) -> str:
    """Return that no list names a theme, and of which lists that is said, or that none counts; empty where one does.

    Args:
        places: what :func:`list_places` gives, by kind of list.
        lists: the lists that count, by kind.
    """
    held = {kind: counted for kind, counted in lists.items() if counted.lists}
    if not held:
        return "No list of several themes counts for this choice."
    if any(places[kind] for kind in held):
        return ""
    told = [
        f"the {numbers.count(counted.lists)} lists of {LISTS[kind]} ({counted.when})"
        if counted.lists > 1
        else _lists_told(0, counted, LISTS[kind])
        for kind, counted in held.items()
    ]
    if len(told) > 1:
        return f"Neither {' nor '.join(told)} have an answer filed here under it."
    alone = sum(counted.lists for counted in held.values()) == 1
    has = "has no answer" if alone else "has an answer"
    return f"{grammar.capitalised(told[0]) if alone else f'None of {told[0]}'} {has} filed here under it."


def agreement(places: Sequence[ListPlace], listed: str) -> Words:
    """Return whether surveys agree on where a theme stands among what they list, or why one cannot say.

    They agree where at least three quarters of them have the theme in the same half of the items read; they disagree
    where some have it in the upper and some in the lower half. The middle of an odd number of items is in neither half.

    Args:
        places: place and number of items, as :func:`list_places` gives them.
        listed: what is listed, as in “priorities”.
    """
    first = firsts(places)
    upper = sum(each.place <= each.items // 2 for each in places)
    middle = sum(2 * each.place == each.items + 1 for each in places)
    lower = len(places) - upper - middle
    total = len(places)
    if not places:
        return f"No list of {listed} that spans several themes names it."
    if total < SEVERAL_LISTS:
        lists = "1 list" if total == 1 else f"{total} lists"
        verb = "names" if total == 1 else "name"
        return f"Only {lists} of {listed} {verb} it, too few to say whether surveys agree."
    of = f"lists of {listed} that name it"
    if upper >= AGREED * total:
        also = f", first in {'all' if first == total else first}" if first else ", though never first"
        return say(
            "**Surveys agree:** {} {} have it in the upper half of their items{}.", _part(upper, total), of, also
        )
    if lower >= AGREED * total:
        return say("**Surveys agree:** {} {} have it in the lower half of the items read.", _part(lower, total), of)
    parts = (
        (first, "first"),
        (upper - first, "more in the upper half" if first else "in the upper half"),
        (middle, "in the middle"),
        (lower, "in the lower half"),
    )
    (count, where), *rest = [part for part in parts if part[0]]
    held = [f"{count} {'has' if count == 1 else 'have'} it {where}", *(f"{number} {there}" for number, there in rest)]
    verdict = "Surveys disagree:" if upper and lower else "No clear place:"
    return say("**{}** {} lists of {} name it. Of these, {}.", verdict, total, listed, grammar.joined(held))


def _part(number: int, total: int) -> str:
    """Return a part of several as in “3 of the 4” or “all 4”."""
    return f"all {total}" if number == total else f"{number} of the {total}"
