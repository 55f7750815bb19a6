"""Which lists are counted in the project's own evidence, worked out from its tables in another way than the questions do.

The overview, the themes and the sectors count by one rule, so under any filter they must say the same; and no sentence
that readers may take away is built on a question that is only drawn, or on a point of a scale.
"""

import functools
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pytest

from tests.reading import EVIDENCE
from tests.reckoned_bases import weak_findings
from trends.request.filters import Filters
from trends.request.place import Self
from trends.request.request import Request
from trends.subjects.lists import view as list_view
from trends.subjects.overview import findings
from trends.subjects.overview import view as overview
from trends.subjects.registry import contents
from trends.subjects.sectors import view as sectors
from trends.subjects.themes import view as themes
from trends.words import grammar
from trends.words.text import plain

KINDS = {"priority": "priorities", "concern": "concerns"}
Chosen = Mapping[str, tuple[str, ...]]
FIELDS = ("country", "sector", "year", "survey", "theme")


@functools.cache
def table(name: str) -> pd.DataFrame:
    return pd.read_csv(EVIDENCE / f"{name}.csv", dtype=str, keep_default_na=False)


@functools.cache
def figures() -> pd.DataFrame:
    """Return the rows of findings with what their questions, surveys, places and items are."""
    joined = table("findings").merge(
        table("questions")[["question", "survey", "kind", "measure", "role"]], on="question", validate="many_to_one"
    )
    joined = joined.merge(
        table("countries")[["country", "kind"]].rename(columns={"kind": "country_kind"}), on="country"
    ).merge(table("sectors")[["sector", "whole"]], on="sector")
    joined = joined.merge(table("item_points"), on=["question", "item"], how="left")
    return joined.assign(
        polarity=joined["polarity"].fillna(""),
        year=joined["year"].astype(int),
        number=joined["value"].astype(float),
        base=pd.to_numeric(joined["base_n"]).fillna(-1),
    )


@functools.cache
def no_answers() -> set[str]:
    kinds = table("answer_kinds")
    return set(kinds.loc[kinds["role"].isin(["outside", "no_answer"]), "answer"].map(as_matched))


def as_matched(text: str) -> str:
    return text.strip().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower()


@dataclass(frozen=True)
class Listed:
    """A list: what tells it from others, and the place of the highest item of each theme."""

    survey: str
    year: int
    order: tuple[Any, ...]
    key: tuple[str, ...]
    places: Mapping[str, int]


LIST = ["question", "year", "country", "region", "sector", "body_size"]


@functools.cache
def lists() -> Mapping[str, list[Listed]]:
    """Return all lists that may be headlined, by kind."""
    rows = figures()
    whole = {
        (row.question, row.year, row.country, row.sector)
        for row in rows[(rows["region"] == "") & (rows["body_size"] == "")].itertuples()
    }
    found: dict[str, list[Listed]] = defaultdict(list)
    may = rows[
        (rows["role"] == "headline") & rows["measure"].isin(["rank", "percent"]) & rows["kind"].isin(list(KINDS))
    ]
    for (question, year, country, region, sector, size), held in may.groupby(LIST):
        if (region or size) and (question, year, country, sector) in whole:
            continue
        if len(held) < 3 or held["theme"].nunique() < 3:
            continue
        best_first = held["number"] if held["measure"].iloc[0] == "rank" else -held["number"]
        places: dict[str, int] = {}
        based, firsts_are_firm = -1.0, True
        columns = (held[name] for name in ("finding_id", "theme", "item", "polarity", "base"))
        for finding, theme, item, polarity, base, value in zip(*columns, best_first, strict=True):
            if polarity or as_matched(item) in no_answers() or 0 <= base < 10:
                continue
            place = 1 + int((best_first < value).sum())
            firsts_are_firm &= place > 1 or finding not in weak_findings()
            places[theme] = min(place, places.get(theme, place))
            based = max(based, base)
        if not places or not firsts_are_firm:
            continue
        row = held.iloc[0]
        wide = (row["country_kind"] == "country", row["whole"] != "true", bool(region or size))
        missing_last = [(not part, part) for part in (region, size)]
        order = (-year, *wide, -based, -len(held), question, country, *missing_last, sector)
        found[row["kind"]].append(Listed(row["survey"], year, order, (country, sector, str(year)), places))
    return found


