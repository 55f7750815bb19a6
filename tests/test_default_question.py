"""Which question a page opens with: given two questions that one step of the order tells apart, the better one is first."""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from tests import tiny_evidence
from tests.given_lists import BUDGET, SKILLS, USUAL, add_list, add_question, add_single, add_survey
from tests.reading import EVIDENCE
from tests.test_queries import ask, rows_of
from tests.tiny_evidence import append
from trends.request.filters import SHARED_FIELDS, Filters
from trends.request.place import NOBODY, Self
from trends.request.request import Request
from trends.store.opening import open_store
from trends.store.store import Store
from trends.store.versions import Version
from trends.subjects.lists import view
from trends.subjects.lists.counted import LISTS, older_only_words
from trends.words.text import plain

# The better question and the worse one in the words of the step; what is not said is the same for both. The worse one
# is better in all that later steps ask for, so that only this step can put it last.
GOOD = {"base": "200", "years": "2023 2024", "evidence": "random_sample", "group": "digital_leaders"}
OTHERWISE_WORSE = {"years": "2022", "items": "2", "themes": "2", "group": "staff", "evidence": "expert_score"}
STEPS: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "a headline before a detail": (
        {"measure": "mentioned", "base": ""},
        {"role": "detail", "role_reason": "Put to some alone."},
    ),
    "subjects before points of a scale": ({"measure": "mentioned", "base": ""}, {"points": "true"}),
    "figures before names": ({"measure": "count"}, {"measure": "mentioned"}),
    # Names without an order do not say what comes first, however new they are.
    "an old order before new names": ({"years": "2009", "base": ""}, {"measure": "mentioned", "base": ""}),
    "shares before numbers": ({"items": "2", "years": "2019"}, {"measure": "count"}),
    "ranks before scores": ({"measure": "rank", "items": "2", "years": "2019"}, {"measure": "score"}),
    "the last four years before older ones": (OTHERWISE_WORSE | {"years": "2021", "base": ""}, {"years": "2019 2020"}),
    "a base before none": (OTHERWISE_WORSE | {"base": "30"}, {"base": ""}),
    "at most some number before an unknown base": (OTHERWISE_WORSE | {"base": "", "base_at_most": "30"}, {"base": ""}),
    "a base before the most it can be": (OTHERWISE_WORSE | {"base": "30"}, {"base": "", "base_at_most": "900"}),
    "an unknown base before at most a few": (OTHERWISE_WORSE | {"base": ""}, {"base": "", "base_at_most": "29"}),
    "at least thirty before an unknown base": (OTHERWISE_WORSE | {"base": "", "base_at_least": "30"}, {"base": ""}),
    "all there are before an unknown base": (OTHERWISE_WORSE | {"base": "12", "complete": "true"}, {"base": ""}),
    # So few are never headlined.
    "none before under thirty": (OTHERWISE_WORSE | {"base": ""}, {"base": "29"}),
    "thirty before fewer": (OTHERWISE_WORSE | {"base": "30"}, {"base": "29"}),
    "several items before two": (OTHERWISE_WORSE | {"items": "3"}, {"items": "2"}),
    "two themes before one": (OTHERWISE_WORSE | {"items": "3"}, {"themes": "1"}),
    "leaders before staff": ({"themes": "2", "years": "2022", "evidence": "expert_score"}, {"group": "staff"}),
    "leaders of bodies before bodies": (
        {"group": "body_leaders", "themes": "2", "years": "2022", "evidence": "expert_score"},
        {"group": "bodies"},
    ),
    "firmer kinds of evidence": ({"base": "30", "years": "2022", "themes": "2"}, {"evidence": "expert_score"}),
    "two comparable editions before one": ({"base": "30", "years": "2021 2022", "themes": "2"}, {"years": "2024"}),
    "three themes before two": ({"base": "30", "years": "2021 2022"}, {"themes": "2"}),
    "the newest": ({"base": "30"}, {"years": "2021 2022 2023"}),
    "the largest base": ({"base": "31"}, {"base": "30", "years": "2022 2023 2024"}),
    "the longest record": ({"years": "2022 2023 2024"}, {}),
    "the first by code": ({}, {}),
}


