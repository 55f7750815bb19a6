"""The questions asked of the evidence: given the small evidence (or rows added to it), these rows and no others.

A table in a test is written as text: columns apart by bars, a hyphen where nothing is known.
"""

import csv
import io
import math
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import tiny_evidence
from tests.reading import EVIDENCE
from tests.tiny_evidence import append, change
from trends.paths import QUERIES
from trends.request.filters import SHARED_FIELDS, Filters
from trends.request.options import totals, ways_out
from trends.request.request import Request
from trends.store.frames import Parameter
from trends.store.opening import built_name, open_store
from trends.store.queries import Query, load_queries
from trends.store.store import Store
from trends.subjects.body.facts import as_path

QUESTIONS = load_queries(QUERIES)
COUNCIL = "council_survey"


def complete(query: Query, chosen: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Return all parameters of a question: lists that are not chosen restrict nothing."""
    return {name: [] for name, meaning in query.parameters.items() if meaning.startswith("list of ")} | dict(chosen)


def ask(store: Store, name: str, /, **chosen: Parameter) -> pd.DataFrame:
    return store.ask(name, **complete(store.queries[name], chosen))


def read_table(text: str) -> list[list[str]]:
    """Return the lines of a table written as text, the header first."""
    return [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]


def as_text(value: Any) -> str:
    """Return a value as a table in a test writes it."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return "-"
    if isinstance(value, (bool, np.bool_)):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def rows_of(frame: pd.DataFrame, columns: Sequence[str]) -> list[list[str]]:
    return [[as_text(value) for value in row] for row in frame[list(columns)].astype(object).to_numpy().tolist()]


def assert_rows(frame: pd.DataFrame, table: str) -> None:
    """Hold that the frame has the rows of the table, in its order and in the columns it names."""
    columns, *expected = read_table(table)
    assert rows_of(frame, columns) == expected


def assert_record(frame: pd.DataFrame, table: str) -> None:
    """Hold that the frame has one row with the columns and values the table lists, in their order and no others."""
    _, *expected = read_table(table)
    assert len(frame) == 1
    assert [[str(name), as_text(value)] for name, value in frame.astype(object).iloc[0].items()] == expected


# The tables a reader downloads ------------------------------------------------------------------------------------------

FINDINGS = """
    strategy-23-gbr strategy-24-gbr
    barriers-21-gbr-budget barriers-21-gbr-skills
    barriers-22-gbr-attack barriers-22-gbr-budget barriers-22-gbr-skills
    barriers-23-gbr-attack barriers-23-gbr-budget barriers-23-gbr-skills
    barriers-24-gbr-attack barriers-24-gbr-budget barriers-24-gbr-skills
    barriers-24-gbr-skills-london barriers-24-gbr-skills-small
    barriers-24-nor-budget barriers-24-nor-skills
    priorities-22-gbr-ai priorities-22-gbr-secure priorities-22-gbr-train
    priorities-23-gbr-ai priorities-23-gbr-secure priorities-23-gbr-train
    priorities-24-gbr-ai priorities-24-gbr-train
    projects-24-gbr
    tools-24-gbr-chatbot tools-24-gbr-login
    health-23-gbr-budget health-23-gbr-skills health-24-gbr-budget health-24-gbr-skills
    health-24-intl-skills
    health-24-ken-skills
    ready-24-gbr-attack ready-24-gbr-skills
"""


def test_findings_without_a_choice_are_all_figures_by_survey_question_country_sector_and_year(
    tiny_store: Store,
) -> None:
    assert ask(tiny_store, "findings")["finding_id"].tolist() == FINDINGS.split()


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"country": ["NOR"]}, "barriers-24-nor-budget barriers-24-nor-skills"),
        (
            {"country": ["NOR", "KEN", "INTL"]},
            "barriers-24-nor-budget barriers-24-nor-skills health-24-intl-skills health-24-ken-skills",
        ),
        (
            {"sector": ["health"], "year": ["2023"]},
            "health-23-gbr-budget health-23-gbr-skills",
        ),
        (
            {"sector": ["health", "local_government"], "year": [2021, 2023], "kind": ["concern"]},
            (
                "barriers-21-gbr-budget barriers-21-gbr-skills barriers-23-gbr-attack barriers-23-gbr-budget "
                "barriers-23-gbr-skills health-23-gbr-budget health-23-gbr-skills"
            ),
        ),
        ({"survey": ["body_register"]}, "strategy-23-gbr strategy-24-gbr"),
        (
            {"survey": ["body_register", "health_poll"], "theme": ["ai_automation", "cyber_resilience"]},
            "strategy-23-gbr strategy-24-gbr ready-24-gbr-attack",
        ),
        ({"kind": ["maturity"]}, "ready-24-gbr-attack ready-24-gbr-skills"),
        (
            {"question": ["council_tools", "council_projects"]},
            "projects-24-gbr tools-24-gbr-chatbot tools-24-gbr-login",
        ),
        ({"measure": ["count", "score"]}, "projects-24-gbr ready-24-gbr-attack ready-24-gbr-skills"),
        ({"evidence": ["census"]}, "strategy-23-gbr strategy-24-gbr"),
        ({"evidence": ["census", "self_selected"], "year": ["2024"], "country": ["KEN"]}, "health-24-ken-skills"),
        (
            {"respondents": ["digital_leaders", "body_leaders"], "year": ["2021"]},
            "barriers-21-gbr-budget barriers-21-gbr-skills",
        ),
        ({"respondents": ["bodies"]}, "strategy-23-gbr strategy-24-gbr"),
        ({"respondents": ["staff"]}, ""),
        ({"country": ["NOR"], "sector": ["health"]}, ""),
        ({"year": ["2020"]}, ""),
        ({"country": ["nor"]}, ""),
        ({"measure": ["answer"]}, ""),
    ],
)
def test_findings_keep_to_every_choice(tiny_store: Store, chosen: dict[str, Parameter], expected: str) -> None:
    assert ask(tiny_store, "findings", **chosen)["finding_id"].tolist() == expected.split()


def test_a_finding_has_everything_needed_to_cite_it(tiny_store: Store) -> None:
    strategy = ask(tiny_store, "findings", year=["2024"], survey=["body_register"])
    assert_record(
        strategy,
        """
        column        | value
        finding_id    | strategy-24-gbr
        survey        | body_register
        survey_name   | Register of bodies
        publisher     | Ministry
        respondents   | Municipalities
        respondent_group      | bodies
        respondent_group_name | Bodies as such
        evidence      | census
        kind          | adoption
        question      | register_strategy_share
        question_name | Bodies with a strategy for AI
        question_note | Worked out from the answers.
        measure       | percent
        year          | 2024
        method        | Every body must answer
        country       | GBR
        country_name  | United Kingdom
        region        | -
        sector        | local_government
        sector_name   | Local government
        body_size     | -
        theme         | ai_automation
        theme_name    | AI and automation
        item          | Has a strategy
        value         | 100
        unit          | %
        tied          | false
        base_n        | 2
        base_at_least | -
        base_at_most  | -
        effective_base | -
        population    | -
        complete      | false
        few_bodies    | true
        low           | -
        high          | -
        flag          | u
        origin        | computed
        note          | -
        wave_note     | -
        method_note   | Every body must answer.
        matter        | Strategies for AI
        matter_counts | councils of one country
        source_name   | Ministry: Register of bodies
        source_url    | https://example.org/register/bodies.csv
        source_place  | -
        licence       | Public domain
        reuse         | open
        """,
    )


