"""The answers of named public bodies: the facts of a question in an edition, and how many gave which answer.

One body gives one answer, so shares are exact for those that gave one and have no sampling range; how far they stand
for others depends on how many there are. Editions are never compared: lists of bodies and of answers changed.
"""

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from trends.cards.source import Source
from trends.statistics import cells, inputs, verdicts
from trends.statistics.cells import Row, as_rows
from trends.statistics.methods import WEAK_BASE, WITHHOLD_BASE
from trends.statistics.resting import ALL_LOOKED_AT
from trends.statistics.verdicts import REASON_ALONE, REASON_FEW_BODIES, REASON_ROUNDING, UNCHANGED
from trends.words import grammar, numbers, pieces
from trends.words.asked import GIVEN, INVENTORY, Wording, who_answered, wording

# The ways to part the bodies, as ``queries/bodies/answer_parts.sql`` calls them, in the order offered.
KINDS_OF_PART = {
    "body_type": "Kind of body",
    "region": "Region",
    "country": "Country",
    "sector": "Sector",
    "income_group": "Income group",
    "un_region": "World region",
    "un_subregion": "World subregion",
}

# What bodies of several kinds are called that have no name in common.
ANY_BODIES = "public bodies"

# Two parts stand beside each other: one comparison, seen from both sides.
PAIR = 2

REASON_FEW = f"under {WEAK_BASE} bodies"
REASON_FEW_OTHERS = f"under {WEAK_BASE} bodies in the rest"
REASON_TINY_REST = f"{REASON_FEW_BODIES} in the rest"

# A scale of more steps has a middle, so that its top is not the leading answer.
SHORT_SCALE = 3

# Below so many bodies their answers say more than their shares, which are not compared.
FEW_BODIES = WITHHOLD_BASE

# In a complete count every difference is exact, however small. A part is headlined where it is at least so many points
# above or below the rest; the same as the least that a change of a share in most surveys of this size can show.
LEAST_APART = 5


# `eq=False`: hashed by identity, to serve as a cache key.
@dataclass(frozen=True, eq=False)
class AnswerFacts:
    """The answers to a question in an edition.

    ``shares`` has one row per entry in reading order: ``answer``, ``answered``, ``bodies``, ``base_n``, ``share`` (per
    cent of the bodies with an answer) and ``flag`` (“u” for a base under 30). ``lead`` is the leading answer, which
    sentences name. ``answered`` is the number of bodies with an answer, ``listed`` those of the whole edition,
    ``total`` those the edition should hold, ``all_listed`` whether those listed are known to be all there are.
    ``place`` is their country in words, empty where there are several; ``whom`` says who they are where they are of
    several kinds with no name in common, as in “NHS trusts and commissioning bodies in England”. ``evidence_words`` say
    what such evidence is and how far it reaches, ``method`` how this edition was made, ``gathered`` when, if not in its
    year. ``mine`` has the few bodies the filters select (``body_name``, ``answer``) where they are shown beside all;
    else it is empty. ``filtered`` says whether the shares are those of a choice among the bodies.
    """

    shares: pd.DataFrame
    lead: str
    question: str
    survey: str
    year: int
    place: str
    whom: str
    noun: str
    answered: int
    listed: int
    total: int
    all_listed: bool
    evidence: str
    evidence_words: str
    method: str
    evidence_name: str
    source: Source
    notes: tuple[str, ...]
    mine: pd.DataFrame
    filtered: bool
    gathered: str

    @property
    def edition(self) -> str:
        """The survey with its year, as in “Municipal survey, 2024”, and when it was made if that was in another."""
        return f"{grammar.edition(self.survey, self.year)}{pieces.gathered_words(self.gathered, self.evidence)}"

    @property
    def said(self) -> Wording:
        """How its entries are called: answers, or what was found where nobody was asked."""
        return wording(self.evidence)

    @functools.cached_property
    def rows(self) -> Sequence[Row]:
        """The rows of ``shares``, by column."""
        return as_rows(self.shares)

    @property
    def complete(self) -> bool:
        """Say whether every body there is has an answer, of all or of the choice, so that no difference is chance."""
        return self.all_listed and all(row["answered"] for row in self.rows)

    @property
    def enough(self) -> int:
        """From how many bodies a share may be headlined: 30, but 10 in a complete count, where none was drawn."""
        return enough(complete=self.complete)

    @property
    def asked(self) -> int:
        """How many bodies have an entry, whether or not it is an answer."""
        return sum(row["bodies"] for row in self.rows)

    @property
    def few(self) -> bool:
        """Say whether so few bodies have an answer that their number says more than their share."""
        return self.answered < FEW_BODIES


