"""The view of priorities and concerns: a question in a slice, and one item across slices."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.cards.listing import Listing
from trends.request import place as own_place
from trends.request.request import NO_CHOICES, Choices, Request, kept, settled
from trends.statistics import editions
from trends.subjects import ages, groups, matters
from trends.subjects.contents import Contents, KeyFigure
from trends.subjects.lists import about as list_about
from trends.subjects.lists import cards as list_cards
from trends.subjects.lists import facts as list_facts
from trends.subjects.lists import words as list_words
from trends.subjects.lists import you as list_you
from trends.subjects.lists.counted import LISTS, Counted, Why, counted, counted_about, counted_words
from trends.subjects.lists.facts import ListFacts
from trends.words import grammar, numbers
from trends.words.text import Words

# From so many lists on a page begins with what they say together.
SEVERAL_LISTS = 3
# Which kinds of figure a list has in which one can name items, and in which one can give a number.
NAMED = ("percent", "rank", "mentioned")
NUMBERED = ("score", "count")
# What may open the page because it was asked where the reader is.
OPENING = ("percent", "rank", "mentioned")


@dataclass(frozen=True)
class Asked:
    """A question in one slice, chosen by the reader or, untouched, the best answer the filters leave."""

    question: str
    country: str
    region: str | None
    sector: str
    body_size: str | None
    place: str
    is_part: bool = False

    @property
    def slice(self) -> dict[str, str | None]:
        """The parameters of ``queries/lists/question_items.sql`` that give this slice."""
        return {name: value for name, value in asdict(self).items() if name not in {"place", "is_part"}}


def contents(request: Request, choices: Choices, kind: str) -> Contents:
    """Return what the page of a kind of list holds.

    Args:
        request: what the reader asks with.
        choices: ``question``, ``place`` and ``item``, as the address says them.
        kind: code of the kind of question.
    """
    asked, themes = asked_of(request, choices, kind), theme_listing(request, kind)
    if asked is None:
        return Contents(question(request, None, kind))
    item = settled(choices, "item", items_elsewhere(request, asked) or [""])
    elsewhere = elsewhere_card(request, asked, item)
    return Contents(
        question(request, asked, kind),
        answer(request, asked),
        you(request, asked, item),
        key_figures(request, asked),
        [question_card(request, asked), *([elsewhere] if elsewhere else [])],
        listings=[themes] if themes else [],
    )


def asked_of(request: Request, choices: Choices, kind: str) -> Asked | None:
    """Return the slice that is chosen; None where the filters leave none."""
    offered = offered_questions(request, kind)
    if not offered:
        return None
    slices = offered[settled(choices, "question", list(offered), lambda text: named(request, kind, text))]
    return slices[settled(choices, "place", list(slices))]


def rows_shown(request: Request, choices: Choices, kind: str) -> Mapping[str, Sequence[str]] | None:
    """Return the filters that give exactly the figures shown where some are of a group; None: the shared ones do."""
    asked = asked_of(request, choices, kind)
    return groups.rows_drawn(request, [question_card(request, asked) if asked else None])


def question(request: Request, asked: Asked | None, kind: str) -> str:
    """Return the question of the page: it names leaders only where the list shown is theirs."""
    return list_words.question(kind, facts_of(request, asked).group if asked else "")


def you(request: Request, asked: Asked, item: str) -> Words:
    """Return what is to say of the reader's own place beside a question; empty where none is chosen.

    Args:
        request: what the reader asks with.
        asked: the question in its slice.
        item: the item compared with other slices; the first one where it is none of them.
    """
    if not request.place:
        return ""
    item, facts = _compared_item(request, asked, item), facts_of(request, asked)
    said = list_you.against(across_rows(request, asked, item), item, facts) if item else ""
    return said or list_you.asked_whom(request.place, asdict(asked), facts)


def elsewhere_card(request: Request, asked: Asked, item: str) -> Card | None:
    """Return the card of an item across slices, the first one where it is none of them; None where there is none."""
    item = _compared_item(request, asked, item)
    return across_card(request, asked, item) if item else None


def own_card(request: Request, asked: Asked, own: Mapping[str, float | None]) -> Card:
    """Return the card of a question with the reader's own answers where there are any.

    Not cached: the reader's own answers must not enter a cache that all readers share.
    """
    made = question_card(request, asked)
    if not own:
        return made
    return list_cards.own_list_card(made, facts_of(request, asked), items_of(request, asked), own)


def _compared_item(request: Request, asked: Asked, item: str) -> str:
    items = items_elsewhere(request, asked)
    return item if item in items else next(iter(items), "")


@kept
def answer(request: Request, asked: Asked) -> Words:
    """Return what leads the answers to a question and how many of its figures changed, in words."""
    facts = facts_of(request, asked)
    said = list_words.answer(facts, _among_surveys(request, asked, facts))
    newer = list_about.newer_names(facts, _asked_as_near(request, asked, facts.kind))
    # Of a detail no figure is in the answer that others could stand beside.
    return said if facts.detail else matters.beside(request, grammar.sentences([said, newer]), facts.items)


def _asked_as_near(request: Request, asked: Asked, kind: str) -> Sequence[Mapping[Any, Any]]:
    """Return the slices of a kind that are as near to the reader as one that is of their own place; else all."""
    rows, own = [row for *_, row in _listed(request, kind)], request.place.near(asdict(asked))
    return [row for row in rows if request.place.near(row) in {own, own_place.YOU}] if own else rows


def _among_surveys(request: Request, asked: Asked, facts: ListFacts) -> Words:
    """Return what the lists of all surveys say, where the list shown is the one the page opens with.

    Empty where too few lists count, or the reader asks for a survey: then the list shown is the answer.
    """
    held = _counted_beside(request, asked, facts)
    return counted_words(held, LISTS[facts.kind]) if held else ""


def _counted_beside(request: Request, asked: Asked, facts: ListFacts) -> Counted | None:
    if facts.kind not in LISTS or request.filters.survey or facts.detail or facts.measure == "mentioned":
        return None
    if asked != next(iter(next(iter(offered_questions(request, facts.kind).values())).values())):
        return None
    held = counted_lists(request, facts.kind)
    return held if held.lists >= SEVERAL_LISTS else None


@kept
def key_figures(request: Request, asked: Asked) -> Sequence[KeyFigure]:
    """Return what leads the answers to a question, what rose most and what fell most."""
    return list_words.key_figures(facts_of(request, asked))


@kept
def question_card(request: Request, asked: Asked) -> Card:
    """Return the card of a question in its slice."""
    behind = {"question": [asked.question], "country": [asked.country], "sector": [asked.sector]}
    facts = facts_of(request, asked)
    card = ages.aged(list_cards.list_card(facts, items_of(request, asked), behind), facts.year, request.asked_in)
    if (held := _counted_beside(request, asked, facts)) and counted_words(held, LISTS[facts.kind]):
        card = replace(card, about=[*card.about, f"How the answer counts lists: {counted_about(held)}"])
    return matters.signed(request, card, "question_items", **asked.slice)


@kept
def offered_questions(request: Request, kind: str) -> dict[str, dict[str, Asked]]:
    """Return the questions of a kind by the name readers choose, and their slices by the name of who answered."""
    rows = _listed(request, kind)
    offered: dict[str, dict[str, Asked]] = {name: {} for name in _in_order(rows, request.place)}
    for at in own_place.nearest_first([row for *_, row in rows], request.place):
        name, place, row = rows[at]
        offered[name].setdefault(
            place,
            Asked(
                question=row["question"],
                country=row["country"],
                region=row["region"],
                sector=row["sector"],
                body_size=row["body_size"],
                place=", ".join(
                    part for part in (row["country_name"], row["region"], row["body_size"]) if isinstance(part, str)
                ),
                is_part=bool(row["is_part"]),
            ),
        )
    return offered


@kept
def _listed(request: Request, kind: str) -> Sequence[tuple[str, str, Mapping[Any, Any]]]:
    """Return the name of the question, the name of who answered, and the row of each slice of ``question_list.sql``."""
    rows = _wholes_first(request.rows("question_list", kind=[kind], country=with_groups(request)))
    # The first slice of a question is its best; its name stands for all of them.
    best: dict[str, Mapping[Any, Any]] = {}
    for row in rows:
        best.setdefault(row["question"], row)
    slices = Counter(row["question"] for row in rows)
    names = {code: list_words.menu_name(row, slices[code]) for code, row in best.items()}
    shared = Counter(names.values())
    for code, row in best.items():
        if shared[names[code]] > 1:
            names[code] = f"{names[code]} ({row['survey_name']}, {row['measure']})"
    return [(names[row["question"]], _place_name(row), row) for row in rows]


@kept
def _meanings(request: Request, kind: str) -> Mapping[str, str]:
    """Return the name readers choose by what else an address may call a question, in small letters.

    That is its code, its survey with its name, and the name it had before a newer edition or base.
    """
    meant: dict[str, str] = {}
    for name, _, row in _listed(request, kind):
        said = f"{row['survey_name']}: {row['question_name']}"
        for other in (name, row["question"], said, f"{said} ({row['measure']})", list_words.menu_stem(name)):
            meant.setdefault(str(other).strip().casefold(), name)
    return meant


def named(request: Request, kind: str, text: str) -> str:
    """Return the question an address means, by the name readers choose; the text as it is where it means none."""
    meant = _meanings(request, kind)
    return meant.get(text.strip().casefold()) or meant.get(list_words.menu_stem(text).casefold(), text)


@kept
def items_of(request: Request, asked: Asked) -> pd.DataFrame:
    """Return the items of a question in its slice, in the chosen years."""
    return editions.of_years(_items_of_every_year(request, asked), request.years)


def _items_of_every_year(request: Request, asked: Asked) -> pd.DataFrame:
    return request.ask("question_items", **asked.slice)


@kept
def facts_of(request: Request, asked: Asked) -> ListFacts:
    """Return the facts of a question in its slice."""
    every = _items_of_every_year(request, asked)
    return list_facts.list_facts(items_of(request, asked), asked.place, every=every)


@kept
def _slices(request: Request, asked: Asked) -> pd.DataFrame:
    """Return the rows of a question in all its slices, in the chosen years or, where there are none, in all."""
    rows = request.ask("item_across", question=asked.question)
    return request.ask("item_across", question=asked.question, year=[]) if rows.empty else rows


@kept
def items_elsewhere(request: Request, asked: Asked) -> list[str]:
    """Return the items of a question that were asked in more than one slice."""
    slices = _slices(request, asked)["item"].value_counts()
    return [item for item in facts_of(request, asked).items["item"].tolist() if slices.get(item, 0) > 1]


@kept
def across_rows(request: Request, asked: Asked, item: str) -> list[dict[Any, Any]]:
    """Return the slices of one item, highest first."""
    return list_facts.across_rows(facts_of(request, asked), _slices(request, asked), item, request.place)


@kept
def across_card(request: Request, asked: Asked, item: str) -> Card:
    """Return the card of one item across slices."""
    facts, slices = facts_of(request, asked), _slices(request, asked)
    card = list_cards.across_card(facts, slices, item, asked.question, request.place)
    return matters.signed(request, card, "item_across", question=asked.question)


def scale_words(facts: ListFacts) -> str:
    """Return the scale of a number to be given: its unit, what was published, and what the survey says of it."""
    values = [row["value"] for row in facts.rows]
    low, high = (numbers.of_measure(value, facts.measure) for value in (min(values), max(values)))
    published = f"Published here: {low}." if low == high else f"Published here: {low} to {high}."
    return " ".join(part for part in (f"In {facts.rows[0]['unit']}.", published, facts.note) if part)


def with_groups(request: Request) -> list[str]:
    """Return the countries of the filters and the groups that hold one of them.

    What was asked of Australia and New Zealand together was asked of New Zealand.
    """
    chosen, holding = request.filters.country, request.vocabulary.aggregates
    return list(dict.fromkeys([*chosen, *(group for country in chosen for group in holding.get(country, ()))]))


def _in_order(rows: Sequence[tuple[str, str, Any]], me: own_place.Self) -> list[str]:
    """Return the names of questions, each once: headlines of the reader's own place first, else as they stand.

    What was asked of a group that holds the reader's country is of their place as much as what was asked of it alone.
    The nearest comes first, and of those as near the one that would open the page if that place were chosen: what is
    nearer but has no order, such as names alone, is not passed over for what is in order elsewhere.
    """
    opening: dict[str, int] = {}
    for at in own_place.nearest_first([row for *_, row in rows], me):
        opening.setdefault(rows[at][0], at)
    # A question stands where the slice stands that it opens with.
    own = [
        at
        for at in opening.values()
        if (row := rows[at][2])["measure"] in OPENING
        and row["role"] == "headline"
        and not row["points_alone"]
        and me.near(row)
    ]
    own.sort(key=lambda at: rows[at][2]["standing"])
    first = [own[at] for at in own_place.nearest_first([rows[at][2] for at in own], me, apart=False)]
    return list(dict.fromkeys([*(rows[at][0] for at in first), *(name for name, *_ in rows)]))


@kept
def counted_lists(request: Request, kind: str, sector: str = "") -> Counted:
    """Return the lists of a kind that count, one a survey, and what they say of the themes the filters leave.

    Args:
        request: what the reader asks with.
        kind: code of the kind of question.
        sector: count the lists of this sector alone.
    """
    rows = [row for row in _counted_rows(request, sector) if row["kind"] == kind]
    sought = {theme: request.vocabulary.name("theme", theme) for theme in request.filters.theme}
    held = counted(rows, request.years).among(sought)
    return held if held.lists or not held.older else replace(held, since=_asked_since(request, kind, sector, held))


@kept
def _counted_rows(request: Request, sector: str) -> Sequence[Mapping[Any, Any]]:
    """Return the rows of the lists that count, of priorities as of concerns."""
    # Asked once for both kinds: most of what a question costs is its planning.
    given: dict[str, list[str]] = {"sector": [sector]} if sector else {}
    return request.rows("counted_lists", kind=list(LISTS), country=with_groups(request), **given)


def _asked_since(request: Request, kind: str, sector: str, held: Counted) -> str:
    """Return what the page of a kind tells anyone that is newer than all lists too old to count; empty for nothing."""
    filters = replace(request.filters, sector=(sector,)) if sector else request.filters
    anyone = replace(request, filters=filters, place=own_place.NOBODY)
    opened = asked_of(anyone, NO_CHOICES, kind)
    if opened is None:
        return ""
    facts = facts_of(anyone, opened)
    if facts.year > held.years[1]:
        return "newer answers"
    # The answer of that page tells of these beside an older list in order.
    names = list_about.newest_names(facts, _asked_as_near(anyone, opened, kind))
    return "newer names without an order" if names and names["last_chosen"] > held.years[1] else ""


@kept
def why_uncounted(request: Request, kind: str) -> Why:
    """Return why no list of a kind counts."""
    if counted_lists(request, kind).older:
        return Why.OLD
    if asked := asked_of(request, NO_CHOICES, kind):
        # The best there is opens the page: where that is weak, all are.
        return Why.FEW if list_facts.is_too_few(facts_of(request, asked)) else Why.NOT_ENOUGH
    any_theme = replace(request, filters=replace(request.filters, theme=()))
    return Why.OTHER_THEMES if request.filters.theme and offered_questions(any_theme, kind) else Why.UNREAD


@kept
def theme_listing(request: Request, kind: str) -> Listing | None:
    """Return how many surveys name something of a theme, by sector; None where no survey of the filters names one.

    What the page shows may be of a group that holds the country chosen.
    """
    rows = request.rows("theme_by_sector", kind=[kind])
    return list_cards.theme_listing(rows, kind, request.filters.lists()) if rows else None


def _wholes_first(rows: Sequence[Mapping[Any, Any]]) -> list[Mapping[Any, Any]]:
    """Return slices with that of all countries of a survey before those of one, each question where that one stands.

    What several countries said together is the total of which each of them is a part, and opens the question: a part
    that is better founded does not put its whole before another question.
    """
    order: dict[str, int] = {}
    ordered = sorted(range(len(rows)), key=lambda at: rows[at]["country_kind"] == "country")
    for at in ordered:
        order.setdefault(rows[at]["question"], at)
    return [rows[at] for at in sorted(ordered, key=lambda at: order[rows[at]["question"]])]


def _place_name(row: Mapping[Any, Any]) -> str:
    parts = (row[name] for name in ("country_name", "region", "body_size", "sector_name"))
    return " · ".join(str(part) for part in parts if isinstance(part, str))
