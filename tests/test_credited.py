"""To whom figures are credited: to those of their question, else of their sector in the survey, else of the survey."""

from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import tiny_evidence
from tests.reading import EVIDENCE
from tests.tiny_evidence import change
from trends.request.request import Request
from trends.store.store import Store
from trends.subjects.lists import view as list_view
from trends.subjects.lists import words as list_words
from trends.subjects.movers import rows as mover_rows
from trends.subjects.themes import words as theme_words
from trends.words import grammar

LEADING_GROUPS = {"digital_leaders", "body_leaders"}


def ask(store: Store, name: str, **chosen: Any) -> list[dict[str, Any]]:
    """Return the rows of a question; lists that are not chosen restrict nothing."""
    nothing = {name: [] for name, meaning in store.queries[name].parameters.items() if meaning.startswith("list of ")}
    return [
        {str(column): value for column, value in row.items()}
        for row in store.ask(name, **nothing | chosen).to_dict("records")
    ]


def table(name: str) -> list[dict[str, str]]:
    header, *rows = tiny_evidence.read_rows(EVIDENCE, name)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_a_question_put_to_a_part_is_credited_to_that_part_and_one_beside_it_to_the_survey(tiny_store: Store) -> None:
    credited = {
        question: {row["respondents"] for row in ask(tiny_store, "findings", question=[question])}
        for question in ("health_readiness", "health_barriers", "register_strategy_share", "council_barriers")
    }
    assert credited == {
        "health_readiness": {"Managers of hospitals"},
        "health_barriers": {"Hospital managers"},
        "register_strategy_share": {"Municipalities"},
        "council_barriers": {"Leaders of councils"},
    }
    for name in ("question_list", "theme_evidence"):
        shown = {row["question"]: row["respondents"] for row in ask(tiny_store, name)}
        assert shown.items() >= {
            ("health_readiness", "Managers of hospitals"),
            ("health_barriers", "Hospital managers"),
        }
        assert shown["register_strategy_share"] == "Municipalities", name


def test_those_of_the_question_go_before_those_of_the_sector(tiny: Path, changed: Callable[[], Store]) -> None:
    change(tiny, "questions", "register_strategy_share", "respondents", "Towns with a plan")
    change(tiny, "questions", "register_training", "respondents", "Bodies with staff")
    store = changed()
    for name in ("findings", "question_list", "theme_evidence"):
        found = ask(store, name, survey=["body_register"])
        assert {row["respondents"] for row in found} == {"Towns with a plan"}, name
    (asked,) = ask(store, "question_source", question="register_training", year=2024)
    (beside,) = ask(store, "question_source", question="register_strategy", year=2024)
    assert (asked["respondents"], beside["respondents"]) == ("Bodies with staff", "Public bodies")


def test_a_survey_of_a_place_tells_whom_its_figures_there_share_else_all_whom_it_names(tiny_store: Store) -> None:
    shown = {
        (row["survey"], row["country"]): row["respondents"] for row in ask(tiny_store, "place_surveys", country=["GBR"])
    }
    assert shown["body_register", "GBR"] == "Municipalities"
    # One of its questions was put to a part alone, the other to all.
    assert shown["health_poll", "GBR"] == "Hospital managers"


def test_a_named_body_is_counted_with_those_of_its_sector(tiny_store: Store) -> None:
    credited = defaultdict(set)
    for number in range(1, 6):
        for row in ask(tiny_store, "body_in_editions", body=number):
            credited[row["respondents"]].add(row["name"])
    assert credited == {"Hospitals": {"Oslo Hospital"}, "Municipalities": {"Bath", "Leeds", "Oslo", "Bergen"}}


def test_every_figure_is_credited_as_the_tables_say(store: Store) -> None:
    surveys = {row["survey"]: row["respondents"] for row in table("surveys")}
    questions = {row["question"]: row for row in table("questions")}
    of_sectors = {(row["survey"], row["sector"]): row["respondents"] for row in table("sector_respondents")}
    assert len(of_sectors) > 0
    expected = {}
    for row in table("findings"):
        asked = questions[row["question"]]
        of_sector = of_sectors.get((asked["survey"], row["sector"]), surveys[asked["survey"]])
        expected[row["finding_id"]] = asked["respondents"] or of_sector
    shown = {row["finding_id"]: row["respondents"] for row in ask(store, "findings")}
    assert shown == {key: expected[key] for key in shown}
    assert sum(expected[key] not in surveys.values() for key in shown) > 0


def test_own_words_differ_from_those_of_the_survey_and_are_of_figures_that_there_are() -> None:
    surveys = {row["survey"]: row["respondents"] for row in table("surveys")}
    questions = {row["question"]: row for row in table("questions")}
    told = {(questions[row["question"]]["survey"], row["sector"]) for row in table("findings")}
    for row in table("sector_respondents"):
        assert row["respondents"] != surveys[row["survey"]]
        assert (row["survey"], row["sector"]) in told
    for row in questions.values():
        assert row["respondents"] != surveys[row["survey"]], row["question"]


