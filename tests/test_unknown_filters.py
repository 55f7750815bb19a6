"""What an address chooses and no filter offers is said on the page, with the nearest names, until the reader goes on."""

import ast
from http import HTTPStatus

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from tests.hostile_words import HOSTILE
from tests.reading import opened, words_below_filters
from tests.sheet import choose, told
from trends.export import parameters
from trends.paths import ROOT
from trends.request.filters import SHARED_FIELDS
from trends.request.options import offered
from trends.request.request import Request
from trends.serve import card_answers, read
from trends.subjects.lists import view as list_view
from trends.subjects.movers import view as movers
from trends.subjects.registry import PAGES
from trends.ui import unknown

pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")

PLAIN, API = (TestClient(Starlette(routes=routes)) for routes in (read.ROUTES, card_answers.ROUTES))
LEFT_OUT = "left out of the filters"


def note_of(app: AppTest) -> str:
    """Return what a page says was left out; empty where it says nothing."""
    assert [error.value for error in app.exception] == []
    said = [text.value for text in app.main.markdown if LEFT_OUT in text.value]
    assert len(said) <= 1
    return said[0] if said else ""


def offers(app: AppTest) -> list[str]:
    return [button.label for button in app.main.button if str(button.key).startswith("nearest_")]


def chosen(app: AppTest, field: str) -> list[str]:
    return list(told(app)["chosen"][field])


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_that_a_country_is_none_of_the_evidence(page: str) -> None:
    app = opened(f"{page}.py", country="Atlantis")
    assert note_of(app) == (
        '<p role="status" aria-live="polite">'
        "Atlantis is no country of this evidence; it was left out of the filters.</p>"
    )
    # Near the top: before anything else that the page itself says.
    assert LEFT_OUT in words_below_filters(app)[0].value
    assert offers(app) == []
    assert chosen(app, "country") == []
    assert "country" not in app.query_params


def test_a_place_that_is_the_only_one_of_a_question_is_understood_where_the_address_names_both(
    shipped_request: Request,
) -> None:
    listed = list_view.offered_questions(shipped_request, "priority")
    first, *others = [(question, places) for question, places in listed.items()]
    question, (place,) = next((question, list(places)) for question, places in others if len(places) == 1)
    assert place not in first[1]
    app = opened("priorities.py", question=question, place=place)
    assert not any("left out" in text.value for text in app.main.markdown)


# What is typed may be any words, and what the page on one body says by itself where it has none of that name.
WORDS = {"search", "body", "find", "case", "of"}
# A body is set beside another one alone.
BESIDE_ONE = {("body", "beside")}
OWN_CHOICES = [
    (page, choice)
    for page, known in PAGES.items()
    for choice in (*known.choices, *parameters.FORMS)
    if (page, choice) not in BESIDE_ONE
]


def skip_if_not_offered(page: str, choice: str) -> None:
    """Leave out ways to part the bodies of a page that opens with bodies of one kind: it offers none."""
    if page == "bodies" and choice in {"part", "answer"}:
        offered = {
            each.key for kind in ("segmented_control", "selectbox") for each in opened("bodies.py").main.get(kind)
        }
        if not {"part", "answer"} & offered:
            pytest.skip("The bodies that open the page are of one kind.")


@pytest.mark.parametrize(("page", "choice"), [each for each in OWN_CHOICES if each[1] not in WORDS])
def test_what_a_choice_of_a_page_does_not_offer_is_said_and_taken_out_of_the_address(page: str, choice: str) -> None:
    skip_if_not_offered(page, choice)
    app = opened(f"{page}.py", **{choice: "zzz"})
    assert [error.value for error in app.exception] == []
    said = [text.value for text in app.main.markdown if "left out" in text.value]
    assert said == [
        f'<p role="status" aria-live="polite">zzz is no {parameters.PAGE_CHOICES[choice]} to choose here; '
        "it was left out.</p>"
    ]
    assert dict(app.query_params) == {}


@pytest.mark.parametrize("choice", ["kind", "from"])
def test_the_page_of_search_says_it_as_well(choice: str) -> None:
    app = opened("search.py", **{choice: "zzz"})
    assert [text.value for text in app.main.markdown if "zzz is no " in text.value] != []
    assert dict(app.query_params) == {}
    answer = PLAIN.get("/read/search", params={"q": "skills", choice: "zzz"})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "zzz" in answer.text