def add(folder: Path, survey: str, given: Mapping[str, str]) -> None:
    """Add a survey of one question, as good as any but for what is given."""
    said = GOOD | given
    years = [int(year) for year in said["years"].split()]
    append(
        folder,
        "surveys",
        "council_survey",
        survey=survey,
        name=survey.capitalize(),
        evidence=said["evidence"],
        respondent_group=said["group"],
    )
    for year in years:
        whole = (
            {"base_n": said["base"], "population": said["base"], "coverage": "counted"} if "complete" in said else {}
        )
        append(folder, "waves", ("council_survey", "2024"), survey=survey, year=str(year), **whole)
    question = f"{survey}_asked"
    add_question(folder, survey, question, **{n: said[n] for n in ("measure", "role", "role_reason") if n in said})
    themes = {"1": (SKILLS,), "2": (SKILLS, BUDGET)}.get(said.get("themes", ""), tuple(theme for _, theme, _ in USUAL))
    named = said.get("measure") == "mentioned"
    values = ["1", "1", "1"] if named else ["1", "2", "3"]
    items = [(item, themes[at % len(themes)], values[at]) for at, (item, *_) in enumerate(USUAL)]
    for year in years:
        bound = {name: said[name] for name in ("base_at_least", "base_at_most") if name in said}
        add_list(folder, question, year, said["base"], items[: int(said.get("items", "3"))], **bound)
    if "points" in said:
        for item, *_ in items:
            append(folder, "item_points", ("health_readiness", "Skills of staff"), question=question, item=item)


def codes(step: str) -> tuple[str, str]:
    """Return the surveys of a step: by its code the worse one would be first, unless that is what tells them apart."""
    number = list(STEPS).index(step)
    return (f"a_{number}", f"b_{number}") if step == "the first by code" else (f"z_{number}", f"a_{number}")


