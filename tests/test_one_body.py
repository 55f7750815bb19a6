"""What is said of one named public body, of given answers; and its page on the real evidence, worked out another way."""

import functools
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.testclient import TestClient

from tests.drawn import charts_of, findings_of, links_alone
from tests.reading import EVIDENCE, opened
from tests.test_pages import drawn
from trends.request.place import Self
from trends.request.request import Request, request_of
from trends.serve import headers, identity, read
from trends.subjects.body import cards, facts, view, words
from trends.subjects.body.facts import Body
from trends.words import report
from trends.words.text import markdown, plain, spans_of

# In-process pages stand beside pure functions here.
pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")

OSLO = Body(
    number=7,
    slug="oslo-7",
    name="Oslo",
    kind="Municipality",
    survey="towns",
    survey_name="Town survey",
    publisher="Ministry",
    country_name="Norway",
    region="East",
    world="Europe",
    subregion="Northern Europe",
    income="High income",
    abroad=False,
)
WAVE = {
    "year": 2024, "name": "Oslo", "region": "East", "survey_name": "Town survey", "publisher": "Ministry",
    "respondents": "Towns", "method_note": None, "evidence_name": "All bodies", "evidence_limits": "It is whole.",
    "fieldwork": "May 2024", "method": "Web form", "note": None, "source_name": "Ministry: Towns",
    "source_url": "https://example.org", "licence": "CC0", "unranked": False, "questions": 4, "bodies": 80,
}  # fmt: skip


def given(question: str, answer: str, kind: tuple[int, int], region: tuple[int, int] | None, **changed: Any) -> Any:
    """Return an answer of 2024 as ``queries/body/body_given.sql`` gives it, with those of its kind and region."""
    of_region = region or (None, None)
    return {
        "body": 7, "survey": "towns", "survey_name": "Town survey", "question": question.lower(),
        "question_name": question, "theme": "ai", "theme_name": "AI", "year": 2024, "body_type": "Municipality",
        "region": "East", "answer": answer, "answered": True, "outside": False, "kind_bodies": kind[0],
        "kind_base": kind[1], "region_bodies": of_region[0], "region_base": of_region[1], "top": None,
        "top_bodies": None, "source_name": "Ministry: Towns", "source_url": "https://example.org", "licence": "CC0",
    } | changed  # fmt: skip


ROWS = [
    given("AI", "No", (8, 80), (3, 8), top="Yes", top_bodies=72),
    given("Cloud", "Yes", (60, 80), (12, 20), top="Yes", top_bodies=60),
    given("Plan", "Not known", (2, 80), (1, 20), outside=True),
    given("Staff", "Not surveyed", (0, 0), None, answered=False, kind_bodies=None, kind_base=None),
    given("AI", "No", (40, 50), (20, 25), year=2022),
]


# Given answers --------------------------------------------------------------------------------------------------------


def test_the_answer_names_how_common_its_answers_are_and_the_rarest() -> None:
    assert plain(words.answer(OSLO, ROWS)) == (
        "Oslo (municipality, East, Norway): 3 answers in Town survey, 2024. 1 of 2 are the answer that over half of all "
        "municipalities gave. The one that fewest share: “No” to “AI”, as 10% of 80 municipalities. In 1 of 2 its answer "
        "is the one at the top of the scale."
    )


def test_a_table_holds_every_answer_with_its_shares_and_bases() -> None:
    frame = cards.answers_table(OSLO, ROWS).frame()
    assert frame["Same answer, municipalities"].tolist() == ["10% of 80", "75% of 80", "3% of 80", "–", "80% of 50"]
    # Of under ten the number stands in place of the share; under thirty is marked.
    assert frame["Same answer, East"].tolist() == ["3 of 8 [u]", "60% of 20 [u]", "5% of 20 [u]", "–", "80% of 25 [u]"]
    assert frame["Top of the scale"].tolist() == ["Yes: 90% of 80", "this one", "–", "–", "–"]
    assert frame["Year"].tolist() == ["2024", "2024", "2024", "2024", "2022"]