@functools.cache
def groups_of(code: str) -> tuple[str, ...]:
    """Return the groups of countries that hold one, by its row of the table of countries."""
    countries = table("countries").set_index("country")
    row = countries.loc[code]
    names = {row["un_region"], row["un_subregion"], row["income_group"], *row["groups"].split(";")} - {""}
    return tuple(countries.index[countries["stands_for"].isin(names)])


def counted(kind: str, chosen: Chosen) -> tuple[list[Listed], int]:
    """Return the lists that count under a choice, one a survey, and how many surveys have older lists alone."""
    newest = int(figures()["year"].max())
    chosen = {
        **chosen,
        "country": tuple(each for code in chosen.get("country", ()) for each in (code, *groups_of(code))),
    }
    by_survey: dict[str, list[Listed]] = defaultdict(list)
    for each in lists()[kind]:
        fits = dict(zip(("country", "sector", "year"), each.key, strict=True)) | {"survey": each.survey}
        if all(fits[name] in codes for name, codes in chosen.items() if name in fits and codes):
            by_survey[each.survey].append(each)
    recent = {
        survey: [each for each in held if chosen.get("year") or each.year > newest - 4]
        for survey, held in by_survey.items()
    }
    return [min(held, key=lambda each: each.order) for held in recent.values() if held], sum(
        not held for held in recent.values()
    )


def chosen_filters(number: int) -> list[dict[str, tuple[str, ...]]]:
    """Return choices that leave something: none, each kind of filter alone, and some of a figure's own codes together."""
    rows = figures()
    rows = rows[rows["kind"].isin(list(KINDS))]
    draw = random.Random(20_241_128)  # noqa: S311 - a choice of filters is no secret
    picked: list[dict[str, tuple[str, ...]]] = [
        {},
        *({"sector": (sector,)} for sector in sorted(rows["sector"].unique())),
    ]
    picked += [{"country": (country,)} for country in ("GBR", "USA", "NZL", "NOR", "FRA", "INTL")]
    while len(picked) < number:
        row = rows.iloc[draw.randrange(len(rows))]
        fields = draw.sample(FIELDS, draw.choice([1, 1, 2, 2, 3]))
        picked.append({name: (str(row[name]),) for name in fields})
    return picked


def named(chosen: Chosen) -> str:
    return " ".join(f"{name}={'+'.join(codes)}" for name, codes in chosen.items()) or "nothing"


CHOICES = chosen_filters(48)
# All tests under one choice run one after the other: what the first asked is still held for the others.
every_choice = pytest.mark.parametrize("chosen", CHOICES, ids=named, scope="module")


def asked(request: Request, chosen: Chosen) -> Request:
    return replace(request, filters=Filters(**chosen))


def test_there_are_enough_filters_and_lists_to_try() -> None:
    assert len({named(chosen) for chosen in CHOICES}) >= 40
    assert all(len(counted(kind, {})[0]) >= 3 for kind in KINDS)


