"""A country of which surveys tell little: what there is of it leads, the nearest countries are offered, no page is bare."""

import functools

import pandas as pd
import pytest

from tests.reading import EVIDENCE
from tests.test_pages import drawn, open_page, shown
from trends.export.page import page_html
from trends.export.tables import about
from trends.request.request import Request, request_of
from trends.subjects import registry
from trends.subjects.lists import view as lists
from trends.subjects.lists.counted import LISTS
from trends.subjects.overview import findings
from trends.subjects.overview import view as overview
from trends.subjects.places import view as places
from trends.subjects.places.facts import Place
from trends.subjects.sectors import facts as sector_facts
from trends.subjects.sectors import view as sectors
from trends.subjects.themes import facts as theme_facts
from trends.subjects.themes import view as themes
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
    # What there is stands before what there is not, with scripts and without.
    (notice,) = app.main.info
    assert said.index("What there is:") < said.index(notice.value.replace("**", ""))
    assert without_scripts.index("What there is:") < without_scripts.index("These filters leave nothing")
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


# Nearest countries, recomputed --------------------------------------------------------------------------------------


@functools.cache
def tiers(code: str) -> dict[str, int]:
    """Return by country how near it is to one: the same UN subregion, UN region and income group, income group."""
    countries = table("countries").query("kind == 'country'").set_index("country")
    here, others = countries.loc[code], countries.drop(code)
    income = (others["income_group"] == here["income_group"]) & (here["income_group"] != "")
    near = pd.Series(3, others.index)
    near[income] = 2
    near[income & (others["un_region"] == here["un_region"])] = 1
    near[others["un_subregion"] == here["un_subregion"]] = 0
    return {str(country): int(tier) for country, tier in near[near < 3].items()}


def faults_of_nearest(code: str, offered: list[tuple[Place, int]], figures: pd.DataFrame) -> list[str]:
    """Return in words what is wrong with the countries offered instead of one.

    Args:
        code: the country.
        offered: countries with the number of their surveys.
        figures: all figures there are of what was sought, of all countries, in all editions and parts.
    """
    near, surveys = tiers(code), figures.groupby("country")["survey"].nunique()
    order = [near.get(other.code, 9) for other, _ in offered]
    wrong = [f"{code}: {other.code} has none" for other, _ in offered if other.code not in surveys.index]
    wrong += [
        f"{code}: more of {other.code} than read" for other, count in offered if count > surveys.get(other.code, 0)
    ]
    if order != sorted(order) or 9 in order or code in {other.code for other, _ in offered}:
        wrong.append(f"{code}: {[other.code for other, _ in offered]} are not the nearest")
    return wrong


def surely(figures: pd.DataFrame) -> set[str]:
    """Return the countries with a figure that is shown whatever else is: of all of it, in the last edition of all."""
    last = figures[figures["year"] == figures.groupby("question")["year"].transform("max")]
    whole = last.query("region == '' and body_size == ''")
    return set(whole[~whole["item"].str.casefold().str.startswith(("other", "none of"))]["country"])


def missed(code: str, offered: list[tuple[Place, int]], having: set[str]) -> list[str]:
    """Return in words whether a country of a nearer group than those offered has what was sought."""
    near = tiers(code)
    best = min((near[country] for country in having if country in near), default=9)
    first = min((near.get(other.code, 9) for other, _ in offered), default=9)
    return [f"{code}: none of tier {best} is offered"] if first > best else []


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    """All figures, each with the kind and survey of its question."""
    asked = table("questions")[["question", "survey", "kind"]]
    return table("findings").merge(asked, on="question")


def bare(request: Request, figures: pd.DataFrame, every: int) -> list[str]:
    """Return some of the countries that have no row of figures, of themselves or of a group that holds them."""
    told, groups, known = set(figures["country"]), request.vocabulary.aggregates, places.places(request)
    lack = [code for code in known if known[code].is_country and not {code, *groups.get(code, ())} & told]
    return lack[::every]


