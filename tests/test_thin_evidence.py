"""A country of which surveys tell little: what there is of it leads, the nearest countries are offered, no page is bare."""

import pandas as pd
import pytest

from tests.reading import EVIDENCE
from tests.test_pages import drawn, open_page, shown
from trends.export.page import page_html
from trends.export.tables import about
from trends.request.request import Request, request_of
from trends.subjects import registry
from trends.subjects.lists import view as lists
from trends.subjects.overview import findings
from trends.subjects.overview import view as overview
from trends.subjects.places import view as places
from trends.words.text import html, plain

pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")
KIND, KIND_PAGE = "priority", "priorities"


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(EVIDENCE / f"{name}.csv", keep_default_na=False, dtype=str)


@pytest.fixture(scope="module")
def listed(shipped_request: Request) -> dict[str, set[str]]:
    """The surveys with a headline list of priorities of each country alone."""
    asked = table("questions").query("kind == @KIND and role == 'headline'")
    figures = table("findings").merge(asked, on="question")
    assert shipped_request.version.fingerprint
    return {str(country): set(rows["survey"]) for country, rows in figures.groupby("country")}


@pytest.fixture(scope="module")
def thin(shipped_request: Request, listed: dict[str, set[str]]) -> str:
    """A country without such a list, whose subregion has one."""
    known = places.places(shipped_request)
    held = {known[code].subregion for code in listed if code in known}
    groups = shipped_request.vocabulary.aggregates
    return next(
        code
        for code, place in known.items()
        if place.is_country
        and code not in listed
        and not any(group in listed for group in groups.get(code, ()))
        and place.subregion in held
        and places.standings(shipped_request, code)
    )


def test_an_empty_list_tells_what_there_is_and_offers_the_nearest_countries(
    thin: str, listed: dict[str, set[str]], shipped_request: Request
) -> None:
    known = places.places(shipped_request)
    name = known[thin].name
    app = drawn(open_page("priorities", country=[name]))
    said = "\n".join(shown(app)).replace("**", "")
    # The page of the place says the same, under the same filter.
    assert plain(places.answer(request_of([("country", thin)])[0], thin)).split(". ")[0] in said
    without_scripts = page_html("priorities", request_of([("country", thin)])[0], {})
    assert html(places.answer(request_of([("country", thin)])[0], thin)) in without_scripts
    offered = [button for button in app.main.button if str(button.key).startswith("nearest_")]
    codes = [str(button.key).removeprefix("nearest_") for button in offered]
    near = sorted(
        (code for code in listed if code in known and known[code].subregion == known[thin].subregion),
        key=lambda code: (-len(listed[code]), known[code].name),
    )
    assert codes[: len(near)] == near[: len(codes)]
    assert [button.label.rsplit(": ", 1)[1].split()[0] for button in offered] == [
        str(len(listed[code])) for code in codes
    ]
    app = drawn(offered[0].click().run())
    assert app.session_state["country"] == [known[codes[0]].name]
    assert not app.main.info


def test_the_overview_of_such_a_country_begins_with_where_it_stands(thin: str, shipped_request: Request) -> None:
    asked = request_of([("country", thin)])[0]
    assert not lists.counted_lists(asked, KIND).themes
    found = overview.contents(asked, {})
    if any(lists.counted_lists(asked, kind).themes for kind in ("priority", "concern")):
        pytest.skip("It has a list of concerns.")
    assert plain(found.answer).startswith(plain(places.answer(asked, thin)))
    assert "indices" in [card.key for card in found.cards]
    app = drawn(open_page("overview", country=[places.name(shipped_request, thin)]))
    assert app.get("bidi_component")


def test_the_overview_of_a_country_with_lists_begins_with_them(listed: dict[str, set[str]]) -> None:
    most = max(listed, key=lambda code: len(listed[code]))
    found = overview.contents(request_of([("country", most)])[0], {})
    assert found.cards[0].key in {"priorities", "concerns"}
    assert findings.place_card(request_of([])[0]) is None


def test_a_list_of_a_group_alone_tells_its_one_share_in_its_card_and_draws_no_empty_table(
    shipped_request: Request,
) -> None:
    figures = table("findings").merge(table("questions").query("kind == @KIND"), on="question")
    groups, own = shipped_request.vocabulary.aggregates, set(figures["country"])
    known = places.places(shipped_request)
    # Asked within a group alone, which is a single share of a detail.
    held = {code: figures[figures["country"].isin(groups.get(code, ()))] for code in known if code not in own}
    alone = [(code, rows) for code, rows in held.items() if len(rows) == 1 and rows["role"].item() == "detail"]
    if not alone:
        pytest.skip("each country that a group alone was asked for has several figures")
    code, rows = alone[0]
    row = rows.iloc[0]
    asked = request_of([("country", code)])[0]
    answer = plain(lists.contents(asked, {}, KIND).answer)
    assert answer.startswith(f"A detail of a survey, which cannot answer this by itself: {row['label']} (")
    assert f"; {row['year']}; base: {row['base_n']} answered)." in answer
    # Its figure answers nothing: the card alone tells it.
    assert f"{row['value']}%" not in answer
    (card,) = lists.contents(asked, {}, KIND).cards[:1]
    assert f"{row['value']}%" in card.table.frame().to_string()
    app = drawn(open_page("priorities", country=[known[code].name]))
    assert "Which themes surveys name as priorities" not in [heading.value for heading in app.main.header]
    assert "Which themes surveys name as priorities" in [
        heading.value for heading in drawn(open_page("priorities")).main.header
    ]


def test_a_plain_page_says_that_nothing_is_left_only_where_it_says_nothing_else(thin: str) -> None:
    asked, nothing = request_of([("country", thin)])[0], "These filters leave nothing to show here."
    for name in registry.PAGES:
        held = registry.contents(name, asked)
        said = held.answer or held.cards or held.listings
        assert (nothing in page_html(name, asked, {})) == (not said), name
    # The page on themes tells of a country in words and lists alone, and Priorities has nothing of it.
    assert registry.contents("themes", asked).answer
    assert nothing in page_html(KIND_PAGE, asked, {})


def test_what_a_file_says_of_itself_is_labelled_as_a_table_is(shipped_request: Request) -> None:
    slices = next(iter(lists.offered_questions(shipped_request, KIND).values()))
    card = lists.question_card(shipped_request, next(iter(slices.values())))
    labels = [label for label, _ in about(shipped_request.store, shipped_request.vocabulary, card.file_words, 1)]
    assert "Place" in labels
    assert [label for label in labels if not label[:1].isupper()] == []
