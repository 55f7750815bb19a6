"""What all cards on an index share: marks of the scale, what a file says of its choice, and the source on every row."""

import pandas as pd
import pytest

from tests.given_index import FOUR, NORDIC, facts
from trends.cards.charts import Dots
from trends.request.request import Request, request_of
from trends.subjects.indices import cards as index_cards
from trends.subjects.indices import view


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ([0.5, 0.9], [(0.5, "0.5"), (0.6, "0.6"), (0.7, "0.7"), (0.8, "0.8"), (0.9, "0.9")]),
        # A twentieth of the whole scale at least, and never below 0 or above 1.
        ([0.7, 0.7], [(0.66, "0.66"), (0.68, "0.68"), (0.7, "0.7"), (0.72, "0.72"), (0.74, "0.74")]),
        ([1.0], [(0.975, "0.975"), (0.98, "0.98"), (0.985, "0.985"), (0.99, "0.99"), (0.995, "0.995"), (1.0, "1")]),
    ],
)
def test_the_scale_holds_its_values_and_is_never_too_short(values: list[float], marks: list[tuple[float, str]]) -> None:
    made = index_cards.ticks_of(facts(FOUR), pd.Series(values))
    assert [words for _, words in made] == [words for _, words in marks]
    assert [bound for bound, _ in made] == pytest.approx([bound for bound, _ in marks])


def test_every_row_of_a_file_can_be_cited() -> None:
    rows = index_cards.cited(facts(FOUR, group=NORDIC), pd.DataFrame({"value": [0.5, 0.9]}))
    assert rows["value"].tolist() == [0.5, 0.9]
    assert rows.drop(columns="value").drop_duplicates().to_dict("records") == [
        {
            "unit": "index_0_1",
            "series_name": "Service index",
            "group": "Northern Europe",
            "caution": "Experts visit few sites.",
            "evidence_name": "Expert score",
            "source_name": "Index House: Service index",
            "source_url": "https://example.org/index",
            "licence": "Open licence 1.0",
        }
    ]


def test_a_file_says_which_indicator_group_and_year_were_chosen() -> None:
    assert index_cards.around(facts(FOUR))["file_words"] == {
        "indicator": ["Service index: Openness"],
        "Compared with": ["All countries"],
        "year": ["2024"],
    }
    assert index_cards.around(facts(FOUR, group=NORDIC))["file_words"]["Compared with"] == ["Northern Europe"]


def test_a_dot_of_all_countries_says_its_place(shipped_request: Request) -> None:
    chart = view.contents(*request_of((), shipped_request.version)).cards[0].chart
    assert isinstance(chart, Dots)
    assert chart.field is not None
    places = chart.field["number"].rank(ascending=False, method="min").astype(int)
    for said, place in zip(chart.field["place"], places, strict=True):
        assert said.removeprefix("joint ")[:-2] == str(place)