def test_a_chart_has_the_answers_of_the_last_edition_that_can_be_placed() -> None:
    card = cards.answers_card(OSLO, ROWS, WAVE)
    assert card.title == "Oslo stands apart in “AI”: “No”, as 10% of 80 municipalities"
    rows = card.chart.rows  # type: ignore[union-attr]
    assert rows["label"].tolist() == ["AI: “No”", "Cloud: “Yes”"]
    assert rows["value"].tolist() == [10, 75]
    assert rows["strong"].tolist() == [True, False]
    assert card.foot == "Base: 80 municipalities with an answer to the question"


def test_of_one_answer_all_that_its_kind_gave_is_drawn() -> None:
    others = [{"answer": "Yes", "bodies": 72, "base_n": 80}, {"answer": "No", "bodies": 8, "base_n": 80}]
    card = cards.answers_card(OSLO, ROWS[:1], WAVE, others)
    assert card.title == "AI: “No”, as 10% of 80 municipalities"
    rows = card.chart.rows  # type: ignore[union-attr]
    assert rows["label"].tolist() == ["Yes", "No · this body"]
    assert rows["value"].tolist() == [90, 10]
    assert rows["strong"].tolist() == [False, True]
    assert card.about[0] == "Answers of all 80 municipalities: “Yes” 72 and “No” 8."
    assert card.alt == "Bars: municipalities by answer, AI, 2024. Most: Yes 90%; least: No 10%. Oslo: No."


def test_few_bodies_are_never_compared() -> None:
    few = [given("AI", "No", (1, 9), None), given("Cloud", "Yes", (2, 9), None)]
    assert facts.comparable(few) == []
    card = cards.answers_card(OSLO, few, WAVE)
    assert (card.chart, card.title) == (None, "Oslo in 2 answers")
    # From ten on a share is drawn, and not named under thirty.
    some = [given("AI", "No", (1, 29), None), given("Cloud", "Yes", (28, 29), None)]
    assert facts.apart(some) is None
    assert "stands apart" not in cards.answers_card(OSLO, some, WAVE).title


def test_bodies_side_by_side_have_the_same_edition_and_what_differs_first() -> None:
    other = [given("Cloud", "Yes", (60, 80), None, body=8), given("AI", "Yes", (9, 80), None, body=8, year=2022)]
    held = facts.side_by_side([*ROWS, *other], [7, 8])
    assert [(each[7]["question_name"], each[7]["year"], each[8]["answer"]) for each in held] == [
        ("AI", 2022, "Yes"),
        ("Cloud", 2024, "Yes"),
    ]
    assert facts.alike(held) == 1
    bergen = Body(**{**vars(OSLO), "number": 8, "slug": "oslo-8", "region": "West"})
    card = cards.side_by_side_card([OSLO, bergen], held)
    assert card is not None
    assert card.table.headings == ["Question", "Oslo (municipality, East, Norway)", "Oslo (municipality, West, Norway)"]
    assert cards.side_by_side_card([OSLO, bergen], facts.side_by_side(ROWS, [7, 8])) is None