def test_findings_say_what_is_missing_shared_and_under_no_licence(tiny_store: Store) -> None:
    chosen = ask(tiny_store, "findings", theme=["budget_value", "ai_automation"], year=["2022", "2023"])
    assert_rows(
        chosen,
        """
        finding_id             | value | unit  | tied  | base_n | note              | source_place     | licence
        strategy-23-gbr        | 50    | %     | false | 2      | -                 | -                | Public domain
        barriers-22-gbr-budget | 60    | %     | false | -      | Base not printed. | table 1, page 7  | Open licence 1.0
        barriers-23-gbr-budget | 50    | %     | false | 150    | -                 | table 1          | Open licence 1.0
        priorities-22-gbr-ai   | 3     | place | false | -      | -                 | table 1, page 7  | Open licence 1.0
        priorities-23-gbr-ai   | 2     | place | true  | -      | -                 | table 2          | Open licence 1.0
        health-23-gbr-budget   | 75    | %     | false | 40     | -                 | article body     | Facts only
        """,
    )


def test_findings_carry_the_range_and_flag_of_a_share_and_of_nothing_else(tiny_store: Store) -> None:
    chosen = ask(tiny_store, "findings", year=["2024"], theme=["skills_workforce", "ai_automation", "cyber_resilience"])
    # 80 % of 25: few answered. 66.7 % of 30: 32 points wide. A share of two bodies is weak and has no range.
    assert_rows(
        chosen,
        """
        finding_id                    | value | base_n | low   | high  | flag
        strategy-24-gbr               | 100   | 2      | -     | -     | u
        barriers-24-gbr-attack        | 35    | 150    | 27.83 | 42.92 | -
        barriers-24-gbr-skills        | 70    | 150    | 62.24 | 76.76 | -
        barriers-24-gbr-skills-london | 80    | 25     | 60.87 | 91.14 | u
        barriers-24-gbr-skills-small  | 60    | 60     | 47.37 | 71.43 | -
        barriers-24-nor-skills        | 66.7  | 30     | 48.81 | 80.8  | u
        priorities-24-gbr-ai          | 1     | -      | -     | -     | -
        priorities-24-gbr-train       | 2     | -      | -     | -     | -
        tools-24-gbr-chatbot          | 1     | -      | -     | -     | -
        tools-24-gbr-login            | 1     | -      | -     | -     | -
        health-24-gbr-skills          | 62.5  | 8      | 30.57 | 86.32 | u
        health-24-intl-skills         | 48    | -      | -     | -     | -
        health-24-ken-skills          | 20    | -      | -     | -     | -
        ready-24-gbr-attack           | 2.75  | 8      | -     | -     | -
        ready-24-gbr-skills           | 3.5   | 8      | -     | -     | -
        """,
    )


def test_a_small_population_narrows_the_ranges_of_whole_editions_only(tiny: Path, changed: Callable[[], Store]) -> None:
    # 150 of 200 answered: the range is that of 150 * 199 / 50 = 597 answers, 50 % ± 1.96 / 2 / sqrt(597 + 1.96²).
    change(tiny, "waves", ("council_survey", "2023"), "population", "200")
    # A part of the answers, and a figure without a base: how many these stand for is not known.
    change(tiny, "findings", "barriers-23-gbr-skills", "base_n", "149")
    change(tiny, "waves", ("council_survey", "2022"), "population", "130")
    # One in twenty answered: too few to matter.
    change(tiny, "waves", ("council_survey", "2021"), "population", "2000")
    # The base of the edition was not published: whether a figure's base is all of it is not known.
    change(tiny, "waves", ("council_survey", "2024"), "population", "160")
    # All answered, so nothing was sampled.
    change(tiny, "waves", ("health_poll", "2024"), "population", "8")
    change(tiny, "waves", ("health_poll", "2024"), "coverage", "asked_all")
    store = changed()
    table = """
        finding_id             | value | base_n | population | low   | high  | flag
        barriers-21-gbr-budget | 60    | 100    | 2000       | 50.2  | 69.06 | -
        barriers-22-gbr-budget | 60    | -      | -          | -     | -     | -
        barriers-23-gbr-budget | 50    | 150    | 200        | 46    | 54    | -
        barriers-24-gbr-budget | 52    | 150    | -          | 44.06 | 59.84 | -
        health-23-gbr-budget   | 75    | 40     | -          | 59.81 | 85.81 | -
        health-24-gbr-budget   | 87.5  | 8      | 8          | -     | -     | -
        """
    chosen = {"theme": ["budget_value"], "measure": ["percent"], "country": ["GBR"]}
    assert_rows(ask(store, "findings", **chosen), table)
    populations = [line[3] for line in read_table(table)[1:]]
    held = ask(store, "question_items", question="council_barriers", **WHOLE)
    assert [as_text(there) for there in held.loc[held["item"] == "Tight budgets", "population"]] == populations[:4]
    skills = held.loc[held["item"] == "Lack of skills", "population"]
    assert [as_text(there) for there in skills] == ["2000", "130", "-", "-"]
    across = ask(store, "item_across", question="health_barriers")
    assert [as_text(there) for there in across.loc[across["country"] == "GBR", "population"]] == ["8", "8"]
    said = ask(store, "theme_evidence", theme=["budget_value"], survey=["health_poll"])
    assert [as_text(there) for there in said["population"]] == ["8"]
    pairs = ask(store, "comparable_pairs", year=["2022"])
    assert rows_of(pairs[pairs["item"] == "Lack of skills"], ("population_before", "population")) == [["2000", "130"]]


def test_indicators_without_a_choice_are_all_values_by_indicator_year_and_country(tiny_store: Store) -> None:
    assert_rows(
        ask(tiny_store, "indicators"),
        """
indicator       | year | country | value | letter | unit        | method                | note
        service_band    | 2024 | GBR     | -     | A      | group       | Visits by two experts | -
        service_band    | 2024 | KEN     | -     | B      | group       | Visits by two experts | -
        service_band    | 2024 | NOR     | -     | A      | group       | Visits by two experts | -
        service_offline | 2024 | GBR     | 4     | -      | percent     | Visits by two experts | -
        service_offline | 2024 | KEN     | 31    | -      | percent     | Visits by two experts | -
        service_offline | 2024 | NOR     | 2.5   | -      | percent     | Visits by two experts | -
        service_open    | 2024 | GBR     | 0.75  | -      | index_0_1   | Visits by two experts | -
        service_open    | 2024 | NOR     | 1     | -      | index_0_1   | Visits by two experts | -
        service_total   | 2022 | GBR     | 70    | -      | score_0_100 | Visits by one expert  | -
        service_total   | 2022 | KEN     | 40    | -      | score_0_100 | Visits by one expert  | -
        service_total   | 2022 | NOR     | 80    | -      | score_0_100 | Visits by one expert  | -
        service_total   | 2023 | GBR     | 72    | -      | score_0_100 | Visits by two experts | -
        service_total   | 2023 | KEN     | 45    | -      | score_0_100 | Visits by two experts | -
        service_total   | 2023 | NOR     | 90    | -      | score_0_100 | Visits by two experts | -
        service_total   | 2024 | GBR     | 75    | -      | score_0_100 | Visits by two experts | -
        service_total   | 2024 | INTL    | 79    | -      | score_0_100 | Visits by two experts | Mean of the three.
        service_total   | 2024 | KEN     | 75    | -      | score_0_100 | Visits by two experts | -
        service_total   | 2024 | NOR     | 87    | -      | score_0_100 | Visits by two experts | -
        """,
    )


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"country": ["INTL"]}, "service_total 2024 INTL"),
        ({"country": ["KEN", "GBR"], "year": ["2022"]}, "service_total 2022 GBR, service_total 2022 KEN"),
        ({"theme": ["cyber_resilience"]}, "service_open 2024 GBR, service_open 2024 NOR"),
        (
            {"theme": ["cyber_resilience", "skills_workforce"], "country": ["NOR"]},
            "service_offline 2024 NOR, service_open 2024 NOR",
        ),
        (
            {"series": ["service_index"], "indicator": ["service_band", "service_open"], "country": ["KEN", "NOR"]},
            "service_band 2024 KEN, service_band 2024 NOR, service_open 2024 NOR",
        ),
        ({"indicator": ["service_total"], "year": [2023, 2024], "country": ["INTL"]}, "service_total 2024 INTL"),
        ({"series": ["other_index"]}, ""),
        ({"theme": ["cyber_resilience"], "country": ["KEN"]}, ""),
    ],
)
def test_indicators_keep_to_every_choice(tiny_store: Store, chosen: dict[str, Parameter], expected: str) -> None:
    rows = rows_of(ask(tiny_store, "indicators", **chosen), ("indicator", "year", "country"))
    assert ", ".join(" ".join(row) for row in rows) == expected


