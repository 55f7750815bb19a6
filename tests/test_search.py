"""Search: given the small evidence these rows and no others; on the shipped one, what any reader may expect of it."""

import functools
import html
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from tests import tiny_evidence
from tests.reading import EVIDENCE, opened
from trends.export import page
from trends.request.request import Request, request_of
from trends.serve import api, read
from trends.store.store import Store
from trends.store.versions import VERSIONS
from trends.subjects import registry
from trends.subjects.bodies import view as bodies
from trends.subjects.body import view as body_view
from trends.subjects.cases import view as cases
from trends.subjects.indices import view as indices
from trends.subjects.lists import view as lists
from trends.subjects.matters import LIST_PAGES
from trends.subjects.places import view as places
from trends.subjects.search import facts, view, words
from trends.subjects.search.view import Group, Result

# How many letters a country's name has at least that is found whatever letter of it is wrong.
LEAST_LETTERS = 6
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def found(store: Store, text: str, most: int = 9) -> list[str]:
    """Return what a text finds as lines: kind, name, score, and the name it was found by where that is another."""
    meant = facts.typed(text)
    lines = []
    for row in store.rows("find", words=list(meant.words), compact=meant.compact, kinds=[], skip=0, most=most):
        by = f" as {row['named']}" if row["named"] != row["name"] else ""
        lines.append(f"{row['kind']}: {row['name']} {round(row['score'], 4):g}{by}")
    return lines


def names(groups: list[Group], kind: str) -> list[str]:
    return [result.name for group in groups if group.kind == kind for result in group.results]


# What was typed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told", "compact"),
    [
        ("Côte d’Ivoire", ("cote", "divoire"), "cotedivoire"),
        ("  AI, AI & automation ", ("ai", "automation"), "aiaiandautomation"),
        ("What do they put first?", ("put", "first"), "whatdotheyputfirst"),
        # A common word alone is what is looked for.
        ("who", ("who",), "who"),
        ("대한민국", ("대한민국",), "대한민국"),
        ("İstanbul", ("istanbul",), "istanbul"),
        ("Māori", ("maori",), "maori"),
        ("Lillestrøm, Wrocław & Weiß", ("lillestrom", "wroclaw", "weiss"), "lillestromwroclawandweiss"),
        (" ?! ", (), ""),
    ],
)
def test_words_are_compared_without_case_accents_and_signs(text: str, told: tuple[str, ...], compact: str) -> None:
    assert facts.typed(text) == facts.Typed(told, compact)


def test_a_long_text_is_cut() -> None:
    meant = facts.typed("word%d " * 50 % tuple(range(50)))
    assert len(meant.words) == facts.MOST_WORDS
    assert len(meant.compact) < facts.LONGEST


# Given rows -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A whole name counts 2, whichever of a place's names it is.
        # What lies in a place is found beside it, 0.6 where the body's name is one word; that with more answers first.
        (
            "Norway",
            [
                "place: Norway 2",
                "body: Oslo 0.6",
                "body: Bergen 0.6",
                "body: Oslo Hospital 0.555",
                "case: Sensors on wards 0.54",
            ],
        ),
        ("noreg", ["place: Norway 2 as Noreg"]),
        ("u.k.", ["place: United Kingdom 2 as UK"]),
        # One letter is wrong: 0.8.
        ("Kenia", ["place: Kenya 0.8"]),
        # A theme of four words that holds the one typed: 0.85 + 0.15 / 4; a question of three: 0.85 + 0.15 / 3. A theme comes
        # before a question that fits hardly better.
        ("training", ["theme: Skills, staff and training 0.8875", "question: Training of staff 0.9"]),
        # The same with one letter missing, of which 0.6 remain; items of three words.
        (
            "skils",
            ["theme: Skills, staff and training 0.5325", "item: Lack of skills 0.54", "item: Skills of staff 0.54"],
        ),
        # The body itself; beside it what lies there, 0.6 of 0.85 + 0.15 / 2 and of 0.85 + 0.15 / 3.
        ("Leeds", ["body: Leeds 2", "case: Letter sorting 0.555", "case: Chatbot for residents 0.54"]),
        # The beginning of a word counts 0.7 + 0.2 x 6 / 7 of it, times 0.85 + 0.15 / 2.
        ("budget", ["theme: Budget and value for money 0.88", "item: Tight budgets 0.8061"]),
        # A part of a country, and what lies in it: 0.6 where the body's name is one word.
        ("Yorkshire", ["region: Yorkshire 2", "body: Leeds 0.6"]),
        ("base", ["word: Base 2"]),
        ("zzzz", []),
    ],
)
def test_a_text_finds_these_things_and_no_others(tiny_store: Store, text: str, expected: list[str]) -> None:
    assert found(tiny_store, text) == expected