def test_nobody_is_credited_with_what_others_answered(store: Store) -> None:
    found = ask(store, "findings", survey=["cetic_tic_governo", "japan_municipal_dx", "norway_ssb_ict"])
    assert found
    for row in found:
        whom, sector, told = row["respondents"].lower(), row["sector"], row["finding_id"]
        if row["survey"] == "cetic_tic_governo":
            assert ("city halls" in whom) == (sector == "local_government"), told
            assert ("federal" in whom) == (sector in {"central_government", "cross_public_sector"}), told
        elif row["survey"] == "japan_municipal_dx":
            assert ("prefectures" in whom) == (sector == "state_or_regional_government"), told
            assert ("municipalities" in whom) == (sector == "local_government"), told
        elif sector != "cross_public_sector":
            assert ("municipalities" in whom) == (sector == "local_government"), told
    federal = [row for row in found if row["question"] == "cetic_body_data_protection"]
    moved = [
        row
        for row in ask(store, "comparable_pairs", survey=["cetic_tic_governo"])
        if row["question"] == federal[0]["question"]
    ]
    assert moved
    assert not any("city halls" in mover_rows.who(row).lower() for row in moved)


@pytest.mark.parametrize(
    "survey", ["local_digital_today", "it_i_praksis", "heitsa_top_ten", "bct_dutch_municipalities"]
)
def test_whoever_is_no_leader_is_called_none(store: Store, survey: str) -> None:
    (row,) = (row for row in table("surveys") if row["survey"] == survey)
    assert row["respondent_group"] not in LEADING_GROUPS
    own = {each["question"]: each["respondent_group"] for each in table("questions")}
    for each in ask(store, "findings", survey=[survey]):
        assert each["respondent_group"] == (own[each["question"]] or row["respondent_group"])


@pytest.mark.parametrize(("survey", "kind"), [("local_digital_today", "concern"), ("heitsa_top_ten", "priority")])
def test_no_page_calls_them_leaders(shipped_request: Request, survey: str, kind: str) -> None:
    codes = {row["question"] for row in table("questions") if row["survey"] == survey}
    asked = [
        each
        for places in list_view.offered_questions(shipped_request, kind).values()
        for each in places.values()
        if each.question in codes
    ]
    assert asked
    assert not any("leaders" in list_view.question(shipped_request, each, kind) for each in asked)


# Parts of all who were asked ------------------------------------------------------------------------------------------


def of_one_of_several() -> dict[str, str]:
    """Return the figures of one country whose survey is told as one of several, each with the name of its country."""
    several = {row["survey"] for row in table("surveys") if row["several_countries"] == "true"}
    surveys = {row["survey"]: row["respondents"] for row in table("surveys")}
    questions = {row["question"]: row for row in table("questions")}
    countries = {row["country"]: row["name"] for row in table("countries") if row["kind"] == "country"}
    found = {}
    for row in table("findings"):
        asked = questions[row["question"]]
        if asked["survey"] in several and row["country"] in countries:
            name = countries[row["country"]]
            if name not in (asked["respondents"] or surveys[asked["survey"]]):
                found[row["finding_id"]] = name
    return found


def test_a_figure_of_one_of_several_countries_is_said_to_be_of_that_one_alone(store: Store) -> None:
    alone, codes = of_one_of_several(), {row["finding_id"]: row for row in table("findings")}
    assert len(alone) > 20
    names = ("question", "year", "country", "sector", "item")
    of_key = {tuple(codes[finding][name] for name in names): country for finding, country in alone.items()}
    told = 0
    for query, who in (("theme_evidence", theme_words.who), ("comparable_pairs", mover_rows.who)):
        for row in ask(store, query):
            country = of_key.get(tuple(str(row[name]) for name in names))
            said = who(row)
            assert (" alone, " in said) == (country is not None), said
            if country is not None:
                assert f"those in {grammar.the(country)} alone, " in said
                told += 1
    assert told > 20


def test_a_figure_of_a_region_is_told_with_its_country(store: Store) -> None:
    names = {row["country"]: row["name"] for row in table("countries") if row["kind"] == "country"}
    of_regions = {(row["question"], row["country"]) for row in table("findings") if row["region"]}
    told = 0
    for query, who in (("theme_evidence", theme_words.who), ("comparable_pairs", mover_rows.who)):
        for row in ask(store, query):
            if isinstance(row["region"], str) and row["country"] in names:
                assert (row["question"], row["country"]) in of_regions
                said = who(row)
                assert names[row["country"]] in said, said
                assert said.count(names[row["country"]]) == 1, said
                told += 1
    assert told > 20


@pytest.mark.parametrize("kind", ["priority", "concern"])
def test_a_title_names_the_slice_where_it_is_not_the_whole_of_what_was_asked(
    shipped_request: Request, kind: str
) -> None:
    """A title is read alone: without a word on it a figure of England, of one sector or one country is one of all."""
    alone_in = of_one_of_several()
    several = {row["question"] for row in table("findings") if row["finding_id"] in alone_in}
    names = {row["country"]: row["name"] for row in table("countries")}
    labels = {row["sector"]: row["label"] for row in table("sectors") if row["whole"] != "true"}
    sectors_of: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in table("findings"):
        sectors_of[row["question"], row["country"], row["year"]].add(row["sector"])
    told = Counter[bool]()
    for places in list_view.offered_questions(shipped_request, kind).values():
        for each in places.values():
            facts = list_view.facts_of(shipped_request, each)
            title = list_words.title(facts)
            if facts.detail:
                continue
            country = names[each.country]
            alone = each.question in several and country not in facts.respondents and each.country != "INTL"
            parted = len(sectors_of[each.question, each.country, str(facts.year)]) > 1 and each.sector in labels
            expected = [
                f"{grammar.the(country)} alone" if alone else "",
                each.region or "",
                grammar.lower_first(each.body_size or ""),
                grammar.lower_first(labels[each.sector]) if parted else "",
            ]
            said = ", ".join(part for part in expected if part)
            finding = title.partition(": ")[0]
            assert finding.endswith(f" ({said})") if said else " alone)" not in finding, title
            told[bool(said)] += 1
    assert min(told[True], told[False]) > 0
