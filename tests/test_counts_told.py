"""Complete counts and bases that are known by their bounds alone, as the shipped evidence has them told."""

import re

import pandas as pd
import pytest

from tests.given_pairs import ALL
from tests.reckoned_bases import table
from trends.request.request import Request
from trends.statistics import cells
from trends.statistics.cells import as_rows
from trends.store.store import Store
from trends.subjects.lists import view as list_view
from trends.subjects.movers import cards as mover_cards
from trends.subjects.movers import counts as mover_counts
from trends.subjects.movers import facts as mover_facts
from trends.subjects.movers import rows as mover_rows
from trends.subjects.movers import tables as mover_tables
from trends.subjects.movers.facts import Rows
from trends.subjects.themes import cards as theme_cards
from trends.words import pieces
from trends.words.text import plain


def _is_led_by_the_largest(counts: Rows, frame: pd.DataFrame, title: str) -> bool:
    """Hold that the share that differs more than all others is told by its figures; return whether the title tells it."""
    size = (frame["value"] - frame["before"]).abs().round(9)
    far, named = frame[size == size.max()], mover_counts.largest(counts)
    if not named:
        assert len(far) > 1 or mover_facts.is_set_back(as_rows(far)[0])
        return False
    assert len(far) == 1
    row = far.iloc[0]
    both = f"{row['question_name']}: “{row['item']}” "
    assert plain(mover_counts.counts_answer(counts)).startswith(both)
    if not mover_counts.titled(counts):
        return False
    figures = [f"{round(row['before'])}% in {row['year_before']}", f"{round(row['value'])}% in {row['year']}"]
    assert title.startswith(both + ", ".join(figures))
    assert len(title) <= mover_counts.LONGEST_TITLE
    return True


@pytest.mark.evidence
def test_complete_counts_are_told_by_questions_surveys_and_the_bodies_they_are_of(store: Store) -> None:
    """Worked out again from the rows alone, under every filter of one country and of one year."""
    countries = sorted(set(table("findings")["country"]))
    years = sorted(set(table("findings")["year"].astype(str)))
    told = led = 0
    for chosen in [{}, *({"country": [each]} for each in countries), *({"year": [each]} for each in years)]:
        pairs = as_rows(store.ask("comparable_pairs", **ALL | chosen))
        for rows in mover_facts.totals_and_parts(pairs):
            frame = pd.DataFrame(rows)
            if frame.empty:
                continue
            frame = frame[(frame["measure"] == "percent") & frame["complete"] & frame["complete_before"]]
            frame = frame[frame["evidence"] != "award_entrants"]
            counts = mover_facts.movement(rows).counts
            assert len(counts) == len(frame)
            if len(frame) < 2 or mover_rows.leading(counts) or (frame["value"] == frame["before"]).all():
                continue
            title = mover_counts.counts_title(counts)
            questions, surveys = frame["question"].nunique(), frame["survey"].nunique()
            asked = f"{questions} question{'s'[: questions > 1]} in {surveys} survey{'s'[: surveys > 1]}"
            if _is_led_by_the_largest(counts, frame, title):
                title, led = "", led + 1
            assert not title or f"changed ({asked}):" in title
            answer = plain(mover_counts.counts_answer(counts))
            assert f"changed ({asked})." in answer
            kept = (frame["base_n"] - frame["base_before"]).abs() <= 2
            rise, fall = frame["value"] > frame["before"], frame["value"] < frame["before"]
            for number, word in (
                ((kept & rise).sum(), "rose"),
                ((kept & fall).sum(), "fell"),
                ((~kept & rise).sum(), "higher"),
                ((~kept & fall).sum(), "lower"),
            ):
                assert not title or ((f"{number} {word}" in title) if number else (word not in title)), title
                be = "" if word in {"rose", "fell"} else "is " if number == 1 else "are "
                assert (f"{number} {be}{word}" in answer) if number else (word not in answer), answer
            other = frame[~kept & (rise | fall)]
            said = mover_counts.others_counted(counts)
            each = str(len(other)) if len(other) < (rise | fall).sum() else ""
            assert (f"In {each}" in said) if len(other) else not said
            if len(other) > 1:
                apart = (other["base_n"] - other["base_before"]).abs().groupby(other["question_name"]).max()
                first = apart[apart == apart.max()].index
                for text in (said, answer):
                    assert ("most in" in text) <= (len(apart) > 1 and len(first) == 1)
                    assert "most in" not in text or f"most in {first[0]}: " in text
                put_to_part = other["asked_part"].notna().any()
                assert ("came or left" in said) == (not put_to_part)
                assert not title or ("came or left" in title) == (not put_to_part)
            told += 1
    assert told > 2
    assert led > 0


