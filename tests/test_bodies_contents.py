"""What the page on public bodies holds as data, made of an address alone: the same cards as the page, with receipts."""

import pandas as pd

from tests.reading import EVIDENCE
from trends.cards.charts import Bars
from trends.request.place import NOBODY, Self
from trends.request.request import Request, request_of
from trends.subjects.bodies import view
from trends.subjects.contents import Contents
from trends.words.text import markdown, plain

NORWEGIAN = Self(country="NOR", country_name="Norway")


def made(tiny: Request, *address: tuple[str, str], place: Self = NOBODY) -> Contents:
    return view.contents(*request_of(address, tiny.version, place))


def parted(shipped: Request) -> tuple[str, str]:
    """Return the choice of the first question whose bodies lie in regions, and of which some answered No."""
    for asked in view.offered_questions(shipped):
        found = made(shipped, ("asked", asked), ("part", "Region"), ("answer", "No"))
        if (
            len(found.cards) > 1
            and found.cards[1].table.headings[0] == "Region"
            and "“No”" in found.cards[1].table.headings
        ):
            return ("asked", asked)
    raise ValueError("No question of the evidence parts its bodies by region.")


def test_untouched_the_page_holds_the_shares_of_the_first_question(tiny_request: Request) -> None:
    found = made(tiny_request)
    assert found.question == "What have public bodies in place?"
    assert markdown(found.answer).startswith("Strategy for AI, 2024: “Yes” in **3 of 4 public bodies**")
    assert [card.key for card in found.cards] == ["shares"]
    assert found.you == ""


def test_an_address_chooses_edition_and_question(tiny_request: Request) -> None:
    for chosen in (("asked", "Register of bodies, 2023: Strategy for AI"), ("edition", "Register of bodies, 2023")):
        found = made(tiny_request, chosen)
        assert markdown(found.answer).startswith("Strategy for AI, 2023: “Yes” in **1 of 4 public bodies**")
        receipt = found.cards[0].receipt
        assert receipt is not None
        assert (receipt.query, receipt.fingerprint) == ("answer_shares", tiny_request.version.fingerprint)
        assert dict(receipt.parameters) == {
            "question": "register_strategy", "year": 2023, "country": [], "sector": []
        }  # fmt: skip


def test_a_receipt_gives_the_rows_of_its_card_again(shipped_request: Request) -> None:
    found = made(shipped_request, parted(shipped_request), ("part", "Region"), ("answer", "No"))
    assert [card.key for card in found.cards] == ["shares", "parts"]
    for card, column in zip(found.cards, ("answer", "part"), strict=True):
        assert card.receipt is not None
        again = shipped_request.store.ask(card.receipt.query, **card.receipt.parameters)
        shown = dict(zip(card.shown[column], card.shown["bodies"], strict=True))
        assert shown.items() <= dict(zip(again[column], again["bodies"], strict=True)).items()


def test_part_and_answer_of_the_address_are_those_of_the_card(shipped_request: Request) -> None:
    asked = parted(shipped_request)
    chosen = made(shipped_request, asked, ("part", "Region"), ("answer", "No")).cards[1]
    assert chosen.table.headings[0] == "Region"
    assert "“No”" in chosen.table.headings
    untouched = made(shipped_request, asked).cards[1]
    junk = made(shipped_request, asked, ("part", "no such part"), ("answer", "%"), ("edition", "none")).cards[1]
    assert (junk.title, junk.table.headings) == (untouched.title, untouched.table.headings)
    assert untouched.table.headings[0] == "Kind of body"


def test_a_part_that_the_reader_looks_for_is_told_first_and_drawn(shipped_request: Request) -> None:
    asked = parted(shipped_request)
    question = view.offered_questions(shipped_request)[asked[1]].parameters
    answers, bodies = (
        pd.read_csv(EVIDENCE / f"{name}.csv", dtype=str, na_filter=False) for name in ("answers", "bodies")
    )
    listed = answers[answers["question"] == question["question"]].merge(bodies, on="body_id")
    listed = listed[listed["year"] == str(question["year"])]
    known = view.facts(shipped_request, view.offered_questions(shipped_request)[asked[1]])
    given = listed[listed["answer"].isin([row["answer"] for row in known.rows if row["answered"]])]
    shares = (given["answer"] == known.lead).groupby(given["region"]).agg(["sum", "count"])
    middle = shares[shares["count"] >= known.enough].assign(share=lambda held: held["sum"] / held["count"])
    assert len(middle) > 20
    for region, row in middle.sort_values("share").iloc[8:-12:4].iterrows():
        found = made(shipped_request, asked, ("part", "Region"), ("body", str(region).upper()))
        share = f"{row['sum'] / row['count']:.0%} of {row['count']:.0f} {known.noun}"
        assert plain(found.answer).startswith(f"{region}: {share} "), (region, plain(found.answer))
        chart = found.cards[1].chart
        assert isinstance(chart, Bars)
        (bar,) = [bar for bar in chart.rows.to_dict("records") if bar["label"].startswith(f"{region} · ")]
        assert bar["strong"]
    untouched, other = made(shipped_request, asked), made(shipped_request, asked, ("body", "no such body"))
    assert plain(other.answer) == plain(untouched.answer)


def test_the_readers_place_is_told_and_few_bodies_stand_beside_all(tiny_request: Request) -> None:
    found = made(tiny_request, ("country", "Norway"), place=NORWEGIAN)
    assert "**Oslo** “Yes”" in markdown(found.answer)
    assert plain(found.you) == "2 of the 4 public bodies here are of your country, 2024."


def test_where_no_body_answered_nothing_is_held(tiny_request: Request) -> None:
    found = made(tiny_request, ("country", "Kenya"))
    assert found.question == "What have public bodies in place?"
    assert (found.answer, found.you, list(found.cards)) == ("", "", [])


def test_no_sampling_error_is_said_where_every_body_a_question_is_about_has_an_answer_and_nowhere_else(
    shipped_request: Request,
) -> None:
    """Reckoned of the tables: each edition has all there are by its number, or lists all of the kinds that answered."""
    names = ("answers", "bodies", "waves", "full_lists", "answer_kinds")
    answers, bodies, waves, full, kinds = (pd.read_csv(EVIDENCE / f"{name}.csv", low_memory=False) for name in names)
    none = set(kinds.loc[kinds["role"] == "no_answer", "answer"].str.lower())
    given = answers.merge(bodies, on="body_id").merge(waves[["survey", "year", "population", "coverage"]])
    given["answered"] = ~given["answer"].str.lower().isin(none)
    in_full = set(full.itertuples(index=False, name=None))
    held = dict(iter(given.groupby(["question", "year"])))
    told = {True: 0, False: 0}
    for asked in view.offered_questions(shipped_request).values():
        rows = held[asked.row["question"], asked.row["year"]]
        looked_at = rows["coverage"].iloc[0] in {"counted", "asked_all", "judged"}
        listed = set(rows[["survey", "year", "body_type"]].itertuples(index=False, name=None)) <= in_full
        every = looked_at and rows["answered"].all() and (listed or rows["population"].iloc[0] == len(rows))
        about = "\n".join(
            map(plain, view.shares_card(shipped_request, asked, view.facts(shipped_request, asked)).about)
        )
        assert ("Every body the question is about has " in about) == ("no sampling error" in about) == every, asked.row
        told[bool(every)] += 1
    assert min(told.values()) > 10