def test_gaps_are_said() -> None:
    said = " ".join(map(plain, words.missing(OSLO, [WAVE], ROWS[:3])))
    assert "the last edition read here is of 2024" in said
    assert "1 question of 2024: no entry of it was published." in said
    assert "1 question of 2024: not surveyed." in " ".join(map(plain, words.missing(OSLO, [WAVE], ROWS)))
    assert "Given: May 2024" in plain(words.editions(OSLO, [WAVE], ROWS)[0])


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("", ""),
        ("faults@example.org", "mailto:faults@example.org?subject=a%20b"),
        ("mailto:faults@example.org", "mailto:faults@example.org?subject=a%20b"),
        ("https://example.org/faults?x=1", "https://example.org/faults?x=1"),
        ("javascript:alert(1)", ""),
        ("anything", ""),
    ],
)
def test_a_fault_is_reported_where_one_setting_says(
    setting: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(report.SETTING, setting)
    assert report.fault_address("a b") == address
    assert bool(view.report(OSLO)) == bool(address)
    if address:
        assert f"]({address.partition('?')[0]}" in markdown(view.report(OSLO)[0])


# The real evidence, worked out another way ----------------------------------------------------------------------------


@functools.cache
def table(name: str) -> pd.DataFrame:
    return pd.read_csv(EVIDENCE / f"{name}.csv", keep_default_na=False, dtype=str)


@functools.cache
def entries() -> pd.DataFrame:
    """Return every answer with its body, the code of the body without the year of its edition, and its kind."""
    bodies = table("bodies")
    code = [
        re.sub(f"-{year}(-|$)", r"\1", each, count=1)
        for each, year in zip(bodies["body_id"], bodies["year"], strict=True)
    ]
    return table("answers").merge(bodies.assign(code=code), on="body_id")


def test_every_body_has_one_address_of_its_own(shipped_request: Request) -> None:
    bodies = entries().drop_duplicates("body_id")
    slugs = view.slugs(shipped_request)
    assert len(slugs) == len(set(slugs)) == len(bodies.groupby(["survey", "country", "body_type", "code"]))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)


def test_shares_are_those_of_the_tables(shipped_request: Request) -> None:
    asked = entries()
    missing = set(table("answer_kinds").query("role == 'no_answer'")["answer"])
    held = asked[~asked["answer"].isin(missing)]
    # Two bodies of each survey, from both ends of its list.
    chosen = asked.drop_duplicates("body_id").groupby("survey")["body_id"].agg(["first", "last"]).to_numpy().ravel()
    for code in map(str, chosen):
        body = view.found(shipped_request, code)
        assert body is not None, code
        mine = asked[asked["body_id"] == code].set_index("question")
        year = mine["year"].iloc[0]
        rows = [row for row in view.answers(shipped_request, body) if str(row["year"]) == year]
        assert {row["question"]: row["answer"] for row in rows} == mine["answer"].to_dict()
        for row in rows[:5]:
            kind = held.query("question == @row['question'] and year == @year and body_type == @body.kind")
            told = facts.share(row, "kind")
            if row["answer"] in missing:
                assert told["share"] is None
                continue
            assert (told["bodies"], told["base_n"]) == ((kind["answer"] == row["answer"]).sum(), len(kind))
            if body.region:
                here = held.query("question == @row['question'] and year == @year")
                here = here[here["region"] == mine["region"].iloc[0]]
                told = facts.share(row, "region")
                assert (told["bodies"], told["base_n"]) == ((here["answer"] == row["answer"]).sum(), len(here))


def test_similar_bodies_are_what_they_are_said_to_be(shipped_request: Request) -> None:
    bodies = table("bodies").drop_duplicates(["survey", "region"]).query("region != ''")
    for code in bodies.groupby("survey")["body_id"].first():
        body = view.found(shipped_request, str(code))
        assert body is not None
        found, said = view.similar(shipped_request, body)
        others = [view.found(shipped_request, str(row["slug"])) for row in found]
        assert all(other and (other.kind, other.country_name) == (body.kind, body.country_name) for other in others)
        if found[0]["likeness"] == 1:
            assert others[0] is not None
            assert others[0].region == body.region
            assert f"{body.kinds} in {body.region}" in said


# The page -------------------------------------------------------------------------------------------------------------


def first_of(survey: str) -> str:
    """Return the code of the first body of a survey."""
    bodies = table("bodies")
    return str(bodies.loc[bodies["survey"] == survey, "body_id"].iloc[0]).lower()


