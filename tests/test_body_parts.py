"""Parts of public bodies: which are offered, how each stands against the rest, and what its card says of that."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from tests.card_contents import figure_of
from tests.given_answers import ALL, EVERY, NOBODY, UNANSWERED, YES_NO, facts_of, parts_of, rows, shares_of
from tests.holm import holm
from tests.reading import EVIDENCE
from trends.cards.card import Card
from trends.figures.draw import draw, drawings
from trends.figures.palette import LIGHT
from trends.statistics import methods, verdicts
from trends.store.store import Store
from trends.subjects.bodies import cards as body_cards
from trends.subjects.bodies import facts as body_facts
from trends.subjects.bodies import one_part
from trends.subjects.bodies import words as body_words
from trends.subjects.bodies.facts import LEAST_APART
from trends.words import numbers, pieces
from trends.words.text import markdown

# A busy machine is slow, not wrong.
untimed = settings(deadline=None, max_examples=60)


# Cards ----------------------------------------------------------------------------------------------------------------


def test_parts_are_offered_where_two_have_ten_bodies() -> None:
    parts = pd.concat(
        [
            parts_of(("North", 1, 10), ("South", 1, 10), kind="region"),
            parts_of(("Norway", 2, 16), ("Kenya", 0, 9), kind="country"),
            parts_of(("Town", 2, 19), ("City", 0, 10), kind="body_type"),
        ]
    )
    assert body_facts.parts_offered(parts) == {"Kind of body": "body_type", "Region": "region"}


def test_bodies_without_a_region_are_no_region() -> None:
    parts = parts_of(("England", 7, 42), ("England: London", 0, 34), ("England: South", 3, 30))
    ordered = body_facts.ordered_parts(parts, "region")
    assert ordered["part"].tolist() == ["England: South", "England: London"]
    card = body_cards.parts_card(facts_of(shares_of(("Yes", 10, None), ("No", 96, None))), ordered, "Region", "Yes", {})
    assert any("42 of the municipalities are in no part" in paragraph for paragraph in card.about)


def test_titles_call_bodies_of_a_kind_together() -> None:
    shares = parts_of(("NHS trust", 15, 30), ("City", 30, 40), ("Town", 20, 34), kind="body_type")
    parts = body_facts.ordered_parts(shares, "body_type")
    card = body_cards.parts_card(facts_of(shares_of(*YES_NO)), parts, "Kind of body", "Yes", {})
    assert card.title == "AI in use more often in cities (75%), less often in NHS trusts (50%) than in the rest"
    assert set(card.table.frame()["Kind of body"]) == {"NHS trust", "City", "Town"}


def test_titles_call_economies_of_an_income_countries() -> None:
    parts = body_facts.ordered_parts(
        parts_of(("High income", 30, 40), ("Low income", 15, 30), kind="income_group"), "income_group"
    )
    card = body_cards.parts_card(facts_of(shares_of(*YES_NO)), parts, "Income group", "Yes", {})
    assert card.title == "AI in use more often in high income countries (75%) than in low income countries (50%)"


def test_the_card_of_parts_counts_each_part_and_marks_small_ones() -> None:
    parts = body_facts.ordered_parts(parts_of(("North", 15, 30), ("South", 30, 40), ("Isle", 4, 4)), "region")
    card = body_cards.parts_card(facts_of(shares_of(*YES_NO)), parts, "Region", "Yes", {})
    assert card.title == "AI in use more often in South (75%), less often in North (50%) than in the rest"
    # 4 of 4 against 45 of 70, 30 of 40 against 19 of 34, 15 of 30 against 34 of 44.
    assert rows(card.table.frame(), "Region", "Share", "Against the rest", "“Yes”", "Base") == [
        ("Isle", "4 of 4 [u]", "? cannot tell (under 10 bodies)", "4", "4"),
        ("South", "75%", "▲ above (+19 pts)", "30", "40"),
        ("North", "50%", "▼ below (−27 pts)", "15", "30"),
    ]
    assert figure_of(card) is not None
    assert figure_of(card).data[1].text == ("Isle · 4 of 4", "South · 30 of 40", "North · 15 of 30")
    assert figure_of(card).data[0].marker.color == (LIGHT.background, LIGHT.accent, LIGHT.accent)
    assert "under 10 bodies" in card.subtitle
    # The file keeps the share, with its flag and the reason why it is compared with nothing.
    assert rows(card.shown, "value", "flag", "reason")[0] == (100, "u", "under 10 bodies")
    assert pd.isna(figure_of(card).data[0].x[0])
    assert card.alt.endswith("Highest: South 75%; lowest: North 50%.")


def test_parts_of_which_some_gave_no_answer_are_corrected_for_how_many_they_have() -> None:
    # 787 of 792 cities and 946 of 949 others: the base that carries the correction is n (N - 1) / (N - n).
    parts = parts_of(("City", 500, 787), ("Other", 560, 946)).assign(listed=[792, 949])
    known = facts_of(
        shares_of(("Yes", 1060, None), ("No", 673, None), ("Not answered", 8, None), unanswered=UNANSWERED),
        bodies=1741,
        edition_bodies=1741,
    )
    assert not known.complete
    judged = body_facts.against_rest(known, body_facts.ordered_parts(parts, "region")).set_index("part")
    bases = [787 * 791 / 5, 946 * 948 / 3]
    low, high = (
        100 * end
        for end in confint_proportions_2indep(
            bases[0] * 500 / 787, bases[0], bases[1] * 560 / 946, bases[1], method="newcomb", compare="diff"
        )
    )
    assert (judged.loc["City", "difference_low"], judged.loc["City", "difference_high"]) == pytest.approx((low, high))
    assert judged.loc["City", "verdict"] == "up"


def test_many_parts_show_both_ends_with_a_gap_between() -> None:
    parts = body_facts.ordered_parts(parts_of(*((f"Part {n:02}", n, 40) for n in range(1, 31))), "region")
    card = body_cards.parts_card(facts_of(shares_of(*YES_NO)), parts, "Region", "Yes", {})
    assert len(card.table.frame()) == 30
    assert "10 highest and 5 lowest of 30" in card.subtitle
    assert figure_of(card) is not None
    labels = figure_of(card).data[1].text
    assert (labels[0], labels[9]) == ("Part 30 · 30 of 40", "Part 21 · 21 of 40")
    assert labels[10] == "… 15 more between, in the table"
    assert pd.isna(figure_of(card).data[0].x[10])
    assert (labels[11], labels[15]) == ("Part 05 · 5 of 40", "Part 01 · 1 of 40")


def test_every_question_of_the_evidence_makes_its_cards(store: Store) -> None:
    asked = body_facts.labels(store.ask("body_questions", **EVERY))
    # Every question of the smaller surveys, every twelfth of the two long questionnaires.
    chosen = pd.concat(
        [
            asked[asked["survey_name"] == name].iloc[:: 1 if size < 20 else 12]
            for name, size in asked.groupby("survey_name").size().items()
        ]
    )
    for row in chosen.to_dict("records"):
        given = {"question": row["question"], "year": row["year"], **ALL}
        shares = store.ask("answer_shares", **given)
        about = store.ask("question_source", question=row["question"], year=row["year"]).iloc[0].to_dict()
        facts = body_facts.answer_facts(row, shares, about, NOBODY)
        assert facts.shares["share"].sum() == pytest.approx(100), row["label"]
        parts = store.ask("answer_parts", answer=facts.lead, **given)
        cards = [body_cards.shares_card(facts, {})]
        for name, code in body_facts.parts_offered(parts).items():
            ordered = body_facts.ordered_parts(parts, code)
            assert ordered["base_n"].sum() <= facts.answered
            cards.append(body_cards.parts_card(facts, ordered, name, facts.lead, {}))
            told = set(body_facts.against_rest(facts, ordered)["verdict"])
            assert (verdicts.TOO_CLOSE not in told) if facts.complete else ("unchanged" not in told)
        for card in cards:
            assert card.chart is not None
            assert all(len(drawing.figure) <= 20_000 for drawing in drawings(card.chart)), card.title
            assert 20 <= len(card.alt) <= 160, card.alt
            assert "nan" not in f"{card.title} {card.subtitle} {card.foot} {card.alt}".casefold().split()


# Parts against the rest -----------------------------------------------------------------------------------------------


Part = tuple[str, int, int]
JUDGED = ("part", "verdict", "reason")


def judged(*parts: Part, evidence: str = "self_report") -> pd.DataFrame:
    """Return parts (name, bodies, base) with what is said of each against the rest."""
    facts = facts_of(shares_of(*YES_NO), evidence=evidence)
    return body_facts.against_rest(facts, body_facts.ordered_parts(parts_of(*parts), "region", facts.enough))


def card_of(*parts: Part, evidence: str = "self_report") -> Card:
    """Return the card of parts (name, bodies, base)."""
    facts = facts_of(shares_of(*YES_NO), evidence=evidence)
    ordered = body_facts.ordered_parts(parts_of(*parts), "region", facts.enough)
    return body_cards.parts_card(facts, ordered, "Region", "Yes", {})


def said_of(*parts: Part, evidence: str = "self_report") -> str:
    """Return the second sentence of the answer of the page, with the full stop it shares with the others."""
    facts = facts_of(shares_of(*YES_NO), evidence=evidence)
    ordered = body_facts.ordered_parts(parts_of(*parts), "region", facts.enough)
    said = markdown(body_words.answer_words(facts, "Region", ordered))
    return said.split(", 2024. ")[1].removesuffix("All bodies: postal questionnaire.").strip()


def test_a_part_of_a_complete_count_differs_exactly_from_all_others() -> None:
    # 60 of 80 against 60 of 120; 40 of 80 against 80 of 120; 20 of 40 against 100 of 160.
    parts = judged(("A", 60, 80), ("B", 40, 80), ("C", 20, 40), evidence="census")
    assert rows(parts, "part", "rest_base_n", "verdict", "reason") == [
        ("A", 120, "up", ""),
        ("B", 120, "down", ""),
        ("C", 160, "down", ""),
    ]
    assert parts["rest_value"].tolist() == pytest.approx([50, 200 / 3, 62.5])
    assert parts["difference"].tolist() == pytest.approx([25, -50 / 3, -12.5])
    # Nothing was sampled, so no range is named anywhere.
    assert parts[["difference_low", "difference_high"]].isna().all(axis=None)
    card = card_of(("A", 60, 80), ("B", 40, 80), ("C", 20, 40), evidence="census")
    assert not any(word in " ".join(card.about) for word in ("Newcombe", "Holm", "random sample"))
    assert any("Differences are exact." in paragraph for paragraph in card.about)


def test_shares_that_read_the_same_are_called_the_same_in_a_complete_count() -> None:
    # 73.4 % against 72.6 %: both read 73 %. 74 of 100 against 73 of 100 read apart, however little that is.
    alike = judged(("A", 734, 1000), ("B", 726, 1000), evidence="census")
    assert rows(alike, *JUDGED) == [("A", "unchanged", "within rounding"), ("B", "unchanged", "within rounding")]
    assert alike["difference"].tolist() == pytest.approx([0.8, -0.8])
    card = card_of(("A", 734, 1000), ("B", 726, 1000), evidence="census")
    assert card.table.frame()["Against the rest"].tolist() == ["= the same"] * 2
    assert card.title == "AI in use: 73% “Yes” in every region"
    apart = judged(("A", 74, 100), ("B", 73, 100), evidence="census")
    assert apart["verdict"].tolist() == ["up", "down"]
    equal = judged(("A", 50, 100), ("B", 50, 100), evidence="census")
    assert rows(equal, *JUDGED) == [("A", "unchanged", ""), ("B", "unchanged", "")]


def test_ten_bodies_are_enough_in_a_complete_count_and_the_furthest_part_is_named() -> None:
    # 8 of all 25 stand far below the rest, 98 of 100 and 60 of 100 do not: the smallest part is named.
    card = card_of(("A", 62, 100), ("B", 60, 100), ("C", 8, 25), evidence="census")
    assert card.title == "AI in use more often in A (62%), less often in C (32%) than in the rest"
    assert "C** (32%)" in said_of(("A", 62, 100), ("B", 60, 100), ("C", 8, 25), evidence="census").replace(
        "**32%** (C)", "**C** (32%)"
    )
    assert not any("[u]" in share for share in card.table.frame()["Share"])


def test_the_glossary_says_from_how_many_points_a_part_of_a_complete_count_is_named() -> None:
    told = pd.read_csv(EVIDENCE / "glossary.csv").set_index("term")["definition"]["Complete count"]
    assert f"from {LEAST_APART} points" in told


def test_under_ten_bodies_headline_nothing_in_a_complete_count_either() -> None:
    card = card_of(("A", 9, 9), ("B", 40, 80), ("C", 30, 80), evidence="census")
    assert "A (" not in card.title
    assert "under 10 bodies" in card.subtitle


def test_an_exact_difference_of_a_few_points_is_shown_and_not_headlined() -> None:
    parts: tuple[Part, ...] = (("A", 52, 100), ("B", 51, 100), ("C", 50, 100))
    card = card_of(*parts, evidence="census")
    assert card.table.frame()["Against the rest"].tolist() == ["▲ above (+1 pt)", "= the same", "▼ below (−2 pts)"]
    assert card.title == f"AI in use from 52% (A) to 50% (C), none {LEAST_APART} points from the rest"
    assert said_of(*parts, evidence="census") == (
        f"By region, from **52%** (A) to **50%** (C), none {LEAST_APART} points from the rest."
    )
    assert not judged(*parts, evidence="census")["telling"].any()


def test_a_difference_elsewhere_is_judged_by_its_range_with_all_parts_together() -> None:
    given_parts: tuple[Part, ...] = (("A", 70, 100), ("B", 55, 100), ("C", 45, 100), ("D", 40, 100))
    parts = judged(*given_parts)
    # Of 210 yes and 190 no in 400.
    rest = [(140, 300), (155, 300), (165, 300), (170, 300)]
    limits = [
        confint_proportions_2indep(gave, base, others, all_others, method="newcomb", compare="diff")
        for (_, gave, base), (others, all_others) in zip(given_parts, rest, strict=True)
    ]
    assert parts["difference_low"].tolist() == pytest.approx([100 * low for low, _ in limits], abs=1e-6)
    assert parts["difference_high"].tolist() == pytest.approx([100 * high for _, high in limits], abs=1e-6)
    alone = np.array(
        [
            methods.list_p_value(others / all_others, all_others, gave / base, base)
            for (_, gave, base), (others, all_others) in zip(given_parts, rest, strict=True)
        ]
    )
    beyond_chance = holm(alone)[0]
    # D alone would be below the rest, by 17 points; of four it is the second to be looked at.
    assert (alone < 0.05).tolist() == [True, False, False, True]
    assert beyond_chance.tolist() == [True, False, False, True]
    assert rows(parts, *JUDGED) == [
        ("A", "up", ""),
        ("B", "too close to call", ""),
        ("C", "too close to call", ""),
        ("D", "down", ""),
    ]


def test_a_list_of_parts_is_judged_together_where_one_alone_would_stand_out() -> None:
    # 60 of 100 against 45 of 100: on its own beyond chance. With others beside it, no longer.
    assert judged(("A", 60, 100), ("B", 45, 100))["verdict"].tolist() == ["up", "down"]
    listed = judged(("A", 60, 100), *((f"B{at}", 49, 100) for at in range(5)))
    low, high = listed.loc[listed["part"] == "A", ["difference_low", "difference_high"]].iloc[0]
    assert 0 < low < high
    assert listed["verdict"].tolist() == ["too close to call"] * 6
    assert "more often" not in card_of(("A", 60, 100), *((f"B{at}", 49, 100) for at in range(5))).title


def test_whether_two_ranges_overlap_would_give_another_verdict() -> None:
    (low, _), (_, high) = (proportion_confint(gave, 100, method="wilson") for gave in (60, 45))
    assert low < high
    assert judged(("A", 60, 100), ("B", 45, 100))["verdict"].tolist() == ["up", "down"]


def test_two_parts_are_one_comparison() -> None:
    # Its chance is between a fortieth and a twentieth: halved for two comparisons it would be too close.
    chance = float(methods.list_p_value(0.45, 100, 0.6, 100))
    assert 0.025 < chance < 0.05
    parts: tuple[Part, ...] = (("A", 60, 100), ("B", 45, 100))
    assert said_of(*parts) == "By region, **60%** (A) ▲ above **45%** (B), +15 pts."
    card = card_of(*parts)
    assert card.title == "AI in use more often in A (60%) than in B (45%)"
    assert card.table.frame()["Against the rest"].tolist() == ["▲ above (+15 pts)", "▼ below (−15 pts)"]
    assert not any("Holm" in paragraph for paragraph in card.about)


@pytest.mark.parametrize(
    ("parts", "evidence", "title", "said"),
    [
        (
            (("A", 50, 100), ("B", 45, 100)),
            "self_report",
            "AI in use from 50% (A) to 45% (B), too close to call",
            "By region, **50%** (A) and **45%** (B): ≈ too close to call.",
        ),
        (
            (("A", 734, 1000), ("B", 726, 1000)),
            "census",
            "AI in use: 73% “Yes” in every region",
            "By region, **73%** (A) and **73%** (B): = the same.",
        ),
        (
            (("A", 50, 100), ("B", 45, 100), ("C", 44, 100)),
            "self_report",
            "AI in use from 50% (A) to 44% (C), too close to call",
            "By region, from **50%** (A) to **44%** (C), each ≈ too close to call against the rest.",
        ),
        # One stands out to one side; the other end is not called.
        (
            (("A", 80, 100), ("B", 45, 100), ("C", 44, 60)),
            "self_report",
            "AI in use more often in A (80%), less often in B (45%) than in the rest",
            "By region, against the rest: **80%** (A) ▲ above (+24 pts); **45%** (B) ▼ below (−33 pts).",
        ),
        (
            (("A", 90, 100), ("B", 60, 100), ("C", 60, 100), ("D", 60, 100), ("E", 60, 100)),
            "self_report",
            "AI in use more often in A (90%) than in the rest (60%)",
            "By region, against the rest: **90%** (A) ▲ above (+30 pts).",
        ),
        (
            (("A", 60, 100), ("B", 60, 100), ("C", 60, 100), ("D", 60, 100), ("E", 30, 100)),
            "self_report",
            "AI in use less often in E (30%) than in the rest (60%)",
            "By region, against the rest: **30%** (E) ▼ below (−30 pts).",
        ),
        (
            (("A", 50, 100), ("B", 50, 100), ("C", 5, 5)),
            "self_report",
            "AI in use: 50% “Yes” in every region of 30 bodies or more",
            "",
        ),
    ],
)
def test_title_and_answer_say_what_the_verdicts_say(
    parts: tuple[Part, ...], evidence: str, title: str, said: str
) -> None:
    assert card_of(*parts, evidence=evidence).title == title
    assert said_of(*parts, evidence=evidence) == said


def test_a_bar_stands_out_only_where_its_part_is_above_the_rest() -> None:
    called, open_ = card_of(("A", 60, 100), ("B", 45, 100)), card_of(("A", 50, 100), ("B", 45, 100))
    assert figure_of(called) is not None
    assert figure_of(open_) is not None
    assert figure_of(called).data[0].marker.color == (LIGHT.accent, LIGHT.quiet)
    assert figure_of(open_).data[0].marker.color == (LIGHT.quiet, LIGHT.quiet)


def test_a_phone_has_room_for_four_columns() -> None:
    facts, parts = (
        facts_of(shares_of(*YES_NO)),
        body_facts.ordered_parts(parts_of(("A", 60, 100), ("B", 45, 90)), "region"),
    )
    card = body_cards.parts_card(facts, parts, "Region", "Yes", {})
    assert rows(card.table.folded().frame(), "Region", "Share", "Against the rest", "“Yes”") == [
        ("A", "60%", "▲ above (+10 pts)", "60 of 100"),
        ("B", "50%", "▼ below (−10 pts)", "45 of 90"),
    ]
    assert len(card.table.folded().frame().columns) == 4


def test_a_phone_has_a_part_with_its_numbers_in_one_line_and_room_beside_its_bar() -> None:
    card = card_of(("Latin America and the Caribbean", 33, 33), ("B", 45, 90))
    assert card.chart is not None
    figures = draw(card.chart)
    assert figures.wide is not None
    assert figures.narrow is not None
    for figure, longest in ((figures.wide, 105), (figures.narrow, 125)):
        assert figure.data[1].text[0] == "Latin America and the Caribbean · 33 of 33"
        assert figure.layout.xaxis.range == (0, longest)


def test_too_few_bodies_have_no_verdict_and_are_not_counted_among_those_judged() -> None:
    # 20 small parts would multiply the chance of A by 22 and hide it.
    small: tuple[Part, ...] = tuple((f"S{at:02}", 1, 2) for at in range(20))
    parts = judged(("A", 62, 100), ("B", 42, 100), *small)
    told = {str(row["part"]): (row["verdict"], row["reason"]) for row in parts.to_dict("records")}
    assert told["A"] == ("up", "")
    assert told["B"] == ("down", "")
    assert told["S00"] == ("cannot tell", "under 10 bodies")
    assert parts.loc[parts["flag"] == "u", ["difference_low", "difference_high"]].isna().all(axis=None)
    beside_few = card_of(("A", 28, 30), ("B", 1, 5))
    assert beside_few.table.frame()["Against the rest"].tolist() == [
        "? cannot tell (under 10 bodies in the rest)",
        "? cannot tell (under 10 bodies)",
    ]
    assert beside_few.title == "AI in use by region: too few bodies in some parts to compare"


def test_a_part_alone_stands_against_nothing() -> None:
    for evidence in ("census", "self_report"):
        card = card_of(("England", 3, 40), ("England: London", 30, 60), evidence=evidence)
        assert card.table.frame()["Against the rest"].tolist() == ["–"]
        assert card.shown["against_the_rest"].tolist() == ["cannot tell"]
        assert not any("Against the rest" in paragraph for paragraph in card.about)


def test_the_readers_own_part_stands_against_the_rest() -> None:
    said = [one_part.rest_words(row) for row in judged(("A", 60, 100), ("B", 45, 100)).to_dict("records")]
    assert said == [
        "Against the rest (45% of 100): ▲ above (+15 pts).",
        "Against the rest (60% of 100): ▼ below (−15 pts).",
    ]
    few = [one_part.rest_words(row) for row in judged(("A", 28, 30), ("B", 1, 5)).to_dict("records")]
    assert few == ["Against the rest (20% of 5): ? cannot tell (under 10 bodies in the rest).", ""]


def test_the_file_of_parts_carries_difference_range_and_verdict() -> None:
    shown = card_of(("A", 60, 100), ("B", 45, 100), ("C", 5, 6)).shown
    columns = (
        "part", "rest_value", "rest_base_n", "difference", "difference_low", "difference_high", "against_the_rest",
        "reason",
    )  # fmt: skip
    low, high = (100 * end for end in confint_proportions_2indep(60, 100, 50, 106, method="newcomb", compare="diff"))
    found = {row[0]: row[1:] for row in rows(shown, *columns)}
    assert found["A"] == (47.17, 106, 12.83, round(low, 2), round(high, 2), "too close to call", "")
    assert found["C"] == (52.5, 200, 30.83, None, None, "cannot tell", "under 10 bodies")
    counted = card_of(("A", 60, 100), ("B", 45, 100), evidence="census").shown
    assert rows(counted, *columns)[0] == ("A", 45, 100, 15, None, None, "above", "")


some_parts = st.lists(
    st.integers(1, 400).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))), min_size=2, max_size=8
)


@untimed
@given(some_parts, st.sampled_from(["census", "inventory", "self_report", "random_sample"]))
def test_no_words_on_parts_contradict_their_frame(drawn: list[tuple[int, int]], evidence: str) -> None:
    given_parts = [(f"P{at}", gave, base) for at, (gave, base) in enumerate(drawn)]
    frame = {str(row["part"]): row for row in judged(*given_parts, evidence=evidence).to_dict("records")}
    card, said = card_of(*given_parts, evidence=evidence), said_of(*given_parts, evidence=evidence)
    for often, verdict in (("more", "up"), ("less", "down")):
        for name in re.findall(rf"{often} often in (P\d)", card.title):
            assert (frame[name]["verdict"], frame[name]["flag"]) == (verdict, "")
    for name, mark in re.findall(r"\((P\d)\) ([▲▼])", said):
        assert frame[name]["verdict"] == {"▲": "up", "▼": "down"}[mark]
        assert frame[name]["flag"] == ""
    firm = [row for row in frame.values() if row["flag"] == ""]
    if "too close to call" in card.title:
        assert {row["verdict"] for row in firm} == {"too close to call"}
    if "each ≈" in said:
        assert {row["verdict"] for row in firm} == {"too close to call"}
    # Whoever is called is called in both places, or in none.
    assert ("often" in card.title) == ("▲" in said or "▼" in said)
    shown = " ".join(card.table.frame()["Share"])
    for number in re.findall(r"\((?:P\d: )?(\d+%)\)", card.title.partition(" than in the rest")[0]):
        assert number in shown
    for name, mark in zip(card.table.frame()["Region"], card.table.frame()["Against the rest"], strict=True):
        row = frame[name]
        assert mark == pieces.rest_words(row)
        side = {"up": 1, "down": -1}.get(row["verdict"], 0)
        assert side * (row["share"] - row["rest_value"]) > 0 or not side
        if min(row["base_n"], row["rest_base_n"]) < 10:
            assert (row["verdict"], row["reason"][:15]) == ("cannot tell", "under 10 bodies")
        elif evidence == "census":
            assert (row["verdict"] == "unchanged") == (numbers.share(row["share"]) == numbers.share(row["rest_value"]))
            assert np.isnan(row["difference_low"])
        elif row["base_n"] < 30 or row["rest_base_n"] < 30:
            assert row["verdict"] == "cannot tell"
            assert row["reason"]
        elif row["verdict"] in {"up", "down"}:
            assert row["difference_low"] > 0 or row["difference_high"] < 0
