"""Given counts of surveys → expected sentences and cards of the overview."""

import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.card_contents import figure_of
from tests.given_figures import LIKE
from tests.given_lists import held
from tests.reading import EVIDENCE
from trends.figures.palette import LIGHT
from trends.paths import ROOT
from trends.request.filters import Filters
from trends.request.place import YOU, YOUR_COUNTRY, YOUR_SECTOR, Self
from trends.request.request import NO_CHOICES, Request
from trends.statistics.cells import Row, as_rows
from trends.store.store import Store
from trends.subjects.indices import view as indices
from trends.subjects.lists import view as lists
from trends.subjects.lists.counted import LISTS, Counted, Why, counted
from trends.subjects.overview import cards as overview_cards
from trends.subjects.overview import findings, view
from trends.subjects.overview import words as overview_words
from trends.subjects.sectors import view as sectors
from trends.subjects.you import among_groups
from trends.words.text import markdown, plain

# A busy machine is slow, not wrong.
untimed = settings(deadline=None, max_examples=40)


AI, BUDGET, SKILLS = ("AI and automation", 1), ("Budget", 1), ("Skills", 1)
NONE = held([("Skills", 2)])


def lists_of(*rows: tuple[str, int, int], lists: int) -> Counted:
    """Return lists that count, with what they say of themes: name, lists it leads, lists that name it."""
    themes = [
        {"theme": name.lower(), "theme_name": name, "leads": leads, "tied": 0, "surveys": surveys}
        for name, leads, surveys in rows
    ]
    return replace(held(*[[SKILLS]] * lists), themes=themes)


def test_the_answer_names_what_leads_most_lists() -> None:
    priorities = held([AI], [AI], [AI], [BUDGET], older=2)
    concerns = held([BUDGET], [BUDGET], years=(2022, 2025))
    assert markdown(overview_words.answer(priorities, concerns)) == (
        "Of 4 surveys with a list of priorities, 2023–2024, 3 put **AI and automation** first; asked: digital "
        "leaders, in Norway. Both surveys with a list of concerns, 2022–2025, put **budget** first; asked: digital leaders, "
        "in Norway."
    )


def test_the_answer_names_all_that_lead_equally_many() -> None:
    said = markdown(overview_words.answer(held([BUDGET], [BUDGET], [SKILLS], [SKILLS], [AI]), NONE))
    assert "2 put **budget** first and 2 put **skills** first" in said
    assert "AI" not in said


def test_where_no_list_has_a_first_place_that_is_said() -> None:
    # The list there is has an answer such as “other” in front.
    assert plain(overview_words.answer(NONE, held())) == (
        "The one survey with a list of priorities, 2023, does not put a theme first; asked: Leaders asked by 0, "
        "in Norway, base 100."
    )


def test_what_counts_is_told_before_what_is_too_old() -> None:
    old = counted([{"survey": None, "older": 1, "older_from": 2018, "older_to": 2018}])
    concerns = held([AI], [AI])
    assert plain(overview_words.answer(old, concerns)) == (
        "Both surveys with a list of concerns, 2023–2024, put AI and automation first; asked: digital leaders, in Norway. "
        "The one survey with a list of priorities on several themes is of 2018, too old to count here."
    )
    # So is one that a theme leads before one that no theme does.
    unled = held([])
    assert plain(overview_words.answer(unled, concerns)).startswith("Both surveys with a list of concerns")


def test_where_no_list_was_read_that_is_said() -> None:
    none = "No list of priorities or concerns was read"
    assert plain(overview_words.answer(held(), held())) == f"{none}."
    assert plain(overview_words.answer(held(), held(), " for Norway")) == f"{none} for Norway."


def test_where_lists_were_read_and_none_counts_that_is_said_with_where_they_are() -> None:
    assert plain(overview_words.answer(held(), held(), " for Norway", dict.fromkeys(LISTS, Why.NOT_ENOUGH))) == (
        "No list of priorities or concerns counts for Norway. The pages Priorities and Concerns show what was asked. "
        "To count, a list needs places or shares of three or more items of three or more themes, and is no detail."
    )
    assert plain(overview_words.answer(held(), held(), "", {"concern": Why.NOT_ENOUGH})) == (
        "No list of priorities was read. No list of concerns counts. The page Concerns shows what was asked. "
        "To count, a list needs places or shares of three or more items of three or more themes, and is no detail."
    )
    assert plain(overview_words.answer(held(), held(), "", dict.fromkeys(LISTS, Why.FEW))) == (
        "No list of priorities or concerns counts: few answered. The pages Priorities and Concerns show what was asked."
    )