def test_a_value_of_an_index_has_everything_needed_to_cite_it(tiny_store: Store) -> None:
    assert_record(
        ask(tiny_store, "indicators", indicator=["service_open"], country=["NOR"]),
        """
        column         | value
        series         | service_index
        series_name    | Service index
        publisher      | Index House
        evidence       | expert_score
        indicator      | service_open
        indicator_name | Openness
        definition     | 0 closed to 1 open
        theme          | cyber_resilience
        theme_name     | Cyber resilience
        year           | 2024
        method         | Visits by two experts
        country        | NOR
        country_name   | Norway
        un_region      | Europe
        un_subregion   | Northern Europe
        income_group   | High income
        value          | 1
        letter         | -
        unit           | index_0_1
        note           | -
        caution        | It is not a ranking of countries.
        source_name    | Index House: Service index
        source_url     | https://example.org/index/data.csv
        source_place   | column total
        licence        | Open licence 1.0
        reuse          | open
        """,
    )


def test_answers_without_a_choice_are_all_answers_by_question_year_country_and_body(tiny_store: Store) -> None:
    assert_rows(
        ask(tiny_store, "answers"),
        """
        question          | year | country | body_id            | body_name     | answer     | score
        register_strategy | 2023 | GBR     | bath-2023          | Bath          | No         | 0
        register_strategy | 2023 | GBR     | leeds-2023         | Leeds         | Yes        | 2
        register_strategy | 2023 | NOR     | oslo-2023          | Oslo          | Planned    | 1
        register_strategy | 2023 | NOR     | oslo-hospital-2023 | Oslo Hospital | No         | 0
        register_strategy | 2024 | GBR     | bath-2024          | Bath          | Yes        | 2
        register_strategy | 2024 | GBR     | leeds-2024         | Leeds         | Yes        | 2
        register_strategy | 2024 | NOR     | oslo-2024          | Oslo          | Yes        | 2
        register_strategy | 2024 | NOR     | oslo-hospital-2024 | Oslo Hospital | Planned    | 1
        register_training | 2024 | GBR     | bath-2024          | Bath          | Every year | -
        register_training | 2024 | GBR     | leeds-2024         | Leeds         | Never      | -
        register_training | 2024 | NOR     | bergen-2024        | Bergen        | Never      | -
        register_training | 2024 | NOR     | oslo-2024          | Oslo          | Every year | -
        """,
    )


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"sector": ["health"]}, "oslo-hospital-2023 oslo-hospital-2024"),
        ({"country": ["NOR"], "year": ["2023"]}, "oslo-2023 oslo-hospital-2023"),
        ({"theme": ["skills_workforce"], "country": ["NOR", "KEN"]}, "bergen-2024 oslo-2024"),
        ({"kind": ["maturity"], "country": ["GBR"]}, "bath-2024 leeds-2024"),
        (
            {
                "question": ["register_strategy", "register_training"],
                "country": ["NOR"],
                "sector": ["local_government"],
            },
            "oslo-2023 oslo-2024 bergen-2024 oslo-2024",
        ),
        ({"survey": ["council_survey"]}, ""),
        ({"question": ["register_training"], "year": [2023]}, ""),
    ],
)
def test_answers_keep_to_every_choice(tiny_store: Store, chosen: dict[str, Parameter], expected: str) -> None:
    assert ask(tiny_store, "answers", **chosen)["body_id"].tolist() == expected.split()


def test_an_answer_has_everything_needed_to_cite_it(tiny_store: Store) -> None:
    assert_record(
        ask(tiny_store, "answers", theme=["skills_workforce"]).query("body_id == 'leeds-2024'"),
        """
        column        | value
        survey        | body_register
        survey_name   | Register of bodies
        publisher     | Ministry
        evidence      | census
        question      | register_training
        question_name | Training of staff
        kind          | maturity
        theme         | skills_workforce
        theme_name    | Skills, staff and training
        year          | 2024
        method        | Every body must answer
        country       | GBR
        country_name  | United Kingdom
        region        | Yorkshire
        sector        | local_government
        sector_name   | Local government
        body_type     | Council
        body_id       | leeds-2024
        body_name     | Leeds
        answer        | Never
        score         | -
        source_name   | Ministry: Register of bodies
        source_url    | https://example.org/register
        licence       | Public domain
        reuse         | open
        """,
    )


def test_cases_without_a_choice_are_all_cases_checked_ones_first_then_measured_results(tiny_store: Store) -> None:
    assert_rows(
        ask(tiny_store, "cases", search=""),
        """
        case_id          | year | year_started | year_ended | year_reported | themes                         | technologies
        leeds-chatbot    | 2021 | 2021         | -          | 2023          | ai_automation;skills_workforce | chatbot;cloud
        several-login    | 2024 | 2024         | 2026       | 2024          | cyber_resilience               | -
        oslo-sensors     | 2022 | 2022         | 2024       | -             | budget_value                   | sensors
        leeds-register   | 2022 | 2022         | -          | 2024          | ai_automation                  | machine learning
        nairobi-register | 2024 | -            | -          | 2024          | -                              | -
        """,
    )


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"country": ["GBR", "KEN"]}, "leeds-chatbot leeds-register nairobi-register"),
        ({"sector": ["health"]}, "several-login oslo-sensors"),
        ({"year": ["2024"]}, "several-login nairobi-register"),
        ({"year": [2021, 2023]}, "leeds-chatbot"),
        ({"theme": ["skills_workforce", "budget_value"]}, "leeds-chatbot oslo-sensors"),
        ({"theme": ["ai_automation"], "collection": ["inventory"]}, "leeds-register"),
        ({"technology": ["cloud", "machine learning"]}, "leeds-chatbot leeds-register"),
        ({"technology": ["machine"]}, ""),
        ({"outcome": ["measured"]}, "leeds-chatbot"),
        ({"outcome": ["prize", "aim"]}, ""),
        ({"status": ["planned", "ended"]}, "several-login oslo-sensors nairobi-register"),
        ({"collection": ["curated", "inventory"], "country": ["NOR"]}, "oslo-sensors"),
        ({"search": "LEEDS"}, "leeds-chatbot leeds-register"),
        ({"search": "letter  leeds"}, "leeds-register"),
        ({"search": "wärds"}, "oslo-sensors"),
        ({"search": "kenya"}, "nairobi-register"),
        ({"search": "where is my bin"}, "leeds-chatbot"),
        ({"search": "leeds oslo"}, ""),
        ({"search": "100%"}, ""),
        ({"search": "leeds_"}, ""),
        ({"country": ["KEN"], "sector": ["health"]}, ""),
    ],
)
def test_cases_keep_to_every_choice_and_every_word(
    tiny_store: Store, chosen: dict[str, Parameter], expected: str
) -> None:
    assert ask(tiny_store, "cases", **({"search": ""} | chosen))["case_id"].tolist() == expected.split()


