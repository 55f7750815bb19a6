"""Figures that tell of one matter and differ: each names the others, says how it differs and leads to them.

What the tables give is worked out here from the files with pandas, in another way than the store does.
"""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest

from tests.reading import EVIDENCE
from tests.tiny_evidence import append
from trends.cards.card import Card
from trends.export.text import card_data, card_text
from trends.request.request import NO_CHOICES, Choices, Request, request_of
from trends.store.store import Store
from trends.store.versions import Version
from trends.subjects.bodies import view as bodies
from trends.subjects.contents import Contents
from trends.subjects.matters import address
from trends.subjects.overview import view as overview
from trends.subjects.registry import contents
from trends.subjects.sectors import view as sectors
from trends.subjects.themes import view as themes
from trends.words import numbers
from trends.words.text import plain, spans_of

PLACE = ["country", "region", "sector", "body_size"]
LISTS = {"priority": "priorities", "concern": "concerns"}


@functools.cache
def table(name: str) -> pd.DataFrame:
    return pd.read_csv(EVIDENCE / f"{name}.csv", dtype=str, keep_default_na=False)


@dataclass(frozen=True)
class Told:
    """A figure of a year on a matter, with its codes and names; ``line`` is its row in the table of matters."""

    matter: str
    line: int
    question: str
    survey: str
    label: str
    kind: str
    theme: str
    place: tuple[str, str, str, str]
    item: str
    year: int
    value: float
    by_name: bool

    @property
    def share(self) -> str:
        return numbers.share(self.value)

    def stands_in(self, rows: pd.DataFrame) -> bool:
        """Say whether rows to take away hold the figure, by its names."""
        column = "answer" if self.by_name else "item"
        if not {"survey_name", "question_name", "year", "value", column} <= set(rows) or "part" in rows:
            return False
        if self.label not in set(rows["question_name"]):
            return False
        same = (rows["survey_name"] == self.survey) & (rows["question_name"] == self.label)
        same &= (rows[column] == self.item) & (rows["year"].astype(str) == str(self.year))
        same &= (pd.to_numeric(rows["value"], errors="coerce") - self.value).abs() < 0.05
        if not self.by_name:
            country, region, sector, size = self.place
            same &= rows["country_name"] == named("countries", "country", "name")[country]
            same &= rows["sector_name"] == named("sectors", "sector", "label")[sector]
            for column, part in (("region", region), ("body_size", size)):
                same &= rows[column] == part if part else rows[column].isna()
        return bool(same.any())


@functools.cache
def named(name: str, code: str, label: str) -> Mapping[str, str]:
    listed = table(name)
    return dict(zip(listed[code], listed[label], strict=True))


@functools.cache
def told() -> tuple[Told, ...]:
    """Return every figure on a matter that is none apart, in every year, from the files themselves."""
    apart = set(table("matters").query("apart != ''")["matter"])
    questions = table("questions").merge(
        table("surveys").rename(columns={"name": "survey_name"})[["survey", "survey_name"]], on="survey"
    )
    questions = questions.set_index("question")
    no_answer = {answer.lower() for answer in table("answer_kinds").query("role == 'no_answer'")["answer"]}
    answers = table("answers").merge(table("bodies")[["body_id", "year"]], on="body_id")
    found: list[Told] = []
    for line, row in enumerate(table("same_matter").to_dict("records")):
        if row["matter"] in apart:
            continue
        asked = questions.loc[row["question"]]
        if row["country"]:
            mine = table("findings")
            for column in ("question", "item", *PLACE):
                mine = mine[mine[column] == row[column]]
            values = [
                (int(year), float(value), theme) for year, value, theme in mine[["year", "value", "theme"]].to_numpy()
            ]
        else:
            mine = answers[(answers["question"] == row["question"]) & ~answers["answer"].str.lower().isin(no_answer)]
            shares = mine.groupby("year")["answer"].apply(lambda given, item=row["item"]: 100 * (given == item).mean())
            values = [(int(year), float(value), asked["theme"]) for year, value in shares.items()]
        for year, value, theme in values:
            place = (row["country"], row["region"], row["sector"], row["body_size"])
            found.append(
                Told(
                    row["matter"], line, row["question"], asked["survey_name"], asked["label"], asked["kind"], theme,
                    place, row["item"], year, value, not row["country"],
                )
            )  # fmt: skip
    return tuple(found)


def on_matter(matter: str) -> list[Told]:
    return [each for each in told() if each.matter == matter]


