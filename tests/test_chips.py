"""The bar above every page: a chip for each choice, which a click removes, and nothing of the place in the address."""

import pytest
from streamlit.testing.v1 import AppTest

from tests import sheet
from tests.test_pages import PAGES, drawn, open_page
from trends.request.filters import Filters
from trends.request.place import Self
from trends.request.request import Request
from trends.ui import chips as chips_bar

pytestmark = pytest.mark.evidence


def chips(app: AppTest) -> dict[str, str]:
    """Return the chips by what they say: the keys of their buttons."""
    return {button.label.removesuffix(" ✕"): button.key for button in app.main.button if "✕" in button.label}


def press(app: AppTest, label: str) -> AppTest:
    return app.button(key=chips(app)[label]).click().run()


@pytest.mark.parametrize("name", [page for page in PAGES if page not in {"accessibility", "protection", "search"}])
def test_every_page_says_whose_data_it_is_and_a_click_widens_it(name: str) -> None:
    app = drawn(open_page(name, country=["Norway", "Denmark"], sector=["Health"], year=["2021", "2022", "2023"]))
    assert list(chips(app)) == ["Norway", "Denmark", "Health", "2021–2023"]
    app = drawn(press(app, "Norway"))
    assert app.session_state["country"] == ["Denmark"]
    app = drawn(press(app, "2021–2023"))
    assert app.session_state["year"] == []
    assert list(chips(app)) == ["Denmark", "Health"]


def test_without_a_choice_the_bar_says_that_all_is_there() -> None:
    app = drawn(open_page("concerns"))
    assert not chips(app)
    assert [text.value for text in app.main.text] == ["All countries, sectors and years"]


def test_many_choices_of_one_filter_are_told_as_a_number_and_years_apart_by_name() -> None:
    app = drawn(open_page("overview", country=["Norway", "Denmark", "Sweden", "Finland"], year=["2020", "2023"]))
    assert list(chips(app)) == ["Country: 4 chosen", "2020, 2023"]
    assert drawn(press(app, "Country: 4 chosen")).session_state["country"] == []


def test_the_readers_own_place_is_a_chip_too_and_can_be_forgotten() -> None:
    app = drawn(open_page("concerns"))
    sheet.set_own(app, "country", "Norway")
    assert list(chips(app)) == ["You: Norway"]
    assert not chips(press(app, "You: Norway"))


def test_the_chip_of_the_own_place_has_the_names_that_menus_have() -> None:
    app = open_page("concerns", country=["Norway"])
    sheet.set_own(app, "country", "New Zealand")
    sheet.set_own(app, "sector", "Local government")
    assert list(chips(app)) == ["You: New Zealand · Local government", "Norway"]
    assert "compared with:" in [text.value for text in app.main.text]


def test_on_a_phone_the_chip_of_the_own_place_leaves_room_for_what_is_chosen() -> None:
    app = open_page("concerns")
    app.session_state["device_is_narrow"] = True
    sheet.set_own(app, "country", "New Zealand")
    assert list(chips(app)) == ["You: New Zealand"]
    app = drawn(sheet.choose(app, "country", ["Norway"]))
    assert list(chips(app)) == ["You", "Norway"]
    assert not app.main.text


def test_a_span_of_years_is_one_click_and_one_chip() -> None:
    app = drawn(open_page("concerns"))
    options = sheet.told(app)["options"]
    years = {span["label"]: span["years"] for span in options["spans"]}
    newest = max(map(int, options["year"]))
    expected = [str(year) for year in range(newest - 3, newest + 1) if str(year) in options["year"]]
    assert years["Last 4 years"] == expected
    assert years["All years"] == []
    app = drawn(sheet.choose(app, "year", expected))
    assert list(chips(app)) == [f"{newest - 3}–{newest}"]


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([2019, 2023], "2019, 2023"),
        ([2019, 2020, 2022, 2024], "2019–2020, 2022, 2024"),
        ([2021, 2022, 2023], "2021–2023"),
        ([2012, 2014, 2016, 2018, 2020, 2022, 2024], "7 years of 2012–2024"),
    ],
)
def test_years_with_gaps_are_told_as_they_are(years: list[int], said: str) -> None:
    assert chips_bar._spans([str(year) for year in years]) == said  # noqa: SLF001 - what stands on a chip


@pytest.mark.parametrize(
    ("place", "filters", "compares"),
    [
        ({"country": "NZL"}, {"country": ("NZL",)}, False),
        ({"country": "NZL"}, {"year": ("2024",)}, False),
        ({"country": "NZL"}, {"country": ("NZL", "AUS")}, True),
        ({"sector": "health"}, {"sector": ("education",)}, True),
    ],
)
def test_only_what_is_not_the_own_is_compared_with(
    place: dict[str, str], filters: dict[str, tuple[str, ...]], *, compares: bool
) -> None:
    assert chips_bar._compares(Request(filters=Filters(**filters), place=Self(**place))) == compares  # noqa: SLF001