@every_choice
def test_counted_lists_are_those_of_the_tables(shipped_request: Request, chosen: Chosen) -> None:
    request = asked(shipped_request, chosen)
    themes_of = chosen.get("theme", ())
    for kind, listed in KINDS.items():
        expected, older = counted(kind, chosen)
        held = list_view.counted_lists(request, kind)
        assert held.lists == len(expected)
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for row in held.rows:
            found[row["survey"]][row["theme"]] = row["place"]
        assert found == {each.survey: dict(each.places) for each in expected}
        leads = {
            theme: sum(each.places.get(theme) == 1 for each in expected)
            for theme in {theme for each in expected for theme in each.places}
            if not themes_of or theme in themes_of
        }
        assert {row["theme"]: row["leads"] for row in held.themes} == leads
        if not expected:
            continue
        assert held.older == older
        card = findings.leading_card(request, kind)
        assert (card is None) == (not leads)
        if card is not None and max(leads.values()):
            told = {1: "the one list"} if len(expected) == 1 else {2: "both lists"} if len(expected) == 2 else {}
            most, total = max(leads.values()), len(expected)
            of = (told.get(most) or f"all {total} lists") if most == total else f"{most} of {total} lists"
            years = sorted({each.year for each in expected})
            span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
            # Those of one country say which, and one list who answered, so that the title can be read alone.
            (country, *more) = {each.key[0] for each in expected}
            names = table("countries").set_index("country")["name"]
            where = "" if more or len(expected) == 1 else f" from {grammar.the(str(names[country]))}"
            said, _, whose = plain(card.title).partition(" (")
            assert said.endswith(f": first in {of} of {listed}{where}, {span}")
            assert bool(whose) == (len(expected) == 1)


def answered(said: str, listed: str) -> str:
    """Return the sentence of an answer on what leads the counted lists of a kind; empty where there is none."""
    # A list that is too old to count leads nothing.
    found = re.search(
        rf"[^.]*\bsurveys? with a list of {listed}(?=[ ,])(?! is of| are of).*? first(?=[.,;])[^.]*\.", said
    )
    return found[0].strip() if found else ""


@every_choice
def test_the_first_sentences_say_who_was_asked_and_where(shipped_request: Request, chosen: Chosen) -> None:
    """Groups and countries of the lists that count are read from the tables; a phone shows the first sentence alone."""
    request = asked(shipped_request, chosen)
    said, questions = plain(overview.answer(request)), table("questions").set_index("question")
    groups = table("respondent_groups").set_index("respondent_group")["label"].str.lower()
    of_surveys = table("surveys").set_index("survey")["respondent_group"]
    countries = table("countries").set_index("country")["name"]
    for kind, listed in KINDS.items():
        held, _ = counted(kind, chosen)
        sentence = re.search(rf"[^.]*\blist of {listed}\b(?! is of| are of)[^.]*; asked: ([^.]*)\.", said)
        assert bool(sentence) == bool(held)
        if not sentence:
            continue
        assert len(sentence[0]) <= 220
        if len(held) == 1:
            assert_one_list_says_who_and_how_many(held[0], sentence)
            continue
        lists_of = Counter(
            groups[questions.loc[each.order[6], "respondent_group"] or of_surveys[each.survey]] for each in held
        )
        where = Counter(countries[each.key[0]] for each in held)
        # A single list that is led tells its place before.
        for told, others in ((lists_of, "others"), (where, "elsewhere")):
            most = [name for name, number in told.items() if number == max(told.values())]
            named = [name for name in told if re.search(rf"(?i)\b{re.escape(name)}\b", sentence[0])]
            alike = len(most) > 1 or len(told) == 1
            assert len(named) == (1 if len(told) > 2 and not alike else 2 if len(told) > 3 else len(told))
            assert set(named) <= set(most) or len(told) <= 3
            assert (others in sentence[1]) == (len(told) > len(named))
            for name in named:
                if len(named) == 1 < len(told):
                    assert f"{name} ({told[name]})" in sentence[1]


def assert_one_list_says_who_and_how_many(only: Listed, sentence: re.Match[str]) -> None:
    """Of the one list that counts the sentence says who answered, in the words of the tables, where, and the base."""
    country, sector, _ = only.key
    of_sectors = table("sector_respondents").set_index(["survey", "sector"])["respondents"]
    who = (
        table("questions").set_index("question")["respondents"][only.order[6]]
        or of_sectors.get((only.survey, sector), "")
        or table("surveys").set_index("survey")["respondents"][only.survey]
    )
    told = sentence[1].partition("…")[0]
    assert who.startswith(told) if "…" in sentence[1] else who in told
    several = table("surveys").set_index("survey")["several_countries"][only.survey] == "true"
    name = table("countries").set_index("country")["name"][country]
    # “Several countries” begins with a small letter within a sentence.
    assert name.casefold() in sentence[0].casefold() or several
    based = -only.order[4]
    bounds = figures()[(figures()["question"] == only.order[6]) & (figures()["year"] == only.year)]
    unknown = (bounds[["base_at_least", "base_at_most"]] == "").all(axis=None)
    expected = f"base {int(based):,}" if based > 0 else "base not published" if unknown else "base "
    assert sentence[1].endswith(expected) or expected == "base " in sentence[1]


