"""Who spoke: groups of respondents and kinds of evidence, held against the tables they come from; and notes that reach a page."""

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from tests import tiny_evidence
from tests.given_items import facts, items, slices
from tests.reading import EVIDENCE
from trends.paths import ROOT
from trends.request.filters import Filters
from trends.request.request import Request
from trends.statistics import cells
from trends.statistics.cells import as_rows
from trends.store.store import Store
from trends.subjects import registry
from trends.subjects.lists import about as list_about
from trends.subjects.lists import cards as list_cards
from trends.subjects.lists import facts as list_facts
from trends.subjects.lists import view as list_view
from trends.subjects.lists import words as list_words
from trends.subjects.sources import view as source_view
from trends.subjects.sources import words as source_words
from trends.subjects.themes.facts import FIRMEST_KINDS
from trends.words.text import plain

STAFF = ("staff", "Staff", "Employees of every rank.")
NOTHING: dict[str, list[str]] = {
    field: []
    for field in ("country", "sector", "year", "survey", "theme", "kind", "question", "measure", "evidence", "item")
}


def table(name: str) -> list[dict[str, str]]:
    header, *rows = tiny_evidence.read_rows(EVIDENCE, name)
    return [dict(zip(header, row, strict=True)) for row in rows]


def by(name: str, key: str) -> dict[str, dict[str, str]]:
    return {row[key]: row for row in table(name)}


SURVEYS, QUESTIONS, GROUPS = (
    by("surveys", "survey"),
    by("questions", "question"),
    by("respondent_groups", "respondent_group"),
)


def group_of(question: str) -> str:
    asked = QUESTIONS[question]
    return asked["respondent_group"] or SURVEYS[asked["survey"]]["respondent_group"]


# What the words on respondents say of who spoke, and the groups that fit them.
SAID = {
    r"\b(mayors|elected|councillors|members) and (city |digital )?(staff|managers|leads)": {"elected_and_staff"},
    r"^(staff|employees|\w+ staff|\w+ servants|public employees)\b(?!.*\bagencies \(|.* and leaders)": {"staff"},
    r"^(authors|experts)\b": {"experts"},
    r"^(heads|leaders|executives) of\b": {"digital_leaders", "body_leaders", "elected"},
    r"^(government agencies|\w+ public bodies|\w+ municipalities|\w+ counties)( of [\w ]+)?$": {"bodies"},
}


def test_the_group_of_every_figure_fits_the_words_on_who_answered_it(store: Store) -> None:
    of_sectors = {(row["survey"], row["sector"]): row["respondents"] for row in table("sector_respondents")}
    told = Counter[str]()
    for row in store.ask("findings", **NOTHING, respondents=[]).to_dict("records"):
        survey = SURVEYS[row["survey"]]
        whom = QUESTIONS[row["question"]]["respondents"] or of_sectors.get(
            (row["survey"], row["sector"]), survey["respondents"]
        )
        for said, groups in SAID.items():
            if re.search(said, whom, re.IGNORECASE):
                assert row["respondent_group"] in groups, (row["finding_id"], whom, row["respondent_group"])
                told[said] += 1
    assert told.keys() == SAID.keys()


def test_a_question_has_a_group_of_its_own_only_where_it_is_another() -> None:
    own = [row for row in QUESTIONS.values() if row["respondent_group"]]
    assert own
    for row in own:
        assert row["respondents"]
        assert row["respondent_group"] != SURVEYS[row["survey"]]["respondent_group"], row["question"]


def test_a_group_of_respondents_selects_the_figures_of_its_surveys(store: Store) -> None:
    counted = Counter(group_of(row["question"]) for row in table("findings"))
    for group, row in GROUPS.items():
        found = store.ask("findings", **NOTHING, respondents=[group])
        assert (len(found), set(found["respondent_group_name"])) == (
            counted[group],
            {row["label"]} if len(found) else set(),
        )
    assert sum(counted.values()) == len(store.ask("findings", **NOTHING, respondents=list(GROUPS)))


