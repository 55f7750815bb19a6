"""Whoever hears a chart of Countries hears of the country that was chosen, on every card of the shipped evidence."""

import pytest

from trends.request.request import Request, request_of
from trends.subjects import registry
from trends.subjects.indices import view

CODES = ("NZL", "GBR", "IRL", "JPN")


@pytest.mark.parametrize("country", CODES)
def test_the_alternative_text_of_a_chart_names_the_chosen_country(country: str, shipped_request: Request) -> None:
    name = shipped_request.vocabulary.name("country", country)
    charts = 0
    for indicator in view.offered_indicators(shipped_request).values():
        address = [("country", country), ("indicator", indicator)]
        asked, choices = request_of(address, shipped_request.version)
        chosen = view.asked_of(asked, choices)
        assert chosen is not None
        if view.facts(asked, chosen).mine:
            asked, choices = request_of([*address, ("trend", "true"), ("measures", "true")], shipped_request.version)
        for card in registry.contents("countries", asked, choices).cards:
            if card.chart is not None:
                charts += 1
                assert name in card.alt, card.alt
                assert 20 <= len(card.alt) <= 160
    assert charts


def test_without_a_chosen_country_no_country_is_said_to_be_chosen(shipped_request: Request) -> None:
    for card in registry.contents("countries", shipped_request).cards:
        assert "chosen" not in card.alt
