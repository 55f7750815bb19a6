"""What is said of one theme: who was asked, the answer, its uses and key figures, and the reader's own place."""

from dataclasses import replace

import pytest

from tests.given_figures import figures, ranged_rows
from tests.given_lists import lists_of
from trends.request.place import NOBODY, Self
from trends.request.request import Request
from trends.statistics.cells import as_rows
from trends.subjects.themes import facts as theme_facts
from trends.subjects.themes import words as theme_words
from trends.subjects.themes.facts import ListPlace
from trends.words.text import markdown, plain

USES = ("ai_uses_now", "ai_uses_next")
NO_CASES = {"cases": 0, "with_measured": 0, "when": ""}


def kind_of(country: str) -> str:
    return "several" if country.startswith(("Several countries", "World")) else "country"


# The words ----------------------------------------------------------------------------------------------------------


# What a row of figures says of who and where, unless a test says otherwise.
SAID = {
    "respondents": "Leaders of councils", "several_told": False, "place_name": "Norway", "country_kind": "country",
    "region": None, "body_size": None, "sector_said": None, "sector_told": False, "year": 2024,
}  # fmt: skip
HEALTH = {"sector_said": "health"}


@pytest.mark.parametrize(
    ("who", "told", "country", "others", "expected"),
    [
        ("Leaders of councils", False, "Norway", {}, "Leaders of councils, Norway 2024"),
        ("Municipalities of Brazil", False, "Brazil", {}, "Municipalities of Brazil 2024"),
        (
            "Bodies of England",
            False,
            "England (NHS trusts)",
            {"body_size": "NHS trusts"},
            "Bodies of England, of these NHS trusts 2024",
        ),
        (
            "Staff of Bath",
            False,
            "Bath",
            {"region": "Bath", "country_name": "United Kingdom"},
            "Staff of Bath, the United Kingdom 2024",
        ),
        ("Bodies", False, "England (NHS trusts)", {"body_size": "NHS trusts"}, "Bodies, England (NHS trusts) 2024"),
        ("Public servants in ten countries", True, "Several countries", {}, "Public servants in ten countries 2024"),
        # Its figures of one country are those of that one alone, and of a kind of body in all are told with that.
        (
            "Public servants in ten countries",
            True,
            "Norway",
            HEALTH,
            "Public servants in ten countries, those in Norway alone, health, 2024",
        ),
        ("Leaders in Norway, in 2021 also Kenya", True, "Norway", {}, "Leaders in Norway, in 2021 also Kenya 2024"),
        (
            "Public servants in ten countries",
            True,
            "Several countries (universities)",
            {"body_size": "Universities"},
            "Public servants in ten countries, universities 2024",
        ),
        ("Government leaders", False, "Several countries", {}, "Government leaders, several countries 2024"),
        ("Leaders", False, "Norway", HEALTH, "Leaders, Norway, health 2024"),
        ("Leaders of hospitals", False, "Norway", HEALTH | {"sector_told": True}, "Leaders of hospitals, Norway 2024"),
        ("Leaders worldwide", True, "Several countries", HEALTH, "Leaders worldwide, health 2024"),
    ],
)
def test_no_place_is_named_twice_and_no_part_left_out(
    who: str, told: bool, country: str, others: dict[str, object], expected: str
) -> None:
    row = {"respondents": who, "several_told": told, "place_name": country, "country_kind": kind_of(country)}
    assert theme_words.who(SAID | row | others) == expected


def test_where_nobody_was_asked_the_words_say_so() -> None:
    row = {"respondents": "Nobody was asked (researchers check websites)", "place_name": "Chile", "year": 2021}
    assert theme_words.who(SAID | row) == "Nobody was asked (researchers check websites), Chile 2021"


@pytest.mark.parametrize(
    ("country", "others", "expected"),
    [
        ("Norway", {}, "Norway\N{NO-BREAK SPACE}2024"),
        ("Norway", HEALTH, "Norway, health\N{NO-BREAK SPACE}2024"),
        ("Several countries", {}, "2024"),
        ("Several countries", {"body_size": "Universities"}, "universities\N{NO-BREAK SPACE}2024"),
        ("World", {}, "2024"),
    ],
)
def test_several_countries_are_no_place_to_name(country: str, others: dict[str, object], expected: str) -> None:
    row = {"place_name": country, "country_kind": kind_of(country)}
    assert theme_words.where(SAID | row | others) == expected


def test_a_long_name_keeps_place_and_year() -> None:
    said = theme_words.who(SAID | {"respondents": "Staff of many bodies " * 9}, 40)
    assert len(said) <= 40
    assert said.endswith("…, Norway 2024")