def labels(questions: pd.DataFrame) -> pd.DataFrame:
    """Return the questions with ``edition`` and ``label``, the names readers and addresses have for them.

    As in “Municipal survey, Japan, 2024” and “Municipal survey, Japan, 2024: AI in use”. Neither changes with a filter.

    Args:
        questions: one row per question and year, as ``queries/bodies/body_questions.sql`` gives them.
    """
    editions = [
        pieces.bodies_edition(str(row["survey_name"]), row["country_name"], row["year"]) for row in as_rows(questions)
    ]
    return questions.assign(
        edition=editions,
        label=[f"{edition}: {name}" for edition, name in zip(editions, questions["question_name"], strict=True)],
    )


def is_mixed(question: Row) -> bool:
    """Say whether bodies of one country are of several kinds that have no name in common.

    Args:
        question: a row of ``queries/bodies/body_questions.sql``.
    """
    nameless = noun(question["body_type"], question["sector_bodies"]) == ANY_BODIES
    return nameless and not cells.is_missing(question["country_name"])


def noun(body_type: Any, bodies: Any = None) -> str:
    """Return what the bodies of an edition are called together, as in “municipalities”.

    Args:
        body_type: the kind of all of them; missing where there are several.
        bodies: what bodies of the sector of all of them are called together; missing where there are several sectors.
    """
    if cells.is_missing(body_type):
        return ANY_BODIES if cells.is_missing(bodies) else str(bodies)
    name = grammar.lower_first(str(body_type))
    return " or ".join(f"{each[:-1]}ies" if each.endswith("y") else f"{each}s" for each in name.split(" or "))


def in_order(shares: pd.DataFrame, said: Wording = GIVEN) -> tuple[pd.DataFrame, str]:
    """Return the entries in reading order, and the order in words; empty where it is by number of bodies.

    Answers on a known scale stand from most to least, others by the points their publisher gave them; without either,
    the most given one leads. What is outside a scale comes last, and entries that are no answer after that.

    Args:
        shares: one row per entry, as ``queries/bodies/answer_shares.sql`` gives them.
        said: how entries are called.
    """
    core, entries = _core(shares), said.many.capitalize()
    if _on_one_scale(core):
        places = dict(zip(core["answer"], core["scale_place"], strict=True))
        order = f"{entries} stand from most to least."
    elif len(core) and core["lowest_score"].notna().all() and len(set(core["lowest_score"])) > 1:
        places = dict(zip(core["answer"], -core["lowest_score"], strict=True))
        order = f"{entries} stand in the order of the points their publisher gave them, most first."
    else:
        places, order = {}, ""
    rows = as_rows(shares)

    def place(at: int) -> tuple[Any, ...]:
        row = rows[at]
        return not row["answered"], row["outside"], places.get(row["answer"], 0), -row["bodies"], row["answer"]

    return shares.iloc[sorted(range(len(rows)), key=place)].reset_index(drop=True), order


def leading_answer(ordered: pd.DataFrame) -> str:
    """Return the leading answer, which sentences name: the top of a short scale, else the one most bodies gave.

    Args:
        ordered: the entries as :func:`in_order` returns them, not empty.
    """
    core = _core(ordered)
    if core.empty:
        return str(ordered["answer"].iloc[0])
    # An edition may lack the lower end of a scale, which does not make the scale a short one.
    steps = int(core["scale_steps"].iloc[0]) if _on_one_scale(core) else len(core)
    place = 0 if steps <= SHORT_SCALE else int(core["bodies"].astype(int).argmax())
    return str(core["answer"].iloc[place])