def test_only_the_first_of_a_kind_are_listed_and_all_are_counted(tiny_request: Request) -> None:
    (group,) = [group for group in view.find(tiny_request, "hospitals", most=1) if group.kind == "question"]
    assert (group.title, group.found, len(group.results)) == ("Questions", 2, 1)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("noreg", Result("Norway", "Country, also “Noreg”", "places/norway", (("country", "Norway"),))),
        (
            "Yorkshire",
            Result(
                "Yorkshire",
                "United Kingdom · 1 public body, 2024",
                "bodies?asked=Register+of+bodies%2C+2024%3A+Strategy+for+AI&part=Region&body=Yorkshire",
            ),
        ),
        (
            "London",
            Result(
                "London",
                "United Kingdom · Concern · Councils on digital",
                "concerns?question=council_barriers&place=United+Kingdom+%C2%B7+London+%C2%B7+Local+government",
            ),
        ),
        ("Cyber resilience", Result("Cyber resilience", "", "themes?topic=Cyber+resilience")),
        ("Health", Result("Health", "", "sectors?branch=Health")),
        (
            "Use AI",
            Result(
                "Use AI",
                "Priority · Councils on digital, 2024",
                "priorities?question=council_priorities&place=United+Kingdom+%C2%B7+Local+government",
            ),
        ),
        (
            # It left its list with the edition of 2024.
            "Secure systems",
            Result(
                "Secure systems",
                "Priority · Councils on digital, 2023",
                "priorities?question=council_priorities&place=United+Kingdom+%C2%B7+Local+government&year=2023",
            ),
        ),
        (
            "What holds hospitals back",
            Result("What holds hospitals back", "Concern · Health poll", "concerns?question=health_barriers"),
        ),
        (
            "Tools in use",
            Result(
                "Tools in use",
                "In use · Councils on digital",
                "themes?topic=AI+and+automation&survey=Councils+on+digital",
            ),
        ),
        (
            "Training of staff",
            Result(
                "Training of staff",
                "Maturity · Register of bodies",
                "bodies?asked=Register+of+bodies%2C+2024%3A+Training+of+staff",
            ),
        ),
        ("Health poll", Result("Health poll", "Clinic Press · Hospital managers", "concerns?survey=Health+poll")),
        ("Openness", Result("Openness", "Service index", "countries?indicator=Service+index%3A+Openness")),
        (
            "Oslo Hospital",
            Result(
                "Oslo Hospital",
                "Hospital · Norway",
                "bodies/oslo-hospital",
            ),
        ),
        (
            "Sensors on wards",
            Result("Sensors on wards", "Oslo Hospital · Norway · 2022", "cases?case=Sensors+on+wards"),
        ),
        ("Wave", Result("Wave", "An edition of a survey.", "sources?section=Glossary&word=Wave")),
    ],
)
def test_each_kind_leads_to_its_page(tiny_request: Request, text: str, result: Result) -> None:
    assert view.find(tiny_request, text)[0].results[0] == result


def test_what_is_said_of_what_was_found() -> None:
    assert words.status(" ", 0) == ""
    assert words.status("skills", 1_200) == "1,200 found for “skills”."
    assert words.status("Māori", 2, typed=False) == "Nothing here is called “Māori”; 2 are spelt much like it."
    assert words.status("zzzz", 0).startswith("Nothing here is called “zzzz”")
    long = {"kind": "case", "about": "a" * 200}
    assert len(words.about(long)) == words.LONGEST_ABOUT


