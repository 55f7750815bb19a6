"""What may lead, what was tested, and which editions compare: each worked out again from the tables by other means."""

import re
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from tests.given_items import items as given_items
from tests.given_pairs import ALL, DOWN, FALLS, RISES, STAYS, TOO_CLOSE, UP, listed, pair, place
from tests.given_pairs import items as names_of
from tests.holm import holm
from tests.reading import EVIDENCE
from trends.statistics import cells, editions, methods
from trends.statistics.methods import Verdict
from trends.statistics.verdicts import NO_PANEL, REASON_ENTRANTS
from trends.store.store import Store
from trends.subjects.lists import cards as list_cards
from trends.subjects.lists import facts as list_facts
from trends.subjects.lists import words as list_words
from trends.subjects.movers import cards as mover_cards
from trends.subjects.movers import facts as mover_facts
from trends.subjects.movers import rows as mover_rows
from trends.subjects.movers import tables as mover_tables
from trends.subjects.movers import words as mover_words
from trends.subjects.movers.facts import Movement
from trends.words.text import markdown, plain

TESTED_MARKS = re.compile("[▲▼]")
SLICE = ["question", "country", "region", "sector", "body_size"]


@cache
def table(name: str) -> pd.DataFrame:
    return pd.read_csv(EVIDENCE / f"{name}.csv")


@cache
def figures() -> pd.DataFrame:
    """Return all figures of shares and places with their survey, role and method, joined by pandas alone."""
    joined = table("findings").merge(table("questions")[["question", "survey", "measure", "role"]], on="question")
    joined = joined.merge(table("surveys")[["survey", "evidence"]], on="survey")
    joined = joined.merge(table("waves")[["survey", "year", "method"]], on=["survey", "year"])
    return joined.assign(**joined[SLICE].fillna(""))


def movements(store: Store, **chosen: list[str]) -> list[Movement]:
    halves = mover_facts.totals_and_parts(store.rows("comparable_pairs", **{**ALL, **chosen}))
    return [mover_facts.movement(half) for half in halves if half]


def cards(found: Movement) -> list[Any]:
    made = [make(found, {}, {}) for make in (mover_cards.shares_card, mover_cards.places_card, mover_cards.counts_card)]
    return [card for card in made if card is not None]


# Entrants of an award -------------------------------------------------------------------------------------------------


def test_entrants_of_an_award_are_never_listed_among_what_moved(store: Store) -> None:
    entrants = set(figures().query("evidence == 'award_entrants'")["question"])
    assert entrants
    untold = set()
    for found in movements(store):
        for rows in (found.shares, found.places, found.counts):
            assert not {row["question"] for row in rows} & entrants
        for row in found.barred:
            assert (row["verdict"], row["reason"]) == ("cannot tell", "entrants differ from year to year")
            untold.add(row["question"])
    twice = figures()[figures()["question"].isin(entrants)].groupby([*SLICE, "method"])["year"].nunique()
    assert untold == set(twice[twice > 1].reset_index()["question"])


def test_lists_of_entrants_tell_of_no_change(store: Store) -> None:
    slices = figures().query("evidence == 'award_entrants'")[SLICE].drop_duplicates()
    compared = 0
    for each in slices.to_dict("records"):
        asked = store.ask("question_items", **{str(name): code or None for name, code in each.items()})
        known = list_facts.list_facts(asked, "United States")
        assert {row["verdict"] for row in known.rows} == {"cannot tell"}
        assert {row["reason"] for row in known.rows} <= {
            "entrants differ from year to year",
            "no comparable edition before",
        }
        compared += known.year_before is not None
        said = [plain(text) for text in (list_words.title(known), list_words.answer(known))]
        said += [number for _, number, _ in list_words.key_figures(known)]
        assert not re.search(r"[▲▼◇]|\b(rose|fell|moved|again|unchanged)\b", " ".join(said))
        # The lines of a chart over time would tell of change.
        assert list_facts.list_history(known, asked) is None
    assert compared


@pytest.mark.parametrize("measure", ["rank", "percent", "count", "score"])
def test_no_measure_of_entrants_compares(measure: str) -> None:
    (evidence,) = NO_PANEL
    figures_of_two = [(2023, "A", 2, 400), (2024, "A", 90, 400)]
    edition = editions.last_edition(given_items(*figures_of_two, measure=measure, evidence=evidence))
    assert edition[["verdict", "reason", "tested"]].to_numpy().tolist() == [["cannot tell", REASON_ENTRANTS, False]]
    assert edition[["change", "change_low", "change_low_adjusted"]].isna().all(axis=None)


