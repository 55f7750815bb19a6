"""What is complete, bounded or too small in the shipped evidence, worked out again from its tables with pandas."""

import math
import re
from dataclasses import replace

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from tests.reckoned_bases import FEW_OF, LOOKED_AT, edition_figures, reckoned_bases, table
from trends.request.filters import Filters
from trends.request.request import Request
from trends.statistics import cells
from trends.statistics.cells import as_rows
from trends.store.store import Store
from trends.subjects.movers import facts as mover_facts
from trends.subjects.movers import view as movers
from trends.subjects.themes.words import who
from trends.words import pieces, widths
from trends.words.columns import MEANINGS
from trends.words.text import plain


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    return reckoned_bases()


@pytest.fixture(scope="module")
def held(store: Store) -> pd.DataFrame:
    filters: dict[str, list[str]] = {name: [] for name in store.queries["findings"].parameters}
    return store.ask("findings", **filters).set_index("finding_id")


def test_a_figure_is_complete_only_if_its_own_base_is_all_there_are(figures: pd.DataFrame, held: pd.DataFrame) -> None:
    ours = figures["complete"]
    theirs = held["complete"].loc[figures["finding_id"]]
    assert ours.tolist() == theirs.tolist()
    reached = held["population"].loc[figures["finding_id"]].astype("Float64")
    assert reached.fillna(0).tolist() == figures["reached"].fillna(0).tolist()
    # The test is of something: counts that are complete, and such that missed a few.
    missed = figures[figures["coverage"].isin(LOOKED_AT) & (figures["base_n"] < figures["population"]) & ~ours]
    assert ours.sum() > 100
    assert len(missed) > 100
    told = held.loc[missed["finding_id"]]
    assert told.loc[(told["measure"] == "percent") & ~told["few_bodies"], ["low", "high"]].notna().all(axis=None)


def test_a_share_with_a_base_has_a_range_unless_it_is_a_complete_count_or_of_few_bodies(held: pd.DataFrame) -> None:
    shares = held[held["measure"] == "percent"]
    based = shares["base_n"].notna() | shares["base_at_least"].notna()
    assert (shares["low"].notna() == (based & ~shares["complete"] & ~shares["few_bodies"])).all()


def test_a_bound_gives_the_range_of_the_least_and_the_flag_of_the_most(held: pd.DataFrame) -> None:
    shares = held[(held["measure"] == "percent") & held["base_n"].isna()]
    least = shares[shares["base_at_least"].notna()]
    assert len(least) > 50
    for row in least.to_dict("records"):
        base = row["base_at_least"]
        low, high = proportion_confint(row["value"] / 100 * base, base, method="wilson")
        assert (row["low"], row["high"]) == pytest.approx((100 * low, 100 * high), abs=0.006)
    few = shares[(shares["base_at_most"] < 30).fillna(False)]
    assert len(few) > 50
    assert set(few["flag"]) == {"u"}
    known = shares[shares["base_at_least"].isna() & ~(shares["base_at_most"] < 30).fillna(False)]
    assert known["flag"].isna().all()


def test_files_carry_bounds_and_completeness_and_say_what_they_mean(held: pd.DataFrame) -> None:
    tables = table("findings").set_index("finding_id")
    for name in ("base_at_least", "base_at_most"):
        assert held[name].astype("Float64").tolist() == tables[name].astype("Float64").loc[held.index].tolist()
    assert {"base_at_least", "base_at_most", "complete", "few_bodies", "population"} <= set(MEANINGS) & set(
        held.columns
    )


def test_a_figure_of_under_ten_bodies_worked_out_here_is_marked_and_a_share_keeps_its_number(
    held: pd.DataFrame,
) -> None:
    tables = table("findings").merge(table("questions")[["question", "measure"]])
    few = tables[(tables["origin"] == "computed") & tables["measure"].isin(FEW_OF) & (tables["base_n"] < 10)]
    assert len(few) > 50
    assert set(held.index[held["few_bodies"]]) == set(few["finding_id"])
    for row in as_rows(held[held["few_bodies"]]):
        assert row["flag"] == "u"
        if row["measure"] == "score":
            assert pieces.value_words(row, "score").endswith(" [u]")
            continue
        gave, _, of = pieces.value_words(row, "percent").removesuffix(" [u]").partition(" of ")
        assert 100 * int(gave) / int(of) == pytest.approx(row["value"], abs=0.5)