# On the shipped evidence ----------------------------------------------------------------------------------------------


@st.composite
def misspelt(draw: st.DrawFn) -> tuple[str, str]:
    """Draw the name of a country that has a page, and the same with a letter wrong, missing, too many or swapped."""
    name = draw(st.sampled_from(long_names()))
    at = draw(st.integers(0, len(name) - 1))
    letter = draw(st.sampled_from(LETTERS))
    before, here, after = name[:at], name[at], name[at + 1 :]
    wrong = [before + after, before + letter + after, before + letter + here + after]
    return name, draw(st.sampled_from([*wrong, before + after[:1] + here + after[1:]]))


@functools.cache
def long_names() -> list[str]:
    """Return the names of countries with a value of an index, of which every one has a page."""
    header, *rows = tiny_evidence.read_rows(EVIDENCE, "countries")
    country, name, kind = (header.index(column) for column in ("country", "name", "kind"))
    of_values, *values = tiny_evidence.read_rows(EVIDENCE, "indicator_values")
    valued = {row[of_values.index("country")] for row in values}
    return sorted(
        row[name]
        for row in rows
        if row[country] in valued and row[kind] == "country" and len(row[name]) >= LEAST_LETTERS
    )


# The evidence is opened once for all examples.
@settings(max_examples=30)
@given(pair=misspelt())
def a_letter_wrong(request: Request, pair: tuple[str, str]) -> None:
    name, typed = pair
    assert name in names(view.find(request, typed), "place")


def test_a_country_is_found_with_any_letter_of_it_wrong(shipped_request: Request) -> None:
    a_letter_wrong(shipped_request)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Holland", "Netherlands"),
        ("Turkiye", "Türkiye"),
        ("Czech Republic", "Czechia"),
        ("UK", "United Kingdom"),
        ("South Korea", "South Korea"),
        ("Aotearoa", "New Zealand"),
        ("aotaeroa", "New Zealand"),
        ("cote d'ivoire", "Côte d’Ivoire"),
        ("new zea", "New Zealand"),
    ],
)
def test_a_country_is_found_first_by_every_name(shipped_request: Request, typed: str, name: str) -> None:
    first = view.find(shipped_request, typed)[0]
    assert (first.kind, first.results[0].name) == ("place", name)