def test_untouched_the_page_says_how_a_body_is_found(shipped_request: Request) -> None:
    assert view.body_of(shipped_request) is None
    contents = view.contents(shipped_request, {})
    (card,) = contents.cards
    bodies = entries().drop_duplicates(["survey", "country", "body_type", "code"])
    counted = bodies.groupby(["survey", "body_type"]).size()
    assert sorted(card.shown["bodies"]) == sorted(counted)
    assert f"{counted.sum():,}" in plain(contents.answer)
    app = drawn(opened("body.py"))
    assert app.title[0].value == words.WHICH
    assert charts_of(app) == []
    linked = [span.url for cell in card.table["Such as"] for span in spans_of(cell) if span.url]
    assert len(linked) >= len(counted)
    assert all(view.found(shipped_request, url.removeprefix("bodies/")) for url in linked)


def test_whoever_has_a_place_is_shown_the_bodies_of_it(shipped_request: Request) -> None:
    country = table("bodies").groupby("country").size().idxmax()
    name = shipped_request.vocabulary.name("country", country)
    mine = replace(shipped_request, place=Self(country=country, country_name=name))
    assert name in plain(view.own_country(mine))
    assert "](bodies/" in markdown(view.own_country(mine))
    # Where a country is chosen, all of the page is on that.
    filtered, _ = request_of([("country", name)])
    assert view.own_country(replace(filtered, place=mine.place)) == ""


def test_a_body_is_found_by_words_and_another_set_beside_it() -> None:
    app = drawn(opened("body.py", of=first_of("japan_municipal_dx")))
    before = app.title[0].value
    add = next(button for button in app.main.button if str(button.key).startswith("add_"))
    app = drawn(add.click().run())
    assert app.query_params["beside"] == str(add.key).removeprefix("add_")
    assert any("the same answer to" in finding for finding in findings_of(app))
    app.main.text_input(key="find_body").set_value("hokkaido city").run()
    found = next(button for button in app.main.button if str(button.key).startswith("find_"))
    app = drawn(found.click().run())
    assert app.query_params["of"] == str(found.key).removeprefix("find_")
    assert "beside" not in app.query_params
    assert app.title[0].value != before or found.label.split(" · ")[0] in before


@pytest.mark.parametrize("junk", ["tokyo-nowhere", "<b>x</b>", "🦖", "a" * 500, "'; drop table bodies; --"])
def test_an_unknown_body_is_said_kindly(junk: str) -> None:
    app = drawn(opened("body.py", of=junk, beside=junk))
    assert app.title[0].value == words.WHICH
    assert "No named public body" in app.main.info[0].value
    app = drawn(app.main.button(key="first_body").click().run())
    assert len(app.main.info) == 0


def test_publishers_that_refuse_a_ranking_get_none_by_number() -> None:
    refused = set(table("series").query("ranked == 'false'")["publisher"])
    surveys = table("surveys").set_index("survey")["publisher"]
    for survey in dict.fromkeys(table("bodies")["survey"]):
        asked, choices = request_of([("of", first_of(survey))])
        made = {card.key for card in view.contents(asked, choices).cards}
        assert "answers" in made
        if surveys[survey] in refused:
            assert "top" not in made