def test_no_two_figures_of_a_question_read_alike(shipped_request: Request) -> None:
    """Where question, item and edition are the same, who is told apart: by country, region, kind of body or sector."""
    rows = as_rows(shipped_request.ask("theme_evidence", kind=[], question=[]))
    said: dict[tuple[object, ...], set[tuple[str, ...]]] = {}
    for row in rows:
        slice_of = tuple(str(row[name]) for name in ("country", "region", "body_size", "sector"))
        said.setdefault((row["question"], row["item"], theme_words.who(row)), set()).add(slice_of)
    assert [alike for alike, slices in said.items() if len(slices) > 1] == []


def test_the_answer_says_standing_figure_index_and_cases() -> None:
    row = theme_facts.as_recent(figures({"base_n": 1710}).to_dict("records")[0], 2026)
    cases = {"cases": 12, "with_measured": 11, "when": "2019–2025"}
    said = theme_words.answer(
        "Skills", "stands first in 2 of 9 lists of priorities", "These are the newest lists.", row, None, cases
    )
    assert markdown(said) == (
        "Skills **stands first in 2 of 9 lists of priorities**. These are the newest lists. "
        "Firmest recent figure on what surveys say: **60%**, “What holds councils back: "
        "Lack of skills” (Leaders of councils, Norway 2024, base 1,710). **11 checked cases** have a measured result."
    )
    old = theme_words.answer("Skills", "", "", theme_facts.as_recent(row, 2028), None, NO_CASES)
    assert "Firmest figure on what surveys say: 60%" in plain(old)
    none = "No list of several themes counts for this choice."
    nothing = theme_words.answer("Skills", "", "", {}, None, NO_CASES, unlisted=none)
    assert plain(nothing) == none
    found = theme_words.holdings(figures({}, {}).to_dict("records"), "Skills")
    few = theme_words.answer("Skills", "", "", {}, None, NO_CASES, held=found, unlisted=none)
    assert plain(few) == f"Skills: 2 figures from 1 survey, no firm share among them. {none}"
    # What no list says stands last.
    unnamed = theme_words.answer("Skills", "", "", {}, None, NO_CASES | {"cases": 3}, unlisted="None names it.")
    assert plain(unnamed) == "There are 3 checked cases without a measured result. None names it."


def test_where_a_theme_leads_no_list_a_recent_figure_comes_first() -> None:
    row = figures({"base_n": 1710}).to_dict("records")[0]
    named, when = "is named in 4 of 6 lists of concerns", "These are the newest lists."

    def beginning(asked_in: int, stands: str = "") -> str:
        figure = theme_facts.as_recent(row, asked_in)
        said = plain(theme_words.answer("Skills", stands, when, figure, None, NO_CASES, named=named))
        assert ("is named in" in said) != bool(stands)
        return said[:21]

    assert beginning(2026) == "Firmest recent figure"
    # Of an old one it is no news.
    assert beginning(2028) == "Skills is named in 4 "
    assert beginning(2026, "stands first in 1 of 6 lists of concerns") == "Skills stands first i"


def test_the_answer_names_a_use_where_surveys_asked_for_uses() -> None:
    (use,) = theme_facts.uses(
        ranged_rows({"question": USES[0], "item": "Drafting letters", "measure": "count", "value": 875}), USES
    )
    said = theme_words.answer("AI and automation", "", "", {}, None, NO_CASES, use)
    assert markdown(said) == (
        "Most named in the newest survey of its uses: **drafting letters** (875 bodies; Leaders of councils, Norway 2024)."
    )
    (use,) = theme_facts.uses(ranged_rows({"question": USES[0], "item": "IT support", "base_n": 20}), USES)
    # 60% of 20 is a weak share.
    said = theme_words.answer("AI and automation", "", "", {}, None, NO_CASES, use)
    assert r"**IT support** (60% \[u\]; Leaders" in markdown(said)
    assert "IT support (60% [u]; Leaders" in plain(said)


def test_uses_are_told_a_line_for_each_survey_and_place() -> None:
    drafting = {"question": USES[0], "question_name": "Uses", "measure": "count", "base_n": None}
    frame = figures(
        drafting | {"item": "Letters", "value": 875},
        drafting | {"item": "Minutes", "value": 755, "place_in_list": 2},
        {"question": USES[1], "question_name": "Now", "item": "Security", "country_name": "Chile", "country": "CHL"},
    )
    assert [markdown(line) for line in theme_words.uses_words(theme_facts.uses(as_rows(frame), USES))] == [
        "**Letters** (875 bodies) and **Minutes** (755 bodies). Uses; Leaders of councils, Norway 2024; base not published; "
        "[Councils on digital](https://example.org/councils)",
        "**Security** (60%). Now; Leaders of councils, Chile 2024; base 200; "
        "[Councils on digital](https://example.org/councils)",
    ]


