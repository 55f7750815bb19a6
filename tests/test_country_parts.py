"""The card of what lies behind an index: which parts are shown, and how they stand beside the median."""

import pytest

from tests.card_contents import assert_small_and_worded
from tests.given_index import FOUR, facts, field
from trends.statistics.cells import Row
from trends.subjects.indices import parts as index_parts


def parts(*rows: tuple[str, str, float, float], is_part: bool = True) -> list[Row]:
    columns = ["indicator", "indicator_name", "number", "median"]
    given = {
        "definition": "What it is",
        "is_part": is_part,
        "lower": 0.1,
        "upper": 0.9,
        "countries": 4,
        "source_url": "https://x.org",
    }
    return [dict(zip(columns, row, strict=True)) | given for row in rows]


def test_only_direct_parts_are_shown() -> None:
    given = parts(("a_one", "One", 1, 1), ("a_one_half", "Half", 1, 1), ("a_two_half", "Other half", 1, 1))
    assert [row["indicator"] for row in index_parts.direct_parts(given)] == ["a_one", "a_two_half"]


@pytest.mark.parametrize(("count", "shown"), [(12, 12), (13, 0)])
def test_without_parts_a_short_series_stands_in(count: int, shown: int) -> None:
    given = parts(*[(f"a_{place}", f"Part {place}", 0.5, 0.5) for place in range(count)], is_part=False)
    assert len(index_parts.direct_parts(given)) == shown


def test_parts_stand_beside_the_median_highest_first() -> None:
    given = parts(("a_one", "Openness - citizens", 0.2, 0.3), ("a_two", "Skills", 0.8, 0.5))
    card = index_parts.parts_card(facts(FOUR, "Chile"), given)
    assert card.title == "Chile is above the median in 1 of 2 other measures of Service index"
    assert card.table.frame().to_dict("list") == {
        "Measure": ["Skills", "Citizens"],
        "Chile": ["0.80", "0.20"],
        "Median": ["0.50", "0.30"],
    }
    assert card.behind == ("indicators", {"indicator": ["service_open", "a_two", "a_one"]})


def test_the_card_is_small_and_has_its_words() -> None:
    values = field(198)
    known = facts(values, *list(values)[100:106], before=values)
    assert_small_and_worded(index_parts.parts_card(known, parts(("a", "One", 0.2, 0.3))))