def test_an_organisation_is_found_by_its_name_in_short(shipped_request: Request) -> None:
    header, *rows = tiny_evidence.read_rows(EVIDENCE, "cases")
    organisation = header.index("organisation")
    # Names such as “Health Service Executive”, of which anybody makes the same short name.
    whole = sorted(
        {row[organisation] for row in rows if re.fullmatch(r"(?:[A-Z][a-z]+ ){2,4}[A-Z][a-z]+", row[organisation])}
    )
    tried = whole[:: len(whole) // 12]
    for name in tried:
        short = "".join(word[0] for word in name.split())
        groups = pages_of(shipped_request, short, "case")
        assert any(name in result.about for group in groups for result in group.results), (short, name)
        assert groups[0].typed


def test_what_is_only_spelt_alike_is_no_answer(shipped_request: Request) -> None:
    # A name with a letter too many, which makes it no word of the evidence.
    found_alike = view.found(shipped_request, view.sought("Norwayy", "", ""))
    assert found_alike.groups
    assert "spelt much like it" in found_alike.status


def pages_of(request: Request, text: str, kind: str) -> list[Group]:
    """Return all pages of one kind, following the way on from each to the next."""
    listed, query = [], {"q": text, "kind": kind, "from": ""}
    while query:
        shown = view.found(request, view.sought(query["q"], query["kind"], query.get("from", "")))
        listed += shown.groups
        on = [link for link in shown.onward if link.words.startswith("On to")]
        query = dict(parse_qsl(urlsplit(on[0].address).query)) if on else {}
    return listed


def test_letters_a_keyboard_lacks_are_found_as_they_are_typed(shipped_request: Request) -> None:
    """Whether a case holds such a word is read from the file itself."""
    cases = pd.read_csv(EVIDENCE / "cases.csv", dtype=str, keep_default_na=False)
    looked_for = {"Lillestrøm": "lillestrom", "Ringkøbing": "ringkobing", "Holbæk": "holbaek"}
    tried = {name: typed for name, typed in looked_for.items() if cases["organisation"].str.contains(name).any()}
    assert tried
    for name, typed in tried.items():
        held = int(cases["organisation"].str.contains(name).sum())
        for text in (name, typed, typed.upper()):
            found = view.found(shipped_request, view.sought(text, "", ""))
            (group,) = (each for each in found.groups if each.kind == "case")
            assert "much like it" not in found.status, text
            assert group.found >= held, (text, held)
            assert any(name in result.about for result in group.results), text


def test_all_of_a_kind_is_offered_a_hundred_at_a_time(shipped_request: Request) -> None:
    text = "digital"
    everything = view.find(shipped_request, text)
    group = max(everything, key=lambda each: each.found)
    assert group.found > view.MOST_OF_KIND
    way = view.all_of(text, group)
    assert way is not None
    assert dict(parse_qsl(urlsplit(way.address).query)) == {"q": text, "kind": group.kind}
    pages = pages_of(shipped_request, text, group.kind)
    listed = [result.address for page in pages for result in page.results]
    assert len(listed) == group.found
    assert {len(page.results) for page in pages[:-1]} == {view.MOST_OF_KIND}
    assert listed[: len(group.results)] == [result.address for result in group.results]
    # No kind and no number of any thing are as if they were not given.
    assert view.found(shipped_request, view.sought(text, "unknown", "x")).sought == facts.Sought(text)
    assert view.found(shipped_request, view.sought(text, group.kind, "999999")).groups[0].first == 1


def sampled(table: str, column: str, every: int) -> list[str]:
    """Return some values of a column, evenly spread, so that more evidence gives other ones."""
    header, *rows = tiny_evidence.read_rows(EVIDENCE, table)
    return [row[header.index(column)] for row in rows[::every]]


def test_a_question_is_among_the_first_by_its_own_words(shipped_request: Request) -> None:
    asked = sampled("questions", "label", 31)
    assert {name for name in asked if name not in names(view.find(shipped_request, name), "question")} == set()


def tells_of_region(asked: Request, page: str, choices: Mapping[str, Sequence[str]], region: str) -> bool:
    """Say whether a page with what its address chooses tells of a part of a country: in its list, bodies or figures."""
    if page in LIST_PAGES.values():
        of_kind = next(code for code, name in LIST_PAGES.items() if name == page)
        shown = lists.asked_of(asked, choices, of_kind)
        return shown is not None and shown.region == region
    held = registry.contents(page, asked, choices)
    if page == "bodies":
        listed = pd.read_csv(EVIDENCE / "bodies.csv", dtype=str, keep_default_na=False)
        of_region = set(listed.loc[listed["region"].str.contains(region, regex=False), "name"])
        (found_bodies,) = held.listings
        # The page looks for each of its words in names too: “Vitulazio” is not in Lazio.
        called = {str(name) for name in found_bodies.table.frame().iloc[:, 0]}
        by_name = {name for name in called if any(word in name.casefold() for word in region.casefold().split())}
        lie_there = called - by_name <= of_region
        return bool(called & of_region) and lie_there and region in set(held.cards[1].shown["part"])
    return any(region in set(card.shown["region"]) for card in held.cards)


def leads_there(request: Request, kind: str, result: Result) -> bool:
    """Say whether the page at an address, with what its parameters choose, is on what was found."""
    page, query = urlsplit(result.address).path, urlsplit(result.address).query
    if kind == "place":
        return places.of_slug(request, unquote(page.removeprefix("places/"))) == result.name
    asked, choices = request_of(parse_qsl(query), request.version)
    if kind == "region":
        return tells_of_region(asked, page, choices, result.name)
    if page in LIST_PAGES.values():
        of_kind = next(code for code, name in LIST_PAGES.items() if name == page)
        shown = lists.asked_of(asked, choices, of_kind)
        assert shown is not None
        return kind != "item" or result.name in set(lists.facts_of(asked, shown).items["item"])
    if kind == "case":
        return cases.find_case(asked, result.name)["label"] == result.name
    if kind == "index":
        return choices["indicator"][0] in indices.offered_indicators(asked)
    if page == "bodies":
        shown_first = bodies.asked_of(asked, choices)
        assert shown_first is not None
        if kind == "survey":
            return bool(asked.filters.survey)
        assert choices["asked"][0] in bodies.offered_questions(asked)
        if kind == "question":
            return str(shown_first.row["question_name"]) == result.name
    if kind == "body":
        body = body_view.found(asked, page.removeprefix("bodies/"))
        listed = pd.read_csv(EVIDENCE / "bodies.csv", dtype=str, keep_default_na=False)
        return body is not None and body.survey in set(listed.loc[listed["name"] == result.name, "survey"])
    contents = registry.contents(page, asked, choices)
    if kind == "question":
        return any(result.name in set(card.shown["question_name"]) for card in contents.cards)
    return bool(contents.answer)


@pytest.mark.parametrize(
    ("table", "column", "every", "kind"),
    [
        ("findings", "item", 611, "item"),
        ("questions", "label", 149, "question"),
        ("surveys", "name", 47, "survey"),
        ("indicators", "label", 43, "index"),
        ("bodies", "name", 1801, "body"),
        ("cases", "title", 1501, "case"),
        ("country_names", "name", 97, "place"),
        ("glossary", "term", 17, "word"),
        ("themes", "label", 7, "theme"),
        ("sectors", "label", 4, "sector"),
    ],
)
def test_every_result_leads_to_a_page_on_it(
    shipped_request: Request, table: str, column: str, every: int, kind: str
) -> None:
    tried, wrong = 0, []
    for text in sampled(table, column, every):
        for group in view.find(shipped_request, text, most=1):
            if group.kind == kind:
                tried += 1
                wrong += [result for result in group.results if not leads_there(shipped_request, kind, result)]
    assert tried
    assert wrong == []


def test_a_part_of_a_country_is_found_by_its_name_and_leads_to_a_page_that_tells_of_it(
    shipped_request: Request,
) -> None:
    """Which parts named bodies have, or lists tell of, is read from the tables."""
    bodies_table = pd.read_csv(EVIDENCE / "bodies.csv", dtype=str, keep_default_na=False)
    asked = pd.read_csv(EVIDENCE / "questions.csv", dtype=str, keep_default_na=False).set_index("question")["kind"]
    figures = pd.read_csv(EVIDENCE / "findings.csv", dtype=str, keep_default_na=False)
    countries = pd.read_csv(EVIDENCE / "countries.csv", dtype=str, keep_default_na=False).set_index("country")
    listed = figures[figures["question"].map(asked).isin(list(LIST_PAGES))]
    parts = {
        (country, region)
        for table in (bodies_table, listed)
        for country, region in zip(table["country"], table["region"], strict=True)
        if region and countries.loc[country, "kind"] == "country"
    }
    found_parts, wrong = set(), []
    for country, region in sorted(parts):
        groups = {group.kind: group for group in view.find(shipped_request, region, most=20)}
        of_country = [
            result
            for result in (groups["region"].results if "region" in groups else [])
            if result.name == region and result.about.startswith(countries.loc[country, "name"])
        ]
        found_parts |= {(country, region)} if of_country else set()
        # One of a few is followed: Japan alone has 47.
        if len(found_parts) % 9 == 1:
            wrong += [each.address for each in of_country if not leads_there(shipped_request, "region", each)]
        # Bodies that lie there are found by it too, as many as have it or are called by it.
        lie = bodies_table[(bodies_table["country"] == country) & (bodies_table["region"] == region)]
        if "body" in groups:
            assert groups["body"].found >= lie["name"].nunique(), region
    assert found_parts == parts
    assert wrong == []


def test_a_part_of_which_figures_alone_are_known_leads_to_their_theme(shipped_request: Request) -> None:
    """Those that are parts of what is known of a whole country are on no page, and are not found."""
    figures = pd.read_csv(EVIDENCE / "findings.csv", dtype=str, keep_default_na=False)
    regions = sorted(set(figures["region"]) - {""})
    of_figures = (
        result
        for region in regions
        for group in view.find(shipped_request, region)
        for result in group.results
        if group.kind == "region" and result.name == region and result.address.startswith("themes?")
    )
    tried = list(itertools.islice(of_figures, 5))
    assert tried
    assert [each for each in tried if not leads_there(shipped_request, "region", each)] == []


# Over HTTP and as a page ----------------------------------------------------------------------------------------------


@pytest.fixture
def client(store: Store, store_cache: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The API on the project's own evidence, at the root and below a path."""
    assert store.fingerprint
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DIGITAL_TRENDS_CACHE", str(store_cache))
        VERSIONS.close()
        routes = [*api.ROUTES, *read.ROUTES]
        application = Starlette(routes=[*routes, Mount("/trends", routes=routes)])
        with TestClient(application, raise_server_exceptions=False) as opened_client:
            yield opened_client
        VERSIONS.close()


def test_the_api_answers_with_groups_and_addresses_below_its_own_path(client: TestClient) -> None:
    for base in ("", "/trends"):
        answer = client.get(f"{base}/api/v1/search", params={"q": "Aotearoa"})
        assert answer.status_code == 200
        assert "max-age" in answer.headers["cache-control"]
        said = answer.json()
        assert said["q"] == "Aotearoa"
        assert said["groups"][0] == {
            "kind": "place",
            "title": "Places",
            "found": 1,
            "typed": True,
            "first": 1,
            "all": f"{base}/search?q=Aotearoa&kind=place",
            "results": [
                {
                    "name": "New Zealand",
                    "about": "Country, also “Aotearoa”",
                    "address": f"{base}/places/new-zealand",
                    "only": [{"field": "country", "name": "New Zealand"}],
                }
            ],
        }


@pytest.mark.parametrize("text", ["", " ", "?", "' or 1=1 --", "$words", "\x00", "%", "<b>x</b>" * 100])
def test_any_text_is_answered(client: TestClient, text: str) -> None:
    answer = client.get("/api/v1/search", params={"q": text})
    assert answer.status_code == 200
    assert answer.json()["q"] == text


def test_an_unknown_parameter_is_refused(client: TestClient) -> None:
    answer = client.get("/api/v1/search", params={"search": "skills"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["legal"] == ["q", "kind", "from"]
    assert client.get("/api/v1/search", params={"q": "skills", "kind": "unknown"}).status_code == 400


def test_search_without_scripts_finds_the_same(client: TestClient, shipped_request: Request) -> None:
    for base in ("", "/trends"):
        assert f'<form action="{base}/read/search"' in client.get(f"{base}/read/search").text
        answer = client.get(f"{base}/read/search", params={"q": "Holland"})
        assert answer.status_code == 200
        assert f'<a href="{base}/read/places?place=Netherlands">Netherlands</a>' in answer.text
        assert client.get(f"{base}/read/places", params={"place": "Netherlands"}).status_code == 200
    expected = view.found(shipped_request, view.sought("digital", "case", "101"))
    text = client.get("/read/search", params={"q": "digital", "kind": "case", "from": "101"}).text
    assert "<script" not in text
    links = re.findall(r'<li><a href="/read/(cases\?case=[^"]*)"', text)
    assert [html.unescape(link) for link in links] == [result.address for result in expected.groups[0].results]
    assert len(text.encode()) <= page.MOST_BYTES
    hostile = client.get("/read/search", params={"q": '"><img src=x>'}).text
    assert "<img" not in hostile


@pytest.mark.usefixtures("pages_read_the_evidence")
def test_the_page_lists_what_was_found_and_never_as_markup() -> None:
    app = opened("search.py", q="Holland")
    assert [title.value for title in app.title] == ["Search all evidence"]
    shown = "".join(element.proto.body for element in app.get("html"))
    assert '<a href="/places/netherlands">Netherlands</a><br><small>Country, also “Holland”</small>' in shown
    assert [element.value for element in opened("search.py").exception] == []
    hostile = opened("search.py", q="<img src=x> zzzzqqq")
    assert "<img" not in "".join(element.proto.body for element in hostile.get("html"))
    assert [element.value for element in hostile.exception] == []