def add_places(folder: Path) -> None:
    """Add questions put to groups of countries, to one country and to one sector, each good for something."""
    append(
        folder,
        "countries",
        "INTL",
        country="NEU",
        name="Northern Europe together",
        kind="aggregate",
        stands_for="Northern Europe",
    )
    for survey, year, base, items, place in (
        ("recent_group", 2024, "200", USUAL[:1], {"country": "NEU"}),
        ("old_country", 2019, "", USUAL, {"country": "GBR"}),
        ("own_both", 2019, "", USUAL[:1], {"country": "GBR", "sector": "health"}),
        ("recent_sector", 2024, "900", USUAL, {"country": "KEN", "sector": "health"}),
        ("known_elsewhere", 2024, "900", USUAL, {"country": "KEN"}),
    ):
        add_single(folder, survey, year, base, items, **place)
    # What several countries said opens a question, so a part with a base must not put it first.
    add_single(folder, "known_part", 2024, "800", country="KEN")
    add_list(folder, "known_part_a", 2024, "", country="INTL")


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The small evidence with two surveys for each step of the order; its newest figures are of 2024."""
    folder = tiny_evidence.write(tmp_path_factory.mktemp("steps") / "data")
    for step, both in STEPS.items():
        for survey, given in zip(codes(step), both, strict=True):
            add(folder, survey, given)
    for survey in ("whole", "region"):
        add(folder, survey, {"years": "2024"})
    add_list(folder, "whole_asked", 2024, "900", region="Wales")
    add_question(folder, "region", "region_own")
    add_list(folder, "region_own", 2024, "900", region="Wales")
    add_places(folder)
    opened = open_store(folder, tmp_path_factory.mktemp("steps_cache"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def stepped(steps: Store) -> Request:
    """What a reader of that evidence asks with; held as long as all tests of it run."""
    return Request(Version(steps))


@pytest.mark.parametrize("step", STEPS)
def test_each_step_of_the_order_puts_the_better_question_first(steps: Store, step: str) -> None:
    better, worse = codes(step)
    listed = ask(steps, "question_list", survey=[worse, better])
    assert rows_of(listed, ["question"]) == [[f"{better}_asked"], [f"{worse}_asked"]]


def test_a_part_stands_behind_its_whole_and_a_region_of_its_own_does_not(steps: Store) -> None:
    listed = ask(steps, "question_list", survey=["whole", "region"])
    assert rows_of(listed, ["question", "region", "is_part"]) == [
        ["region_own", "Wales", "false"],
        ["region_asked", "-", "false"],
        ["whole_asked", "-", "false"],
        ["whole_asked", "Wales", "true"],
    ]


OWN = Self("GBR", "local_government", "", "United Kingdom", "Local government", ("NEU",))


@pytest.mark.parametrize(
    ("surveys", "me", "first"),
    [
        (("old_country", "recent_group"), OWN, "recent_group"),
        (("known_elsewhere", "old_country"), OWN, "old_country"),
        (("recent_sector", "own_both", "recent_group"), replace(OWN, sector="health"), "own_both"),
        (("recent_sector", "old_country", "own_both"), replace(OWN, sector="health"), "own_both"),
        (("recent_sector", "old_country"), replace(OWN, sector="health"), "old_country"),
        (("known_elsewhere", "recent_sector"), Self(sector="health", sector_name="Health"), "recent_sector"),
        (("known_part", "recent_group"), NOBODY, "recent_group"),
    ],
)
def test_a_page_opens_in_the_order_of_country_or_group_sector_year_and_base(
    stepped: Request, surveys: Sequence[str], me: Self, first: str
) -> None:
    filters = Filters(survey=tuple(surveys))
    asked = view.asked_of(replace(stepped, filters=filters, place=me), {}, "concern")
    assert asked is not None
    assert asked.question == f"{first}_a"
    # Chosen as a filter, the same country or sector opens with the same question.
    if me and not (me.country and me.sector == "health"):
        country, sector = (me.country,) if me.country else (), () if me.country else (me.sector,)
        filtered = view.asked_of(
            replace(stepped, filters=replace(filters, country=country, sector=sector)), {}, "concern"
        )
        assert filtered is not None
        assert filtered.question == f"{first}_a"


@pytest.mark.evidence
@pytest.mark.parametrize("kind", list(LISTS))
def test_nothing_old_or_without_a_base_is_opened_where_the_tables_have_better(
    shipped_request: Request, kind: str
) -> None:
    slices = alone(kind)
    seen = set()
    for field, me in places_of(slices, shipped_request.vocabulary.aggregates):
        here = slices
        if me.country:
            here = here[here["country"].isin([me.country, *me.within])]
        if me.sector:
            here = here[here["sector"] == me.sector]
        request = replace(shipped_request, place=me) if field == "place" else replace(shipped_request, filters=of(me))
        asked = view.asked_of(request, {}, kind)
        if asked is None or here.empty:
            continue
        shown = slices_of(kind).loc[key_of(asked)]
        assert shown["may_head"], (field, me, asked)
        for better in ("recent", "recent_and_based"):
            assert shown[better] >= here[better].max(), (field, me, asked)
        if not me:
            assert shown["several_of_leaders"] >= (here["several_of_leaders"] & here["recent_and_based"]).max()
        seen.add((field, shown["recent_and_based"]))
    assert {field for field, based in seen if based} == {"filters", "place"}


KEY = ["question", "country", "region", "sector", "body_size"]


def key_of(asked: view.Asked) -> tuple[str, ...]:
    return tuple(getattr(asked, name) or "" for name in KEY)


def of(me: Self) -> Filters:
    return Filters(country=(me.country,) if me.country else (), sector=(me.sector,) if me.sector else ())


def places_of(slices: pd.DataFrame, aggregates: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Self]]:
    yield "filters", NOBODY
    for field in ("filters", "place"):
        for country in sorted(set(slices["country"])):
            yield field, Self(country=country, within=tuple(aggregates.get(country, ())))
        for sector in sorted(set(slices["sector"])):
            yield field, Self(sector=sector)


@cache
def slices_of(kind: str) -> pd.DataFrame:
    """Return what the tables say of the newest edition of each slice of the questions of a kind."""
    tables = {
        name: pd.read_csv(EVIDENCE / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in ("findings", "questions", "surveys", "respondent_groups", "item_points", "waves")
    }
    rows = tables["findings"].merge(
        tables["questions"][["question", "survey", "kind", "measure", "role", "respondent_group"]], on="question"
    )
    of_survey = rows["survey"].map(tables["surveys"].set_index("survey")["respondent_group"])
    rows["respondent_group"] = rows["respondent_group"].where(rows["respondent_group"] != "", of_survey)
    rows = rows.merge(tables["respondent_groups"][["respondent_group", "place"]], on="respondent_group")
    waves = tables["waves"][["survey", "year", "population"]]
    rows = rows.merge(waves, on=["survey", "year"])
    points = set(zip(tables["item_points"]["question"], tables["item_points"]["item"], strict=True))
    rows["point"] = [pair in points for pair in zip(rows["question"], rows["item"], strict=True)]
    rows["year"] = rows["year"].astype(int)
    since = rows["year"].max() - 4
    rows = rows[rows["kind"] == kind]
    rows = rows[rows["year"] == rows.groupby(KEY)["year"].transform("max")]

    def told(held: pd.DataFrame) -> pd.Series:
        first = held.iloc[0]
        known = [int(base) for name in ("base_n", "base_at_least") for base in held[name] if base]
        may_head = first["role"] == "headline" and first["measure"] in {"percent", "rank"} and not held["point"].all()
        recent, several = first["year"] > since, len(held) >= 3 and held["theme"].nunique() >= 2
        complete = bool(known) and str(max(known)) == first["population"]
        based = complete or max(known, default=0) >= 30
        return pd.Series(
            {
                "may_head": may_head,
                "recent": recent,
                "recent_and_based": recent and based,
                "several_of_leaders": several and int(first["place"]) <= 2,
            }
        )

    return rows.groupby(KEY).apply(told, include_groups=False)


def alone(kind: str) -> pd.DataFrame:
    """Return the slices of questions that were put to one place, with which alone they can open."""
    slices = slices_of(kind).reset_index()
    return slices[(slices.groupby("question")["country"].transform("size") == 1) & slices["may_head"]]


PARTS = {
    "whole of England, and London in it": ([("England", ""), ("England: London", "")], [False, True]),
    "trusts in England, and trusts in London": (
        [("England", "NHS trusts"), ("England: London", "NHS trusts"), ("England: London", "Boards")],
        [False, True, False],
    ),
    "a kind of body in a region, and the kind of the country": ([("", "Towns"), ("Wales", "Towns")], [False, True]),
    "a kind of body in a region, and all of the region": ([("Wales", ""), ("Wales", "Towns")], [False, True]),
    "names that only begin alike": ([("England", ""), ("England East", "")], [False, False]),
    "two kinds of body without their whole": ([("", "Towns"), ("", "Villages")], [False, False]),
}


@pytest.mark.parametrize("given", PARTS)
def test_a_part_is_one_where_a_whole_that_holds_it_was_asked_too(tmp_path: Path, given: str) -> None:
    asked, expected = PARTS[given]
    folder = tiny_evidence.write(tmp_path / "data")
    add_survey(folder, "parts", 2024)
    add_question(folder, "parts", "parts_own")
    for region, size in asked:
        add_list(folder, "parts_own", 2024, "900", region=region, body_size=size)
    opened = open_store(folder, tmp_path / "cache")
    rows = rows_of(ask(opened, "question_list", survey=["parts"]), ["region", "body_size", "is_part"])
    opened.close()
    found = {(region.strip("-"), size.strip("-")): is_part == "true" for region, size, is_part in rows}
    assert [found[place] for place in asked] == expected


@pytest.mark.evidence
def test_the_parts_of_the_shipped_evidence_are_those_its_tables_give(store: Store) -> None:
    findings = pd.read_csv(EVIDENCE / "findings.csv", dtype=str, keep_default_na=False)
    same = ["question", "year", "country", "sector"]

    def holds(whole: tuple[str, str], part: tuple[str, str]) -> bool:
        regions = {"", part[0], part[0].split(": ")[0]}
        return whole != part and whole[0] in regions and whole[1] in {"", part[1]}

    parts = {}
    for key, held in findings.groupby(same):
        places = sorted(set(zip(held["region"], held["body_size"], strict=True)))
        parts |= {(*key, *place): any(holds(other, place) for other in places) for place in places}
    assert any(parts.values())
    # Every other figure of a last edition is told, that of a region or a kind of body as a survey of its own too.
    slices = [name for name in (*same, "region", "body_size") if name != "year"]
    last = findings[findings["year"] == findings.groupby(slices)["year"].transform("max")]
    keys = [*same, "region", "body_size"]
    alone = {key for key in last[[*keys, "item"]].itertuples(index=False, name=None) if not parts[key[:-1]]}
    told = store.ask("theme_evidence", **dict.fromkeys((*SHARED_FIELDS, "kind", "question"), []))
    assert set(told[[*keys, "item"]].fillna("").astype(str).itertuples(index=False, name=None)) == alone
    assert sum(bool(region or size) for *_, region, size, _ in alone) > 100
    frame = store.ask("comparable_pairs", **dict.fromkeys((*SHARED_FIELDS, "kind"), []))
    rows = frame[[*same, "region", "body_size", "is_part"]].fillna("").astype(str).to_numpy().tolist()
    assert {is_part for *_, is_part in rows} == {"True", "False"}
    for *place, is_part in rows:
        assert parts[tuple(place)] == (is_part == "True"), place


# Aggregates ---------------------------------------------------------------------------------------------------------


def test_a_country_is_held_by_the_aggregates_that_stand_for_its_group(tiny: Path, changed: Callable[[], Store]) -> None:
    for code, name, group in (
        ("EUR", "Europe together", "Europe"),
        ("NEU", "Northern Europe together", "Northern Europe"),
        ("OEC", "OECD together", "OECD"),
        ("RIC", "Rich countries", "High income"),
        ("NON", "Nobody", "Asia"),
    ):
        append(tiny, "countries", "INTL", country=code, name=name, kind="aggregate", stands_for=group)
    held = rows_of(ask(changed(), "aggregates"), ["country", "aggregate"])
    assert held == [
        *(["GBR", code] for code in ("EUR", "NEU", "OEC", "RIC")),
        *(["NOR", code] for code in ("EUR", "NEU", "OEC", "RIC")),
    ]


def test_several_countries_that_stand_for_no_group_hold_none(tiny_store: Store) -> None:
    assert ask(tiny_store, "aggregates").empty


@pytest.mark.evidence
def test_newer_names_without_an_order_are_told_and_never_said_to_be_all_there_is_of_newer_ones(
    shipped_request: Request,
) -> None:
    rows = pd.read_csv(EVIDENCE / "findings.csv", dtype=str, keep_default_na=False)
    questions = pd.read_csv(EVIDENCE / "questions.csv", dtype=str, keep_default_na=False)
    rows = rows.merge(questions[["question", "kind", "measure", "role"]], on="question")
    rows["year"] = rows["year"].astype(int)
    names = rows[(rows["measure"] == "mentioned") & (rows["role"] == "headline")]
    alone = [(country, "") for country in sorted(set(rows["country"]))]
    within = sorted(set(zip(names["country"], names["sector"], strict=True)))
    told = set()
    # A reader who chose years is told of nothing after them.
    years = [*sorted(set(names["year"])), (2021, 2022)]
    chosen = [(country, sector, ()) for country, sector in [*alone, *within]]
    chosen += [("", "", each if isinstance(each, tuple) else (each,)) for each in years]
    for kind, (country, sector, within_years) in itertools.product(LISTS, chosen):
        request = replace(
            shipped_request,
            filters=Filters(
                country=(country,) if country else (),
                sector=(sector,) if sector else (),
                year=tuple(str(year) for year in within_years),
            ),
        )
        asked = view.asked_of(request, {}, kind)
        if asked is None:
            continue
        facts, said = view.facts_of(request, asked), plain(view.answer(request, asked))
        here = [country, *shipped_request.vocabulary.aggregates.get(country, ())]
        here = (
            rows["country"].isin(here if country else rows["country"])
            & rows["year"].isin(within_years or rows["year"])
            & (rows["kind"] == kind)
            & rows["sector"].isin([sector] if sector else rows["sector"])
        )
        headline = here & (rows["role"] == "headline")
        newer = headline & (rows["measure"] == "mentioned") & (rows["year"] > facts.year)
        # They are news only where no list in order is as new.
        ordered = rows["year"][headline & rows["measure"].isin(["percent", "rank"])]
        enough = not newer.any() or (ordered >= rows["year"][newer].max()).any()
        expected = bool(not enough and facts.measure != "mentioned" and not facts.detail)
        assert "only names" not in said
        found = re.search(r"Newer, but without an order: “.*” \(.*?(\d{4})\)", said)
        assert bool(found) == expected, (country, said)
        if found:
            assert int(found[1]) == rows["year"][newer].max()
            assert not within_years or int(found[1]) in within_years
        told.add(expected)
    assert told == {True, False}


def headlines(kind: str) -> pd.DataFrame:
    """Return the figures of the evidence that may headline the page of a kind of list, with what their question says."""
    findings, questions = (
        pd.read_csv(EVIDENCE / f"{name}.csv", dtype=str, keep_default_na=False) for name in ("findings", "questions")
    )
    held = findings.merge(questions, on="question")
    return held[(held["kind"] == kind) & (held["role"] == "headline")]


@pytest.mark.evidence
def test_where_lists_are_too_old_to_count_newer_names_are_told_of_and_beside_an_own_list_only_own_ones(
    shipped_request: Request,
) -> None:
    endings, own = set(), 0
    for kind in LISTS:
        held = headlines(kind)
        for country in sorted(set(held["country"])):
            within = tuple(shipped_request.vocabulary.aggregates.get(country, ()))
            here = held[held["country"].isin([country, *within])].astype({"year": int})
            names, ordered = (
                here[here["measure"].isin(measures)]["year"].max() for measures in (["mentioned"], ["percent", "rank"])
            )
            chosen = replace(shipped_request, filters=Filters(country=(country,)))
            said = older_only_words(view.counted_lists(chosen, kind), LISTS[kind])
            if "too old" in said and not view.counted_lists(chosen, kind).lists:
                ending = said.partition("too old to count here")[2]
                # NaN where there is none of a sort: then the comparison does not hold.
                assert ending or not names > ordered, (country, kind)
                assert "without an order" not in ending or names > ordered
                endings.add(ending.partition(" stand on")[0])
            of_place = replace(shipped_request, place=Self(country=country, within=within))
            opened = view.asked_of(of_place, {}, kind)
            assert opened
            told = re.search(r"Newer, but without an order: “(.*)” \(", plain(view.answer(of_place, opened)))
            if opened.country in {country, *within} and told:
                assert told[1] in set(here[here["measure"] == "mentioned"]["label"]), (country, kind)
                own += 1
    assert {"; newer names without an order", "; newer answers"} <= endings
    assert own


@pytest.mark.evidence
@pytest.mark.parametrize("kind", LISTS)
def test_an_own_place_opens_the_page_with_what_a_choice_of_that_place_opens(
    kind: str, shipped_request: Request
) -> None:
    held = headlines(kind)
    seen = 0
    for country, sector in sorted(set(zip(held["country"], held["sector"], strict=True))):
        chosen = replace(shipped_request, filters=Filters(country=(country,), sector=(sector,)))
        opened = view.asked_of(chosen, {}, kind)
        assert opened
        if view.facts_of(chosen, opened).detail or opened.country != country:
            continue
        within = tuple(shipped_request.vocabulary.aggregates.get(country, ()))
        of_place = replace(shipped_request, place=Self(country=country, sector=sector, within=within))
        assert view.asked_of(of_place, {}, kind) == opened, (country, sector)
        seen += 1
    assert seen


@pytest.mark.evidence
@pytest.mark.parametrize("kind", LISTS)
def test_in_a_chosen_year_no_list_without_a_base_opens_while_one_with_a_base_is_there(
    kind: str, shipped_request: Request
) -> None:
    held = headlines(kind)
    held = held[held["measure"].isin(["percent", "rank"])]
    # Points of a scale, and parts, stand behind others whatever their base is.
    scaled = set(pd.read_csv(EVIDENCE / "item_points.csv", dtype=str)["question"])
    whole = held[(held["region"] == "") & (held["body_size"] == "") & ~held["question"].isin(scaled)]
    based = whole[pd.to_numeric(whole["base_n"]) >= 30]
    seen = 0
    for year in sorted(set(held["year"])):
        request = replace(shipped_request, filters=Filters(year=(year,)))
        asked = view.asked_of(request, {}, kind)
        if asked is None or year not in set(based["year"]):
            continue
        facts = view.facts_of(request, asked)
        told = held[(held["question"] == asked.question) & (held["year"] == year) & (held["country"] == asked.country)]
        known = pd.to_numeric(told["base_n"]).max() >= 30 or all(row["complete"] for row in facts.rows)
        assert known or any(row["base_at_least"] >= 30 for row in facts.rows), (year, asked.question)
        seen += 1
    assert seen