@pytest.mark.evidence
def test_nothing_that_is_on_file_is_said_not_to_have_been_read(shipped_request: Request) -> None:
    tables = [pd.read_csv(EVIDENCE / f"{name}.csv", dtype=str) for name in ("findings", "questions")]
    asked = tables[0].merge(tables[1][["question", "kind"]], on="question")
    asked = asked[asked["kind"].isin(LISTS)]
    aggregates, seen = shipped_request.vocabulary.aggregates, set()
    for field in ("country", "sector"):
        for code in shipped_request.vocabulary.names[field]:
            here = [code, *aggregates.get(code, ())] if field == "country" else [code]
            kinds = set(asked[asked[field].isin(here)]["kind"])
            request = replace(shipped_request, filters=Filters(**{field: (code,)}))
            said = [plain(view.answer(request))]
            if field == "sector":
                said += [plain(tell(request, code)) for tell in (sectors.answer, sectors.missing_words)]
            for text in said:
                unread = re.findall(r"[Nn]o list of ([a-z ]+?) was read", text)
                assert not [LISTS[kind] for kind in kinds if any(LISTS[kind] in each for each in unread)], (code, text)
                seen |= {"unread"} if unread else set()
                for listed in re.findall(r"[Nn]o list of ([a-z ]+?) counts", text):
                    seen.add("uncounted")
                    assert {kind for kind in LISTS if LISTS[kind] in listed} <= kinds, (code, text)
    assert seen == {"unread", "uncounted"}


def test_the_card_says_in_how_many_lists_a_theme_stands_first() -> None:
    given = held([BUDGET, ("Skills", 2)], [BUDGET, SKILLS], [BUDGET], [SKILLS], older=3)
    card = overview_cards.leading_card(given, "concerns", "concerns")
    assert card.title == "Budget: first in 3 of 4 lists of concerns from Norway, 2023–2024"
    assert card.table.frame().to_dict("list") == {
        "Theme": ["Budget", "Skills"],
        "Stands first in": ["3", "2"],
        "Of these, shared": ["1", "1"],
        "Named in": ["3", "3"],
    }
    assert plain(card.foot).startswith(
        "Base: 4 lists of concerns, one a survey, 2023–2024, from Norway · counted here · 3 older lists are left out"
    )
    assert list(figure_of(card).data[0].x) == [3, 2]
    assert list(figure_of(card).data[0].marker.color) == [LIGHT.accent, LIGHT.quiet]
    # Each list can be looked at.
    assert "Survey 3, 2024: what comes first in 3." in plain(card.about[-1])


@pytest.mark.parametrize(
    ("given", "title"),
    [
        (held([BUDGET]), "Budget: first in the one list of concerns, 2023 (Leaders asked by 0, in Norway)"),
        (held([BUDGET], [BUDGET]), "Budget: first in both lists of concerns from Norway, 2023–2024"),
        (held([BUDGET], [BUDGET], [BUDGET]), "Budget: first in all 3 lists of concerns from Norway, 2023–2024"),
        (
            held([BUDGET], [AI]),
            "AI and automation and Budget: first in 1 of 2 lists of concerns from Norway, 2023–2024",
        ),
    ],
)
def test_the_card_says_both_all_and_the_one(given: Counted, title: str) -> None:
    assert overview_cards.leading_card(given, "concerns", "concerns").title == title


def test_the_card_of_lists_without_a_first_place_names_no_leader() -> None:
    card = overview_cards.leading_card(NONE, "concerns", "concerns")
    assert card.title == "No list of concerns, 2023, puts one of these themes first (Leaders asked by 0, in Norway)"
    assert list(figure_of(card).data[0].marker.color) == [LIGHT.quiet]