def test_what_is_too_small_is_not_among_changes_and_exact_ones_are_between_complete_counts(
    store: Store, figures: pd.DataFrame
) -> None:
    pairs = store.ask("comparable_pairs", **{name: [] for name in store.queries["comparable_pairs"].parameters})
    for rows in mover_facts.totals_and_parts(as_rows(pairs)):
        found = mover_facts.movement(rows)
        assert all(row["complete"] and row["complete_before"] for row in found.counts)
        assert not any(row["complete"] and row["complete_before"] for row in found.shares)
    key = ["question", "year", "country", "sector", "item", "base_n"]
    small = figures[(figures["origin"] == "computed") & (figures["base_n"] < 10) & (figures["measure"] == "percent")]
    compared = set(pairs[pairs["region"].notna() | pairs["body_size"].notna()][[*key, "value"]].itertuples(index=False))
    assert not compared & set(small[[*key, "value"]].itertuples(index=False))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("nao_ai_strategy", "87 of 89 answered"),
        ("chile_website_features", "333 of 345"),
    ],
)
def test_near_complete_counts_say_of_how_many(store: Store, question: str, said: str) -> None:
    rows = store.ask("theme_evidence", **{name: [] for name in store.queries["theme_evidence"].parameters})
    told = [pieces.base_of(row) for row in as_rows(rows[rows["question"] == question])]
    assert told
    assert all(each.startswith(said) for each in told)


# Questions put to a part ---------------------------------------------------------------------------------------------

# How notes say that a question is put to, or counts, a part of those who answered its edition.
OF_A_PART = re.compile(
    r"\bBase: (?!all\b)[a-z ]+ (?:with|that|who|using|not using)\b|\bAsked of those\b|\bBase: (?:those|adopters|non-users)\b"
    r"|^Share of those with\b|\bto which the step applies\b"
)


def test_every_question_whose_note_says_so_is_one_put_to_a_part_and_says_whose() -> None:
    questions = table("questions").merge(table("part_questions"), how="left")
    said = questions["note"].fillna("").str.contains(OF_A_PART)
    assert said.sum() > 30
    assert questions.loc[said, "part"].notna().all(), questions.loc[
        said & questions["part"].isna(), "question"
    ].tolist()
    assert not questions["part"].dropna().str.endswith(".").any()


def test_every_question_of_a_part_alone_by_its_reason_is_one_put_to_a_part() -> None:
    questions = table("questions").merge(table("part_questions"), how="left")
    said = questions["role_reason"].fillna("").str.contains(r"^(?:Covers only|Asked only of)\b")
    # A reason may name a subject of the question and not those who were asked.
    said &= ~questions["role_reason"].fillna("").str.contains(r"during|about|one subject")
    assert said.sum() > 5
    assert not questions.loc[said & questions["part"].isna(), "question"].tolist()


@pytest.mark.evidence
def test_rows_of_a_question_put_to_a_part_say_whose_they_are(store: Store) -> None:
    parts = table("part_questions").set_index("question")["part"]
    kinds = sorted(set(table("questions")["kind"]))
    rows = as_rows(
        store.ask("theme_evidence", country=[], sector=[], year=[], survey=[], theme=[], kind=kinds, question=[])
    )
    told = set()
    for row in rows:
        part = parts.get(row["question"])
        assert (f" ({part})" in who(row)) == (part is not None)
        if part is not None:
            said = pieces.base_words([{**row, "wave_base_n": None}])
            assert f"({part})" in said
            told.add(row["question"])
    assert len(told) > 20


def test_a_question_put_to_a_part_is_no_partial_response(held: pd.DataFrame) -> None:
    put = edition_figures().merge(table("part_questions")).set_index("finding_id")
    told = 0
    for found, wave in put[put["population"].notna()].iterrows():
        row = held.loc[found]
        # Of a complete edition all of the part were counted; elsewhere nobody knows how many the part has.
        whole = wave["coverage"] in LOOKED_AT and wave["base_n_wave"] == wave["population"]
        assert row["complete"] == whole
        assert cells.is_missing(row["population"]) or row["population"] == row["base_n"]
        told += whole
    assert told


def test_bodies_without_an_answer_are_in_no_base() -> None:
    answers = table("answers").query("question == 'nhs_dspt_status'").merge(table("bodies"))
    no_answer = table("answer_kinds").query("role == 'no_answer'")["answer"]
    given = answers[~answers["answer"].isin(no_answer)]
    kinds = given["body_type"] + "s"
    shares = table("findings").query("question == 'nhs_dspt_status_share'")
    wanted = {
        "Standards met or exceeded": ["Standards met", "Standards exceeded"],
        "Standards exceeded": ["Standards exceeded"],
        "Approaching standards": ["Approaching standards"],
    }
    assert len(given) < len(answers)
    for row in as_rows(shares):
        here = given[(given["year"] == row["year"]) & (kinds == row["body_size"])]
        here = here[here["region"].str.startswith(row["region"])]
        assert row["base_n"] == len(here)
        assert row["value"] == pytest.approx(100 * here["answer"].isin(wanted[row["item"]]).mean(), abs=0.06)