def test_where_only_entrants_were_asked_twice_the_answer_says_why_nothing_is_told() -> None:
    found = mover_facts.movement([place(7, 3, evidence="award_entrants"), place(3, 9, evidence="award_entrants")])
    assert markdown(mover_words.answer(found)) == "Cannot tell of 2 changes: entrants differ from year to year."
    assert cards(found) == []
    both = mover_facts.movement([pair(40, None, 70, 900), place(7, 3, evidence="award_entrants")])
    assert mover_words.untold_words(both) == (
        "Cannot tell of 2 changes: a base was not published (1) or entrants differ from year to year (1)"
    )


# Marks ----------------------------------------------------------------------------------------------------------------


def test_only_tested_changes_of_movers_carry_the_marks_of_a_test(store: Store) -> None:
    marked = 0
    for found in movements(store):
        for card in cards(found):
            if card.key == "shares":
                marked += len(TESTED_MARKS.findall(" ".join(plain(cell) for cell in card.table["Change"])))
                continue
            texts = [
                card.title,
                card.subtitle,
                card.alt,
                *(cell for column in card.table.columns for cell in column.cells),
            ]
            assert not TESTED_MARKS.search(" ".join(plain(text) for text in texts))
            if card.chart is not None:
                assert not TESTED_MARKS.search(" ".join(card.chart.rows["verdict"]))
                assert not card.chart.rows["tested"].any()
            if mover_facts.moved(found.places if card.key == "places" else found.counts):
                assert any("◇" in text for text in card.symbols)
                assert any("◇" in plain(text) for text in card.about)
    assert marked == sum(len(found.moved) for found in movements(store))


def test_no_list_of_places_scores_or_numbers_carries_the_marks_of_a_test(store: Store) -> None:
    questions = table("questions").query("measure in ('rank', 'count', 'score')")["question"]
    lists = table("findings")
    lists = lists[lists["question"].isin(questions)]
    twice = lists.groupby(SLICE, dropna=False)["year"].nunique()
    moved = 0
    for each in twice[twice > 1].reset_index()[SLICE].fillna("").to_dict("records"):
        asked = store.ask("question_items", **{str(name): code or None for name, code in each.items()})
        known = list_facts.list_facts(asked, "There")
        card = list_cards.list_card(known, asked, {})
        said = [card.title, card.subtitle, *(cell for column in card.table.columns for cell in column.cells)]
        said += [part for figure in list_words.key_figures(known) for part in figure]
        assert not TESTED_MARKS.search(" ".join(plain(text) for text in said))
        if any(row["verdict"] in {UP, DOWN} for row in known.rows):
            moved += 1
            assert any("◇ not tested" in text for text in card.symbols)
    assert moved


# Which editions compare -----------------------------------------------------------------------------------------------


@cache
def record() -> dict[tuple[Any, ...], dict[int, tuple[str, set[str]]]]:
    """Return the editions of each slice with their method and items."""
    found: dict[tuple[Any, ...], dict[int, tuple[str, set[str]]]] = {}
    known = figures()[figures()["measure"].isin(["percent", "rank"])]
    for *key, year, method, item in known[[*SLICE, "year", "method", "item"]].itertuples(index=False, name=None):
        found.setdefault(tuple(key), {}).setdefault(year, (method, set()))[1].add(item)
    return found


@cache
def of_few_bodies() -> set[tuple[Any, ...]]:
    """Return slice, year and item of the shares worked out here from under ten bodies, which are not compared."""
    known = figures()
    few = known[(known["origin"] == "computed") & (known["base_n"].astype(float) < 10)]
    return set(few[[*SLICE, "year", "item"]].itertuples(index=False, name=None))


@cache
def without_base() -> set[tuple[Any, ...]]:
    """Return the slices and years of shares of which no base is known, nor the least it can be."""
    known = figures()
    shares = known[known["measure"] == "percent"]
    based = shares["base_n"].notna() | shares["base_at_least"].notna()
    of_edition = based.groupby([shares[name] for name in (*SLICE, "year")]).any()
    return set(of_edition[~of_edition].index)


def is_silent(key: tuple[Any, ...], year: int) -> bool:
    """Say whether an edition can be compared with none before it, for want of a base and of one made alike."""
    made = record()[key]
    before = [each for each in made if each < year]
    alike = [each for each in before if made[each][0] == made[year][0]]
    return bool(before) and not alike and (*key, year) in without_base()