def test_an_item_that_its_question_repeats_is_said_once() -> None:
    given = figures({"question_name": "AI in use in councils", "item": "AI in use"})
    row = theme_facts.as_recent(given.to_dict("records")[0], 2026)
    said = theme_words.answer("AI", "", "", row, None, NO_CASES)
    assert "“AI in use in councils” (Leaders" in plain(said)
    assert theme_words.figure_title(row) == "AI in use in councils: 60%, Norway 2024"
    (row,) = figures({}).to_dict("records")
    assert theme_words.figure_title(row) == "Lack of skills: 60% (what holds councils back, Norway 2024)"


def test_key_figures_are_those_of_the_kind_of_list_that_names_the_theme_most() -> None:
    asked = {"base_n": 87, "population": 89, "coverage": "asked_all"}
    row = theme_facts.as_recent(figures(asked).to_dict("records")[0], 2027)
    found = {"priority": [ListPlace(1, 5, 2024)], "concern": [ListPlace(1, 4, 2024), ListPlace(2, 4, 2024)]}
    cases = {"cases": 12, "with_measured": 11, "when": "2019–2025"}
    lists = {"priority": lists_of(18), "concern": lists_of(24)}
    assert theme_words.key_figures(found, lists, row, None, cases) == [
        ("First among concerns", "1 of 24", "newest lists of several themes, 2023–2024; 2 name it"),
        (
            "Firmest recent figure on what surveys say",
            "60%",
            "Lack of skills; Leaders of councils, Norway 2024, 87 of 89 answered",
        ),
        ("Measured results", "11", "of 12 checked cases, begun or told of 2019–2025"),
    ]
    nowhere: dict[str, list[ListPlace]] = {"priority": [], "concern": []}
    assert theme_words.key_figures(nowhere, {"priority": lists_of(3), "concern": lists_of(0)}, {}, None, NO_CASES) == [
        ("First among priorities", "0 of 3", "newest lists of several themes, 2023–2024; none names it")
    ]


# The reader's own place ---------------------------------------------------------------------------------------------

COUNCIL = Self("GBR", "local_government", "", "United Kingdom", "Local government")
NORSE = Self("NOR", "health", "", "Norway", "Health")


def test_nobody_is_told_nothing_of_a_theme() -> None:
    assert theme_words.theme(NOBODY, [], "Skills") == ""


def test_a_theme_tells_the_newest_firm_figure_of_the_place() -> None:
    own = {"survey_name": "Council survey", "country": "GBR", "country_name": "United Kingdom"}
    rows = figures(
        own | {"item": "Few answered", "value": 90, "base_n": 12},
        own | {"item": "Other", "residual": True, "value": 80},
        own | {"item": "Lack of skills", "value": 61},
        own | {"item": "Elsewhere", "value": 50, "country": "NOR"},
    )
    assert markdown(theme_words.theme(COUNCIL, as_rows(rows), "Skills and staff")) == (
        "Of 4 figures on skills and staff, 3 are of your country and sector. Newest: **Lack of skills** (61% of 200; "
        "Council survey, 2024)."
    )
    assert theme_words.theme(NORSE, as_rows(rows), "Skills and staff") == (
        "Of 4 figures on skills and staff, none is of your country and sector; 1 of your country."
    )
    assert theme_words.theme(COUNCIL, as_rows(rows.head(1)), "Skills") == (
        "Of 1 figure on skills, 1 is of your country and sector, all with few answers."
    )
    together = "Britain and Ireland"
    held = figures(own | {"country": "BIR", "country_name": together, "place_name": together})
    assert markdown(theme_words.theme(replace(COUNCIL, within=("BIR",)), as_rows(held), "Skills")) == (
        "Of 1 figure on skills, 1 is of your country and sector, that of a group that holds your country. Newest: **Lack of skills** (60% of 200; Council survey, 2024, Britain and Ireland)."
    )
    wales = figures(own | {"region": "Wales"})
    assert markdown(theme_words.theme(COUNCIL, as_rows(wales), "Skills")).endswith(
        "Newest: **Lack of skills** (60% of 200; Council survey, 2024, Wales)."
    )
