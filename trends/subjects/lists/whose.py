"""Whose figures a list holds: who answered, with the country, region, kind of body and sector they are of."""

from trends.subjects.lists.facts import ListFacts
from trends.words.grammar import lower_first, the

# Groups that need not be said: only leaders of digital work are called leaders, and of bodies the name says all.
TOLD_BY_NAME = ("digital_leaders", "body_leaders", "bodies")


def of_whom(facts: ListFacts) -> str:
    """Return whom the figures speak of: who answered, where, in which sector, when, and how many they were."""
    sector = "" if facts.whole else lower_first(facts.sector)
    where = ", ".join(part for part in (place(facts), sector) if part)
    # “Staff of local bodies” say it themselves.
    spoke = "" if facts.group in TOLD_BY_NAME else lower_first(facts.group_name)
    spoke = "" if spoke in facts.respondents.casefold() else spoke
    told = (facts.respondents, spoke, where, str(facts.year), lower_first(facts.base))
    return "; ".join(part for part in told if part)


def answered(facts: ListFacts) -> str:
    """Return who answered, with the place where their words do not say it: “Leaders of councils, Norway”."""
    return ", ".join(part for part in (facts.respondents, place(facts)) if part)


def place(facts: ListFacts) -> str:
    """Return the place of those who answered, as it stands after their name; empty where that says it.

    Where it is a part of several countries, respondents are told as those of all of them, so that it is theirs alone.
    """
    if facts.of_several or facts.place in facts.respondents:
        return ""
    return f"those in {the(facts.place)} alone" if facts.part_of_several else the(facts.place)


def in_title(title: str, facts: ListFacts) -> str:
    """Return a title that names the slice where it is not the whole of what was asked, as in “Most named (England): A”.

    Titles are read alone, and a figure of a part would be taken for that of all.
    """
    if not facts.apart:
        return title
    finding, colon, rest = title.partition(": ")
    return f"{finding} ({', '.join(facts.apart)}){colon}{rest}"