def expected_pairs(years: list[int]) -> set[tuple[Any, ...]]:
    """Return slice, item, year before and year of every pair the chosen years leave, worked out edition by edition."""
    found = set()
    for key, made in record().items():
        asked = sorted(made if not years else set(made) & set(years))
        # What tells nothing of a change does not stand before what does.
        while asked and is_silent(key, asked[-1]):
            asked.pop()
        if not asked:
            continue
        method, items = made[asked[-1]]
        among = asked if len(asked) > 1 else sorted(made)
        before = [year for year in among if year < asked[-1] and made[year][0] == method]
        if before:
            found |= {
                (*key, item, before[-1], asked[-1])
                for item in items & made[before[-1]][1]
                if not of_few_bodies() & {(*key, year, item) for year in (before[-1], asked[-1])}
            }
    return found


@pytest.mark.parametrize("years", [[], [2021, 2024], [2024], [2022, 2023, 2024, 2025], [2019, 2025]])
def test_chosen_years_are_compared_with_each_other_wherever_changes_are_told(store: Store, years: list[int]) -> None:
    pairs = store.ask("comparable_pairs", **{**ALL, "year": [str(year) for year in years]})
    keys = [*SLICE, "item", "year_before", "year"]
    given = set(pairs[keys].astype(object).fillna("").itertuples(index=False, name=None))
    assert given == expected_pairs(years)
    if len(years) == 2:
        assert (set(pairs["year_before"]), set(pairs["year"])) != (set(), set())
        # The same as the pages of lists show.
        for each in pairs.drop_duplicates(SLICE).head(12)[keys].astype(object).fillna("").to_dict("records"):
            asked = store.ask("question_items", **{name: each[name] or None for name in SLICE})
            shown = editions.comparable_years(editions.of_years(asked, years))
            assert shown == (each["year"], each["year_before"])


# What leads -----------------------------------------------------------------------------------------------------------


def test_the_newest_changes_of_headline_questions_lead(store: Store) -> None:
    roles, last = table("questions").set_index("question")["role"], table("findings")["year"].max()
    for chosen in ({}, {"country": ["USA"]}, {"year": ["2019"]}, {"year": ["2021", "2024"]}):
        for found in movements(store, **chosen):
            for rows in (found.shares, found.places, found.counts):
                changed = mover_facts.moved(rows)
                assert changed == rows[: len(changed)]
                order = [(row["year"] <= last - 4, roles[row["question"]] == "detail") for row in changed]
                assert order == sorted(order)
                named = mover_rows.leading(rows)
                assert all(roles[row["question"]] == "headline" for row in named)
                candidates = [
                    row for row in changed if roles[row["question"]] == "headline" and row in mover_facts.firm(rows)
                ]
                assert bool(named) == bool(candidates)
                if any(row["year"] > last - 4 for row in candidates):
                    assert all(row["year"] > last - 4 for row in named)
                # Of those that went the same way the newest leads, and of several of its year the one that went furthest.
                for row in named:
                    same = [each for each in candidates if each["verdict"] == row["verdict"]]
                    newest = max(each["year"] for each in same)
                    furthest = max(abs(each["change"]) for each in same if each["year"] == newest)
                    assert (row["year"], abs(row["change"])) == (newest, pytest.approx(furthest))
            if named := mover_rows.leading(found.shares):
                # A title has two lines on a wide screen: where both do not fit, the first alone is named.
                title, titled = mover_words.headline(found), mover_words.named_shares(found)
                assert list(titled) in (list(named), [named[0]])
                assert len(title) <= 130 or len(titled) == 1
                assert all(f"{row['year_before']} to {row['year']}" in title for row in titled)
                assert all((str(row["item"]) in title) or row not in titled for row in named)
                said = markdown(mover_words.answer(found))
                for row in named:
                    told = said[said.index(str(row["question_name"])) :]
                    assert str(row["respondents"])[:20] in told
                    assert f"base {row['base_before']:,}" in told


def test_an_old_change_or_a_detail_stands_behind_and_is_not_named() -> None:
    rows = [
        pair(10, 900, 90, 900, item="Old", year_before=2015, year=2016),
        pair(10, 900, 80, 900, item="Detail", role="detail"),
        pair(*RISES, item="New"),
        pair(*STAYS, item="Same"),
    ]
    found = mover_facts.movement(rows)
    assert names_of(found.moved) == ["New", "Detail", "Old"]
    assert mover_words.headline(found) == (
        "3 of 4 changes of shares are beyond chance: New rose 15 pts to 45%, 2023 to 2024"
    )
    details = mover_facts.movement([rows[1], rows[3]])
    assert mover_words.headline(details) == (
        "1 of 2 changes of shares between comparable editions is beyond chance; it is a detail of a survey"
    )
    # Without a newer one the old one is named, with its years.
    assert mover_words.headline(mover_facts.movement(rows[:2])).endswith("Old rose 80 pts to 90%, 2015 to 2016")


