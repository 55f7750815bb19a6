"""The view of named public bodies: a question in an edition, its shares, its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.subjects.bodies import cards as body_cards
from trends.subjects.bodies import facts as body_facts
from trends.subjects.bodies import words as body_words
from trends.subjects.bodies.facts import AnswerFacts
from trends.ui.kept import kept
from trends.ui.session import ask, choice, is_narrow, me, palette


# Compared by identity: the same question gives the same object, so that what was made of it is found again.
@dataclass(frozen=True, eq=False)
class Asked:
    """A question in an edition: its row of ``queries/bodies/body_questions.sql``, and whose answers are shown.

    ``scope`` holds the filters of country and sector that apply. Where they leave too few bodies for shares it is
    empty, so that all bodies are shown, and ``beside`` is true.
    """

    row: Mapping[Any, Any]
    scope: Mapping[str, Sequence[str]]
    beside: bool

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters that queries about these answers share."""
        return {"question": str(self.row["question"]), "year": int(self.row["year"]), **self.scope}

    @property
    def behind(self) -> dict[str, list[str]]:
        """The filters that give these answers from the table of answers."""
        scope = {field: list(codes) for field, codes in self.scope.items() if codes}
        return {"question": [str(self.row["question"])], "year": [str(self.row["year"])], **scope}


@kept
def offered_questions() -> dict[str, Asked]:
    """Return the questions the filters leave, by the name readers choose."""
    listed, lists = _own_first(ask("body_questions")), choice().lists()
    offered: dict[str, Asked] = {}
    for row in body_facts.labels(listed).to_dict("records") if len(listed) else []:
        beside = row["bodies"] < body_facts.FEW_BODIES and row["bodies"] < row["edition_bodies"]
        scope = {field: [] if beside else lists[field] for field in ("country", "sector")}
        offered.setdefault(str(row["label"]), Asked(row, scope, beside))
    return offered


def _own_first(listed: pd.DataFrame) -> pd.DataFrame:
    """Return the questions with those first that bodies of the reader's country, or else of their sector, answered."""
    mine = me()
    country, sector = ([code] if code else [] for code in (mine.country, mine.sector))
    for place in ({"country": country, "sector": sector}, {"country": country}, {"sector": sector}):
        if not all(place.values()):
            continue
        held = ask("body_questions", **({"country": [], "sector": []} | place))
        own = set(zip(held["question"], held["year"], strict=True))
        if any(is_own := [pair in own for pair in zip(listed["question"], listed["year"], strict=True)]):
            return pd.concat([listed[is_own], listed[[not each for each in is_own]]], ignore_index=True)
    return listed


@kept
def editions_offered() -> dict[str, list[str]]:
    """Return the names of the questions of each edition."""
    editions: dict[str, list[str]] = {}
    for label, asked in offered_questions().items():
        editions.setdefault(str(asked.row["edition"]), []).append(label)
    return editions


@kept
def facts(asked: Asked) -> AnswerFacts:
    """Return the facts of the answers to the chosen question."""
    mine = (
        ask(
            "body_answers",
            question=asked.parameters["question"],
            year=asked.parameters["year"],
            answer=[],
            search="",
            most=body_facts.FEW_BODIES,
        )
        if asked.beside
        else pd.DataFrame({"body_name": [], "answer": []})
    )
    return body_facts.answer_facts(
        asked.row,
        ask("answer_shares", unanswered=body_facts.UNANSWERED, **asked.parameters),
        ask("question_source", question=asked.parameters["question"], year=asked.parameters["year"]).iloc[0].to_dict(),
        mine,
        filtered=not asked.beside and asked.row["bodies"] < asked.row["edition_bodies"],
    )


@kept
def answer_words(asked: Asked, known: AnswerFacts) -> str:
    """Return the answer of the page in words."""
    parts = _parts(asked, known.lead)
    offered = body_facts.parts_offered(parts)
    if not offered:
        return body_words.answer_words(known, "", pd.DataFrame({"flag": []}))
    name, code = next(iter(offered.items()))
    return body_words.answer_words(known, name, body_facts.ordered_parts(parts, code))


@kept
def you(asked: Asked, known: AnswerFacts) -> str:
    """Return what the reader's own place answered, as one body of the list or as a part of it; empty without one."""
    mine, parts = me(), _parts(asked, known.lead)
    if not mine:
        return ""
    for name, code in body_facts.parts_offered(parts).items():
        held = body_facts.against_rest(known, body_facts.ordered_parts(parts, code)).to_dict("records")
        if said := body_words.part(mine, known, body_facts.own_part(held, code, mine), name, known.lead):
            return said
    if not mine.country:
        return ""
    here = asked.parameters | {"country": [mine.country], "sector": []}
    return body_words.body(mine, known, ask("body_answers", answer=[], search="", most=body_facts.FEW_BODIES, **here))


@kept
def shares_card(asked: Asked, known: AnswerFacts) -> Card:
    return body_cards.shares_card(known, palette(), asked.behind)


@kept
def parts_card(asked: Asked, known: AnswerFacts, by: str, answer: str) -> Card:
    found = _parts(asked, answer)
    code = parts_offered(asked, answer)[by]
    parts = body_facts.ordered_parts(found, code)
    mine = body_facts.own_part(parts.to_dict("records"), code, me())
    own = "" if mine is None else str(mine["part"])
    return body_cards.parts_card(known, parts, by, answer, palette(), asked.behind, own=own, narrow=is_narrow())


@kept
def _parts(asked: Asked, answer: str) -> pd.DataFrame:
    return ask("answer_parts", answer=answer, unanswered=body_facts.UNANSWERED, **asked.parameters)


@kept
def parts_offered(asked: Asked, answer: str) -> dict[str, str]:
    return body_facts.parts_offered(_parts(asked, answer))


@kept
def answers_offered(known: AnswerFacts) -> list[str]:
    """Return the answers that are some, without the entries that say why there is none."""
    return [str(answer) for answer in known.shares.loc[known.shares["answered"], "answer"]]