@pytest.mark.parametrize("kind", ["priority", "concern"])
def test_only_where_leaders_answered_does_the_page_name_leaders(shipped_request: Request, kind: str) -> None:
    first = {}
    for places in list_view.offered_questions(shipped_request, kind).values():
        asked = next(iter(places.values()))
        first.setdefault(group_of(asked.question), asked)
    assert first.keys() == {
        group_of(each) for each, row in QUESTIONS.items() if row["kind"] == kind and row["measure"] != "answer"
    }
    for group, asked in first.items():
        leaders = group in {"digital_leaders", "body_leaders"}
        assert ("leaders" in list_view.question(shipped_request, asked, kind)) == leaders, group
        about = map(plain, list_view.question_card(shipped_request, asked).about)
        assert f"Their group: {GROUPS[group]['label']}. {GROUPS[group]['definition']}" in about
    assert "leaders" not in list_view.question(shipped_request, None, kind)


def test_the_answer_says_who_spoke_where_they_lead_nothing() -> None:
    figures = [(2024, "Budget", 60, 100), (2024, "Skills", 40, 100)]
    assert "(Leaders of councils; staff; the United Kingdom, local government; 2024; base" in plain(
        list_words.answer(facts(*figures, group=STAFF))
    )
    assert "(Leaders of councils; the United Kingdom, local government; 2024; base" in plain(
        list_words.answer(facts(*figures))
    )


def test_notes_of_survey_edition_and_figure_reach_the_card_and_its_file() -> None:
    given: dict[str, Any] = {
        "method_note": "Drawn from a list.",
        "wave_notes": {2022: "On paper.", 2023: "On the web.", 2024: "On the web.", 2025: "Not yet."},
        "notes": {"Budget": "Rounded.", "Skills": "Read from a chart."},
    }
    rows = [(year, item, 50, 100) for year in (2022, 2023, 2024) for item in ("Budget", "Skills")]
    known = facts(*rows, **given)
    about = list_about.about(known)
    assert {
        "How the survey was made: Drawn from a list.",
        "Edition of 2022: On paper.",
        "Editions of 2023, 2024: On the web.",
        "Budget: Rounded.",
        "Skills: Read from a chart.",
    } <= set(about)
    assert "Not yet." not in " ".join(about)
    shown = list_cards.list_card(known, items(*rows, **given), {}).shown
    assert [set(shown[name]) for name in ("method_note", "wave_note", "note")] == [
        {"Drawn from a list."},
        {"On the web."},
        {"Rounded.", "Read from a chart."},
    ]


def years_in(fieldwork: str) -> set[int]:
    """Return the years a text names, “2014/15” and “2020-21” both of theirs."""
    return {
        year
        for first, second in re.findall(r"\b((?:19|20)\d\d)(?:[/-](\d\d))?\b", fieldwork)
        for year in (int(first), int(first[:2] + (second or first[2:])))
    }


def given_in(survey: str) -> str:
    """Return what a survey gathered: entries where nobody was asked, else answers."""
    return "entries" if SURVEYS[survey]["evidence"] == "inventory" else "answers"


@pytest.mark.evidence
def test_answers_gathered_in_other_years_than_the_edition_s_are_said_beside_its_year(
    store: Store, shipped_request: Request
) -> None:
    waves = {(row["survey"], int(row["year"])): row["fieldwork"] for row in table("waves")}
    told = 0
    for row in as_rows(shipped_request.ask("question_list", kind=[])):
        slice_ = {
            name: cells.text(row[name]) or None for name in ("question", "country", "region", "sector", "body_size")
        }
        known = list_facts.list_facts(store.ask("question_items", **slice_), "Here")
        survey = QUESTIONS[str(row["question"])]["survey"]
        fieldwork, given = waves[survey, known.year], given_in(survey)
        elsewhen = bool(years_in(fieldwork)) and known.year not in years_in(fieldwork)
        assert (f"({given} gathered: {fieldwork})" in list_words.subtitle(known)) == elsewhen
        said = f"{given.capitalize()} of {known.year} gathered: {fieldwork}."
        assert (said in list_about.about(known)) == bool(fieldwork)
        told += elsewhen
    assert told