def test_a_place_leads_by_the_newest_edition_and_most_is_said_only_of_what_moved_most() -> None:
    old = place(20, 1, item="Old", year_before=2015, year=2016)
    found = mover_facts.movement([old, place(5, 3, item="New"), place(4, 3, item="Small")])
    assert mover_words.places_title(found.places) == (
        "In last editions from 2021 on, moved up most: New, from 5th in 2023 to 3rd in 2024"
    )
    further = mover_facts.movement([place(9, 1, item="Detail", role="detail"), place(5, 3, item="New")])
    # Where a detail went further or as far, or one before the newest did, the rule that chose it is said.
    assert mover_words.places_title(further.places) == (
        "Moved up most, details left aside: New, from 5th in 2023 to 3rd in 2024"
    )
    alike = mover_facts.movement([place(9, 7, item="Detail", role="detail"), place(5, 3, item="New")])
    assert mover_words.places_title(alike.places) == "Moved up as far as any: New, from 5th in 2023 to 3rd in 2024"
    census = {"complete": True, "complete_before": True, "evidence": "census"}
    counts = [
        pair(50, 400, 60, 400, item="Larger", year_before=2022, year=2023, **census),
        pair(50, 400, 55, 400, item="Newer", **census),
    ]
    found = mover_facts.movement(counts)
    assert "Newer rose (the newest), from 50% in 2023 to 55% in 2024" in plain(mover_words.answer(found))


def test_most_is_said_on_the_evidence_of_nothing_that_another_equals_or_passes(store: Store) -> None:
    """Of every place and count that is named as one that moved most, reckoned again from its rows by pandas."""
    said = set()
    for chosen in [{}, *({"year": [str(year)]} for year in sorted(set(table("findings")["year"])))]:
        for found in movements(store, **chosen):
            for rows in (found.places, found.counts):
                leaders = mover_rows.leading(rows) if rows is found.counts else mover_words.places_named(rows)
                for row in leaders:
                    frame = pd.DataFrame(mover_facts.moved(rows)).query("verdict == @row['verdict']")
                    frame = frame[(frame["year"] >= frame["recent_from"]) | (row["year"] < row["recent_from"])]
                    told = mover_rows.most_words(row, rows)
                    largest = frame["change"].abs().max()
                    if told in {" most", " as far as any"}:
                        assert abs(row["change"]) == pytest.approx(largest)
                    else:
                        assert len(frame) == 1 or abs(row["change"]) < largest
                    if told == " (the newest)":
                        assert row["year"] == frame["year"].max()
                    if told == " most":
                        details = frame[frame["role"] == "detail"]["change"].abs()
                        assert not (details >= abs(row["change"])).any()
                    said.add(told)
    # Whether any equals the one that leads is not for the evidence of one day to say.
    assert " most" in said


def test_a_point_of_a_scale_is_named_with_its_question() -> None:
    found = mover_facts.movement([pair(*RISES, item="Used", polarity="positive")])
    assert "“Used” (What worries them) rose 15 pts to 45%" in mover_words.headline(found)


# Ranges ---------------------------------------------------------------------------------------------------------------


def test_the_range_printed_is_that_of_the_verdict_as_statsmodels_reckons_it() -> None:
    random = np.random.default_rng(1979)
    given_figures = [
        (float(random.integers(10, 90)), int(random.integers(60, 400)), float(random.integers(10, 90)), 300)
        for _ in range(9)
    ]
    # The fall looks real alone, as in “−29 to −0.1” beside “too close to call”.
    given_figures += [(52, 87, 37, 83), (50, 150, 51, 150), (20, 60, 35, 60), (40, 90, 41, 80)]
    found = {row["item"]: row for row in mover_facts.movement(listed(given_figures)).shares}
    p_values = [float(methods.list_p_value(one / 100, n, two / 100, m)) for one, n, two, m in given_figures]
    rejected = holm(p_values)[0]
    ranks = np.argsort(np.argsort(p_values, kind="stable"), kind="stable")
    for number, (before, base_before, now, base) in enumerate(given_figures):
        row = found[f"Item {number}"]
        still_open = len(p_values) - (ranks[number] if rejected[number] else rejected.sum())
        low, high = confint_proportions_2indep(
            now / 100 * base, base, before / 100 * base_before, base_before, method="newcomb", compare="diff",
            alpha=0.05 / still_open,
        )  # fmt: skip
        assert bool(low <= 0 <= high) != rejected[number]
        adjusted = (row["change_low_adjusted"], row["change_high_adjusted"])
        assert adjusted == pytest.approx((100 * low, 100 * high), abs=1e-8)
    close = found["Item 9"]
    assert (close["verdict"], close["verdict_alone"]) == (TOO_CLOSE, DOWN)
    assert close["change_high"] < 0 < close["change_high_adjusted"]