@every_choice
def test_the_overview_the_themes_and_the_sectors_never_contradict_each_other(
    shipped_request: Request, chosen: Chosen
) -> None:
    request = asked(shipped_request, chosen)
    on_overview = plain(overview.answer(request))
    (sector,) = chosen.get("sector", ("",))
    if sector:
        on_sector = plain(sectors.answer(request, sector))
        for kind, listed in KINDS.items():
            # Of one sector both pages count the same lists, so they tell them in the same words.
            if list_view.counted_lists(request, kind).lists:
                assert answered(on_sector, listed) == answered(on_overview, listed)
            else:
                assert not answered(on_overview, listed)
    for theme in request.vocabulary.names["theme"]:
        if themes.is_empty(request, theme) or (chosen.get("theme") and theme not in chosen["theme"]):
            continue
        said = plain(themes.answer(request, theme))
        of_kinds = {kind: list_view.counted_lists(request, kind) for kind in KINDS}
        leads = any(held.of(theme)["leads"] for held in of_kinds.values())
        named_in = sum(held.of(theme)["surveys"] for held in of_kinds.values())
        there = sum(len(counted(kind, chosen)[0]) for kind in KINDS)
        # That none counts, or none of those names it, is said where it is so, and nowhere else.
        assert ("No list of several themes counts" in said) == (not there)
        assert bool(re.search(r"answer filed here under it\.", said)) == (there > 0 == named_in)
        for label, first, basis in themes.key_figures(request, theme):
            if str(label).startswith("First among "):
                assert int(str(first).partition(" of ")[2]) <= there
                assert ("none names it" in str(basis)) <= (not named_in), (said, basis)
        said = re.sub(r"Neither the .* filed here under it\.", "", said)
        for kind, listed in KINDS.items():
            held, found = of_kinds[kind], of_kinds[kind].of(theme)
            told = re.search(rf"(?:(\d+|none) of (\d+)|(both)|all (\d+)|(the one)) lists? of {listed}", said)
            # What leads no list is told by how many name it.
            assert bool(told) == bool(held.lists if leads else found["surveys"])
            assert ("stands first in" in said.partition("Surveys")[0]) == leads
            # What the overview names as leading leads on its own page as often.
            assert (found["leads"] == held.leads > 0) == (request.vocabulary.name("theme", theme) in held.leading)
            if not told:
                continue
            part, total, both, every, one = told.groups()
            number = int(part) if part and part != "none" else 0 if part else 2 if both else int(every or 1)
            number = 0 if one and f"not in the one list of {listed}" in said else number
            assert number == found["leads" if leads else "surveys"]
            assert int(total or every or (2 if both else 1)) == held.lists


# Sectors: nothing is told that another sentence, figure or page denies -------------------------------------------------

SETTINGS = [
    {"country": country, "theme": theme}
    for country in ((), ("GBR",), ("NZL",), ("AUS",), ("DEU",), ("NOR",), ("USA",))
    for theme in ((), ("ai_automation",), ("skills_workforce",), ("legacy_technical_debt",))
]


def told_of(said: str, listed: str) -> list[str]:
    """Return the sentences of an answer that tell of a kind of list."""
    apart = said.partition("Closest comes")[0]
    return re.findall(rf"[^.]*\b(?:surveys? with a list of|list of its) {listed}\b[^.]*\.", apart)