def test_a_case_has_everything_needed_to_cite_it(tiny_store: Store) -> None:
    assert_record(
        ask(tiny_store, "cases", search="sensors"),
        """
        column        | value
        case_id       | oslo-sensors
        collection    | curated
        title         | Sensors on wards
        organisation  | Oslo Hospital
        country       | NOR
        country_name  | Norway
        place         | Oslo
        latitude      | 59.91
        longitude     | 10.75
        sector        | health
        sector_name   | Health
        level         | regional
        year          | 2022
        year_started  | 2022
        year_ended    | 2024
        year_reported | -
        status        | ended
        themes        | budget_value
        technologies  | sensors
        outcome       | -
        outcome_kind  | -
        outcome_kind_name | -
        told_by       | -
        summary       | Beds report when they are free.
        source_name   | Several papers: Press pieces
        source_url    | https://example.org/press/oslo
        licence       | Facts only
        reuse         | facts_only
        """,
    )


# Filters and what they leave -----------------------------------------------------------------------------------------


def test_the_vocabulary_names_every_code_a_filter_may_hold(tiny_store: Store) -> None:
    assert_rows(
        ask(tiny_store, "vocabulary"),
        """
        field      | code                    | name
        collection | curated                 | Curated
        collection | inventory               | Inventory
        country    | KEN                     | Kenya
        country    | NOR                     | Norway
        country    | INTL                    | Several countries
        country    | GBR                     | United Kingdom
        evidence   | census                  | All bodies
        evidence   | expert_score            | Expert score
        evidence   | random_sample           | Random sample
        evidence   | self_selected           | Self-selected
        indicator  | service_band            | Service index: Band
        indicator  | service_open            | Service index: Openness
        indicator  | service_offline         | Service index: Services still on paper
        indicator  | service_total           | Service index: Total
        item       | Chatbot                 | Chatbot
        item       | Cyber attacks           | Cyber attacks
        item       | Has a strategy          | Has a strategy
        item       | Lack of skills          | Lack of skills
        item       | One login               | One login
        item       | Projects                | Projects
        item       | Safety from attack      | Safety from attack
        item       | Secure systems          | Secure systems
        item       | Skills of staff         | Skills of staff
        item       | Tight budgets           | Tight budgets
        item       | Train staff             | Train staff
        item       | Use AI                  | Use AI
        kind       | concern                 | Concern
        kind       | adoption                | In use
        kind       | maturity                | Maturity
        kind       | priority                | Priority
        measure    | answer                  | Answer of a body
        measure    | mentioned               | Named
        measure    | count                   | Number
        measure    | rank                    | Rank
        measure    | score                   | Score
        measure    | percent                 | Share
        outcome    | aim                     | Aim
        outcome    | measured                | Measured result
        outcome    | prize                   | Prize
        question   | council_projects        | Councils on digital: Digital projects begun (Number)
        question   | council_tools           | Councils on digital: Tools in use (Named)
        question   | council_priorities      | Councils on digital: What councils put first (Rank)
        question   | council_barriers        | Councils on digital: What holds councils back (Share)
        question   | health_readiness        | Health poll: How ready hospitals are (Score)
        question   | health_barriers         | Health poll: What holds hospitals back (Share)
        question   | register_strategy_share | Register of bodies: Bodies with a strategy for AI (Share)
        question   | register_strategy       | Register of bodies: Strategy for AI (Answer of a body)
        question   | register_training       | Register of bodies: Training of staff (Answer of a body)
        respondents | bodies                 | Bodies as such
        respondents | digital_leaders        | Digital leaders
        respondents | body_leaders           | Leaders of bodies
        respondents | staff                  | Staff
        sector     | health                  | Health
        sector     | local_government        | Local government
        series     | service_index           | Service index
        status     | ended                   | Ended
        status     | in_use                  | In use
        status     | planned                 | Planned
        survey     | council_survey          | Councils on digital
        survey     | health_poll             | Health poll
        survey     | body_register           | Register of bodies
        technology | chatbot                 | chatbot
        technology | cloud                   | cloud
        technology | machine learning        | machine learning
        technology | sensors                 | sensors
        theme      | ai_automation           | AI and automation
        theme      | budget_value            | Budget and value for money
        theme      | cyber_resilience        | Cyber resilience
        theme      | skills_workforce        | Skills, staff and training
        year       | 2021                    | 2021
        year       | 2022                    | 2022
        year       | 2023                    | 2023
        year       | 2024                    | 2024
        """,
    )


def test_the_vocabulary_has_each_code_once_and_the_years_of_cases_too(tiny: Path, changed: Callable[[], Store]) -> None:
    append(tiny, "cases", "leeds-chatbot", case_id="leeds-again", year_started="1999", technologies="cloud;chatbot")
    append(tiny, "cases", "leeds-chatbot", case_id="leeds-undated", year_started="", year_reported="")
    vocabulary = ask(changed(), "vocabulary")
    assert not vocabulary.duplicated(["field", "code"]).any()
    years = vocabulary[vocabulary["field"] == "year"]
    assert years["code"].tolist() == ["1999", "2021", "2022", "2023", "2024"]


def test_what_is_offered_has_some_evidence(tiny_store: Store) -> None:
    assert_rows(
        ask(tiny_store, "offered"),
        """
        field   | code
        country | GBR
        country | INTL
        country | KEN
        country | NOR
        sector  | health
        sector  | local_government
        survey  | body_register
        survey  | council_survey
        survey  | health_poll
        theme   | ai_automation
        theme   | budget_value
        theme   | cyber_resilience
        theme   | skills_workforce
        year    | 2021
        year    | 2022
        year    | 2023
        year    | 2024
        """,
    )


def test_offered_is_what_only_an_answer_or_a_case_has_but_not_a_year_in_which_only_a_case_began(
    tiny: Path, changed: Callable[[], Store]
) -> None:
    append(tiny, "countries", "NOR", country="SWE", name="Sweden", iso2="SE")
    append(tiny, "countries", "NOR", country="ISL", name="Iceland", iso2="IS")
    append(tiny, "countries", "NOR", country="DNK", name="Denmark", iso2="DK")
    append(tiny, "sectors", "health", sector="justice", label="Justice")
    append(tiny, "themes", "ai_automation", theme="maps", label="Maps", question="")
    append(tiny, "themes", "ai_automation", theme="idle", label="Idle", question="")
    append(tiny, "waves", ("body_register", "2024"), year="2025")
    append(tiny, "bodies", "oslo-2024", body_id="lund-2025", country="SWE", year="2025")
    append(tiny, "answers", ("oslo-2024", "register_strategy"), body_id="lund-2025")
    append(
        tiny,
        "cases",
        "oslo-sensors",
        case_id="ice",
        country="ISL",
        sector="justice",
        themes="maps",
        year_started="2001",
    )
    offered = ask(changed(), "offered")
    codes = {str(field): rows["code"].tolist() for field, rows in offered.groupby("field")}
    assert codes["country"] == ["GBR", "INTL", "ISL", "KEN", "NOR", "SWE"]
    assert codes["sector"] == ["health", "justice", "local_government"]
    assert codes["theme"] == ["ai_automation", "budget_value", "cyber_resilience", "maps", "skills_workforce"]
    assert codes["year"] == ["2021", "2022", "2023", "2024", "2025"]


def test_filter_options_without_a_choice_count_all_figures_the_most_frequent_first(tiny_store: Store) -> None:
    assert_rows(
        ask(tiny_store, "filter_options"),
        """
        field   | code             | figures
        country | GBR              | 32
        country | NOR              | 2
        country | INTL             | 1
        country | KEN              | 1
        sector  | local_government | 28
        sector  | health           | 8
        survey  | council_survey   | 26
        survey  | health_poll      | 8
        survey  | body_register    | 2
        theme   | skills_workforce | 15
        theme   | budget_value     | 8
        theme   | cyber_resilience | 7
        theme   | ai_automation    | 6
        year    | 2024             | 19
        year    | 2023             | 9
        year    | 2022             | 6
        year    | 2021             | 2
        """,
    )


