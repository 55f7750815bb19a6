"""Bodies that nobody asked, such as those whose websites were scanned, answered nothing: worked out again with pandas."""

import re
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest

from tests.given_pairs import ALL
from tests.reckoned_bases import table
from trends.request.filters import SHARED_FIELDS
from trends.request.request import Request
from trends.store.store import Store
from trends.subjects.bodies import view as bodies
from trends.subjects.bodies import words as body_words
from trends.subjects.body import view as body
from trends.subjects.movers import cards
from trends.subjects.movers.facts import movement
from trends.subjects.places import view as places
from trends.words import pieces
from trends.words.asked import INVENTORY
from trends.words.text import plain

# What is said of those who were asked alone.
ASKED = re.compile(r"\b(?:answered|who answered|answers?|gave (?:the|it))\b", re.IGNORECASE)


def entries() -> pd.DataFrame:
    """Return every entry on a named body with its survey, kind of evidence, and whether it is an answer."""
    kinds = table("answer_kinds")
    none = set(kinds.loc[kinds["role"] == "no_answer", "answer"].str.casefold())
    found = table("answers").merge(table("bodies"), on="body_id").merge(table("surveys")[["survey", "evidence"]])
    return found.assign(answered=~found["answer"].str.casefold().isin(none))


@pytest.fixture(scope="module")
def entered() -> pd.DataFrame:
    return entries()


def test_what_bodies_of_a_place_answered_counts_answers_alone_and_tells_found_ones_apart(
    shipped_request: Request, entered: pd.DataFrame
) -> None:
    newest = entered["year"] == entered.groupby(["country", "survey"])["year"].transform("max")
    # Who is one of several countries that have one entry each tells of its government.
    alone = entered.groupby(["survey", "year", "question"])["country"].transform("nunique")
    each = entered.groupby(["survey", "year", "question"])["country"].transform("size")
    held = entered[newest & entered["answered"]].assign(government=(alone == each) & (alone > 1))
    told = 0
    for country in ("GBR", "JPN", "CAN", "USA", "ITA"):
        own = held[(held["country"] == country) & ~held["government"]]
        found = own[own["evidence"] == INVENTORY]
        figures = {str(label): number for label, number, _ in places.key_figures(shipped_request, country)}
        for label, rows in (("Answers of bodies", own.drop(found.index)), ("Entries on its bodies", found)):
            assert figures.get(label, "0") == f"{len(rows):,}", (country, label)
        said = plain(places.answer(shipped_request, country))
        assert ("answers of its named bodies" in said) == (len(own) > len(found))
        assert ("on its named bodies, whom nobody asked" in said) == (len(found) > 0)
        told += len(found) > 0
    assert told == len(["ITA", "USA"])


def test_no_more_bodies_are_said_to_be_there_than_were_counted(shipped_request: Request, entered: pd.DataFrame) -> None:
    waves = table("waves").set_index(["survey", "year"])
    evidence = table("surveys").set_index("survey")["evidence"]
    surveys = table("questions").set_index("question")["survey"]
    seen = 0
    for asked in bodies.offered_questions(shipped_request).values():
        question, year = asked.parameters["question"], asked.parameters["year"]
        listed = len(entered[(entered["question"] == question) & (entered["year"] == year)])
        wave = waves.loc[(surveys[question], year)]
        known = [listed, wave["population"], *([] if evidence[surveys[question]] == INVENTORY else [wave["base_n"]])]
        facts = bodies.facts(shipped_request, asked)
        assert facts.total == max(int(number) for number in known if not pd.isna(number)), question
        if evidence[surveys[question]] == INVENTORY:
            assert "without an entry" not in body_words.base_words(facts)
            assert facts.total == listed
            seen += 1
    assert seen > 2


def test_pages_of_bodies_that_nobody_asked_say_that_nothing_was_answered(
    shipped_request: Request, entered: pd.DataFrame
) -> None:
    found = entered[entered["evidence"] == INVENTORY]
    names = {str(name) for name in table("questions")["label"]} | set(found["answer"])
    for survey, rows in found.groupby("survey"):
        code = rows["body_id"].iloc[0]
        one = body.found(shipped_request, code)
        assert one is not None
        said = [body.question(one), plain(body.answer(shipped_request, one))]
        said += [str(label) for label, *_ in body.key_figures(shipped_request, one)]
        cards = [body.answers_card(shipped_request, one), body.top_card(shipped_request, one)]
        said += [plain(each) for each in body.editions(shipped_request, one)]
        for asked in bodies.offered_questions(replace_survey(shipped_request, str(survey))).values():
            facts = bodies.facts(shipped_request, asked)
            cards.append(bodies.shares_card(shipped_request, asked, facts))
            said.append(plain(bodies.answer_words(shipped_request, asked, facts)))
            break
        for card in cards:
            if card is not None:
                said += [card.title, card.subtitle, card.foot, card.alt, *map(plain, card.about)]
                said += list(card.table.frame().columns)
        for text in map(str, said):
            left = text
            for name in names:
                left = left.replace(name, "")
            # What the tables themselves say of a question or an edition is their own.
            if not any(text in str(own) for own in table("questions")["note"].dropna()):
                assert not ASKED.search(left), text


def replace_survey(request: Request, survey: str) -> Request:
    return replace(request, filters=replace(request.filters, survey=(survey,)))


def test_no_base_of_an_inventory_is_said_to_have_answered(store: Store) -> None:
    """What was done with those counted follows how the edition came about, in sentences as at the foot of Movers."""
    done = {"counted": "counted", "judged": "checked", "unknown": "listed"}
    waves = table("waves").merge(table("surveys")[["survey", "evidence"]])
    waves = waves[waves["evidence"] == INVENTORY].set_index(["survey", "year"])["coverage"]
    kinds = sorted(set(table("questions")["kind"]))
    rows = store.rows("theme_evidence", **dict.fromkeys(SHARED_FIELDS, []), kind=kinds, question=[])
    told = Counter(
        word
        for row in rows
        if row["evidence"] == INVENTORY and "base not" not in (said := pieces.base_of(row))
        for word in [done[waves[row["survey"], row["year"]]]]
        if said.startswith("base ") or said.endswith(word) or pytest.fail(said)
    )
    assert set(told) == set(done.values())
    pairs = store.rows("comparable_pairs", **ALL)
    found = 0
    for survey in sorted({row["survey"] for row in pairs if row["evidence"] == INVENTORY}):
        moved = movement([row for row in pairs if row["survey"] == survey and not row["is_part"]])
        for card in (cards.shares_card(moved, {}, {}), cards.counts_card(moved, {}, {})):
            if card is not None:
                said = [card.foot, *card.table.headings, *card.about]
                assert not [each for each in said if "nswered" in each], said
                assert {"Checked", "Listed", "Counted"} & set(card.table.headings)
                found += 1
    assert found > 1