FIGURES = st.lists(
    st.tuples(st.integers(0, 100), st.integers(1, 900), st.integers(0, 100), st.integers(1, 900)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(FIGURES)
def test_a_range_holds_zero_exactly_where_the_change_is_too_close(
    given_figures: list[tuple[int, int, int, int]],
) -> None:
    for row in mover_facts.movement(listed(given_figures)).shares:
        low, high = row["change_low_adjusted"], row["change_high_adjusted"]
        assert (row["verdict"] == Verdict.TOO_CLOSE) == (low <= 0 <= high)
        assert (low > 0, high < 0) == (row["verdict"] == UP, row["verdict"] == DOWN)
        assert low <= row["change_low"] + 1e-9
        assert high >= row["change_high"] - 1e-9


def test_on_the_evidence_no_range_contradicts_its_verdict(store: Store) -> None:
    for found in movements(store):
        shown = mover_tables.shares_table([*found.moved, *found.close])
        assert "Adjusted range of the change" in shown.headings
        taken = mover_tables.file([*found.moved, *found.close])
        outside = (taken["change_low_adjusted"] > 0) | (taken["change_high_adjusted"] < 0)
        assert (outside == taken["verdict"].isin([UP, DOWN])).all()
        assert taken["tested"].all()


def test_a_range_is_called_adjusted_only_where_several_were_judged_together() -> None:
    (alone,) = cards(mover_facts.movement(listed([RISES])))
    (together,) = cards(mover_facts.movement(listed([RISES, FALLS])))
    assert [alone.table.headings[4], together.table.headings[4]] == [
        "Range of the change",
        "Adjusted range of the change",
    ]
    assert [card.chart.rows["range"].iloc[0].split(" ")[0] for card in (alone, together)] == ["range", "adjusted"]


# Bases ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bases", "foot"),
    [
        ([(49, 61)] * 3, "Base: 49–61 answered"),
        ([(None, None)] * 3, "Bases not published"),
        ([(49, 61)] * 4 + [(None, None)] * 7, "Base: 49–61 answered in 4 of 11 rows; not published in the others"),
        ([(49, 61), (None, None)], "Base: 49–61 answered in 1 of 2 rows; not published in the other"),
        ([(49, 61), (None, 55)], "Base: 49–61 answered; in 1 of 2 rows for one edition only"),
        (
            [(49, 61), (None, 70), (None, None), (None, None)],
            "Base: 49–70 answered in 2 of 4 rows (1 of them for one edition only); not published in the others",
        ),
        ([(None, 61)], "Base: 61 answered, for one edition only"),
    ],
)
def test_the_foot_says_in_how_many_rows_a_base_is_known(bases: list[tuple[int | None, int | None]], foot: str) -> None:
    rows = [
        place(9, 3, item=f"Item {at}") | {"base_before": before, "base_n": base}
        for at, (before, base) in enumerate(bases)
    ]
    (card,) = cards(mover_facts.movement(rows))
    assert card.foot.split(" · ")[0] == foot


def test_the_foot_on_the_evidence_agrees_with_the_tables(store: Store) -> None:
    published = figures().drop_duplicates([*SLICE, "year", "item"]).set_index([*SLICE, "year", "item"])["base_n"]
    for found in movements(store):
        for card in cards(found):
            rows = {
                "shares": found.moved or found.close[: mover_cards.LARGEST],
                "places": mover_facts.moved(found.places) or found.places,
                "counts": found.counts,
            }[card.key]
            slices = [tuple("" if cells.is_missing(row[name]) else row[name] for name in SLICE) for row in rows]
            known = [
                [published[(*key, int(row[year]), row["item"])] for year in ("year_before", "year")]
                for key, row in zip(slices, rows, strict=True)
            ]
            based = sum(not all(np.isnan(pair)) for pair in known)
            some = re.search(r"in ([\d,]+) of ([\d,]+) rows(?! for one)", card.foot)
            assert bool(some) == (0 < based < len(rows))
            if some:
                assert [int(part) for part in some.groups()] == [based, len(rows)]