def test_filter_options_hold_the_other_filters_and_let_go_of_their_own(tiny_store: Store) -> None:
    assert_rows(
        ask(tiny_store, "filter_options", country=["GBR", "NOR"], theme=["skills_workforce"], year=["2024"]),
        """
        field   | code             | figures
        country | GBR              | 6
        country | INTL             | 1
        country | KEN              | 1
        country | NOR              | 1
        sector  | local_government | 5
        sector  | health           | 2
        survey  | council_survey   | 5
        survey  | health_poll      | 2
        theme   | skills_workforce | 7
        theme   | budget_value     | 4
        theme   | ai_automation    | 3
        theme   | cyber_resilience | 3
        year    | 2024             | 7
        year    | 2023             | 3
        year    | 2022             | 2
        year    | 2021             | 1
        """,
    )


def test_filter_options_of_a_choice_that_leaves_nothing_show_the_ways_out(tiny_store: Store) -> None:
    assert_rows(
        ask(tiny_store, "filter_options", country=["NOR"], sector=["health"]),
        """
        field   | code             | figures
        country | GBR              | 6
        country | INTL             | 1
        country | KEN              | 1
        sector  | local_government | 2
        """,
    )


def without(
    asked: Request, kind: Sequence[str] = (), held: Mapping[str, Sequence[str]] | None = None, **chosen: str
) -> list[tuple[str, int]]:
    """Return what dropping each of some filters would leave, most first; several codes of one stand apart by blanks."""
    filters = Filters(**{field: tuple(codes.split()) for field, codes in chosen.items()})
    return list(ways_out(replace(asked, filters=filters), kind, **(held or {})).items())


def test_ways_out_count_what_dropping_each_choice_would_leave(tiny_request: Request) -> None:
    assert without(tiny_request, country="NOR", sector="health") == [("country", 8), ("sector", 2)]


def test_ways_out_keep_the_kind_of_question(tiny_request: Request) -> None:
    assert without(tiny_request, ["concern"], country="NOR", sector="health") == [("country", 6), ("sector", 2)]


def test_ways_out_keep_what_the_page_holds_itself(tiny_request: Request) -> None:
    held = {"sector": ["health"]}
    assert without(tiny_request, held=held, country="NOR") == [("country", 8)]
    # What the page holds stands in place of what the reader chose of it.
    assert without(tiny_request, held=held, country="NOR", sector="central_government") == [("country", 8)]


def test_ways_out_say_nothing_of_filters_without_a_choice(tiny_request: Request) -> None:
    assert without(tiny_request) == []
    assert without(tiny_request, ["concern"]) == []


def test_ways_out_leave_out_choices_that_do_not_help(tiny_request: Request) -> None:
    chosen = {
        "country": "KEN",
        "sector": "health",
        "year": "2021 2022",
        "survey": "health_poll body_register",
        "theme": "skills_workforce",
    }
    assert without(tiny_request, **chosen) == [("year", 1)]


def test_totals_count_figures_surveys_countries_years_and_bases(tiny_store: Store) -> None:
    table = """
        figures | surveys | countries | first_year | last_year | with_base
        {}
    """
    assert_rows(ask(tiny_store, "totals"), table.format("36 | 3 | 4 | 2021 | 2024 | 23"))
    assert_rows(ask(tiny_store, "totals", sector=["health"]), table.format("8 | 1 | 3 | 2023 | 2024 | 6"))
    assert_rows(
        ask(tiny_store, "totals", year=["2022", "2023"], theme=["budget_value"]),
        table.format("3 | 2 | 1 | 2022 | 2023 | 2"),
    )
    assert_rows(
        ask(tiny_store, "totals", survey=["health_poll"], country=["NOR"]), table.format("0 | 0 | 0 | - | - | 0")
    )


def test_store_counts_are_the_rows_of_the_main_tables(tiny_store: Store) -> None:
    assert_record(
        ask(tiny_store, "store_counts"),
        """
        table      | rows
        findings   | 36
        indicators | 18
        cases      | 5
        answers    | 12
        surveys    | 3
        sources    | 5
        """,
    )


CODES: dict[str, list[str]] = {
    field: [row[0] for row in csv.reader(io.StringIO((EVIDENCE / f"{table}.csv").read_text(encoding="utf-8")))][1:]
    for field, table in (("country", "countries"), ("sector", "sectors"), ("survey", "surveys"), ("theme", "themes"))
} | {"year": [str(year) for year in range(2005, 2028)]}
# Half the countries have no figures, so a random one seldom leaves anything: the ones with many come in more often.
FREQUENT = {"country": ["GBR", "USA", "NZL", "AUS", "INTL", "CAN", "NOR"], "sector": CODES["sector"]}
CHOICES = st.fixed_dictionaries(
    {
        field: st.lists(st.sampled_from(FREQUENT.get(field, codes)) | st.sampled_from(codes), max_size=4, unique=True)
        for field, codes in CODES.items()
    }
)
ON_SHIPPED_DATA = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@ON_SHIPPED_DATA
@given(chosen=CHOICES, data=st.data())
def test_an_options_count_is_what_choosing_it_alone_would_leave(
    store: Store, chosen: dict[str, list[str]], data: st.DataObject
) -> None:
    options = ask(store, "filter_options", **chosen)
    counts = {(str(row["field"]), str(row["code"])): int(row["figures"]) for row in options.to_dict("records")}
    assert len(counts) == len(options)
    assert all(count > 0 for count in counts.values())
    for field in SHARED_FIELDS:
        listed = [code for of_field, code in counts if of_field == field]
        codes = [data.draw(st.sampled_from(CODES[field]))]
        if listed:
            codes.append(data.draw(st.sampled_from(listed)))
        for code in codes:
            left = ask(store, "findings", **(chosen | {field: [code]}))
            assert counts.get((field, code), 0) == len(left)
        if not chosen[field]:
            everything = ask(store, "totals", **chosen)["figures"].item()
            assert sum(counts[field, code] for code in listed) == everything


def test_totals_of_each_single_choice_are_counted_from_its_findings(store: Store, shipped_request: Request) -> None:
    everything, listed = ask(store, "findings"), ask(store, "choice_totals")
    for field, codes in CODES.items():
        by_code = dict(iter(everything.assign(code=everything[field].astype("string")).groupby("code")))
        assert sorted(listed.loc[listed["field"] == field, "code"]) == sorted(by_code)
        for code in {*codes, *map(str, by_code)}:
            found = by_code.get(code, everything.head(0))
            asked = replace(shipped_request, filters=Filters(**{field: (code,)}))
            expected = {
                "figures": len(found),
                "surveys": found["survey"].nunique(),
                "countries": found["country"].nunique(),
                "first_year": min(found["year"], default=None),
                "last_year": max(found["year"], default=None),
                "with_base": found["base_n"].count(),
            }
            assert totals(asked) == totals(shipped_request, **{field: [code]}) == expected


@ON_SHIPPED_DATA
@given(chosen=CHOICES, kind=st.sampled_from([[], ["concern"], ["priority", "adoption"]]))
def test_the_ways_out_and_totals_count_the_findings(
    store: Store, shipped_request: Request, chosen: dict[str, list[str]], kind: list[str]
) -> None:
    filters = Filters(**{field: tuple(codes) for field, codes in chosen.items()})
    ways = list(ways_out(replace(shipped_request, filters=filters), kind).items())
    assert ways == sorted(ways, key=lambda way: (-way[1], way[0]))
    assert dict(ways) == {
        field: len(left)
        for field in SHARED_FIELDS
        if chosen[field] and len(left := ask(store, "findings", **(chosen | {field: []}), kind=kind))
    }
    of_kind = ask(store, "findings", **chosen, kind=kind)
    counted = ask(store, "figure_count", **chosen, kind=kind, question=[]).iloc[0]
    assert (counted["figures"], counted["surveys"]) == (len(of_kind), of_kind["survey"].nunique())
    left = ask(store, "findings", **chosen)
    total = ask(store, "totals", **chosen).iloc[0]
    assert (total["figures"], total["surveys"], total["with_base"]) == (
        len(left),
        left["survey"].nunique(),
        left["base_n"].count(),
    )