@pytest.mark.parametrize("chosen", SETTINGS, ids=named)
def test_a_sector_tells_of_each_kind_of_list_once_by_how_many_count(shipped_request: Request, chosen: Chosen) -> None:
    request = asked(shipped_request, chosen)
    for sector in request.vocabulary.names["sector"]:
        if sectors.is_empty(request, sector):
            continue
        said = plain(sectors.answer(request, sector))
        labels = [plain(label) for label, *_ in sectors.key_figures(request, sector)]
        for kind, listed in KINDS.items():
            lists_of_kind, older = counted(kind, {**chosen, "sector": (sector,)})
            held, told = sectors.heard(request, sector)[kind].counted, told_of(said, listed)
            assert held.lists == len(lists_of_kind)
            assert lists_of_kind or held.older == older
            # What there is not stands below the answer, once, and for both kinds together.
            missing = plain(sectors.missing_words(request, sector))
            assert "No list" not in said, (sector, said)
            assert len(told) + sectors.heard(request, sector)[kind].is_missing == 1, (sector, said)
            assert (listed in missing) == sectors.heard(request, sector)[kind].is_missing, (sector, missing)
            if not lists_of_kind:
                assert not told or "surveys with a list" not in told[0] or "too old to count" in told[0], said
                continue
            assert "too old" not in told[0], said
            leads = [each for each in lists_of_kind if any(each.places.get(theme) == 1 for theme in chosen["theme"])]
            if chosen["theme"] and not leads:
                assert re.search(r"None of \d+ surveys|does not (put|name) ", told[0]), said
                assert not [label for label in labels if label.startswith("First") and f"its {listed}" in label]


@pytest.mark.parametrize("chosen", SETTINGS[::4], ids=named)
def test_no_page_tells_another_list_for_a_place_than_priorities_and_concerns_open_with(
    shipped_request: Request, chosen: Chosen
) -> None:
    request = asked(shipped_request, chosen)
    firm = firm_figures()
    for sector in request.vocabulary.names["sector"]:
        of_sector = asked(shipped_request, {**chosen, "sector": (sector,)})
        for kind in KINDS:
            row, opened = sectors.lists(request, sector)[kind], list_view.asked_of(of_sector, {}, kind)
            card = sectors.list_card(request, sector, kind)
            assert bool(row) == (card is not None)
            if not row or card is None or opened is None:
                continue
            assert [row[name] for name in ("question", "country", "region", "sector", "body_size")] == list(
                opened.slice.values()
            )
            title, year = plain(list_view.question_card(of_sector, opened).title), str(row["year"])
            # An old list says its year, once.
            is_old = request.asked_in - int(row["year"]) > 4 and year not in title
            assert plain(card.title) == (re.sub("(?=: )|$", f", {year}", title, count=1) if is_old else title)
            # A weak figure leads nothing.
            assert (row["question"], row["year"], row["country"], row["region"] or "", sector, row["item"]) in firm
            if not sectors.heard(request, sector)[kind].counted.lists:
                assert f"{row['item']}, " in plain(sectors.answer(request, sector))


@functools.cache
def firm_figures() -> set[tuple[Any, ...]]:
    rows = figures()
    rows = rows[~rows["finding_id"].isin(weak_findings())]
    return set(rows[["question", "year", "country", "region", "sector", "item"]].itertuples(index=False, name=None))


# No headline on a detail ----------------------------------------------------------------------------------------------


def headlined(request: Request, page: str, choices: Mapping[str, list[str]]) -> str:
    """Return what a reader may take away from a page: answer, titles of cards, key figures."""
    held = contents(page, request, choices)
    parts = [
        held.answer,
        *(part for figure in held.key_figures for part in figure),
        *(made.title for made in held.cards),
    ]
    return "\n".join(plain(part) for part in parts)


@functools.cache
def only_details() -> Mapping[str, set[str]]:
    """Return names that no headline may say: of questions and items that stand in details or are points alone."""
    questions = table("questions").rename(columns={"label": "name"})
    headline, detail = (set(questions.loc[questions["role"] == role, "name"]) for role in ("headline", "detail"))
    rows = figures()
    listed = rows["kind"].isin(list(KINDS))
    fine = (rows["role"] == "headline") & ((rows["polarity"] == "") | ~listed)
    fine_items = set(rows.loc[fine, "item"])
    # What is part of a name that may be said, or short and common, may stand in any sentence.
    may_say = "\n".join([*table("themes")["label"], *fine_items, *headline])
    return {
        kind: {name for name in names if len(name) > 12 and name not in may_say}
        for kind, names in (("question", detail), ("item", set(rows.loc[~fine, "item"])))
    }


