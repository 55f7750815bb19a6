"""An index: what is offered, its facts in an edition and a group, and what is said of it wherever it is shown."""

import csv
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.given_index import FOUR, NO_RANKING, SOURCE, facts, rows, years
from tests.reading import EVIDENCE
from trends.request.request import Request
from trends.statistics.cells import as_rows
from trends.store.store import Store
from trends.subjects.indices import coverage
from trends.subjects.indices import facts as index_facts
from trends.subjects.indices import words as index_words
from trends.subjects.indices.facts import IndexFacts
from trends.subjects.places import view as places
from trends.subjects.themes import view as themes
from trends.words import pieces
from trends.words.text import markdown, plain


def listed(*indicators: tuple[str, str, str, int, int, bool]) -> pd.DataFrame:
    return pd.DataFrame(
        indicators, columns=["indicator", "series", "indicator_name", "readings", "last_year", "leads"]
    ).assign(series_name=lambda frame: frame["series"].str.title())


def test_the_richest_series_comes_first_and_in_it_what_stands_for_it_and_what_ended_last() -> None:
    offered = index_facts.offered(
        listed(
            ("small", "small", "Small", 9, 2025, False),
            ("big_part", "big", "A part", 200, 2023, False),
            ("big", "big", "Whole", 90, 2022, True),
            ("big_half", "big", "Half of it", 200, 2020, False),
            # It ended more than four years before the newest, a year after it would not have.
            ("ended", "ended", "Ended", 999, 2021, True),
            ("just", "just", "Just so", 800, 2022, False),
        )
    )
    assert offered["indicator"].tolist() == ["just", "big", "big_part", "big_half", "small", "ended"]
    assert offered["label"].tolist()[1:3] == ["Big: Whole", "Big: A part"]


@pytest.mark.evidence
def test_a_place_and_a_theme_are_told_by_what_stands_for_an_index(shipped_request: Request) -> None:
    described = pd.read_csv(EVIDENCE / "indicators.csv", dtype=str, keep_default_na=False)
    leads = described[described["leads"] == "true"].set_index("series")["indicator"]
    values = pd.read_csv(EVIDENCE / "indicator_values.csv", dtype=str, keep_default_na=False)
    full = {(row["indicator"], row["country"]) for _, row in values.iterrows()}
    seen = 0
    for place in places.places(shipped_request):
        for row in places.leads(shipped_request, place):
            stands = leads.get(row["series"])
            if stands is not None and (stands, place) in full and row["indicator"] != stands:
                raise AssertionError((place, row["indicator"], stands))
            seen += stands is not None
    assert seen
    for theme in described["theme"].unique():
        told = {facts.series: facts.code for facts, _ in themes.indices(shipped_request, theme)}
        names = pd.read_csv(EVIDENCE / "series.csv", dtype=str).set_index("name")["series"]
        for name, code in told.items():
            stands = leads.get(names[name])
            on_theme = set(described.loc[described["theme"] == theme, "indicator"])
            assert stands not in on_theme or code == stands, (theme, code)


def test_groups_have_names_for_readers_and_all_countries_come_first() -> None:
    groups = [
        {"label": "European Union", "name": "EU", "members": ["EST", "DEU"]},
        {"label": "Asia (UN region)", "name": "Asia", "members": ["JPN"]},
    ]
    everyone = {"All countries": "", "European Union": "EU", "Asia (UN region)": "Asia"}
    assert index_words.group_labels(groups) == everyone
    assert list(index_words.group_labels(groups, ["DEU"])) == list(everyone)
    # What holds the own country stands before the others.
    assert list(index_words.group_labels(groups, ["JPN"])) == ["All countries", "Asia (UN region)", "European Union"]


def test_groups_are_called_by_what_they_are_unless_they_have_a_name_of_their_own(store: Store) -> None:
    groups = store.ask("peer_groups").set_index("name")[["label", "in_sentences"]]
    assert groups.loc["EU"].tolist() == ["European Union", "the European Union"]
    assert groups.loc["Asia"].tolist() == ["Asia (UN region)", "Asia"]
    assert groups.loc["Low income"].tolist() == ["Low income (income group)", "low income"]
    assert groups.loc["Northern Europe"].tolist() == ["Northern Europe (UN subregion)", "Northern Europe"]


@pytest.mark.parametrize(
    ("chosen", "year", "said"),
    [
        ([], 2023, ""),  # 2025 was read in part
        ([2019, 2025], 2025, ""),
        ([2019, 2021], 2019, ""),
        ([2021, 2020], 2023, "There is no edition of 2020 or 2021; the last full one, 2023, is shown."),
    ],
)
def test_the_edition_is_the_last_chosen_one_else_the_last_full_one(chosen: list[int], year: int, said: str) -> None:
    assert index_facts.pick_year(years((2025, 12), (2023, 38), (2019, 33)), chosen) == (year, said)