# Questions of surveys ------------------------------------------------------------------------------------------------


def test_the_question_list_puts_the_best_answer_first_and_details_last(tiny_store: Store) -> None:
    listed = ask(tiny_store, "question_list")
    # The one list of three themes; short ones by base, the most it can be before none, under 30 last; two bodies; parts; names; details.
    assert_rows(
        listed,
        """
        question                | country | region | body_size      | measure   | role     | figures | years | first_year | last_year
        council_barriers        | GBR     | -      | -              | percent   | headline | 11      | 4     | 2021       | 2024
        council_barriers        | NOR     | -      | -              | percent   | headline | 2       | 1     | 2024       | 2024
        health_barriers         | KEN     | -      | -              | percent   | headline | 1       | 1     | 2024       | 2024
        council_priorities      | GBR     | -      | -              | rank      | headline | 8       | 3     | 2022       | 2024
        health_barriers         | INTL    | -      | -              | percent   | headline | 1       | 1     | 2024       | 2024
        health_barriers         | GBR     | -      | -              | percent   | headline | 4       | 2     | 2023       | 2024
        register_strategy_share | GBR     | -      | -              | percent   | headline | 2       | 2     | 2023       | 2024
        council_barriers        | GBR     | -      | Small councils | percent   | headline | 1       | 1     | 2024       | 2024
        council_barriers        | GBR     | London | -              | percent   | headline | 1       | 1     | 2024       | 2024
        council_tools           | GBR     | -      | -              | mentioned | headline | 2       | 1     | 2024       | 2024
        council_projects        | GBR     | -      | -              | count     | detail   | 1       | 1     | 2024       | 2024
        health_readiness        | GBR     | -      | -              | score     | detail   | 2       | 1     | 2024       | 2024
        """,
    )
    assert_rows(
        listed.head(8),
        """
        survey_name         | question_name                 | country_name      | comparable_years | comparable_figures | last_items | last_themes | respondent_place | base_n | is_part
        Councils on digital | What holds councils back      | United Kingdom    | 2                | 6                  | 3          | 3           | 1                | 150    | false
        Councils on digital | What holds councils back      | Norway            | 1                | 2                  | 2          | 2           | 1                | 30     | false
        Health poll         | What holds hospitals back     | Kenya             | 1                | 1                  | 1          | 1           | 2                | -      | false
        Councils on digital | What councils put first       | United Kingdom    | 2                | 5                  | 2          | 2           | 1                | -      | false
        Health poll         | What holds hospitals back     | Several countries | 1                | 1                  | 1          | 1           | 2                | -      | false
        Health poll         | What holds hospitals back     | United Kingdom    | 2                | 4                  | 2          | 2           | 2                | 8      | false
        Register of bodies  | Bodies with a strategy for AI | United Kingdom    | 2                | 2                  | 1          | 1           | 4                | 2      | false
        Councils on digital | What holds councils back      | United Kingdom    | 1                | 1                  | 1          | 1           | 1                | 60     | true
        """,
    )


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"country": ["KEN", "NOR"]}, "council_barriers NOR, health_barriers KEN"),
        (
            # A rank among short lists before a share of single bodies.
            {"theme": ["ai_automation"]},
            "council_priorities GBR, register_strategy_share GBR, council_tools GBR",
        ),
        ({"sector": ["health"], "year": ["2023"]}, "health_barriers GBR"),
        ({"survey": ["health_poll"], "kind": ["maturity"]}, "health_readiness GBR"),
        ({"year": ["2021", "2022"], "kind": ["concern", "priority"]}, "council_barriers GBR, council_priorities GBR"),
        ({"country": ["KEN"], "kind": ["priority"]}, ""),
    ],
)
def test_the_question_list_has_the_slices_in_which_the_filters_leave_a_figure(
    tiny_store: Store, chosen: dict[str, Parameter], expected: str
) -> None:
    rows = rows_of(ask(tiny_store, "question_list", **chosen), ("question", "country"))
    assert ", ".join(" ".join(row) for row in rows) == expected


def test_a_slice_chosen_for_one_figure_is_still_described_as_a_whole(tiny_store: Store) -> None:
    assert_rows(
        ask(tiny_store, "question_list", year=["2021"]),
        """
        question         | figures | first_year | last_year | comparable_figures | base_n
        council_barriers | 11      | 2021       | 2024      | 6                  | 150
        """,
    )


def test_the_base_of_a_slice_is_the_largest_of_its_last_year_and_no_older_one(
    tiny: Path, changed: Callable[[], Store]
) -> None:
    change(tiny, "findings", "barriers-24-gbr-attack", "base_n", "149")
    change(tiny, "findings", "barriers-24-gbr-budget", "base_n", "")
    for finding in ("health-24-gbr-budget", "health-24-gbr-skills"):
        change(tiny, "findings", finding, "base_n", "")
    assert_rows(
        ask(changed(), "question_list", kind=["concern"], country=["GBR"]).head(2),
        """
        question         | last_year | base_n
        council_barriers | 2024      | 150
        health_barriers  | 2024      | -
        """,
    )


WHOLE: dict[str, Parameter] = {"country": "GBR", "region": None, "sector": "local_government", "body_size": None}


def test_question_items_are_every_edition_of_one_slice_by_value_then_name(tiny_store: Store) -> None:
    assert_rows(
        ask(tiny_store, "question_items", question="council_priorities", **WHOLE),
        """
        year | method               | item           | value | tied  | base_n | wave_base_n | list_complete | theme_name
        2022 | Postal questionnaire | Train staff    | 1     | false | -      | 120         | true          | Skills, staff and training
        2022 | Postal questionnaire | Secure systems | 2     | false | -      | 120         | true          | Cyber resilience
        2022 | Postal questionnaire | Use AI         | 3     | false | -      | 120         | true          | AI and automation
        2023 | Web questionnaire    | Secure systems | 1     | false | -      | 150         | true          | Cyber resilience
        2023 | Web questionnaire    | Train staff    | 2     | true  | -      | 150         | true          | Skills, staff and training
        2023 | Web questionnaire    | Use AI         | 2     | true  | -      | 150         | true          | AI and automation
        2024 | Web questionnaire    | Use AI         | 1     | false | -      | -           | false         | AI and automation
        2024 | Web questionnaire    | Train staff    | 2     | false | -      | -           | false         | Skills, staff and training
        """,
    )


def test_question_items_of_the_whole_leave_out_its_regions_and_sizes_of_body(tiny_store: Store) -> None:
    asked = ask(tiny_store, "question_items", question="council_barriers", **WHOLE)
    assert_rows(
        asked,
        """
        year | item           | value | base_n | note              | source_url
        2021 | Lack of skills | 40    | 100    | -                 | https://example.org/councils/2021.pdf
        2021 | Tight budgets  | 60    | 100    | -                 | https://example.org/councils/2021.pdf
        2022 | Cyber attacks  | 30    | 120    | -                 | https://example.org/councils/2021.pdf
        2022 | Lack of skills | 45    | 120    | -                 | https://example.org/councils/2021.pdf
        2022 | Tight budgets  | 60    | -      | Base not printed. | https://example.org/councils/2021.pdf
        2023 | Cyber attacks  | 50    | 150    | -                 | https://example.org/councils/2024.pdf
        2023 | Tight budgets  | 50    | 150    | -                 | https://example.org/councils/2024.pdf
        2023 | Lack of skills | 55    | 150    | -                 | https://example.org/councils/2024.pdf
        2024 | Cyber attacks  | 35    | 150    | -                 | https://example.org/councils/2024.pdf
        2024 | Tight budgets  | 52    | 150    | -                 | https://example.org/councils/2024.pdf
        2024 | Lack of skills | 70    | 150    | -                 | https://example.org/councils/2024.pdf
        """,
    )
    assert asked["question_note"].unique().tolist() == ["Several answers were allowed."]