def near(figure: Told) -> dict[int, list[Told]]:
    """Return the editions of the other figures on the matter that are of the same or the next year, by figure."""
    found: dict[int, list[Told]] = {}
    for each in on_matter(figure.matter):
        if each.line != figure.line and abs(each.year - figure.year) <= 1:
            found.setdefault(each.line, []).append(each)
    return found


def pages_of(figure: Told) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the pages that show a figure, with their addresses: its list or theme, or the page of named bodies."""
    year = ("year", str(figure.year))
    if figure.by_name:
        yield "bodies", [("survey", named_survey(figure)), year, ("asked", asked_name(figure))]
        return
    country, region, sector, size = figure.place
    if figure.kind in LISTS:
        parts = [
            named("countries", "country", "name")[country],
            region,
            size,
            named("sectors", "sector", "label")[sector],
        ]
        place = " · ".join(part for part in parts if part)
        yield LISTS[figure.kind], [("question", f"{figure.survey}: {figure.label}"), ("place", place), year]
    yield "themes", [("topic", figure.theme), ("country", country), year]


def named_survey(figure: Told) -> str:
    return str(table("questions").set_index("question").loc[figure.question, "survey"])


def asked_name(figure: Told) -> str:
    countries = set(
        table("answers").query("question == @figure.question").merge(table("bodies"), on="body_id")["country"]
    )
    country = [named("countries", "country", "name")[next(iter(countries))]] if len(countries) == 1 else []
    year = [] if figure.survey.endswith(str(figure.year)) else [str(figure.year)]
    return f"{', '.join([figure.survey, *country, *year])}: {figure.label}"


def opened(page: str, given: list[tuple[str, str]], request: Request) -> Contents:
    asked, choices = request_of(given, request.version)
    return contents(page, asked, choices)


MATTERS = sorted(set(table("matters").query("apart == ''")["matter"]))


@pytest.mark.parametrize("matter", MATTERS)
def test_the_figures_on_a_matter_are_of_one_place_and_time_and_differ(matter: str) -> None:
    figures = on_matter(matter)
    lines = {each.line for each in figures}
    assert len(lines) >= 2
    members = table("countries")
    european = set(members[members["groups"].str.contains("EU")]["country"])
    answering = table("answers").merge(table("bodies"), on="body_id")
    places = {
        frozenset(european) if each.place[0] == "EU27" else frozenset([each.place[0]])
        for each in figures
        if not each.by_name
    }
    assert len(places) == 1
    (place,) = places
    for each in figures:
        others = [other for listed in near(each).values() for other in listed]
        if each.by_name:
            # All bodies of a list are meant: they are of the one country, or of the group and some beside it.
            held = set(answering[answering["question"] == each.question]["country"])
            assert held == place if len(place) == 1 else len(held & place) >= len(place) - 1
        # A figure of a year without any other near it is told alone; in some year each has one that differs.
        if others:
            assert all(abs(other.year - each.year) <= 1 for other in others)
    for line in lines:
        assert any(
            abs(other.value - each.value) >= 0.05
            for each in figures
            if each.line == line
            for listed in near(each).values()
            for other in listed
        ), (matter, line)


@pytest.mark.parametrize("matter", MATTERS)
def test_each_page_that_shows_a_figure_names_the_others_and_leads_to_them(
    matter: str, shipped_request: Request
) -> None:
    shown = 0
    for figure in on_matter(matter):
        if not near(figure):
            continue
        for page, given in pages_of(figure):
            cards = [card for card in opened(page, given, shipped_request).cards if figure.stands_in(card.shown)]
            assert cards, (page, given, figure)
            for card in cards:
                shown += 1
                assert_told(card, figure, shipped_request)
    assert shown >= 2


def assert_told(card: Card, figure: Told, request: Request) -> None:
    """Assert that what is to know of a card names a figure's others with a link each, which shows them."""
    label = named("matters", "matter", "label")[figure.matter]
    paragraphs = [each for each in card.about if plain(each).startswith(f"{label}: ")]
    assert len(paragraphs) == 1, (figure, card.title)
    said = plain(paragraphs[0])
    assert figure.share in said
    assert table("same_matter")["counts"][figure.line] in said
    links = [span.url for span in spans_of(paragraphs[0]) if span.url]
    for listed in near(figure).values():
        other = listed[0]
        assert table("same_matter")["counts"][other.line] in said
        assert any(each.share in said for each in listed)
        if any(each.stands_in(card.shown) for each in on_matter(figure.matter) if each.line == other.line):
            continue
        assert any(leads_to(url, listed, request) for url in links), (figure, other, links)
    # Whatever draws a card says it.
    assert said in card_text(card)
    assert said in card_data(card)["about"]