@untimed
@given(
    st.lists(
        st.tuples(st.text("abc def", min_size=1, max_size=60), st.integers(0, 98), st.integers(1, 99)),
        min_size=1,
        max_size=25,
        unique_by=lambda row: row[0],
    )
)
def test_title_alternative_text_and_chart_say_what_the_table_says(rows: list[tuple[str, int, int]]) -> None:
    given_lists = lists_of(*sorted(rows, key=lambda row: (-row[1], -row[2], row[0])), lists=99)
    card = overview_cards.leading_card(given_lists, "priorities", "priorities")
    assert 20 <= len(card.alt) <= 160
    figure = figure_of(card)
    drawn = len(figure.data[0].x)
    assert drawn == min(len(rows), overview_cards.SHOWN_THEMES)
    written = [text.strip("\N{NO-BREAK SPACE}") for text in figure.data[-1].text]
    assert written == [
        f"{first} first · {named} name it"
        for first, named in zip(card.table["Stands first in"][:drawn], card.table["Named in"][:drawn], strict=True)
    ]
    if first := re.search(r": first in (\d+) of 99 lists", plain(card.title)):
        assert first[1] == card.table["Stands first in"][0]
        assert int(first[1]) == max(leads for _, leads, _ in rows)
    assert len(figure.to_json()) <= 20_000


def test_the_newest_table_names_source_base_and_kind_of_evidence(tiny_store: Store) -> None:
    newest = tiny_store.rows(
        "latest_leaders", country=[], sector=[], year=[], survey=[], theme=[], kind=[], least_themes=3
    )
    table = overview_cards.newest_table(newest)
    assert table.headings == ["Stands first", "Figure", "Asked", "Who", "Base", "Kind of evidence", "Source"]
    first = {heading: markdown(cell) for heading, cell in table.rows()[0].items()}
    assert first["Stands first"] == "**Lack of skills**"
    assert first["Figure"] == "70%"
    assert first["Base"] == "150"
    assert first["Kind of evidence"] == "Random sample"
    assert first["Source"] == "[Councils on digital](https://example.org/councils/2024.pdf)"
    assert len(table.folded().columns) == 3


def test_no_newest_editions_make_an_empty_table(tiny_store: Store) -> None:
    nothing = tiny_store.rows(
        "latest_leaders", country=["KEN"], sector=[], year=[], survey=[], theme=[], kind=["priority"], least_themes=3
    )
    assert overview_cards.newest_table(nothing).empty


def test_the_given_lists_have_the_columns_of_the_query(tiny_store: Store) -> None:
    real = tiny_store.ask("counted_lists", country=[], sector=[], year=[], survey=[], kind=["concern"])
    assert list(held([SKILLS]).rows[0]) == list(real.columns)


# The reader's own place ----------------------------------------------------------------------------------------------

COUNCIL = Self("GBR", "local_government", "", "United Kingdom", "Local government")
HERE = Self(country="GBR", country_name="United Kingdom")


def figure(item: str, value: float, base: int | None, **more: Any) -> dict[str, Any]:
    own = {
        "survey_name": "Council survey",
        "country": "GBR",
        "country_name": "United Kingdom",
        "place_name": "United Kingdom",
        "item": item,
        "value": float(value),
        "base_n": base,
        "themes": 3,
    }
    return LIKE | own | more


def test_the_overview_tells_what_bodies_like_the_readers_put_first() -> None:
    priorities = [figure("Few answered", 90, 12), figure("Secure systems", 61, 200, question="other")]
    concerns = [figure("Budgets", 70, 200), figure("Skills", 70, 200)]
    assert markdown(
        overview_words.leads(
            COUNCIL, {YOU: (30, 0), YOUR_COUNTRY: (90, 0), YOUR_SECTOR: (40, 0)}, YOU, priorities, concerns
        )
    ) == (
        "30 survey figures are of your country and sector. First among priorities: **Secure systems** (61% of 200; "
        "Council survey, 2024). First among concerns: **Budgets and Skills**, together (70% of 200; Council survey, "
        "2024)."
    )