def test_places_are_given_where_the_publisher_lets_them_be_given(store: Store) -> None:
    """Whoever writes down a caution that speaks of ranking says in the same row that no places are given."""
    with (EVIDENCE / "series.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert {row["ranked"] for row in listed} == {"true", "false"}
    for row in listed:
        assert (row["ranked"] == "true") == ("ranking" not in row["caution"].casefold()), row["series"]
    asked = store.ask("indicator_source", indicator=indicator_of(listed, "false"))
    assert not asked["ranked"].iloc[0]
    assert store.ask("indicator_source", indicator=indicator_of(listed, "true"))["ranked"].iloc[0]


def indicator_of(series: list[dict[str, str]], ranked: str) -> str:
    codes = {row["series"] for row in series if row["ranked"] == ranked}
    with (EVIDENCE / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return next(row["indicator"] for row in csv.DictReader(file) if row["series"] in codes)


@pytest.mark.parametrize(
    ("group", "said"),
    [
        (None, "Complete list, no sampling error: all 4 countries measured · Expert score · 2024"),
        (
            {"name": "Asia", "in_sentences": "Asia", "countries": 4},
            "Complete list, no sampling error: all 4 countries of Asia measured · Expert score · 2024",
        ),
        (
            {"name": "Asia", "in_sentences": "Asia", "countries": 51},
            (
                "Complete list, no sampling error: 4 countries of Asia are measured, out of 51 countries and "
                "territories · Expert score · 2024"
            ),
        ),
    ],
)
def test_the_foot_says_how_complete_the_list_is(group: dict[str, object] | None, said: str) -> None:
    assert index_words.foot(facts(FOUR, group=group, source={"coverage": "counted"})) == said


def test_an_edition_with_fewer_countries_than_another_is_not_said_to_hold_all_it_measured() -> None:
    known = facts(FOUR, editions=years((2024, 4), (2022, 5)), source={"coverage": "counted"})
    assert index_words.foot(known).endswith(": 4 countries; the fullest edition has 5 · Expert score · 2024")
    group = {"name": "Asia", "in_sentences": "Asia", "countries": 4}
    known = facts(FOUR, editions=years((2024, 4), (2022, 5)), group=group, source={"coverage": "counted"})
    assert "all 4 countries of Asia measured" in index_words.foot(known)


@pytest.mark.evidence
def test_the_kind_of_evidence_of_an_indicator_is_how_its_values_came_about(store: Store) -> None:
    kinds = pd.read_csv(EVIDENCE / "evidence_kinds.csv").set_index("evidence")["label"]
    described = pd.read_csv(EVIDENCE / "indicators.csv").merge(pd.read_csv(EVIDENCE / "series.csv"), on="series")
    read = (
        store.ask("indicators", country=[], indicator=[], series=[], theme=[], year=[])
        .drop_duplicates("indicator")
        .set_index("indicator")["evidence"]
    )
    for row in as_rows(described):
        own = {"sampled": "random_sample", "asked_all": "self_report"}.get(row["coverage"], row["evidence"])
        (shown,) = store.ask("indicator_source", indicator=row["indicator"])["evidence_name"]
        assert shown == kinds[own], row["indicator"]
        assert row["indicator"] not in read or read[row["indicator"]] in {own, kinds[own]}, row["indicator"]


@pytest.mark.parametrize(
    ("came", "said", "about"),
    [
        (
            "sampled",
            "Each value is a share of a sample of persons; its range is not published: 4 countries read",
            "may be chance",
        ),
        ("asked_all", "Each government answered for itself: all 4", "what governments said"),
        ("judged", "Values were judged, by experts or by visits to websites: all 4", "others could have judged"),
        ("composite", "An index put together of several figures: all 4", "its own uncertainty"),
    ],
)
def test_only_what_was_counted_is_said_to_have_no_sampling_error(came: str, said: str, about: str) -> None:
    known = facts(FOUR, source={"coverage": came})
    assert index_words.foot(known).startswith(said)
    told = " ".join(plain(paragraph) for paragraph in index_words.about(known))
    assert about in told
    for claim in ("no sampling error", "are exact", "Complete list"):
        assert claim not in told + index_words.foot(known)


@pytest.mark.parametrize("came", coverage.MEANINGS)
def test_where_no_places_or_medians_are_given_none_are_spoken_of(came: str) -> None:
    editions = years((2024, 4), (2022, 20))
    ranked, plain_one, partial = (
        {paragraph for paragraph in map(plain, index_words.about(known)) if "differences" in paragraph}
        for known in (
            facts(FOUR, source={"coverage": came}),
            facts(FOUR, source=PLAIN | {"coverage": came}),
            facts(FOUR, source={"coverage": came}, editions=editions),
        )
    )
    assert all("places, medians and differences are" in said for said in ranked)
    assert all("so medians and differences are" in said.lower() for said in plain_one)
    assert all("so differences are" in said.lower() for said in partial)
    # Of samples alone nothing is said of places, and a count that was read in part is not called complete.
    assert [len(ranked), len(plain_one)] == [int(came != "sampled")] * 2
    assert len(partial) == int(came not in {"sampled", "counted"})


def test_each_indicator_of_the_evidence_has_its_coverage_in_its_foot(store: Store) -> None:
    with (EVIDENCE / "indicators.csv").open(encoding="utf-8", newline="") as file:
        of = {row["indicator"]: row["coverage"] for row in csv.DictReader(file)}
    assert set(of.values()) <= set(coverage.BASES) == set(coverage.MEANINGS)
    some = {kind: code for code, kind in of.items()}
    for kind, code in some.items():
        assert store.ask("indicator_source", indicator=code)["coverage"].tolist() == [kind]


def test_medians_of_samples_whose_ranges_are_not_published_are_not_compared() -> None:
    values = {f"{chr(65 + number)}aland": 0.1 * number for number in range(8)}
    known = facts(
        values, group={"name": "Asia", "in_sentences": "Asia", "countries": 8}, source={"coverage": "sampled"}
    )
    against = index_facts.against_others(known, {"countries": 9, "methods": 1, "median": 0.2})
    assert (against.verdict, against.reason) == ("cannot tell", "ranges not published")


def test_the_foot_of_an_edition_read_in_part_does_not_call_it_complete() -> None:
    known = facts(FOUR, editions=years((2024, 4), (2022, 38)))
    assert index_words.foot(known) == "Read in part: 4 countries; the fullest edition has 38 · Expert score · 2024"
    assert not any("Complete" in plain(paragraph) for paragraph in index_words.about(known))


def test_where_places_are_given_it_is_said_whence_they_are() -> None:
    assert "Places are worked out here from the values as published; equal values share a place." in index_words.about(
        facts(FOUR)
    )


def test_the_caution_leads_what_is_to_know() -> None:
    assert markdown(index_words.about(facts(FOUR))[0]) == "**Caution:** Experts visit few sites."


def test_a_note_names_the_countries_it_is_on() -> None:
    noted = rows(FOUR, notes={"Kenya": "Two readings differ", "Chile": "Two readings differ"})
    assert index_words.notes(noted) == ["Note on Chile and Kenya: Two readings differ."]
    assert index_words.notes(rows(FOUR, notes=dict.fromkeys(FOUR, "Partial."))) == ["Note: Partial."]
    assert index_words.notes(rows(FOUR)) == []


# A group against all others -------------------------------------------------------------------------------------------


ASIA = {"name": "Asia", "in_sentences": "Asia", "countries": 51}
PLAIN = {"caution": NO_RANKING, "ranked": False}


def group_words(known: IndexFacts) -> str:
    """Return what is said of a group as Markdown shows it."""
    return markdown(index_words.group_words(known))


def group(
    values: list[float] | list[str],
    median: float | None,
    *,
    others: int = 20,
    methods: int = 1,
    **given: Any,
) -> IndexFacts:
    """Return the facts of a group with these values beside so many other countries with that median."""
    names = [f"{chr(65 + place)}aland" for place in range(len(values))]
    part = given.pop("editions", years((2024, len(values) + others)))
    source = {**SOURCE, **given.pop("source", {})}
    higher = bool(source["higher_is_better"])
    inside: dict[str, float | str] = dict(zip(names, values, strict=True))
    beside = {"countries": others, "median": median, "methods": methods}
    held = rows(inside, higher_is_better=higher)
    return index_facts.edition("open", held, source, part, 2024, given.pop("peers", ASIA), beside).facts


# Their median is 0.7.
FIVE = [0.9, 0.8, 0.7, 0.6, 0.5]


@pytest.mark.parametrize(
    ("values", "median", "unit", "verdict", "difference", "said"),
    [
        (FIVE, 0.64, "index_0_1", "up", 0.06, "▲ above** the 20 other countries measured, whose median is 0.64 (+0.06)."),
        (FIVE, 0.76, "index_0_1", "down", -0.06, "▼ below** the 20 other countries measured, whose median is 0.76 (−0.06)."),
        # Two medians that read the same are not told apart, whatever lies behind their decimals.
        (FIVE, 0.6951, "index_0_1", "unchanged", 0, "= the same** as the 20 other countries measured, whose median is 0.70 too."),
        (FIVE, 0.6949, "index_0_1", "up", 0.01, "▲ above** the 20 other countries measured, whose median is 0.69 (+0.01)."),
        ([60.0] * 5, 57.4, "percent", "up", 3, "▲ above** the 20 other countries measured, whose median is 57% (+3 pts)."),
        ([99.7] * 5, 100.0, "percent", "down", -0.3, "▼ below** the 20 other countries measured, whose median is 100% (−0.3 pts)."),
        ([60.4] * 5, 61.6, "score_0_100", "down", -2, "▼ below** the 20 other countries measured, whose median is 62 (−2)."),
    ],
)  # fmt: skip
def test_a_group_stands_against_all_other_countries_at_the_decimals_shown(
    values: list[float], median: float, unit: str, verdict: str, difference: float, said: str
) -> None:
    known = group(values, median, source={"unit": unit})
    assert known.against is not None
    assert (known.against.verdict, known.against.reason, known.against.countries) == (verdict, "", 20)
    assert known.against.difference == pytest.approx(difference)
    assert markdown(index_words.answer(known)).endswith(f"The group is **{said}")
    assert index_words.GROUP_AGAINST_OTHERS in index_words.about(known)


def test_where_lower_is_better_it_is_said_so() -> None:
    known = group(FIVE, 0.5, source={"higher_is_better": False})
    assert group_words(known).endswith("whose median is 0.50 (+0.20). Lower is better here.")


@pytest.mark.parametrize(
    ("given_facts", "reason"),
    [
        ({"values": ["A"] * 5, "median": None, "source": {"unit": "group"}}, "letters have no median"),
        ({"source": PLAIN}, "the index is not meant as a ranking"),
        ({"editions": years((2024, 25), (2022, 60))}, "the edition was read in part"),
        ({"methods": 2}, "the values were made in several ways"),
        ({"values": FIVE[:4]}, "fewer than 5 countries of the group have a value"),
        ({"others": 4}, "fewer than 5 other countries have a value"),
        ({"others": 0, "median": None}, "fewer than 5 other countries have a value"),
    ],
)
def test_what_cannot_be_told_of_a_group_has_its_reason_and_no_numbers(given_facts: dict[str, Any], reason: str) -> None:
    known = group(**{"values": FIVE, "median": 0.64, **given_facts})
    assert known.against is not None
    assert (known.against.verdict, known.against.reason) == ("cannot tell", reason)
    assert group_words(known) == f"Whether the group is above all other countries: **? cannot tell ({reason})**."
    assert group_words(known) in markdown(index_words.answer(known))
    assert index_words.GROUP_AGAINST_OTHERS not in index_words.about(known)


def test_five_on_either_side_are_enough() -> None:
    known = group(FIVE, 0.64, others=5)
    assert known.against is not None
    assert known.against.verdict == "up"


def test_all_countries_and_an_empty_group_stand_against_nobody() -> None:
    beside = {"countries": 20, "median": 0.5, "methods": 1}
    every = index_facts.edition("open", rows(FOUR), SOURCE, years((2024, 4)), 2024, None, beside)
    none = index_facts.edition("open", rows(FOUR).iloc[0:0], SOURCE, years((2024, 4)), 2024, ASIA, beside)
    for known in (every.facts, none.facts, facts(FOUR, group=ASIA)):
        assert known.against is None
        assert group_words(known) == index_words.group_mark(known) == ""


# A busy machine is slow, not wrong.
@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["index_0_1", "score_0_100", "percent"]),
    st.lists(st.integers(0, 10_000), min_size=1, max_size=9),
    st.integers(0, 10_000),
    st.integers(0, 9),
    st.sampled_from([SOURCE["caution"], NO_RANKING]),
)
def test_what_is_said_of_a_group_contradicts_neither_its_medians_nor_its_verdict(
    unit: str, drawn: list[int], median: int, others: int, caution: str
) -> None:
    scale = 10_000 if unit == "index_0_1" else 100
    known = group(
        [each / scale for each in drawn],
        median / scale,
        others=others,
        source={"unit": unit, "caution": caution, "ranked": caution != NO_RANKING},
    )
    assert known.against is not None
    said = group_words(known)
    able = min(len(drawn), others) >= index_facts.FEWEST_COUNTRIES and caution != NO_RANKING
    assert ("cannot tell" not in said) == able
    if not able:
        assert "above the" not in said
        return
    own, theirs = known.words(known.median), known.words(median / scale)
    assert f"whose median is {theirs}" in said
    assert pieces.REST_MARKS[known.against.verdict] in said
    assert ("▲ above" in said) == (own != theirs and known.median > median / scale)
    assert ("▼ below" in said) == (own != theirs and known.median < median / scale)
    assert ("= the same" in said) == (own == theirs)
    # What is told as a difference is that of the two numbers told, unless one of them is no number.
    if own != theirs and not {"<", ">"} & set(own + theirs):
        size = round(float(own.strip("%")) - float(theirs.strip("%")), 2)
        told = said.rpartition("(")[2].split(")")[0].removesuffix(" pts").removesuffix(" pt").replace("−", "-")
        assert float(told) == size