def leads_to(url: str, figures: list[Told], request: Request) -> bool:
    page, given = urlsplit(url).path, parse_qsl(urlsplit(url).query)
    return any(each.stands_in(card.shown) for card in shown_at(page, tuple(given), request) for each in figures)


@functools.cache
def shown_at(page: str, given: tuple[tuple[str, str], ...], request: Request) -> tuple[Card, ...]:
    return tuple(opened(page, list(given), request).cards)


def test_every_link_chooses_what_its_page_offers(shipped_request: Request, store: Store) -> None:
    rows = store.ask("matter_figures")
    assert len(rows) == len(told())
    for row in rows.to_dict("records"):
        url = urlsplit(address(row))
        asked, choices = request_of(parse_qsl(url.query), shipped_request.version)
        if url.path == "bodies":
            assert list(choices["asked"]) == [asked_name(figure_of(row))]
            assert choices["asked"][0] in bodies.offered_questions(asked)
        elif url.path == "themes":
            assert themes.name(asked, themes.theme_of(asked, choices)) == choices["topic"][0]
        else:
            assert set(choices) == {"question", "place"}


def figure_of(row: Mapping[str, object]) -> Told:
    (found,) = [
        each
        for each in told()
        if (each.matter, each.question, each.item, each.year)
        == (row["matter"], row["question"], row["item"], row["year"])
        and each.by_name
    ]
    return found


@pytest.mark.parametrize("page", ["themes", "sectors", "movers", "concerns", "priorities", "bodies"])
@pytest.mark.parametrize("country", ["", *sorted({each.place[0] for each in told() if each.place[0]})])
def test_no_card_shows_a_figure_on_a_matter_and_says_nothing(page: str, country: str, shipped_request: Request) -> None:
    given = [("country", country)] if country else []
    choices: list[Choices] = [NO_CHOICES]
    if page == "themes":
        choices = [{"topic": [theme]} for theme in sorted({each.theme for each in told()})]
    if page == "sectors":
        choices = [{"branch": [sector]} for sector in sorted({each.place[2] for each in told() if each.place[2]})]
    for choice in choices:
        for card in opened(
            page, [*given, *((name, value) for name, (value,) in choice.items())], shipped_request
        ).cards:
            for figure in told():
                if near(figure) and figure.stands_in(card.shown):
                    assert_told(card, figure, shipped_request)


JAPAN_AI = [("country", "JPN"), ("topic", "ai_automation")]


def test_ai_in_japanese_local_bodies_is_told_three_ways(shipped_request: Request) -> None:
    theme = opened("themes", JAPAN_AI, shipped_request)
    (done,) = [card for card in theme.cards if card.key == "done"]
    assert plain(done.title) == "AI in use: 50%, 2nd of 3 answers (technology in use in local government, Japan 2024)"
    short = (
        "Beside 50% (municipalities alone, a year earlier), other figures tell 59% (AI, prefectures included) and 65% "
        "(AI or robotic process automation)"
    )
    assert plain(done.foot).endswith(short)
    assert f"{short}." in plain(theme.answer)
    (figure,) = [each for each in on_matter("japan_local_ai") if each.by_name]
    (card, *_) = opened("bodies", [("country", "JPN"), ("asked", asked_name(figure))], shipped_request).cards
    assert plain(card.foot).endswith(
        "Beside 50% (municipalities alone, body by body), other figures tell 59% (AI, prefectures included) and 65% "
        "(AI or robotic process automation)"
    )