@pytest.mark.parametrize(
    ("question", "slice_of", "expected"),
    [
        ("council_barriers", {"region": "London"}, "Lack of skills 80"),
        ("council_barriers", {"body_size": "Small councils"}, "Lack of skills 60"),
        ("council_barriers", {"country": "NOR"}, "Tight budgets 33.3, Lack of skills 66.7"),
        ("health_readiness", {"sector": "health"}, "Safety from attack 2.75, Skills of staff 3.5"),
        ("council_barriers", {"region": "London", "body_size": "Small councils"}, ""),
        ("council_barriers", {"sector": "health"}, ""),
        ("council_barriers", {"country": "KEN"}, ""),
        ("no_question", {}, ""),
    ],
)
def test_question_items_keep_to_their_slice(
    tiny_store: Store, question: str, slice_of: dict[str, Parameter], expected: str
) -> None:
    rows = rows_of(ask(tiny_store, "question_items", question=question, **(WHOLE | slice_of)), ("item", "value"))
    assert ", ".join(" ".join(row) for row in rows) == expected


def test_an_item_across_is_its_last_figure_in_each_country_region_and_size_of_body(tiny_store: Store) -> None:
    across = ask(tiny_store, "item_across", question="council_barriers")
    assert_rows(
        across,
        """
        item           | country | region | body_size      | year | value | base_n | wave_base_n
        Cyber attacks  | GBR     | -      | -              | 2024 | 35    | 150    | -
        Lack of skills | GBR     | London | -              | 2024 | 80    | 25     | -
        Lack of skills | GBR     | -      | -              | 2024 | 70    | 150    | -
        Lack of skills | NOR     | -      | -              | 2024 | 66.7  | 30     | -
        Lack of skills | GBR     | -      | Small councils | 2024 | 60    | 60     | -
        Tight budgets  | GBR     | -      | -              | 2024 | 52    | 150    | -
        Tight budgets  | NOR     | -      | -              | 2024 | 33.3  | 30     | -
        """,
    )


def test_an_item_across_in_chosen_years_is_the_last_of_these(tiny_store: Store) -> None:
    assert_rows(
        ask(tiny_store, "item_across", question="council_barriers", year=["2021", "2022"]),
        """
        item           | country | year | value | base_n | wave_base_n
        Cyber attacks  | GBR     | 2022 | 30    | 120    | 120
        Lack of skills | GBR     | 2022 | 45    | 120    | 120
        Tight budgets  | GBR     | 2022 | 60    | -      | 120
        """,
    )
    assert ask(tiny_store, "item_across", question="council_barriers", year=["2020"]).empty


def test_an_item_that_left_the_list_is_shown_in_its_own_last_year(tiny_store: Store) -> None:
    assert_rows(
        ask(tiny_store, "item_across", question="council_priorities"),
        """
        item           | country | year | value | tied
        Secure systems | GBR     | 2023 | 1     | false
        Train staff    | GBR     | 2024 | 2     | false
        Use AI         | GBR     | 2024 | 1     | false
        """,
    )


def test_an_item_across_puts_equal_values_by_country_name(tiny: Path, changed: Callable[[], Store]) -> None:
    change(tiny, "findings", "health-24-ken-skills", "value", "62.5")
    change(tiny, "findings", "health-24-intl-skills", "value", "62.5")
    across = ask(changed(), "item_across", question="health_barriers")
    assert_rows(
        across[across["item"] == "Lack of skills"],
        """
        country_name      | value | base_n
        Kenya             | 62.5  | -
        Several countries | 62.5  | -
        United Kingdom    | 62.5  | 8
        """,
    )


def test_a_theme_counts_once_for_each_survey_and_sector_that_names_it(tiny_store: Store) -> None:
    assert_rows(
        ask(tiny_store, "theme_by_sector"),
        """
        theme            | theme_name                 | sector           | sector_name      | surveys
        ai_automation    | AI and automation          | local_government | Local government | 2
        budget_value     | Budget and value for money | health           | Health           | 1
        budget_value     | Budget and value for money | local_government | Local government | 1
        cyber_resilience | Cyber resilience           | health           | Health           | 1
        cyber_resilience | Cyber resilience           | local_government | Local government | 1
        skills_workforce | Skills, staff and training | health           | Health           | 1
        skills_workforce | Skills, staff and training | local_government | Local government | 1
        """,
    )


def test_themes_by_sector_keep_to_every_choice(tiny_store: Store) -> None:
    assert_rows(
        ask(
            tiny_store,
            "theme_by_sector",
            kind=["concern", "maturity"],
            year=["2024"],
            country=["GBR", "KEN"],
            theme=["cyber_resilience", "skills_workforce", "ai_automation"],
        ),
        """
        theme            | sector           | surveys
        cyber_resilience | health           | 1
        cyber_resilience | local_government | 1
        skills_workforce | health           | 1
        skills_workforce | local_government | 1
        """,
    )
    assert_rows(
        ask(tiny_store, "theme_by_sector", survey=["body_register", "health_poll"], sector=["local_government"]),
        """
        theme         | sector           | surveys
        ai_automation | local_government | 1
        """,
    )
    assert ask(tiny_store, "theme_by_sector", kind=["priority"], sector=["health"]).empty


def test_the_latest_leaders_are_what_stood_first_the_best_founded_first_and_missing_bases_last(
    tiny_store: Store,
) -> None:
    # Of fewer than ten answers nothing stands first: eight hospitals, two bodies of the register.
    assert_rows(
        ask(tiny_store, "latest_leaders", least_themes=1),
        """
        question                | country | year | item           | theme            | value | base_n | items
        council_barriers        | GBR     | 2024 | Lack of skills | skills_workforce | 70    | 150    | 3
        council_barriers        | NOR     | 2024 | Lack of skills | skills_workforce | 66.7  | 30     | 2
        council_priorities      | GBR     | 2024 | Use AI         | ai_automation    | 1     | -      | 2
        health_barriers         | KEN     | 2024 | Lack of skills | skills_workforce | 20    | -      | 1
        health_barriers         | INTL    | 2024 | Lack of skills | skills_workforce | 48    | -      | 1
        """,
    )


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"least_themes": 3}, "council_barriers GBR 2024 Lack of skills"),
        (
            {"least_themes": 2, "kind": ["concern"]},
            "council_barriers GBR 2024 Lack of skills, council_barriers NOR 2024 Lack of skills",
        ),
        (
            {"year": ["2023"], "kind": ["concern", "priority"]},
            (
                "council_barriers GBR 2023 Lack of skills, health_barriers GBR 2023 Tight budgets, "
                "council_priorities GBR 2023 Secure systems"
            ),
        ),
        # An older edition leads only where no later one is chosen; its base was not printed, and so comes last.
        ({"year": ["2021", "2022"], "kind": ["concern"]}, "council_barriers GBR 2022 Tight budgets"),
        ({"theme": ["budget_value"], "year": ["2023"]}, "health_barriers GBR 2023 Tight budgets"),
        ({"theme": ["budget_value"]}, ""),
        ({"theme": ["cyber_resilience"]}, ""),
        (
            {"country": ["KEN", "INTL"]},
            "health_barriers KEN 2024 Lack of skills, health_barriers INTL 2024 Lack of skills",
        ),
        ({"survey": ["body_register"]}, ""),
        ({"sector": ["health"], "least_themes": 3}, ""),
    ],
)
def test_the_latest_leaders_keep_to_every_choice(
    tiny_store: Store, chosen: dict[str, Parameter], expected: str
) -> None:
    leaders = ask(tiny_store, "latest_leaders", **({"least_themes": 1} | chosen))
    rows = rows_of(leaders, ("question", "country", "year", "item"))
    assert ", ".join(" ".join(row) for row in rows) == expected