# Addresses ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def client() -> TestClient:
    """Our routes and the head of pages, around a page as Streamlit sends it."""

    async def streamlit(scope: Any, receive: Any, send: Any) -> None:
        page = '<html><head><title>Streamlit</title><script src="./static/a.js"></script></head><body></body></html>'
        await HTMLResponse(page)(scope, receive, send)

    own = Starlette(routes=[*read.ROUTES, *identity.ROUTES, *headers.routes("")])

    async def app(scope: Any, receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        await (own if path.startswith(("/read", "/robots", "/sitemap")) else headers.PageHead(streamlit))(
            scope, receive, send
        )

    return TestClient(app, follow_redirects=False)


def test_a_body_has_an_address_with_an_identity(client: TestClient, shipped_request: Request) -> None:
    body = view.found(shipped_request, first_of("us_site_scanning"))
    assert body is not None
    answer = client.get(f"/bodies/{body.slug}?year=2026")
    assert answer.status_code == 200
    assert f"<title>{words.told_apart(body)} · 2026 · Digital Trends</title>" in answer.text
    assert f'<link rel="canonical" href="http://testserver/bodies/{body.slug}?year=2026">' in answer.text
    assert f'href="/read/bodies/{body.slug}?year=2026"' in answer.text
    # Before all scripts, so that Streamlit knows the page; its files lie at the root.
    assert answer.text.index(f'replaceState(null, "", "/body?of={body.slug}&year=2026")') < answer.text.index(
        "/static/a.js"
    )
    assert '"./' not in answer.text
    said = re.findall('name="description" content="([^"]*)"', answer.text)
    assert body.name in said[0]


def test_an_old_address_leads_on_and_an_unknown_one_is_404(client: TestClient, shipped_request: Request) -> None:
    code = first_of("nhs_data_security_toolkit")
    body = view.found(shipped_request, code)
    assert body is not None
    for folder in ("/bodies", "/read/bodies"):
        moved = client.get(f"{folder}/{code}")
        assert moved.status_code == 301
        assert moved.headers["Location"].endswith(body.slug)
        for unknown in ("nobody", "<b>", "a/b", "%F0%9F%A6%96"):
            lost = client.get(f"{folder}/{unknown}")
            assert lost.status_code == 404
            assert "<b>" not in lost.text
            assert ('/body">Find a public body' in lost.text) == ("/" not in unknown or folder == "/bodies")
            assert "text/html" in lost.headers["content-type"]


def test_an_unknown_address_offers_the_bodies_it_may_have_meant(client: TestClient, shipped_request: Request) -> None:
    body = view.found(shipped_request, first_of("nhs_data_security_toolkit"))
    assert body is not None
    name = "-".join(re.findall("[a-z]+", body.name.lower()))
    # As a reader would write it, and with a letter too many.
    for asked in (name, f"{name[0]}x{name[1:]}"):
        assert f'href="/bodies/{body.slug}">{body.name}</a>' in client.get(f"/bodies/{asked}").text
        assert f'href="/read/bodies/{body.slug}">' in client.get(f"/read/bodies/{asked}").text


def test_a_page_that_asks_for_no_known_body_is_404_and_is_sent_all_the_same(client: TestClient) -> None:
    lost = client.get("/body?of=nobody")
    assert lost.status_code == 404
    assert "/static/a.js" in lost.text
    assert client.get("/read/body?of=nobody").status_code == 404
    assert client.get("/body").status_code == client.get("/read/body?of=").status_code == 200


def test_a_body_is_told_without_scripts(client: TestClient, shipped_request: Request) -> None:
    body = view.found(shipped_request, first_of("eu_open_data_maturity"))
    assert body is not None
    answer = client.get(f"/read/bodies/{body.slug}")
    assert answer.status_code == 200
    assert len(answer.content) <= 100_000
    assert "<script" not in answer.text
    assert '<head><base href="/read/">' in answer.text
    assert f'<link rel="canonical" href="http://testserver/bodies/{body.slug}">' in answer.text
    for row in view.answers(shipped_request, body)[:10]:
        assert str(row["question_name"]) in answer.text
    assert "Whether this still holds" in answer.text


def test_programs_find_every_body(client: TestClient, shipped_request: Request) -> None:
    listed = re.findall(r"Sitemap: http://testserver(/sitemap-bodies-\d+\.xml)", client.get("/robots.txt").text)
    found: list[str] = []
    for path in listed:
        tree = ET.fromstring(client.get(path).text)  # noqa: S314 - our own
        located = [str(each.text) for each in tree.findall(".//{*}loc")]
        assert 0 < len(located) <= 50_000
        found += located
    assert found == [f"http://testserver/bodies/{slug}" for slug in view.slugs(shipped_request)]
    assert client.get(f"/sitemap-bodies-{len(listed) + 1}.xml").status_code == 404


def test_the_list_of_bodies_leads_to_each(shipped_request: Request) -> None:
    app = opened("bodies.py", country="Japan", sector="Local government", body="hokkaido")
    urls = {url for url in links_alone(app) if url.startswith("bodies/")}
    assert urls
    assert all(view.found(shipped_request, url.removeprefix("bodies/")) for url in urls)