def test_a_briefing_that_is_not_ready_is_said_to_be_none() -> None:
    app = opened("briefing.py", ready="zzz")
    assert [warning.value for warning in app.main.warning] == ["“zzz” is no briefing that is ready."]
    assert [warning.value for warning in opened("briefing.py", ready="cyber").main.warning] == []


@pytest.mark.parametrize(("page", "choice"), OWN_CHOICES)
def test_a_plain_page_refuses_what_a_choice_does_not_offer(page: str, choice: str) -> None:
    skip_if_not_offered(page, choice)
    answer = PLAIN.get(f"/read/{page}", params={choice: "zzz"}, follow_redirects=False)
    if choice in WORDS - {"case", "of"}:
        assert answer.status_code == HTTPStatus.OK
        return
    assert answer.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}
    assert "zzz" in answer.text
    assert f'href="/read/{page}' in answer.text
    # So does a program that asks for the same as data.
    if choice in PAGES[page].choices:
        told = API.get(f"/api/v1/cards/{page}", params={choice: "zzz"})
        assert told.status_code == answer.status_code
        assert "zzz" in told.text


def test_what_every_choice_of_a_page_offers_is_no_fault(shipped_request: Request) -> None:
    given = {"turned": ["movers-counts.table", "x"], "sort": ["All countries~Value~down"], "people": ["Parts"]}
    offered_here = {name: given[name] for name in ("sort",)} | {"turned": ["movers-counts.table"]}
    assert parameters.misread("movers", shipped_request, offered_here) == []
    assert parameters.misread("movers", shipped_request, given) == [("turned", "x"), ("people", "Parts")]
    for people in movers.PEOPLE:
        assert parameters.misread("movers", shipped_request, {"people": [people]}) == []
    assert parameters.misread("cases", shipped_request, {"map": ["true"], "numbers": ["False"]}) == []
    for release in shipped_request.version.releases.listed:
        assert parameters.misread("releases", shipped_request, {"release": [release.name]}) == []


def test_what_is_nearly_the_name_of_a_filter_is_said_and_taken_out_of_the_address() -> None:
    app = opened("overview.py", years="2024", utm_source="mail", sector="helth")
    said = words_below_filters(app)[0].value
    assert "“years” is the name of no filter; it was left out. Did you mean year?" in said
    assert "helth is no sector" in said
    assert dict(app.query_params) == {"utm_source": "mail"}
    choose(app, "sector", ["Health"])
    assert not [text for text in app.main.markdown if "left out" in text.value]


def bound_names() -> set[str]:
    """Return the names that a widget writes into the address, where its script says them in full."""
    calls = [
        node
        for path in (ROOT / "trends" / "ui").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    named = [{each.arg: each.value for each in call.keywords} for call in calls]
    return {ast.literal_eval(each["key"]) for each in named if "bind" in each and isinstance(each["key"], ast.Constant)}


def test_no_name_that_a_page_has_is_strange() -> None:
    assert len(bound_names()) > 10
    for page, held in PAGES.items():
        names = {*SHARED_FIELDS, *held.choices, "release", "turned", "embed_options"}
        assert parameters.strange(names, page) == {}
    everywhere = set(bound_names())
    for page in (*PAGES, "search", "briefing"):
        everywhere &= set(parameters.strange(everywhere, page))
    assert everywhere == set()
    # One page alone has these.
    assert set(parameters.strange({"section", "q", "from"}, "accessibility")) == {"section", "q", "from"}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ctry", "country"),
        ("cntry", "country"),
        ("Country", "country"),
        ("countries", "country"),
        ("yr", "year"),
        ("from", "year"),
        ("to", "year"),
        ("sctr", "sector"),
        ("topic_name", ""),
        ("foo", ""),
        # Both a sector and a survey are shortened so.
        ("sr", ""),
        ("y", ""),
    ],
)
def test_a_name_that_means_nothing_is_told_with_the_filter_that_was_meant(name: str, meant: str) -> None:
    assert parameters.strange([name], "overview") == {name: meant}


@pytest.mark.parametrize("name", ["utm_source", "UTM_Campaign", "fbclid", "gclid", "mc_eid", "_ga", "ref", "embed"])
def test_a_mark_of_a_mailing_or_of_a_frame_is_no_fault(name: str) -> None:
    assert parameters.strange([name], "overview") == {}


