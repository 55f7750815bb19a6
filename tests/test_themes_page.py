"""What the page on one theme holds under a request, and the page itself on the real evidence."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from tests.drawn import charts_of, key_figures_of
from tests.reading import EVIDENCE, follow, words_below_filters
from tests.test_pages import drawn, missing_said, nothing_fits, open_page, shown
from trends.cards.card import Card
from trends.request.filters import Filters
from trends.request.place import Self
from trends.request.request import Request
from trends.store.store import Store
from trends.subjects.themes import view
from trends.subjects.themes import words as theme_words
from trends.words import grammar
from trends.words.text import plain

# In-process pages stand beside pure functions here.
pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")

COUNCIL = Self("GBR", "local_government", "", "United Kingdom", "Local government")


def chart_of(card: Card | None) -> bool:
    return card is not None and card.chart is not None


# The contents -------------------------------------------------------------------------------------------------------


def test_the_contents_are_those_of_the_theme_that_is_chosen(tiny_request: Request) -> None:
    choices = {view.TOPIC: ["Skills, staff and training"]}
    held = view.contents(tiny_request, choices)
    assert view.contents(tiny_request, {view.TOPIC: ["skills_workforce"]}).question == held.question
    assert held.question == "Have we the people and skills?"
    assert plain(held.answer).startswith("Skills, staff and training stands first in ")
    assert held.you == ""
    assert [label for label, *_ in held.key_figures][:1] == ["First among priorities"]
    said, done = held.cards
    assert said is view.said_card(tiny_request, "skills_workforce")
    assert done is view.done_card(tiny_request, "skills_workforce")
    assert said.receipt is not None
    assert said.receipt.query == "theme_evidence"
    again = tiny_request.store.ask(said.receipt.query, **said.receipt.parameters)
    assert again["value"].tolist() == said.shown["value"].tolist()


def test_untouched_the_theme_is_that_of_the_filters_else_cyber_resilience(tiny_request: Request) -> None:
    assert view.theme_of(tiny_request) == "cyber_resilience"
    filtered = replace(tiny_request, filters=Filters(theme=("skills_workforce",)))
    assert view.theme_of(filtered) == "skills_workforce"
    assert view.theme_of(filtered, {view.TOPIC: ["No such theme"]}) == "skills_workforce"


def test_filters_that_leave_nothing_leave_the_question_alone(tiny_request: Request) -> None:
    nothing = replace(tiny_request, filters=Filters(year=("1999",)))
    held = view.contents(nothing, {view.TOPIC: ["skills_workforce"]})
    assert held.question == "Have we the people and skills?"
    assert (held.answer, held.you, list(held.key_figures), list(held.cards)) == ("", "", [], [])


def test_the_contents_tell_the_readers_own_place(tiny_request: Request) -> None:
    mine = replace(tiny_request, place=COUNCIL)
    said = plain(view.contents(mine, {view.TOPIC: ["skills_workforce"]}).you)
    assert re.match(r"Of \d+ figures on skills, staff and training, \d+ (is|are) of your country and sector\. ", said)


@pytest.mark.evidence
def test_a_chart_comes_first_where_a_theme_has_any_and_else_what_surveys_say(shipped_request: Request) -> None:
    turned = []
    for country in ((), ("GBR",), ("JPN",), ("IRL",)):
        request = replace(shipped_request, filters=Filters(country=country))
        for theme in request.vocabulary.names["theme"]:
            said, done = view.said_card(request, theme), view.done_card(request, theme)
            first, *_ = [*view.cards(request, theme), None]
            if chart_of(done) and not chart_of(said):
                turned.append((country, theme))
                assert first is done
            elif chart_of(said) and not chart_of(done):
                assert first is said
            # Of two charts the one on the theme itself comes first: see the test of the firmest figures.
            elif not chart_of(done):
                assert first is (said or done)
    country, theme = turned[0]
    chosen = {"country": [shipped_request.vocabulary.name("country", code) for code in country]}
    app = drawn(open_page("themes", topic=[view.name(shipped_request, theme)], **chosen))
    headings = [heading.value for heading in app.main.header]
    assert headings[:2] == ["What bodies do", "What surveys say"]
    app = drawn(open_page("themes", topic=["Cyber resilience"]))
    assert [heading.value for heading in app.main.header][:2] == ["What surveys say", "What bodies do"]


@pytest.mark.evidence
def test_the_page_of_a_theme_never_opens_with_what_there_is_not(shipped_request: Request) -> None:
    """Under every country that one index places, and under none, the first sentence counts something."""
    for country in ((), ("IRL",), ("NZL",), ("GBR",)):
        request = replace(shipped_request, filters=Filters(country=country))
        for theme in request.vocabulary.names["theme"]:
            if view.is_empty(request, theme):
                continue
            said = plain(view.answer(request, theme))
            first = plain(grammar.led(said, 0)[0])
            assert not re.search(r"No list| in none of ", first) or " first in " in first, (country, theme)


@pytest.mark.evidence
def test_of_a_country_without_lists_the_page_says_where_it_stands(shipped_request: Request) -> None:
    request = replace(shipped_request, filters=Filters(country=("IRL",)))
    said = plain(view.answer(request, "cyber_resilience"))
    (told,) = re.findall(r"^Ireland is (?:joint )?(\d+)\w\w of (\d+) in Cybersecurity commitment \((\d+)\)", said)
    values = pd.read_csv(EVIDENCE / "indicator_values.csv")
    held = (
        values[(values["indicator"] == "gci") & (values["year"] == int(told[2]))]
        .set_index("country")["value"]
        .astype(float)
    )
    assert [int(each) for each in told[:2]] == [int((held > held["IRL"]).sum()) + 1, len(held)]


# The page -----------------------------------------------------------------------------------------------------------


def names(store: Store) -> dict[str, str]:
    listed = store.ask("vocabulary")
    rows = listed[listed["field"] == "theme"]
    return dict(zip(rows["code"], rows["name"], strict=True))


def test_untouched_the_page_asks_of_cyber_attacks() -> None:
    app = drawn(open_page("themes"))
    assert app.title[0].value == "Are we ready for a cyber attack?"
    said = words_below_filters(app)[0].value
    many = r"((\d+|none) of \d+|both|all \d+|the one)"
    assert re.search(rf"\*\*stands first in {many} lists? of priorities and {many} lists? of concerns\*\*", said)
    firm = re.compile(r"Firmest (recent )?figure on (use and maturity|what surveys say): \*\*")
    assert any(firm.search(each.value) for each in app.main.markdown)
    first, firmest, *_ = [label for label, *_ in key_figures_of(app)]
    # Of the kind of list of which more name the theme.
    assert first in {"First among priorities", "First among concerns"}
    assert firm.match(f"{firmest}: **")
    assert any("Surveys agree" in text for text in shown(app))
    assert len(charts_of(app)) == 2


def test_every_theme_has_a_page_with_an_answer(store: Store) -> None:
    app = open_page("themes")
    for code, name in names(store).items():
        app.main.selectbox(key="topic").set_value(name).run()
        drawn(app)
        assert app.title[0].value == theme_words.question(dict(store.ask("theme", theme=code).iloc[0].to_dict()))
        assert "**" in "\n".join(each.value for each in app.main.markdown), name
        assert len(charts_of(app)) <= 2
        assert not missing_said(app), name


def test_the_page_on_ai_names_what_it_is_used_for() -> None:
    app = drawn(open_page("themes", topic=["AI and automation"]))
    assert "Most named in the newest survey of its uses: **" in "\n".join(each.value for each in app.main.markdown)
    assert "What it is used for" in [heading.value for heading in app.main.header]
    other = drawn(open_page("themes"))
    assert "What it is used for" not in [heading.value for heading in other.main.header]


def test_a_chosen_country_is_placed_in_the_indices() -> None:
    app = drawn(open_page("themes", country=["New Zealand"]))
    said = "\n".join(markdown.value for markdown in app.main.markdown)
    assert re.search(r"\*\*New Zealand is (joint )?\d+\w\w of \d+ countries\*\*", said)
    assert any(caption.value.startswith("Caution: ") for caption in app.main.caption)


def test_the_theme_of_the_filter_is_the_one_the_page_opens_with() -> None:
    app = drawn(open_page("themes", theme=["Legacy IT and technical debt"]))
    assert app.title[0].value == "How bad is legacy IT, and what does leaving it cost?"


def test_a_door_takes_the_theme_to_the_cases() -> None:
    app = open_page("themes")
    app = follow(app, "All cases on this theme")
    assert app.session_state["theme"] == ["Cyber resilience"]
    assert app.title[0].value != "Are we ready for a cyber attack?"


def test_a_choice_that_leaves_nothing_is_said_and_can_be_taken_back(store: Store) -> None:
    app = drawn(open_page("themes", **nothing_fits(store)))
    assert missing_said(app)
    assert charts_of(app) == []


def test_a_country_known_by_an_index_alone_is_told_its_place_and_the_nearest_with_surveys(
    shipped_request: Request,
) -> None:
    values = pd.read_csv(EVIDENCE / "indicator_values.csv", dtype=str, keep_default_na=False)
    gci = values[values["indicator"] == "gci"]
    edition = gci[gci["year"] == gci["year"].max()].set_index("country")["value"].astype(float)
    told = set(pd.read_csv(EVIDENCE / "findings.csv", dtype=str)["country"])
    told |= set(pd.read_csv(EVIDENCE / "cases.csv", dtype=str)["country"]) | set(
        pd.read_csv(EVIDENCE / "bodies.csv", dtype=str)["country"]
    )
    code = next(
        code
        for code in edition.index
        if code not in told
        and code in shipped_request.vocabulary.names["country"]
        and not shipped_request.vocabulary.aggregates.get(code)
    )
    name = shipped_request.vocabulary.name("country", code)
    asked = replace(shipped_request, filters=Filters(country=(code,)))
    assert not view.is_empty(asked, "cyber_resilience")
    assert not view.has_figures(asked, "cyber_resilience")
    place = int(edition.rank(ascending=False, method="min")[code])
    assert re.search(
        rf"{re.escape(name)} is (joint )?{place}\w\w of {len(edition)} ", plain(view.answer(asked, "cyber_resilience"))
    )
    app = drawn(open_page("themes", country=[name], topic=["Cyber resilience"]))
    (said,) = [info.value for info in app.main.info]
    assert "survey figure on the theme cyber resilience" in said
    assert [button for button in app.main.button if str(button.key).startswith("nearest_")]