def answer_facts(
    question: Mapping[Any, Any],
    shares: pd.DataFrame,
    source: Mapping[Any, Any],
    mine: pd.DataFrame,
    *,
    filtered: bool = False,
) -> AnswerFacts:
    """Return the facts of the answers to a question.

    Args:
        question: the question's row, as ``queries/bodies/body_questions.sql`` gives it.
        shares: one row per entry, as ``queries/bodies/answer_shares.sql`` gives them, not empty.
        source: the row of ``queries/lists/question_source.sql``.
        mine: ``body_name`` and ``answer`` of the few bodies the filters select, where all are shown; else empty.
        filtered: whether the shares are those of a choice among the bodies.
    """
    evidence = str(source["evidence"])
    ordered, order_words = in_order(shares, wording(evidence))
    answered = int(ordered["base_n"].fillna(0).iloc[0])
    listed = int(question["edition_bodies"])
    # Of a scan or a register it is how many things were looked at, such as websites, and not how many bodies there are.
    published: Any = None if evidence == INVENTORY else source["base_n"]
    # Bodies without an entry of their own could have any answer.
    in_full = bool(source["listed_in_full"]) or source["population"] == listed
    all_listed = in_full and str(source["coverage"]) in ALL_LOOKED_AT
    least = enough(complete=all_listed and bool(ordered["answered"].all()))
    ordered["flag"] = ["u" if row and answered < least else "" for row in ordered["answered"]]
    lead = leading_answer(ordered)
    given = set(mine["answer"]) - set(ordered.loc[~ordered["answered"], "answer"])
    country, gathered = question["country_name"], pieces.gathered_words(cells.text(source["fieldwork"]), evidence)
    notes = [
        f"{who_answered(evidence, source['respondents'])}. Survey: {source['survey_name']}, by {source['publisher']}.",
        order_words,
        cells.text(source["question_note"]),
        grammar.sentence(cells.text(source["method_note"])),
        grammar.sentence(f"How this edition was made: {grammar.lower_first(str(source['method']))}{gathered}"),
        grammar.sentence(cells.text(source["wave_note"])),
    ]
    return AnswerFacts(
        shares=ordered,
        lead=str(given.pop()) if len(given) == 1 else lead,
        question=str(source["question_name"]),
        survey=str(source["survey_name"]),
        year=int(question["year"]),
        place=cells.text(country),
        whom=str(source["respondents"]) if is_mixed(question) else "",
        noun=noun(question["body_type"], question["sector_bodies"]),
        answered=answered,
        listed=listed,
        total=max([listed, *(int(each) for each in (published, source["population"]) if not cells.is_missing(each))]),
        all_listed=all_listed,
        evidence=evidence,
        evidence_words=f"{source['evidence_definition']} {source['evidence_limits']}",
        method=str(source["method"]),
        evidence_name=str(source["evidence_name"]),
        source=Source.of(source),
        notes=tuple(note for note in notes if note),
        mine=mine,
        filtered=filtered,
        gathered=cells.text(source["gathered"]),
    )


def enough(*, complete: bool) -> int:
    """Return from how many bodies a share may be headlined, of a complete count or of any other."""
    return FEW_BODIES if complete else WEAK_BASE


def _core(shares: pd.DataFrame) -> pd.DataFrame:
    """Return the answers that are ones of their own: neither why there is none nor such as “other”."""
    return shares[shares["answered"] & ~shares["outside"]]


def _on_one_scale(core: pd.DataFrame) -> bool:
    """Say whether all answers stand on the same scale."""
    scales = set(core["scale"])
    return len(scales) == 1 and not cells.is_missing(next(iter(scales)))


def row_of(facts: AnswerFacts, answer: str) -> Mapping[Any, Any]:
    """Return the row of an answer among the shares."""
    return next(row for row in facts.rows if row["answer"] == answer)


def parts_offered(parts: pd.DataFrame) -> dict[str, str]:
    """Return the ways to part the bodies that are worth comparing, name to code: two parts of at least ten bodies.

    Args:
        parts: one row per part of each kind, as ``queries/bodies/answer_parts.sql`` gives them.
    """
    columns = (parts[name].tolist() for name in ("kind_of_part", "base_n"))
    large = Counter(code for code, base in zip(*columns, strict=True) if base >= FEW_BODIES)
    return {name: code for code, name in KINDS_OF_PART.items() if large[code] > 1}


def ordered_parts(parts: pd.DataFrame, kind_of_part: str, least: int = WEAK_BASE) -> pd.DataFrame:
    """Return the parts of one kind, the highest share first, with ``flag`` (“u” for too few bodies to headline).

    Args:
        parts: one row per part of each kind, as ``queries/bodies/answer_parts.sql`` gives them.
        kind_of_part: code of the kind of part.
        least: from how many bodies a part may be headlined (:attr:`AnswerFacts.enough`).
    """
    chosen = parts[parts["kind_of_part"] == kind_of_part]
    names = [str(part) for part in chosen["part"]]
    # “England” beside “England: London” is not the whole of England but bodies whose region is not given.
    placed = [at for at, name in enumerate(names) if not any(other.startswith(f"{name}: ") for other in names)]
    shares = chosen["share"].tolist()
    ordered = chosen.iloc[sorted(placed, key=lambda at: (-shares[at], names[at]))].reset_index(drop=True)
    return ordered.assign(flag=["u" if base < least else "" for base in ordered["base_n"].tolist()])