@functools.cache
def may_open() -> set[str]:
    """Return the questions that may be headlined and of which not all items are points of a scale."""
    rows = figures()
    return set(rows.loc[(rows["role"] == "headline") & (rows["polarity"] == ""), "question"])


@pytest.mark.parametrize("chosen", CHOICES[:36], ids=named, scope="module")
def test_no_headline_tells_a_detail_or_a_point_of_a_scale(shipped_request: Request, chosen: Chosen) -> None:
    request = asked(shipped_request, chosen)
    names = request.vocabulary.names
    opened: list[tuple[str, dict[str, list[str]]]] = [("overview", {})]
    for kind, page in KINDS.items():
        # Where the filters leave details alone, the page can show nothing else; which it opens with is tested below.
        shown = list_view.asked_of(request, {}, kind)
        opened += [(page, {})] if shown and shown.question in may_open() else []
    # Drawing all themes and sectors under each filter would take minutes; each is drawn under several.
    at = CHOICES.index(dict(chosen))
    topics, branches = list(names["theme"].values())[at % 5 :: 5], list(names["sector"])[at % 4 :: 4]
    opened += [("themes", {"topic": [name]}) for name in topics]
    opened += [("sectors", {"branch": [names["sector"][code]]}) for code in chosen.get("sector", branches)]
    never = only_details()
    for page, choices in opened:
        said = headlined(request, page, choices)
        for name in (*never["question"], *never["item"]):
            if name not in said:
                continue
            assert f"“{name}" not in said, (page, choices)
            # Followed by a figure or a full stop; longer names may begin with it.
            whole = rf"(^|[\s“(:]){re.escape(name)}($|[”:;,.(]| [\d(])"
            assert not re.search(whole, said, re.MULTILINE), (page, choices, name)


def test_no_figure_of_a_detail_answers_a_page(shipped_request: Request) -> None:
    """Under every country, every sector and every pair of both that was asked, and for each question by itself."""
    rows, seen = figures(), 0
    pairs = set(zip(rows["country"], rows["sector"], strict=True))
    chosen: list[Chosen] = [{"country": (country,)} for country in sorted(rows["country"].unique())]
    chosen += [{"sector": (sector,)} for sector in sorted(rows["sector"].unique())]
    chosen += [{"country": (country,), "sector": (sector,)} for country, sector in sorted(pairs)]
    settings = [(each, kind, {}) for each in chosen for kind in KINDS]
    settings += [
        ({}, kind, {"question": [question]})
        for question, kind in sorted(set(zip(rows["question"], rows["kind"], strict=True)))
        if kind in KINDS and question not in may_open()
    ]
    for each, kind, choices in settings:
        request = asked(shipped_request, each)
        shown = list_view.asked_of(request, choices, kind)
        if shown is None or shown.question in may_open():
            continue
        seen += 1
        said = [plain(list_view.answer(request, shown)), plain(list_view.question_card(request, shown).title)]
        said += [plain(each.title) for each in [list_view.elsewhere_card(request, shown, "")] if each]
        assert list_view.key_figures(request, shown) == []
        # Bases are counts; a share, a place and a change would be figures of the detail.
        assert not re.search(r"\d%|\bpts?\b|\b\d+(st|nd|rd|th)\b", " ".join(said)), (each, kind, said)
    assert seen > 50


