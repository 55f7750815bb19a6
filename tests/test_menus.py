"""How readers choose a list: the names in the menu, what an address may say instead, details, groups of countries."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests import tiny_evidence
from tests.given_lists import USUAL, add_list, add_question, add_single, add_survey
from tests.reading import EVIDENCE
from tests.tiny_evidence import append
from trends.request.filters import Filters
from trends.request.request import Request
from trends.store.opening import open_store
from trends.store.versions import Version
from trends.subjects.lists import view
from trends.subjects.lists import words as list_words
from trends.words import numbers
from trends.words.text import plain

KINDS = ("priority", "concern")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Request]:
    """What a reader asks with of the small evidence with a list of several parts, a detail, and a scale."""
    folder = tiny_evidence.write(tmp_path_factory.mktemp("menus") / "data")
    add_single(folder, "single", 2024, "1200")
    add_survey(folder, "parts", 2023, 2024)
    add_question(folder, "parts", "parts_a")
    add_list(folder, "parts_a", 2023, "")
    add_list(folder, "parts_a", 2024, "", region="Wales")
    add_survey(folder, "detailed", 2024)
    add_question(folder, "detailed", "detailed_a", role="detail", role_reason="Put to some alone.")
    add_list(folder, "detailed_a", 2024, "200")
    add_survey(folder, "scaled", 2024)
    add_question(folder, "scaled", "scaled_a")
    add_list(folder, "scaled_a", 2024, "200")
    for item, *_ in USUAL:
        append(folder, "item_points", ("health_readiness", "Skills of staff"), question="scaled_a", item=item)
    opened = open_store(folder, tmp_path_factory.mktemp("menus_cache"))
    yield Request(Version(opened))
    opened.close()


def of_survey(asked: Request, survey: str) -> Request:
    return replace(asked, filters=Filters(survey=(survey,)))


def names(asked: Request, survey: str) -> list[str]:
    return list(view.offered_questions(of_survey(asked, survey), "concern"))


def test_a_name_says_who_answered_when_and_how_many(asked: Request) -> None:
    (single,) = names(asked, "single")
    assert single.startswith("Asked single_a · ")
    assert single.endswith(", 2024 · 1,200 answered")
    (parts,) = names(asked, "parts")
    assert parts.endswith(", 2024 · 2 parts")


@pytest.mark.parametrize(
    "said",
    ["single_a", "SINGLE_A ", "Single: Asked single_a", "Single: Asked single_a (percent)"],
)
def test_an_address_may_call_a_question_by_its_code_or_its_survey(asked: Request, said: str) -> None:
    (name,) = names(asked, "single")
    assert view.named(asked, "concern", said) == name
    chosen = view.asked_of(asked, {"question": [said]}, "concern")
    assert chosen is not None
    assert chosen.question == "single_a"


def test_a_link_of_an_older_edition_still_opens_its_question(asked: Request) -> None:
    (name,) = names(asked, "single")
    older = f"{list_words.menu_stem(name)}, 2019 · base not published"
    assert older != name
    assert view.named(asked, "concern", older) == name
    assert view.named(asked, "concern", "No such question") == "No such question"


def test_questions_that_would_have_one_name_are_told_apart(tmp_path: Path) -> None:
    folder = tiny_evidence.write(tmp_path / "data")
    for survey in ("first", "second"):
        add_survey(folder, survey, 2024)
        add_question(folder, survey, f"{survey}_a")
        add_list(folder, f"{survey}_a", 2024, "100")
    questions = folder / "questions.csv"
    questions.write_text(questions.read_text().replace("Asked second_a", "Asked first_a"))
    opened = open_store(folder, tmp_path / "cache")
    offered = view.offered_questions(Request(Version(opened), filters=Filters(survey=("first", "second"))), "concern")
    opened.close()
    assert len(offered) == 2
    assert {name.rsplit(" (", 1)[1] for name in offered} == {"First, percent)", "Second, percent)"}


@pytest.mark.parametrize("survey", ["detailed", "scaled"])
def test_a_detail_and_points_of_a_scale_are_never_headlined(asked: Request, survey: str) -> None:
    request = of_survey(asked, survey)
    chosen = view.asked_of(request, {}, "concern")
    assert chosen is not None
    answer = plain(view.answer(request, chosen))
    what = "Points of a scale" if survey == "scaled" else "A detail of a survey"
    assert answer.startswith(f"{what}, which cannot answer this by itself: Asked {survey}_a (")
    assert "%" not in answer
    assert view.key_figures(request, chosen) == []
    assert plain(view.question_card(request, chosen).title) == f"Asked {survey}_a"


# The shipped evidence, against its tables ----------------------------------------------------------------------------


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(EVIDENCE / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.mark.evidence
@pytest.mark.parametrize("kind", KINDS)
def test_every_name_says_the_newest_year_and_the_base_of_its_best_part(shipped_request: Request, kind: str) -> None:
    asked, findings = table("questions"), table("findings")
    figures = findings[findings["question"].isin(asked.loc[asked["kind"] == kind, "question"])]
    offered = view.offered_questions(shipped_request, kind)
    codes = [next(iter(slices.values())).question for slices in offered.values()]
    assert sorted(codes) == sorted(set(figures["question"]))
    for code, (name, slices) in zip(codes, offered.items(), strict=True):
        own = figures[figures["question"] == code]
        best = next(iter(slices.values()))
        part = own[
            (own["country"] == best.country)
            & (own["sector"] == best.sector)
            & (own["region"] == (best.region or ""))
            & (own["body_size"] == (best.body_size or ""))
        ]
        newest = part[part["year"] == part["year"].max()]
        assert f", {newest['year'].iloc[0]} · " in name
        bases = [int(base) for base in newest["base_n"] if base]
        parts = len(own[["country", "sector", "region", "body_size"]].drop_duplicates())
        told = f"{max(bases):,} answered" if bases else _bounds(newest)
        assert name.split(" · ")[-1].split(" (")[0] == (told if parts == 1 else f"{parts} parts")
        assert view.named(shipped_request, kind, code) == name


@pytest.mark.evidence
@pytest.mark.parametrize("kind", KINDS)
def test_a_country_gets_its_own_lists_and_those_of_groups_that_hold_it(shipped_request: Request, kind: str) -> None:
    asked, findings, countries = table("questions"), table("findings"), table("countries")
    figures = findings[findings["question"].isin(asked.loc[asked["kind"] == kind, "question"])]
    groups = countries[countries["stands_for"] != ""]
    for row in countries[countries["kind"] == "country"].to_dict("records"):
        member = {row["un_region"], row["un_subregion"], row["income_group"], *str(row["groups"]).split(";")} - {""}
        held = {row["country"], *groups.loc[groups["stands_for"].isin(member), "country"]}
        expected = set(figures.loc[figures["country"].isin(held), "question"])
        offered = view.offered_questions(
            replace(shipped_request, filters=Filters(country=(str(row["country"]),))), kind
        )
        assert {each.question for slices in offered.values() for each in slices.values()} == expected, row["name"]


@pytest.mark.evidence
@pytest.mark.parametrize("kind", KINDS)
def test_no_detail_is_headlined_whatever_country_or_sector_is_chosen(shipped_request: Request, kind: str) -> None:
    asked, points = table("questions").set_index("question"), table("item_points")
    scaled = set(zip(points["question"], points["item"], strict=True))
    seen: dict[str, Any] = {}
    for filters in _filters():
        request = replace(shipped_request, filters=filters)
        chosen = view.asked_of(request, {}, kind)
        if chosen is None:
            continue
        items = view.facts_of(request, chosen).items["item"]
        detail = asked.loc[chosen.question, "role"] == "detail" or all(
            (chosen.question, item) in scaled for item in items
        )
        answer = plain(view.answer(request, chosen))
        assert ("detail of a survey, which cannot answer this by itself" in answer) == detail, (filters, answer)
        seen[chosen.question] = detail
    assert len(seen) > 10
    assert any(seen.values())


def _filters() -> Sequence[Filters]:
    findings = table("findings")
    pairs = findings[["country", "sector"]].drop_duplicates().itertuples(index=False)
    return [
        Filters(),
        *(Filters(country=(code,)) for code in sorted(set(findings["country"]))),
        *(Filters(sector=(code,)) for code in sorted(set(findings["sector"]))),
        *(Filters(country=(str(country),), sector=(str(sector),)) for country, sector in pairs),
    ]


@pytest.mark.evidence
def test_a_question_opens_with_what_all_countries_said_and_not_with_one_of_them(shipped_request: Request) -> None:
    findings, countries = table("findings"), table("countries").set_index("country")["kind"]
    several = {
        question
        for question, held in findings.groupby("question")
        if {"country", "several"} <= set(held["country"].map(countries))
    }
    seen = 0
    for kind in KINDS:
        for slices in view.offered_questions(shipped_request, kind).values():
            first = next(iter(slices.values()))
            if first.question in several:
                assert countries[first.country] != "country", first
                seen += 1
    assert seen > 0


@pytest.mark.evidence
def test_a_share_worked_out_here_is_rounded_once() -> None:
    findings = table("findings")
    computed = findings[(findings["origin"] == "computed") & (findings["base_n"] != "")]
    shares = set(table("questions").loc[lambda asked: asked["measure"] == "percent", "question"])
    for row in computed[computed["question"].isin(shares)].to_dict("records"):
        value, base = float(row["value"]), int(row["base_n"])
        exact = 100 * round(value * base / 100) / base
        # What is not a share of whole bodies was worked out otherwise.
        if abs(exact - value) <= 0.0501:
            assert numbers.share(value) == numbers.share(exact), row["finding_id"]


def _bounds(newest: pd.DataFrame) -> str:
    """Return what the tables say of a base of which no number was published."""
    named = (("over", "base_at_least"), ("at most", "base_at_most"))
    held = {name: [int(base) for base in newest[column] if base] for name, column in named}
    said = [f"{name} {max(bases):,}" for name, bases in held.items() if bases]
    return f"{' and '.join(said)} answered" if said else "base not published"