def against_rest(facts: AnswerFacts, parts: pd.DataFrame) -> pd.DataFrame:
    """Return the parts with how the share of each differs from that of all other parts together.

    The part itself is left out of the rest, so no body stands on both sides. In a complete count differences are exact;
    shares that read the same in whole per cent are called the same, so that words fit the numbers shown. Elsewhere a
    difference is judged by its interval (Newcombe 1998), and all parts of 30 bodies or more as one list (Holm 1979).
    Two parts make a single comparison, which needs no adjusting. Where all bodies there are stand in the list, bases
    are corrected for those of each part (finite population). Parts of under 10 bodies are not compared.

    Columns added: ``rest_value`` (per cent), ``rest_base_n``, ``difference``, ``difference_low``, ``difference_high``
    (points, the part less the rest), ``verdict``, ``reason`` (why one cannot tell, or why a difference is called none)
    and ``telling`` (whether the part may be named as above or below the rest: an exact difference only from
    ``LEAST_APART`` points).

    Args:
        facts: what :func:`trends.subjects.bodies.facts.answer_facts` made.
        parts: one row per part, as :func:`ordered_parts` returns them.
    """
    gave, base, listed = (parts[name].to_numpy(dtype=float) for name in ("bodies", "base_n", "listed"))
    rest_base = base.sum() - base
    share, unknown = 100 * gave / base, np.full(len(parts), np.nan)
    rest = 100 * np.divide(gave.sum() - gave, rest_base, out=unknown.copy(), where=rest_base > 0)
    difference, low, high = share - rest, unknown, unknown
    few, few_others = base < WEAK_BASE, rest_base < WEAK_BASE
    reason = np.where(few, REASON_FEW, np.where(few_others, REASON_FEW_OTHERS, ""))
    if facts.complete:
        alike = np.array([numbers.share(one) == numbers.share(other) for one, other in zip(share, rest, strict=True)])
        verdict = np.where(alike, UNCHANGED, np.where(difference > 0, verdicts.UP, verdicts.DOWN))
        reason = np.where(alike & (difference != 0), REASON_ROUNDING, "")
    else:
        # A part that is not judged is not counted among those judged together.
        firm = np.where(few | few_others, np.nan, base)
        there, rest_there = (
            np.where(facts.all_listed, np.maximum(each, 1), np.nan) for each in (listed, listed.sum() - listed)
        )
        difference, low, high, told = verdicts.judged(
            rest,
            inputs.base_in_population(rest_base, rest_there),
            share,
            inputs.base_in_population(firm, there),
            together=len(parts) != PAIR,
        )
        verdict = np.asarray(told)
    alone, tiny = rest_base == 0, np.minimum(base, rest_base) < FEW_BODIES
    verdict = np.where(tiny, verdicts.CANNOT_TELL, verdict)
    reason = np.where(tiny, np.where(base < FEW_BODIES, REASON_FEW_BODIES, REASON_TINY_REST), reason)
    verdict = np.where(alone, verdicts.CANNOT_TELL, verdict)
    return parts.assign(
        rest_value=rest,
        rest_base_n=rest_base.astype(int),
        difference=difference,
        difference_low=low,
        difference_high=high,
        verdict=verdict,
        telling=np.isin(verdict, (verdicts.UP, verdicts.DOWN))
        & ((not facts.complete) | (np.abs(difference) >= LEAST_APART)),
        reason=np.where(alone, REASON_ALONE, reason),
    )


def ends(firm: pd.DataFrame) -> tuple[Mapping[Any, Any] | None, Mapping[Any, Any] | None]:
    """Return the highest part that is above the rest and the lowest one that is below it, None where there is none.

    Args:
        firm: the parts that may be named, the highest share first.
    """
    rows = [row for row in as_rows(firm) if row["telling"]]
    above = next((row for row in rows if row["verdict"] == verdicts.UP), None)
    return above, next((row for row in reversed(rows) if row["verdict"] == verdicts.DOWN), None)


def firm_parts(parts: pd.DataFrame) -> pd.DataFrame:
    """Return the parts a sentence may name: those of bodies enough (``flag``), unless most parts have fewer."""
    firm = parts[parts["flag"] != "u"]
    # Between two large parts the sentence would pass over most of what the chart shows.
    return firm if 2 * len(firm) >= len(parts) else firm.head(0)
