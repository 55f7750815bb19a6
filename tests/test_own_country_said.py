"""How countries and indices are called in what is said of them, on every page and card of the shipped evidence."""

import re

import pytest

from tests.reckoned_bases import table
from trends.request.request import Request, request_of
from trends.subjects import registry
from trends.subjects.indices import view
from trends.subjects.indices import words as index_words
from trends.words.text import plain

CODES = ("NZL", "GBR", "IRL", "JPN")
# Countries whose names have an article within a sentence.
WITH_ARTICLE = ("GBR", "NLD", "USA", "ARE", "PHL", "GMB")
# What a page says in sentences, without what stands in brackets or quotation marks: labels and titles of surveys.
_QUOTED = re.compile(r"“[^“”]*”|\([^()]*\)")


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


@pytest.mark.parametrize("page", ["overview", "countries", "places", "cases", "themes", "sectors", "concerns"])
def test_a_name_with_an_article_has_it_in_every_sentence(page: str, shipped_request: Request) -> None:
    told = 0
    for code in WITH_ARTICLE:
        name = shipped_request.vocabulary.name("country", code)
        own = [("place", name)] if page == "places" else [("country", code)]
        found = registry.contents(page, *request_of(own, shipped_request.version))
        said = _QUOTED.sub("", _QUOTED.sub("", plain(found.answer)))
        bare = re.findall(rf"(?<!\bthe )(?<!\bThe )\b{name}\b", said)
        assert not bare, said
        told += name in said
    assert told or page in {"sectors", "concerns"}


@pytest.mark.evidence
def test_a_part_is_told_as_a_part_of_its_index_and_a_sample_never_as_complete(shipped_request: Request) -> None:
    """An index without a total has no place in it: the part that is shown is named, with the index it is a part of."""
    indicators = table("indicators").set_index("indicator")
    series = table("series").set_index("series")["name"]
    parts = samples = 0
    for label, code in view.offered_indicators(shipped_request).items():
        row = indicators.loc[code]
        for country in ([], [("country", "NLD")]):
            asked, choices = request_of([("indicator", label), *country], shipped_request.version)
            chosen = view.asked_of(asked, choices)
            assert chosen is not None
            facts = view.facts(asked, chosen)
            whole = (
                str(row["leads"]).casefold() == "true" or row["label"].casefold() == series[row["series"]].casefold()
            )
            part = f"{row['label']} (part of “{series[row['series']]}”)"
            said = plain(index_words.answer(facts))
            assert (part in said) != whole, said
            parts += not whole
            if row["coverage"] == "sampled":
                assert not re.search(r"\ball \d+ countries", index_words.foot(facts))
                samples += 1
    assert parts > 20 < len(indicators)
    assert samples > 1


@pytest.mark.evidence
def test_a_place_in_a_part_is_told_so_on_places_and_themes(shipped_request: Request) -> None:
    indicators = table("indicators")
    without = set(indicators["series"]) - set(
        indicators.loc[indicators["leads"].astype(str).str.casefold() == "true", "series"]
    )
    names = table("series").set_index("series")["name"]
    lone = indicators[indicators["series"].isin(without)]
    told = 0
    for code in ("ITA", "NLD", "MLT", "ROU"):
        place = [("place", shipped_request.vocabulary.name("country", code))]
        found = registry.contents("places", *request_of(place, shipped_request.version))
        for said in (plain(found.answer), *(plain(card.title) for card in found.cards)):
            for index, label in zip(lone["series"], lone["label"], strict=True):
                if re.search(rf" in {re.escape(label)}(?= \(part|,)", said):
                    assert f"{label} (part of “{names[index]}”)" in said
                    told += 1
    assert told