def test_the_overview_says_where_it_had_to_look_further_away() -> None:
    priorities = [figure("Secure systems", 61, 200, country="NOR", country_name="Norway", place_name="Norway")]
    nothing: list[Row] = []
    assert markdown(
        overview_words.leads(
            COUNCIL, {YOU: (0, 0), YOUR_COUNTRY: (0, 0), YOUR_SECTOR: (40, 0)}, YOUR_SECTOR, priorities, nothing
        )
    ) == (
        "No survey figure read here is of your country and sector by itself; 40 of your sector. First among priorities "
        "in your sector: **Secure systems** (61% of 200; Council survey, 2024, Norway)."
    )
    assert overview_words.leads(HERE, {YOUR_COUNTRY: (0, 0)}, YOUR_COUNTRY, nothing, nothing) == (
        "No survey figure read here is of your country."
    )


def test_figures_of_groups_that_hold_the_country_count_and_are_told_as_such() -> None:
    together = "Britain and Ireland"
    concerns = [figure("Budgets", 70, 200, country="BIR", country_name=together, place_name=together)]
    figures = {YOU: (7, 7), YOUR_COUNTRY: (9, 7), YOUR_SECTOR: (40, 0)}
    assert markdown(overview_words.leads(COUNCIL, figures, YOU, [], concerns)) == (
        "7 survey figures are of groups that hold your country, none of your country and sector alone. First among concerns: "
        "**Budgets** (70% of 200; Council survey, 2024, Britain and Ireland)."
    )
    none = {YOU: (0, 0), YOUR_COUNTRY: (9, 1), YOUR_SECTOR: (40, 0)}
    assert markdown(overview_words.leads(COUNCIL, none, YOUR_COUNTRY, [], [])) == (
        "No survey figure read here is of your country and sector by itself; 9 of your country or groups that hold it "
        "and 40 of your sector."
    )


@pytest.mark.parametrize(
    ("groups", "figures", "said"),
    [
        (0, 5, ""),
        (1, 5, "1 of them of a group that holds your country"),
        (2, 5, "2 of them of groups that hold your country"),
        (5, 5, "all of groups that hold your country"),
        (1, 1, "that of a group that holds your country"),
    ],
)
def test_how_many_figures_are_of_groups_is_said(groups: int, figures: int, said: str) -> None:
    assert among_groups(groups, figures) == said


def test_a_share_of_one_theme_is_not_called_first_and_a_place_is() -> None:
    figures = {YOUR_COUNTRY: (9, 0)}
    for measure, value, said in (("percent", 70, "Among concerns: **Budgets**"), ("rank", 1, "First among concerns: ")):
        rows = [figure("Budgets", value, 200, measure=measure, themes=1)]
        assert said in markdown(overview_words.leads(HERE, figures, YOUR_COUNTRY, [], rows))


@pytest.mark.evidence
@pytest.mark.parametrize("sector", ["", "local_government", "health"])
def test_overview_and_lists_agree_on_groups_that_hold_the_readers_country(
    shipped_request: Request, sector: str
) -> None:
    """Where a page opens with a list of a group, the overview counts it and leads with no other country."""
    seen = 0
    for country, groups in shipped_request.vocabulary.aggregates.items():
        names = shipped_request.vocabulary.names["country"]
        me = Self(country, sector, country_name=names[country], within=tuple(groups))
        request = replace(shipped_request, place=me)
        opened = [asked for kind in LISTS if (asked := lists.asked_of(request, {}, kind)) and asked.country in groups]
        if sector:
            opened = [asked for asked in opened if asked.sector == sector]
        if not opened:
            continue
        seen += 1
        said = plain(view.you(request))
        assert "No survey figure" not in said, said
        assert "in your sector" not in said, said
        assert "groups that hold your country" in said or "a group that holds your country" in said, said
        for named in re.findall(r"mong \w+: .*? \((.*?)\)\.", said):
            others = set(names.values()) - {names[code] for code in (country, *groups)}
            assert named.rsplit(", ", 1)[-1] not in others, said
        assert any(names[asked.country] in said for asked in opened), said
    assert seen or sector == "health"


def test_a_region_that_stands_for_itself_is_named_and_never_mixed_with_another() -> None:
    wales, england = (figure(f"Of {place}", 70, 200, place_name=place) for place in ("Wales", "England"))
    nothing: list[Row] = []
    figures = {YOU: (30, 0), YOUR_COUNTRY: (90, 0), YOUR_SECTOR: (40, 0)}
    assert markdown(overview_words.leads(COUNCIL, figures, YOU, [wales, england], nothing)).endswith(
        "First among priorities: **Of Wales** (70% of 200; Council survey, 2024, Wales)."
    )
    assert markdown(overview_words.leads(HERE, figures, YOUR_COUNTRY, [wales], nothing)).endswith(
        "First among priorities: **Of Wales** (70% of 200; Council survey, 2024, Local government, Wales)."
    )