@pytest.mark.parametrize(
    ("coverage", "base", "there", "said"),
    [
        ("counted", 333, 345, "Towns, 2021: 333 of all 345 were counted, so the range is narrower"),
        ("asked_all", 87, 89, "Towns, 2021: 87 of all 89 that could have answered did, so the range is narrower"),
        ("judged", 146, 193, "Towns, 2021: 146 of all 193 were judged, so the range is narrower"),
        ("counted", 345, 345, "Towns, 2021: all 345 there were then were counted, so shares have no range"),
    ],
)
def test_where_nobody_was_asked_nobody_is_said_to_have_answered(
    coverage: str, base: int, there: int, said: str
) -> None:
    row = {"survey_name": "Towns", "measure": "percent", "year": 2021, "base_n": base, "population": there}
    row |= {"effective_base": None, "complete": base == there, "coverage": coverage}
    (told,) = widths.width_words([row])
    assert told.startswith(said)


def test_two_editions_with_counts_of_their_own_are_told_beside_each_other() -> None:
    row = {"survey_name": "States", "measure": "percent", "year": 2024, "base_n": 51, "population": 51}
    row |= {"effective_base": None, "effective_base_before": None, "complete": True, "coverage": "asked_all"}
    row |= {"year_before": 2022, "base_before": 53, "population_before": 56, "complete_before": False}
    counts = "States: each edition has its own count of how many there are, 56 in 2022 and 51 in 2024."
    assert widths.width_words([row, row])[-1] == counts
    assert len(widths.width_words([row, row])) == 3
    assert counts not in widths.width_words([{**row, "population_before": 51, "base_before": 49}])
    # Where neither edition reached many of them, how many there are plays no part.
    assert widths.width_words([{**row, "base_n": 4, "base_before": 5, "complete": False}]) == []


@pytest.mark.parametrize("country", ["", "USA", "GBR", "NLD", "JPN"])
def test_a_count_of_all_there_are_is_never_left_beside_another_one(
    shipped_request: Request, figures: pd.DataFrame, country: str
) -> None:
    """How many there are of each edition is worked out of the tables."""
    request = replace(shipped_request, filters=Filters(country=(country,) if country else ()))
    found = movers.movement_of(request, parts=False)
    made = None if found is None else movers.shares_card(request, found)
    about = "\n".join(plain(part) for part in made.about) if made else ""
    surveys = table("surveys").set_index("survey")["name"]
    editions = (
        figures.dropna(subset=["reached"]).groupby(["survey", "year"])["reached"].agg(lambda held: set(map(int, held)))
    )
    there = {(str(surveys[survey]), int(year)): held for (survey, year), held in editions.items()}
    said: dict[str, set[int]] = {}
    for survey, year, number in re.findall(r"^(.+), (\d{4}): (?:[\d,]+ of )?all ([\d,]+) ", about, re.MULTILINE):
        told = int(number.replace(",", ""))
        assert told in there[survey, int(year)]
        said.setdefault(survey, set()).add(told)
    for survey, counts in said.items():
        assert (f"{survey}: each edition has its own count of how many there are" in about) == (len(counts) > 1)
    assert country or any(len(counts) > 1 for counts in said.values())


# Bounds in notes -----------------------------------------------------------------------------------------------------

WHO = (
    r"(?:senior |public safety |public )?(?:respondents|executives|municipalities|professionals|employees|schools|leaders"
    r"|cities|managers|providers|towns|school systems|council officers)"
)
BOUNDED = {
    "more": re.compile(rf"(?i)\b(?:more than|over) ([\d,]+) {WHO}\b(?! and private| in 120)"),
    "nearly": re.compile(rf"(?i)\b(?:nearly|almost|just under) ([\d,]+) {WHO}\b"),
    "about": re.compile(rf"(?i)\babout ([\d,]+) {WHO}\b"),
}