@pytest.mark.evidence
def test_the_page_of_bodies_says_when_they_answered_where_that_is_not_the_year_of_the_edition(
    shipped_request: Request,
) -> None:
    waves = {(row["survey"], row["year"]): row["fieldwork"] for row in table("waves")}
    told = set()
    for survey, year in sorted({(row["survey"], row["year"]) for row in table("bodies")}):
        fieldwork = waves[survey, year]
        elsewhen = bool(years_in(fieldwork)) and int(year) not in years_in(fieldwork)
        filters = Filters(survey=(survey,), year=(year,))
        page = registry.contents("bodies", replace(shipped_request, filters=filters))
        words = f"{given_in(survey)} gathered: {fieldwork}"
        assert (words in plain(page.answer)) == elsewhen, survey
        assert (words in str(page.cards[0].foot)) == (words in str(page.cards[0].subtitle)) == elsewhen
        told.add(elsewhen)
    assert told == {True, False}


def test_a_note_of_all_figures_is_said_once_and_notes_left_out_are_counted() -> None:
    named = [f"Item {letter}" for letter in "ABCDEFGHI"]
    rows = [(2024, item, 50, 100) for item in named]
    about = list_about.about(facts(*rows, notes=dict.fromkeys(named, "Rounded.")))
    assert about.count("Rounded.") == 1
    about = list_about.about(facts(*rows, notes={item: f"{item} alone." for item in named}))
    assert about[-2:] == ["Item F: Item F alone.", "3 more notes on single figures: see the files."]


def test_notes_reach_the_card_of_an_item_elsewhere_and_its_file() -> None:
    known = facts((2024, "Lack of skills", 50, 100), method_note="Drawn from a list.")
    rows = slices({"note": "Rounded."}, {"country": "NOR", "wave_note": "On paper."})
    card = list_cards.across_card(known, rows, "Lack of skills", "council_barriers")
    assert {"How the survey was made: Drawn from a list.", "United Kingdom: Rounded."} <= set(card.about)
    assert card.shown[["note", "wave_note"]].fillna("").to_numpy().tolist() == [["Rounded.", ""], ["", "On paper."]]


def test_the_list_of_surveys_says_who_most_of_those_who_answered_are(shipped_request: Request) -> None:
    labels = {row["name"]: GROUPS[row["respondent_group"]]["label"] for row in SURVEYS.values()}
    shown = source_view.survey_table(shipped_request, "")
    assert len(shown) > 0
    assert [labels[plain(name)] for name in shown["Survey"]] == list(shown["Most of them"])
    staff = source_view.survey_list(shipped_request, "elected members")["survey_name"].tolist()
    assert {name for name, label in labels.items() if label.startswith("Elected members")} <= set(staff)


def test_every_kind_of_evidence_is_listed_explained_and_worn_by_its_surveys(shipped_request: Request) -> None:
    kinds = by("evidence_kinds", "evidence")
    used = Counter(row["evidence"] for row in SURVEYS.values())
    listed = source_view.rows(shipped_request, source_view.KINDS)
    assert dict(zip(listed["evidence_name"], listed["surveys"], strict=True)) == {
        row["label"]: used[code] for code, row in kinds.items()
    }
    terms = {row["term"] for row in table("glossary")}
    assert {kinds[code]["label"] for code in ("members_vote", "staff_survey", "poll_of_persons")} <= terms
    seen = set()
    for kind in ("priority", "concern"):
        for places in list_view.offered_questions(shipped_request, kind).values():
            asked = next(iter(places.values()))
            code = SURVEYS[QUESTIONS[asked.question]["survey"]]["evidence"]
            if code not in seen:
                card = list_view.question_card(shipped_request, asked)
                assert card.evidence == kinds[code]["label"]
                assert kinds[code]["limits"] in card.reach
                seen.add(code)
    assert {"members_vote", "staff_survey", "poll_of_persons"} <= seen


def test_code_names_only_kinds_of_evidence_that_there_are() -> None:
    kinds = set(by("evidence_kinds", "evidence"))
    assert {*(set(FIRMEST_KINDS) - {"complete"}), source_words.SOLD_BY} <= kinds
    retired = re.compile("opinion" + "[_ ]poll", re.IGNORECASE)
    for folder, ending in (
        ("trends", "py"),
        ("tests", "py"),
        ("bench", "py"),
        ("soak", "py"),
        ("queries", "sql"),
        ("data", "sql"),
        ("docs", "md"),
    ):
        for path in (ROOT / folder).rglob(f"*.{ending}"):
            assert not retired.search(path.read_text(encoding="utf-8")), path