def test_instead_of_a_country_a_theme_offers_the_nearest_that_have_figures_on_it(
    shipped_request: Request, figures: pd.DataFrame
) -> None:
    kinds = (*theme_facts.SAID, *theme_facts.DONE)
    wrong, offers = [], dict[tuple[str, str], int]()
    for theme in shipped_request.vocabulary.names["theme"]:
        held = figures[(figures["theme"] == theme) & figures["kind"].isin(kinds)]
        for code in bare(shipped_request, held, every=18):
            asked = request_of([("country", code)])[0]
            found, rule = places.nearest_with(asked, code, {"figures": themes.elsewhere(asked, theme, kinds)})
            faults = faults_of_nearest(code, list(found), held) + missed(code, list(found), surely(held))
            wrong += [f"{theme} {fault}" for fault in faults]
            assert rule.startswith("Nearest with figures: ") == bool(found)
            offers |= {(theme, other.code): count for other, count in found}
    assert wrong == []
    assert len(offers) > len(shipped_request.vocabulary.names["theme"])
    # The page of a country that is offered has a card with as many surveys.
    for (theme, code), count in list(offers.items())[:: max(1, len(offers) // 12)]:
        cards = themes.cards(request_of([("country", code)])[0], theme)
        assert len({survey for card in cards for survey in card.shown["survey_name"]}) == count, (theme, code)


def test_instead_of_a_country_a_sector_offers_the_nearest_that_have_lists_of_it_or_else_figures(
    shipped_request: Request, figures: pd.DataFrame
) -> None:
    kinds = (*LISTS, *sector_facts.DONE)
    wrong, offers = [], dict[tuple[str, str], str]()
    for sector in shipped_request.vocabulary.names["sector"]:
        held = figures[(figures["sector"] == sector) & figures["kind"].isin(kinds)]
        for code in bare(shipped_request, held, every=18):
            asked = request_of([("country", code)])[0]
            found, rule = places.nearest_with(asked, code, sectors.elsewhere(asked, sector))
            listed = rule.startswith("Nearest with lists of priorities or concerns in the sector “")
            assert listed or rule.startswith("Nearest with figures on the sector “") or not found
            sought = held[held["kind"].isin(list(LISTS))] if listed else held
            faults = faults_of_nearest(code, list(found), sought)
            # Not every list has a first place.
            faults += [] if listed else missed(code, list(found), surely(held))
            wrong += [f"{sector} {fault}" for fault in faults]
            offers |= {(sector, other.code): rule for other, _ in found}
    assert wrong == []
    assert len({code for _, code in offers}) > 3
    for (sector, code), rule in offers.items():
        asked = request_of([("country", code)])[0]
        tables = {listing.key for listing in sectors.tables(asked, sector)}
        if "lists of" in rule:
            assert sectors.list_cards(asked, sector) or "others" in tables, (sector, code)
        assert not sectors.is_empty(asked, sector), (sector, code)


@pytest.mark.parametrize(("page", "choice"), [("themes", "topic"), ("sectors", "branch")])
def test_the_pages_of_a_theme_and_a_sector_offer_the_nearest_countries_by_buttons(
    shipped_request: Request, figures: pd.DataFrame, page: str, choice: str
) -> None:
    column = {"themes": "theme", "sectors": "sector"}[page]
    code = next(
        code
        for code in bare(shipped_request, figures, every=1)
        if any(tier == 0 and (figures["country"] == country).any() for country, tier in tiers(code).items())
    )
    near = {country for country, tier in tiers(code).items() if tier == 0}
    most = figures[figures["country"].isin(near) & (figures["kind"] == "adoption")][column].mode()[0]
    known = shipped_request.vocabulary
    chosen = {"country": [known.name("country", code)], choice: [known.name(column, most)]}
    app = drawn(open_page(page, **chosen))
    offered = [button for button in app.main.button if str(button.key).startswith("nearest_")]
    assert str(offered[0].key).removeprefix("nearest_") in near
    assert any(caption.value.startswith("Nearest with ") for caption in app.main.caption)
    app = drawn(offered[0].click().run())
    assert app.session_state["country"] == [known.name("country", str(offered[0].key).removeprefix("nearest_"))]
    assert app.main.selectbox(key=choice).value == known.name(column, most)
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