def test_every_key_figure_of_a_list_names_who_answered_and_where(shipped_request: Request) -> None:
    rows, seen = figures(), 0
    asked_in = rows[rows["kind"].isin(list(KINDS))].drop_duplicates(["question", "kind"])
    whom = table("surveys").set_index("survey")["respondents"]
    own = table("questions").set_index("question")["respondents"]
    parts = table("sector_respondents").set_index(["survey", "sector"])["respondents"].to_dict()
    for row in asked_in.itertuples():
        shown = list_view.asked_of(shipped_request, {"question": [row.question]}, row.kind)
        assert shown is not None
        of_sector = parts.get((row.survey, shown.sector), "")
        who = own[shown.question] or of_sector or whom[row.survey]
        for label, number, basis in list_view.key_figures(shipped_request, shown):
            seen += 1
            said = " ".join(map(str, (label, number, basis)))
            assert who in said
            # Those of several countries say themselves that they are.
            several = shown.country in {"INTL", "OECD"} or "countr" in who or "world" in who
            assert several or shown.place in said or shown.place.split(",")[0] in said
    assert seen > 30


def test_questions_on_spending_plans_and_other_matters_are_neither_priority_nor_concern() -> None:
    questions = table("questions")
    ask_first = questions[questions["kind"].isin(list(KINDS))]
    planned = set(table("item_stages").loc[lambda rows: rows["stage"] == "planned", "question"])
    assert not planned & set(ask_first["question"])
    # What a detail says of itself is what its kind has to follow.
    other = r"spending on|[Cc]hange in spending|single plan|one plan|private life|not what worries it|is not digital"
    assert list(ask_first.loc[ask_first["role_reason"].str.contains(other), "question"]) == []


@every_choice
def test_what_themes_and_sectors_headline_is_a_row_that_may_be(shipped_request: Request, chosen: Chosen) -> None:
    request = asked(shipped_request, chosen)
    roles = table("questions").set_index("question")["role"]
    points = set(zip(table("item_points")["question"], table("item_points")["item"], strict=True))
    rows = [themes._figure(request, theme) for theme in request.vocabulary.names["theme"]]  # noqa: SLF001
    rows += [row for code in request.vocabulary.names["sector"] for row in sectors.lists(request, code).values()]
    told = [row for row in rows if row]
    assert all(roles[row["question"]] == "headline" for row in told)
    assert not [row for row in told if row["kind"] in KINDS and (row["question"], row["item"]) in points]


@every_choice
def test_lists_open_with_a_question_that_may_be_headlined_where_there_is_one(
    shipped_request: Request, chosen: Chosen
) -> None:
    request = asked(shipped_request, chosen)
    for kind in KINDS:
        opened = list_view.asked_of(request, {}, kind)
        if opened is None:
            continue
        rows = figures()
        fits = rows[rows["kind"] == kind]
        for name, codes in chosen.items():
            fits = fits[fits[name].astype(str).isin(codes)]
        if opened.question not in may_open():
            assert not set(fits["question"]) & may_open()


# The reader's own place ---------------------------------------------------------------------------------------------


def test_a_reader_of_british_hospitals_is_told_the_newest_firm_share_of_them_on_cyber_attacks(
    shipped_request: Request,
) -> None:
    rows = figures()
    own = rows[
        (rows["country"] == "GBR")
        & (rows["sector"] == "health")
        & (rows["theme"] == "cyber_resilience")
        & rows["question"].str.contains("dspt")
        & (rows["measure"] == "percent")
    ]
    if own.empty:
        pytest.skip("The toolkit is no part of this evidence.")
    newest = own[own["year"] == own["year"].max()]
    place = Self(
        "GBR", "health", "", "United Kingdom", "Health", tuple(shipped_request.vocabulary.aggregates.get("GBR", ()))
    )
    said = plain(themes.you(replace(shipped_request, place=place), "cyber_resilience"))
    year = newest["year"].iloc[0]
    assert re.match(r"Of \d+ figures on cyber resilience, \d+ are of your country and sector\. Newest: ", said)
    share = re.search(r"\((\d+)% of ([\d,]+); .*, (\d{4}), (.+)\)\.$", said)
    assert share, said
    assert int(share[3]) >= year
    if int(share[3]) == year:
        shares = {(math.floor(row.number + 0.5), f"{row.base:,.0f}") for row in newest.itertuples()}
        assert (int(share[1]), share[2]) in shares