def test_a_base_that_a_note_bounds_has_these_bounds() -> None:
    """Of each note with a number of respondents: more than, nearly or about, rounded to its last digit that is not 0."""
    told = dict.fromkeys(BOUNDED, 0)
    of_shares = table("questions").query("measure == 'percent'")["question"]
    unknown = table("findings")[table("findings")["base_n"].isna() & table("findings")["question"].isin(of_shares)]
    for row in as_rows(unknown[unknown["note"].notna()]):
        for how, pattern in BOUNDED.items():
            if not (found := pattern.search(row["note"])) or (how == "about" and "suggest" in row["note"]):
                continue
            number = int(found[1].replace(",", ""))
            half = 10 ** (len(str(number)) - len(str(number).rstrip("0"))) / 2
            least, most = {
                "more": (number, math.inf),
                "nearly": (0, number),
                "about": (number - half, number + half),
            }[how]
            held = (row["base_at_least"], row["base_at_most"])
            told[how] += 1
            assert how == "nearly" or least <= held[0] <= most, (row["finding_id"], row["note"], held)
            assert how == "more" or held[1] <= most, (row["finding_id"], row["note"], held)
    assert min(told.values()) > 5


def test_a_base_that_a_method_bounds_from_above_is_bounded_in_every_figure_of_the_edition() -> None:
    """The method of an edition, or of a survey of one edition: nearly or about so many were asked, or looked at."""
    waves = table("waves").merge(table("surveys")[["survey", "method_note"]])
    once = waves.groupby("survey")["year"].transform("size") == 1
    waves["said"] = waves["method"] + " " + waves["method_note"].where(once).fillna("")
    of_shares = table("findings").merge(table("questions").query("measure == 'percent'")[["question", "survey"]])
    unknown = of_shares[of_shares["base_n"].isna()].merge(waves[["survey", "year", "said", "coverage"]])
    bounded = 0
    # Of all there are no number of those who answered says more.
    for row in as_rows(unknown[unknown["coverage"] != "counted"]):
        for how in ("nearly", "about"):
            pattern = BOUNDED[how].pattern.replace(WHO, rf"(?:{WHO}|municipal portals)")
            if found := re.search(pattern, row["said"]):
                number = int(found[1].replace(",", ""))
                more = 10 ** (len(str(number)) - len(str(number).rstrip("0"))) / 2 if how == "about" else 0
                assert row["base_at_most"] <= number + more, (row["finding_id"], row["said"])
                bounded += 1
    assert bounded > 10


# What bodies of one sector alone are called.
BODIES_OF_A_SECTOR = re.compile(
    r"\b(?:municipalit|council|count(?:y|ies)\b|cit(?:y|ies)\b|region|prefecture|state\b|federal|school|universit|hospital|trust|police)"
)


@pytest.mark.evidence
def test_a_part_names_bodies_that_stand_behind_every_figure_of_its_question(store: Store) -> None:
    """A figure of counties is none of “municipalities with a strategy”, wherever it is told whose it is."""
    found = table("findings").merge(table("part_questions"))
    several = {question for question, rows in found.groupby("question") if len(set(rows["sector"])) > 1}
    assert several
    questions = table("questions").set_index("question")["survey"]
    whole = table("surveys").set_index("survey")["respondents"]
    of_sectors = table("sector_respondents").set_index(["survey", "sector"])["respondents"].to_dict()
    credited = {}
    for row in as_rows(found[found["question"].isin(several)]):
        survey = questions[row["question"]]
        credited[row["finding_id"]] = whom = of_sectors.get((survey, row["sector"]), whole[survey]).lower()
        for named in BODIES_OF_A_SECTOR.findall(row["part"].lower()):
            assert named in whom, (row["finding_id"], row["part"], whom)
    rows = store.ask("theme_evidence", **{name: [] for name in ("country", "sector", "year", "survey", "theme", "kind")},
                     question=sorted(several))  # fmt: skip
    counties = [row for row in as_rows(rows) if row["sector"] == "state_or_regional_government"]
    assert counties
    assert not [row["finding_id"] for row in counties if "municipalit" in who(row).lower()]


# What somebody thinks of a thing, and not how far it is: how it is described, how good it is, whether it is enough.
OPINIONS = re.compile(
    r"described as|\bculture$|\bshared vision|\bsupport in place|\bflexible and\b|\bclear and\b|\benables?\b|\bneeded\b"
    r"|capabilities are"
)


def test_an_opinion_is_no_thing_in_use() -> None:
    stages = table("item_stages")
    opinions = stages[stages["item"].str.lower().str.contains(OPINIONS)]
    assert (opinions["stage"] == "other").sum() > 5
    used = opinions[opinions["stage"] == "in_use"]
    assert not list(zip(used["question"], used["item"], strict=True))
    # Who calls their own capabilities mature tells of no tool in use.
    rated = stages[stages["question"].str.contains("mature_")]
    assert set(rated["stage"]) == {"other"}