def test_filters_that_leave_another_share_leave_nothing_to_say(shipped_request: Request) -> None:
    (figure,) = [each for each in on_matter("open_data_103_user_satisfaction") if each.by_name]
    asked = ("asked", asked_name(figure))
    whole = opened("bodies", [asked], shipped_request).cards[0]
    part = opened("bodies", [asked, *(("country", code) for code in ("AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "EST", "ESP", "FIN"))], shipped_request).cards[0]  # fmt: skip
    assert any("several figures" in plain(each) for each in whole.about)
    assert not any("several figures" in plain(each) for each in part.about)


def test_tables_that_are_no_cards_say_it_too(shipped_request: Request) -> None:
    asked, _ = request_of([("country", "JPN")], shipped_request.version)
    (under,) = [each for each in sectors.tables(asked, "local_government") if each.title == "What it has in use"]
    assert any(plain(each).startswith("AI in Japanese local bodies: several figures") for each in under.notes)
    asked, _ = request_of([("country", "FRA")], shipped_request.version)
    newest = overview.newest_listing(asked)
    assert newest is None or all("several figures" in plain(each) for each in newest.notes[1:])


# Given rows ------------------------------------------------------------------------------------------------------


def test_the_figures_of_each_matter_with_their_years(tiny_store: Store) -> None:
    found = tiny_store.ask("matter_figures")
    # Of four bodies in 2023 one said yes; in 2024 three of four that answered.
    assert [tuple(row) for row in found[["matter", "question", "year", "value", "newest"]].itertuples(index=False)] == [
        ("gbr_parts", "council_barriers", 2024, 80.0, True),
        ("gbr_parts", "council_barriers", 2024, 60.0, True),
        ("gbr_strategy", "register_strategy", 2023, 25.0, False),
        ("gbr_strategy", "register_strategy", 2024, 75.0, True),
        ("gbr_strategy", "register_strategy_share", 2023, 50.0, False),
        ("gbr_strategy", "register_strategy_share", 2024, 100.0, True),
    ]
    assert found["figure"].tolist() == [1, 2, 1, 1, 2, 2]
    assert found["bodies"].tolist() == [False, False, True, True, False, False]
    assert found["called"].tolist() == ["London", "small ones", "all bodies", "all bodies", "councils", "councils"]


def test_what_is_apart_is_no_figure_on_a_matter(tiny_store: Store) -> None:
    assert "nor_and_kenya" not in set(tiny_store.ask("matter_figures")["matter"])


def test_only_editions_of_the_next_year_are_told(tiny: Path, changed: Callable[[], Store]) -> None:
    # Hospitals were asked in 2023 and 2024 alone; councils since 2021.
    append(tiny, "matters", "gbr_strategy", matter="gbr_money", label="Money in British services")
    asked = (("council_barriers", "local_government", "councils"), ("health_barriers", "health", "hospitals"))
    for place, (question, sector, called) in enumerate(asked, start=1):
        append(
            tiny, "same_matter", ("gbr_strategy", "2"), matter="gbr_money", place=str(place), question=question,
            item="Tight budgets", sector=sector, called=called, counts=f"{called} held back",
        )  # fmt: skip
    version = Version(changed())
    place = ("place", "United Kingdom · Local government")
    for year, other in ((2021, ""), (2022, "75%"), (2023, "75%"), (2024, "88%")):
        given = [("year", str(year)), place, ("question", "Councils on digital: What holds councils back")]
        asked, choices = request_of(given, version)
        about = [plain(each) for each in contents("concerns", asked, choices).cards[0].about]
        said = [each for each in about if each.startswith("Money in British services")]
        assert len(said) == bool(other)
        if other:
            assert other in said[0]
            assert "hospitals held back" in said[0]


# Whoever adds figures has to decide ------------------------------------------------------------------------------


def test_items_of_one_name_in_two_surveys_of_a_place_and_time_are_decided_on() -> None:
    """Two questions of one country, sector and time with the same item are on one matter, agree, or are apart."""
    findings = table("findings").merge(table("questions")[["question", "measure", "survey"]], on="question")
    findings = findings[(findings["measure"] == "percent") & (findings["region"] == "") & (findings["body_size"] == "")]
    findings = findings[~findings["country"].isin(set(table("countries").query("kind == 'several'")["country"]))]
    decided = table("same_matter").groupby("matter")["question"].agg(set).tolist()
    open_ones = []
    for (country, sector, item), rows in findings.groupby(["country", "sector", "item"]):
        listed = [(row.question, row.survey, int(row.year), float(row.value)) for row in rows.itertuples()]
        for one, other in combinations(listed, 2):
            differ = one[1] != other[1] and abs(one[2] - other[2]) <= 1 and abs(one[3] - other[3]) >= 0.05
            if differ and not any({one[0], other[0]} <= questions for questions in decided):
                open_ones.append((country, sector, item, one, other))
    assert open_ones == []


def test_a_list_of_other_bodies_each_year_says_who_is_counted_in_which() -> None:
    told = pd.read_csv(EVIDENCE / "same_matter.csv")
    named = told[told["country"].isna() & told["counts"].notna()]
    surveys = pd.read_csv(EVIDENCE / "questions.csv").set_index("question")["survey"]
    bodies_of = pd.read_csv(EVIDENCE / "bodies.csv", low_memory=False)
    changing = 0
    for row in named.to_dict("records"):
        held = bodies_of[bodies_of["survey"] == surveys[row["question"]]]
        kinds = held.groupby("year")["body_type"].agg(frozenset)
        if len(set(kinds)) > 1:
            changing += 1
            assert all(str(year) in row["counts"] for year in kinds.index), row["counts"]
    assert changing