def test_the_contents_are_both_lists_with_the_answer_above_them(tiny_request: Request) -> None:
    found = view.contents(tiny_request, NO_CHOICES)
    assert found.question == view.QUESTION
    assert plain(found.answer) == (
        "The one survey with a list of priorities (Councils on digital, the United Kingdom 2023) puts cyber resilience first; "
        "asked: Leaders of councils, base not published. "
        "The one survey with a list of concerns (Councils on digital, the United Kingdom 2024) puts skills, staff and "
        "training first; asked: Leaders of councils, base 150."
    )
    assert found.you == ""
    assert [made.key for made in found.cards] == ["priorities", "concerns"]
    for made, kind in zip(found.cards, ("priority", "concern"), strict=True):
        assert made is findings.leading_card(tiny_request, kind)
        assert made.receipt is not None
        assert made.receipt.query == "counted_lists"
        again = tiny_request.store.rows(made.receipt.query, **made.receipt.parameters)
        assert counted(again).themes == as_rows(made.shown)


def test_filters_that_leave_nothing_leave_no_card(tiny_request: Request) -> None:
    nothing = replace(tiny_request, filters=Filters(year=("1999",)))
    assert view.is_empty(nothing)
    found = view.contents(nothing, NO_CHOICES)
    assert plain(found.answer) == "No list of priorities or concerns was read for 1999."
    assert list(found.cards) == []
    assert view.newest_listing(nothing) is None


def test_the_contents_tell_the_readers_own_place(tiny_request: Request) -> None:
    said = plain(view.contents(replace(tiny_request, place=HERE), NO_CHOICES).you)
    assert "survey figures are of your country." in said
    assert "First among concerns: " in said


# The questions ------------------------------------------------------------------------------------------------------


def test_every_question_has_words_of_its_own_and_leads_to_a_page_with_a_theme_that_is_known(
    shipped_request: Request,
) -> None:
    asked = view.questions(shipped_request)
    # The page's heading says how many there are.
    assert len(asked) == len({question.text for question in asked}) == 10
    names = shipped_request.vocabulary.names["theme"].values()
    for question in asked:
        assert question.text.endswith("?")
        assert (ROOT / "pages" / f"{question.page}.py").exists()
        assert set(question.choices) <= {"topic"}
        assert all(name in names for name in question.choices.values())


def test_beside_the_readers_own_country_stands_where_it_is_among_others(shipped_request: Request) -> None:
    described = pd.read_csv(EVIDENCE / "indicators.csv").merge(
        pd.read_csv(EVIDENCE / "series.csv"), on="series", suffixes=("", "_of_series")
    )
    countries = pd.read_csv(EVIDENCE / "countries.csv", keep_default_na=False).query("kind == 'country'")
    values = pd.read_csv(EVIDENCE / "indicator_values.csv", dtype=str, keep_default_na=False)
    values = values[values["country"].isin(countries["country"])]
    labels, told = dict(zip(described["label"], described["indicator"], strict=True)), 0
    for country, name in zip(countries["country"], countries["name"], strict=True):
        asked = replace(shipped_request, place=Self(country=country, country_name=name))
        said = plain(view.answer(asked))
        found = re.search(
            rf"(?:^|\. )(?:The )?{re.escape(name)} is (?:joint )?(\d+)\w\w of (\d+) in ([^.]+), (\d{{4}})\.", said
        )
        if found is None:
            continue
        place, among, indicator, year = found.groups()
        rows = values[(values["indicator"] == labels[indicator]) & (values["year"] == year)].set_index("country")
        ranks = rows["value"].astype(float).rank(method="min", ascending=False)
        assert (int(place), int(among)) == (ranks[country], len(ranks)), said
        assert said.startswith(found[0])
        # Once on a page: in the answer, or beside what is said of the reader where another or a list leads.
        chosen = replace(asked, filters=Filters(country=(country,)))
        for each in (asked, chosen):
            whole = f"{plain(view.answer(each))} {plain(view.you(each))}"
            assert whole.count(found[0]) == 1, whole
        told += 1
    assert 2 * told > len(countries)