def test_a_span_of_years_by_other_names_is_said_to_be_left_out_and_can_be_closed() -> None:
    app = opened("movers.py", **{"from": "2019", "to": "2024", "foo": "1"})
    said = words_below_filters(app)[0].value
    assert "“from” is the name of no filter; it was left out. Did you mean year?" in said
    assert "“to” is the name of no filter; it was left out. Did you mean year?" in said
    assert "“foo” is the name of no filter; it was left out." in said
    assert dict(app.query_params) == {}
    app.main.button(key="close_left_out").click().run()
    assert not [text for text in app.main.markdown if "left out" in text.value]


@pytest.mark.parametrize(
    ("field", "written", "said", "buttons"),
    [
        ("country", "Austrlia", "Austrlia is no country", ["Choose Australia", "Choose Austria"]),
        ("sector", "helth", "helth is no sector", ["Choose Health"]),
        ("year", "1066", "1066 is no year", []),
        ("survey", "A poll", "A poll is no survey", []),
        ("theme", "cyber", "cyber is no theme", ["Choose Cyber resilience"]),
    ],
)
def test_each_shared_filter_says_it_and_offers_what_comes_near(
    field: str, written: str, said: str, buttons: list[str]
) -> None:
    app = opened("accessibility.py", **{field: written})
    assert f">{said} of this evidence; it was left out of the filters." in note_of(app)
    assert offers(app) == buttons
    names = [label.removeprefix("Choose ") for label in buttons]
    assert ("Did you mean " in note_of(app)) == bool(buttons)
    assert all(name in note_of(app) for name in names)


def test_a_year_offers_the_next_one_of_the_evidence(shipped_request: Request) -> None:
    last = max(offered(shipped_request)["year"])
    app = opened("accessibility.py", year=str(int(last) + 2))
    assert offers(app) == [f"Choose {last}"]
    app.main.button(key=f"nearest_year_{last}").click().run()
    assert app.session_state["year"] == [last]
    assert note_of(app) == ""


def test_what_was_meant_is_chosen_by_its_button_and_the_note_goes() -> None:
    app = opened("accessibility.py", country="Austrlia", sector="Health")
    app.main.button(key="nearest_country_Austria").click().run()
    assert chosen(app, "country") == ["Austria"]
    assert chosen(app, "sector") == ["Health"]
    assert note_of(app) == ""


def test_the_note_stays_until_a_filter_changes() -> None:
    app = opened("accessibility.py", country="Atlantis")
    assert note_of(app.run())
    choose(app, "sector", ["Health"])
    assert note_of(app) == ""
    choose(app, "sector", [])
    assert note_of(app) == ""


def test_the_note_goes_with_its_page() -> None:
    app = opened("accessibility.py", country="Atlantis")
    assert note_of(app.switch_page("sources.py").run()) == ""


def test_known_values_stay_beside_unknown_ones_and_other_names_are_no_fault() -> None:
    app = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=120).switch_page("accessibility.py")
    app.query_params["country"] = ["Atlantis", "UK", "GBR", "Holland", "Atlantis"]
    app.run()
    assert chosen(app, "country") == ["United Kingdom", "Netherlands"]
    assert note_of(app).count("Atlantis") == 1
    assert "UK" not in note_of(app)


def test_a_country_without_figures_is_told_from_one_that_is_none() -> None:
    app = opened("accessibility.py", country="Bouvetøya")
    assert "There are no figures on Bouvet Island; it was left out of the filters." in note_of(app)


def test_nothing_is_said_where_all_is_understood() -> None:
    assert note_of(opened("accessibility.py", country="new zealand", theme="cyber_resilience", year=" ")) == ""


@pytest.mark.parametrize("words", HOSTILE)
def test_what_looks_like_markup_stays_words(words: str) -> None:
    app = opened("accessibility.py", country=words)
    said = note_of(app)
    assert said.startswith('<p role="status" aria-live="polite">')
    inside = said.removeprefix('<p role="status" aria-live="polite">').removesuffix("</p>")
    # Markdown is not read inside a paragraph of HTML; a browser is asked for that in test_place_fields.
    assert "<" not in inside
    assert "\n" not in inside


def test_long_values_are_cut_and_many_are_counted(shipped_request: Request) -> None:
    values = [("country", f"{number}{'x' * 500}") for number in range(unknown.MOST_SAID + 2)]
    said = str(unknown.words(shipped_request, values, []))
    assert said.count("is no country") == unknown.MOST_SAID
    assert said.endswith("So were 2 more.")
    assert len(said) < unknown.MOST_SAID * (unknown.LONGEST_SHOWN + 100)
    assert str(unknown.words(shipped_request, values[:-1], [])).endswith("So was 1 more.")