@pytest.mark.evidence
def test_no_base_is_unknown_in_a_sentence_where_its_least_is_published(store: Store) -> None:
    findings = table("findings").set_index("finding_id")
    least = findings[findings["base_at_least"].notna()]
    assert len(least) > 20
    bounded = 0
    for row in as_rows(store.ask("comparable_pairs", **ALL)):
        for edition, base in (("", "base_n"), ("_before", "base_before")):
            judged = mover_facts.movement([row]).shares
            if judged and pd.isna(row[base]) and not pd.isna(row[f"base_at_least{edition}"]):
                number = f"over {int(row[f'base_at_least{edition}']):,}"
                assert number in mover_rows.base_words(row)
                done = {"inventory": "Checked"}.get(row["evidence"], "Answered")
                assert number in mover_tables.shares_table(judged)[done][0]
                bounded += 1
    assert bounded > 2
    kinds = sorted(set(table("questions")["kind"]))
    rows = as_rows(
        store.ask("theme_evidence", country=[], sector=[], year=[], survey=[], theme=[], kind=kinds, question=[])
    )
    names = ["question", "item", "year", "country", "sector", "region", "body_size"]
    keys = least[names].fillna("").itertuples(index=False, name=None)
    least_of = dict(zip(keys, least["base_at_least"], strict=True))
    shown = 0
    for row in rows:
        key = tuple("" if pd.isna(row[name]) else row[name] for name in names)
        if key in least_of:
            number = f"over {int(least_of[key]):,}"
            assert pieces.base_of(row).startswith(number)
            assert theme_cards.figure_table([{**row, "flag": ""}])["Base"][0].startswith(number)
            shown += 1
    assert shown > 10


@pytest.mark.evidence
def test_who_stands_behind_what_a_title_names_is_said_beside_it(store: Store) -> None:
    surveys = table("surveys").set_index("survey")["respondents"]
    questions = table("questions").set_index("question")["respondents"]
    of_sectors = table("sector_respondents").set_index(["survey", "sector"])["respondents"].to_dict()
    told = 0
    for chosen in ({}, {"country": ["USA"]}, {"country": ["GBR"]}, {"country": ["NLD"]}, {"year": ["2021", "2024"]}):
        totals, _ = mover_facts.totals_and_parts(as_rows(store.ask("comparable_pairs", **ALL | chosen)))
        found = mover_facts.movement(totals)
        for made, rows in (
            (mover_cards.shares_card(found, {}, {}), found.shares),
            (mover_cards.places_card(found, {}, {}), found.places),
            (mover_cards.counts_card(found, {}, {}), found.counts),
        ):
            if made is None:
                continue
            for row in mover_rows.leading(rows):
                if str(row["item"]) not in made.title:
                    continue
                own = questions[row["question"]]
                of_sector = of_sectors.get((row["survey"], row["sector"]), surveys[row["survey"]])
                assert (of_sector if pd.isna(own) or not own else own) in made.subtitle
                if not pd.isna(row["base_n"]) and row["measure"] != "rank":
                    assert re.search(rf"\b{row['base_n']:,}\)", made.subtitle)
                told += 1
    assert told > 5


@pytest.mark.evidence
@pytest.mark.parametrize("kind", ["priority", "concern"])
def test_what_a_base_is_not_known_of_is_marked_in_titles_and_nothing_else_is_said_to_lack_one(
    shipped_request: Request, kind: str
) -> None:
    """Held against the table of findings, for each list and for the item it is compared by across places."""
    codes = {
        name: table(name).set_index(label).iloc[:, 0] for name, label in (("countries", "name"), ("sectors", "label"))
    }
    rows = table("findings").fillna({"region": "", "body_size": ""})
    known = rows[["base_n", "base_at_least", "base_at_most"]].notna().any(axis=1)
    names = ["question", "year", "country", "sector", "region", "body_size", "item"]
    bases = dict(zip(rows[names].itertuples(index=False, name=None), known, strict=True))
    told = {"marked": 0, "some": 0}
    for places in list_view.offered_questions(shipped_request, kind).values():
        asked = next(iter(places.values()))
        across = list_view.elsewhere_card(shipped_request, asked, "")
        for card in (list_view.question_card(shipped_request, asked), across):
            if card is None or set(card.shown["measure"]) != {"percent"}:
                continue
            last = list_view.facts_of(shipped_request, asked).year
            has = [
                bases[(
                    asked.question, row["year"], codes["countries"][row["country_name"]],
                    codes["sectors"][row["sector_name"]], cells.text(row["region"]), cells.text(row["body_size"]),
                    row["item"],
                )]
                for row in as_rows(card.shown)
                if card is across or row["year"] == last
            ]  # fmt: skip
            assert plain(card.foot).startswith("Base not published") <= (not any(has)), plain(card.title)
            told["some"] += any(has) and not all(has)
            if re.search(r"\d%", plain(card.title)) and not any(has):
                assert plain(card.title).count("base not published") == 1, plain(card.title)
                told["marked"] += 1
            assert "base not published" not in plain(card.title) or not all(has)
    assert told["marked"] > 1
    assert told["some"] > 0