def test_of_equal_leaders_one_is_named_and_questions_of_one_name_keep_an_order(
    tiny: Path, changed: Callable[[], Store]
) -> None:
    change(tiny, "findings", "barriers-24-gbr-attack", "value", "70")
    append(tiny, "questions", "council_barriers", question="a_council_barriers", measure="rank")
    append(tiny, "questions", "council_barriers", question="z_council_barriers", measure="count")
    append(tiny, "findings", "barriers-24-gbr-skills", finding_id="rank", question="a_council_barriers", value="1")
    append(tiny, "findings", "barriers-24-gbr-skills", finding_id="count", question="z_council_barriers", value="9")
    leaders = ask(changed(), "latest_leaders", least_themes=1, survey=[COUNCIL], country=["GBR"], kind=["concern"])
    assert_rows(
        leaders,
        """
        question           | measure | item           | value | base_n
        a_council_barriers | rank    | Lack of skills | 1     | 150
        council_barriers   | percent | Cyber attacks  | 70    | 150
        """,
    )


# All questions -------------------------------------------------------------------------------------------------------

# What a question needs besides lists and the codes of a row: any value that is sensible for all data.
FIXED: Mapping[str, Parameter] = {
    "search": "",
    "compact": "norway",
    "peers": "",
    "most": 1_000,
    "skip": 0,
    "least": 1,
    "least_themes": 1,
    "part": "country",
}
# Lists that are no filters, so that an empty one chooses nothing.
OF_ROWS = ("middle_years", "place", "bodies", "questions")
# A choice that leaves some rows of most questions.
SOME: Mapping[str, Parameter] = {
    "country": ["GBR", "NZL", "USA", "NOR"],
    "sector": ["local_government", "central_government", "health"],
    "year": ["2021", "2022", "2023", "2024", "2025"],
}


class Sensible:
    """Parameters for every question: codes that belong together come from one row of a table it reads."""

    def __init__(self, store: Store) -> None:
        listed = ask(store, "question_list").iloc[0]
        self.slice = listed.to_dict() | {"year": listed["last_year"]}
        self.slice["case"] = ask(store, "cases", search="")["case_id"].iloc[0]
        self.slice["theme"] = ask(store, "shown_first").set_index("field")["code"]["theme"]
        self.slice["place"] = ["NZL", "NOR"]
        self.answer = ask(store, "answers").iloc[0].to_dict()
        # An index that is worked out from parts, in the last year of a part, so that these answer too.
        (composite, part), *_ = tiny_evidence.read_rows(EVIDENCE, "composite_parts")[1:]
        year = str(ask(store, "indicators", indicator=[part])["year"].max())
        self.reading = ask(store, "indicators", indicator=[composite], year=[year]).iloc[-1].to_dict()
        self.reading["middle_years"] = [str(self.reading["year"])]
        # Set against itself it has every country twice.
        self.reading |= {"other": self.reading["indicator"], "other_year": self.reading["year"]}

        figure = ask(store, "findings").iloc[0].to_dict()
        named = {name: "" if as_text(value) == "-" else value for name, value in figure.items()}
        self.named = named | {"indicator_name": self.reading["indicator_name"]}
        self.body = store.row("body_found", slug=as_path(self.answer["body_id"])) | {"year": int(self.answer["year"])}
        self.body |= {"bodies": [self.body["body"]], "questions": [self.answer["question"]]}
        self.body |= {"kind_of_body": self.body["body_type"], "question": self.answer["question"]}

    def parameters(self, query: Query, chosen: Mapping[str, Parameter]) -> dict[str, Parameter]:
        if "indicator" in query.parameters:
            row = self.reading
        elif "indicator_name" in query.parameters:
            row = self.named
        elif {"slug", "body", "bodies", "kind_of_body"} & set(query.parameters):
            row = self.body
        else:
            row = self.answer if re.search(r"\b(chosen_)?(replies|answers)\b", query.sql) else self.slice
        given: dict[str, Parameter] = {}
        for name, meaning in query.parameters.items():
            if meaning.startswith("list of "):
                given[name] = chosen.get(name, row.get(name, []) if name in OF_ROWS else [])
            elif name in FIXED:
                given[name] = FIXED[name]
            else:
                assert name in row, f"{query.name}: say in FIXED of this file what a sensible {name} is"
                value = row[name]
                given[name] = (
                    None if as_text(value) == "-" else value.item() if isinstance(value, np.generic) else value
                )
        return given


@pytest.fixture(scope="module")
def sensible(store: Store) -> Sensible:
    return Sensible(store)


@pytest.fixture(scope="module")
def forwards(
    store: Store, store_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the store of the project's own evidence, read by as many threads as there are."""
    built = built_name(store_cache, store.fingerprint)
    with duckdb.connect(str(shutil.copy(built, tmp_path_factory.mktemp("forwards"))), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def backwards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The store of the project's own evidence with the rows of every table in reverse order, read by one thread."""
    folder = tmp_path_factory.mktemp("backwards")
    shutil.copytree(EVIDENCE, folder / "data")
    for path in (folder / "data").glob("*.csv"):
        header, *rows = tiny_evidence.read_rows(folder / "data", path.stem)
        tiny_evidence.write_rows(folder / "data", path.stem, [header, *reversed(rows)])
    open_store(folder / "data", folder / "cache").close()
    (built,) = (folder / "cache").glob("*.duckdb")
    with duckdb.connect(str(built), read_only=True, config={"threads": 1}) as connection:
        yield connection


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_answers_from_the_shipped_evidence(store: Store, sensible: Sensible, name: str) -> None:
    query = store.queries[name]
    answers = [store.ask(name, **sensible.parameters(query, chosen)) for chosen in ({}, SOME)]
    # Where nothing is chosen, there is nothing to drop; which editions are guarded is up to their owners.
    assert name == "guarded_editions" or len(answers[1 if "nearest" in name else 0])


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_an_order_of_its_own(
    store: Store,
    sensible: Sensible,
    forwards: duckdb.DuckDBPyConnection,
    backwards: duckdb.DuckDBPyConnection,
    name: str,
) -> None:
    query = QUESTIONS[name]
    for chosen in ({}, SOME):
        given_parameters = sensible.parameters(query, chosen)
        sql, bound = store.statement(name, **given_parameters)
        one, again = (forwards.execute(sql, bound).to_arrow_table() for _ in range(2))
        assert one.equals(again)
        # Rows that only their order in the files tells apart come the other way round here.
        other = backwards.execute(sql, bound).to_arrow_table()
        if not one.equals(other):  # a sum may differ in its last digit
            pd.testing.assert_frame_equal(one.to_pandas(), other.to_pandas(), rtol=1e-12)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_ends_with_an_order(name: str) -> None:
    sql = re.sub(r"'(?:[^']|'')*'|--[^\n]*", " ", QUESTIONS[name].sql)
    inner = re.compile(r"\([^()]*\)")
    while inner.search(sql):
        sql = inner.sub(" ", sql)
    assert re.search(r"\border by\b", sql)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_bears_a_choice_that_leaves_nothing(store: Store, sensible: Sensible, name: str) -> None:
    nowhere: dict[str, Parameter] = {
        parameter: ["1066" if meaning.startswith("list of years") else "no such code"]
        for parameter, meaning in QUESTIONS[name].parameters.items()
    }
    answer = store.ask(name, **sensible.parameters(QUESTIONS[name], nowhere))
    assert list(answer.columns)


def test_every_question_is_asked_by_name_in_some_test() -> None:
    tests = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in QUESTIONS if not re.search(rf"[(,]\s*\"{name}\"", tests)] == []


def test_regions_have_the_one_country_they_are_of(changed: Callable[[], Store], tiny: Path) -> None:
    assert rows_of(ask(changed(), "country_regions"), ["country", "region"]) == [["GBR", "London"]]
    # The same name in two countries says nothing of where it is.
    append(tiny, "findings", "barriers-24-gbr-skills-london", finding_id="barriers-24-nor-london", country="NOR")
    assert ask(changed(), "country_regions").empty