# The findings it begins with ------------------------------------------------------------------------------------------


def placed(request: Request, country: str = "", sector: str = "") -> Request:
    """Return the request of a reader of a place, who chose no filter."""
    names = request.vocabulary.names
    mine = Self(country, sector, "", names["country"].get(country, ""), names["sector"].get(sector, ""))
    return replace(request, place=replace(mine, within=tuple(request.vocabulary.aggregates.get(country, ()))))


def chosen(request: Request, country: str = "", sector: str = "") -> Request:
    held = {"country": (country,) if country else (), "sector": (sector,) if sector else ()}
    return replace(request, filters=Filters(**held))


def test_findings_of_the_readers_place_are_of_the_nearest_that_has_them_and_their_links_lead_to_the_same(
    shipped_request: Request,
) -> None:
    own = 0
    for country, sector in (("NZL", "local_government"), ("GBR", "health"), ("USA", ""), ("", "local_government")):
        found = findings.findings(placed(shipped_request, country, sector))
        assert len(found) == findings.MOST
        # One at least is of the reader's own country.
        assert not country or any(each.asked.filters.country == (country,) for each in found)
        order = [list(findings.MADE).index(each.kind) for each in found if not each.is_general]
        assert order == sorted(set(order))
        for each in found:
            # A fresh reader who opens the address of the card sees its rows.
            (again,) = [card for card in view.contents(each.asked, NO_CHOICES).cards if card.key == each.card.key]
            assert again.shown.equals(each.card.shown)
            assert again.title == each.card.title
            assert not each.asked.place
            said = plain(each.card.subtitle)
            assert said.startswith(f"{each.asked.filter_words or 'All countries and sectors'}: "), said
            if each.is_general:
                continue
            own += 1
            # Nothing nearer has it.
            here = each.asked.filters
            assert (here.country, here.sector) in {
                ((country,), (sector,)), ((country,), ()), ((), (sector,)), ((country,), ("",)), (("",), (sector,))
            }  # fmt: skip
            if country and sector and not (here.country and here.sector) and each.kind not in findings.OF_COUNTRIES:
                assert findings.MADE[each.kind](chosen(shipped_request, country, sector)) is None
    assert own


def test_where_a_place_has_fewer_than_three_findings_those_of_all_are_said_to_be_of_all(
    shipped_request: Request,
) -> None:
    everywhere = {each.card.key: each.card for each in findings.findings(shipped_request)}
    names, seen = shipped_request.vocabulary.names, 0
    for field in ("country", "sector"):
        for code in [*names[field]][:: 8 if field == "country" else 1]:
            asked = chosen(shipped_request, **{field: code})
            found = findings.findings(asked)
            assert 1 <= len(found) <= findings.MOST
            assert len({each.card.key for each in found}) == len(found)
            # What is of all comes last, and only where the place has fewer.
            general = [each.is_general for each in found]
            assert general == sorted(general)
            for each in found:
                assert each.card.key.startswith(findings.GENERAL) == each.is_general
                if each.is_general:
                    seen += 1
                    assert plain(each.card.subtitle).startswith("All countries and sectors: ")
                    assert each.card.shown.equals(everywhere[each.card.key.removeprefix(findings.GENERAL)].shown)
    assert seen


def test_a_country_that_indices_measure_twice_has_three_findings_of_its_own(shipped_request: Request) -> None:
    values = pd.read_csv(EVIDENCE / "indicator_values.csv", dtype=str, keep_default_na=False)
    countries = pd.read_csv(EVIDENCE / "countries.csv", keep_default_na=False).query("kind == 'country'")
    first = next(iter(indices.offered_indicators(shipped_request).values()))
    editions = values[values["indicator"] == first].groupby("country")["year"].nunique()
    asked = set(pd.read_csv(EVIDENCE / "bodies.csv", dtype=str, keep_default_na=False)["country"])
    held = [code for code in countries["country"] if editions.get(code, 0) > 1 and code in asked]
    assert held
    for code in held[::8]:
        found = findings.findings(chosen(shipped_request, code))
        assert [each.is_general for each in found] == [False] * findings.MOST, code
