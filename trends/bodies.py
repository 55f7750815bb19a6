"""The answers of named public bodies: the facts of a question in an edition, and how many gave which answer.

Every body of the list is counted and one body gives one answer, so shares are exact for the list: they have no
sampling range. Only one edition of one question is shown at a time; editions are never compared, since the lists of
bodies and of answers changed between them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from trends import numbers, words
from trends.cards import Card, Source
from trends.changes import COMPLETE_COUNTS
from trends.figures.bars import ranked_bars
from trends.figures.base import NO_FIGURES, for_widths
from trends.own import COLUMN, MARK
from trends.palette import Palette
from trends.statistics import WEAK_BASE

# Entries that say why there is no answer: such a body is in no base.
UNANSWERED = ("Not surveyed", "Not answered", "Not published")
# Answers that stand outside a scale: last, whatever points they got.
RESIDUAL = frozenset({"Not known", "Not applicable", "Other", "None or unknown"})
# Answers without points that still have an order, from most to least.
SCALES: Sequence[Sequence[str]] = (
    ("Yes", "No"),
    ("Standards exceeded", "Standards met", "Approaching standards", "Standards not met"),
    ("Satisfactory", "Neutral", "Unsatisfactory"),
    ("Daily", "Weekly", "Monthly", "Less than monthly"),
    ("Quarterly", "Twice a year", "Yearly", "Less often than yearly"),
    ("Over 30%", "21 to 30%", "11 to 20%", "1 to 10%"),
)
SHORT_SCALE = 3

# Below so many bodies their answers say more than their shares.
FEW_BODIES = 10

NARROW_LONGEST = 125
WIDE_LONGEST = 105


# Compared by identity: frames have no equality of their own.
@dataclass(frozen=True, eq=False)
class AnswerFacts:
    """The answers to a question in an edition.

    ``shares`` has one row per entry in reading order: ``answer``, ``answered``, ``bodies``, ``base_n``, ``share`` (per
    cent of the bodies with an answer) and ``flag`` («u» for a base under 30). ``lead`` is the answer sentences speak
    of. ``answered`` is the number of bodies with an answer, ``listed`` those of the whole edition, ``total`` those the
    edition should hold. ``place`` is their country in words, empty where there are several. ``evidence_words`` say what
    such evidence is and how far it reaches, ``method`` how this edition was made. ``mine`` has the few bodies the
    filters select (``body_name``, ``answer``) where they are shown beside all; else it is empty. ``filtered`` says
    whether the shares are those of a choice among the bodies.
    """

    shares: pd.DataFrame
    lead: str
    question: str
    survey: str
    year: int
    place: str
    noun: str
    answered: int
    listed: int
    total: int
    evidence: str
    evidence_words: str
    method: str
    evidence_name: str
    source: Source
    notes: tuple[str, ...]
    mine: pd.DataFrame
    filtered: bool

    @property
    def edition(self) -> str:
        """The survey with its year, as in «Municipal survey, 2024»."""
        year = str(self.year)
        return self.survey if self.survey.endswith(year) else f"{self.survey}, {year}"

    @property
    def complete(self) -> bool:
        """Say whether every body of the edition has an answer and the edition is a complete count."""
        return self.evidence == "census" and self.answered == self.total

    @property
    def exact(self) -> bool:
        """Say whether the edition is a complete count, so that nothing in a difference between its parts is chance."""
        return self.evidence in COMPLETE_COUNTS


def labels(questions: pd.DataFrame) -> pd.DataFrame:
    """Return the questions with ``edition`` and ``label``, the names readers and addresses have for them.

    As in «Municipal survey, Japan, 2024» and «Municipal survey, Japan, 2024: AI in use». Neither changes with a filter.

    Args:
        questions: one row per question and year, as ``queries/body_questions.sql`` gives them.
    """
    editions = []
    for row in questions.to_dict("records"):
        name, year = str(row["survey_name"]), str(row["year"])
        country = [] if numbers.is_missing(row["country_name"]) else [str(row["country_name"])]
        editions.append(", ".join([name, *country, *([] if name.endswith(year) else [year])]))
    return questions.assign(
        edition=editions,
        label=[f"{edition}: {name}" for edition, name in zip(editions, questions["question_name"], strict=True)],
    )


def noun(body_type: Any, sector: Any) -> str:
    """Return what the bodies of an edition are called together, as in «municipalities».

    Args:
        body_type: the kind of all of them; missing where there are several.
        sector: code of the sector of all of them; missing where there are several.
    """
    if numbers.is_missing(body_type):
        return "municipalities" if sector == "local_government" else "public bodies"
    name = str(body_type)
    name = name if name[:2].isupper() else name[0].lower() + name[1:]
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def in_order(shares: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the entries in reading order, and the order in words; empty where it is by number of bodies.

    Answers on a known scale stand from most to least, others by the points their publisher gave them; without either,
    the most given one leads. What is outside a scale comes last, and entries that are no answer after that.

    Args:
        shares: one row per entry, as ``queries/answer_shares.sql`` gives them.
    """
    core = shares[shares["answered"] & ~shares["answer"].isin(RESIDUAL)]
    if scale := _scale(core):
        places = {answer: place for place, answer in enumerate(scale)}
        said = "Answers stand from most to least."
    elif len(core) and core["lowest_score"].notna().all() and len(set(core["lowest_score"])) > 1:
        places = dict(zip(core["answer"], -core["lowest_score"], strict=True))
        said = "Answers stand in the order of the points their publisher gave them, most first."
    else:
        places, said = {}, ""
    ordered = (
        shares.assign(
            no_answer=~shares["answered"],
            outside=shares["answer"].isin(RESIDUAL),
            order=[places.get(answer, 0) for answer in shares["answer"]],
        )
        .sort_values(
            ["no_answer", "outside", "order", "bodies", "answer"],
            ascending=[True, True, True, False, True],
            ignore_index=True,
        )
        .drop(columns=["no_answer", "outside", "order"])
    )
    return ordered, said


def leading_answer(ordered: pd.DataFrame) -> str:
    """Return the answer sentences speak of: the top of a short scale, else the one most bodies gave.

    Args:
        ordered: the entries as :func:`in_order` returns them, not empty.
    """
    core = ordered[ordered["answered"] & ~ordered["answer"].isin(RESIDUAL)]
    if core.empty:
        return str(ordered["answer"].iloc[0])
    # An edition may lack the lower end of a scale, which does not make the scale a short one.
    steps = len(_scale(core) or core)
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
        question: the question's row, as ``queries/body_questions.sql`` gives it.
        shares: one row per entry, as ``queries/answer_shares.sql`` gives them, not empty.
        source: the row of ``queries/question_source.sql``.
        mine: ``body_name`` and ``answer`` of the few bodies the filters select, where all are shown; else empty.
        filtered: whether the shares are those of a choice among the bodies.
    """
    ordered, order_words = in_order(shares)
    base = ordered["base_n"].iloc[0]
    answered = 0 if numbers.is_missing(base) else int(base)
    listed = int(question["edition_bodies"])
    published = source["base_n"]
    ordered["flag"] = ["u" if row and answered < WEAK_BASE else "" for row in ordered["answered"]]
    lead = leading_answer(ordered)
    given = set(mine["answer"]) - set(UNANSWERED)
    country = question["country_name"]
    notes = [
        f"Who answered: {source['respondents']}. Survey: {source['survey_name']}, by {source['publisher']}.",
        order_words,
        # What a score is for says nothing to a reader who sees the answers themselves.
        re.sub(r"\s*Score: [^.]*\.", "", _text(source["question_note"])),
        words.sentence(_text(source["method_note"])),
        words.sentence(f"How this edition was made: {words.lower_first(str(source['method']))}"),
        words.sentence(_text(source["wave_note"])),
    ]
    return AnswerFacts(
        shares=ordered,
        lead=str(given.pop()) if len(given) == 1 else lead,
        question=str(source["question_name"]),
        survey=str(source["survey_name"]),
        year=int(question["year"]),
        place="" if numbers.is_missing(country) else str(country),
        noun=noun(question["body_type"], question["sector"]),
        answered=answered,
        listed=listed,
        total=listed if numbers.is_missing(published) else max(listed, int(published)),
        evidence=str(source["evidence"]),
        evidence_words=f"{source['evidence_definition']} {source['evidence_limits']}",
        method=str(source["method"]),
        evidence_name=str(source["evidence_name"]),
        source=Source.of(source),
        notes=tuple(note for note in notes if note),
        mine=mine,
        filtered=filtered,
    )


def base_words(facts: AnswerFacts) -> str:
    """Return whom the shares are counted on, as in «all 1,741 municipalities» or «45 of 198 economies, as filtered»."""
    if facts.filtered:
        return f"{numbers.count(facts.answered)} of {numbers.count(facts.total)} {facts.noun}, as filtered"
    if facts.answered == facts.total:
        return f"all {numbers.count(facts.total)} {facts.noun}{'' if facts.complete else ' listed'}"
    missing = [
        f"{numbers.count(row['bodies'])} {str(row['answer']).lower()}"
        for row in facts.shares.to_dict("records")
        if not row["answered"]
    ]
    if facts.total > facts.listed:
        missing.append(f"{numbers.count(facts.total - facts.listed)} without an entry here")
    said = f"{numbers.count(facts.answered)} of {numbers.count(facts.total)} {facts.noun}"
    return f"{said} ({words.joined(missing)})" if missing else said


def shares_card(
    facts: AnswerFacts,
    palette: Palette,
    behind: Mapping[str, Sequence[str]],
    *,
    own: str = "",
) -> Card:
    """Return the card of the share of bodies by answer.

    Args:
        facts: what :func:`answer_facts` made.
        palette: the colours.
        behind: the filters that give all rows behind the card from the table of answers.
        own: the reader's own answer, which is marked; empty where they gave none.
    """
    shares = facts.shares
    marks = [MARK if own and answer == own else "" for answer in shares["answer"]]
    names = {answer: words.joined(rows["body_name"].tolist()) for answer, rows in facts.mine.groupby("answer")}
    bars = pd.DataFrame(
        {
            # An entry that is no answer keeps its row but has no bar: a gap, not a zero.
            "label": [_entry_words(row, names.get(row["answer"], "")) for row in shares.to_dict("records")],
            "value": shares["share"].astype(float),
            "text": [share_words(row) for row in shares.to_dict("records")],
            "strong": (shares["answer"] == facts.lead) & (shares["flag"] != "u"),
            "weak": shares["flag"] == "u",
            "you": marks,
        }
    )
    table = pd.DataFrame(
        {
            "Answer": shares["answer"],
            facts.noun[0].upper() + facts.noun[1:]: [numbers.count(bodies) for bodies in shares["bodies"]],
            "Share": [share_words(row) for row in shares.to_dict("records")],
        }
    )
    if any(marks):
        table.insert(1, COLUMN, [mark or words.NONE for mark in marks])
    figures = for_widths(share_bars, bars, palette) if facts.answered else NO_FIGURES
    return Card(
        key="shares",
        title=_shares_title(facts),
        subtitle=" · ".join(
            part
            for part in (
                f"Share and number of {facts.noun} by answer",
                facts.edition,
                facts.place,
            )
            if part
        ),
        table=table,
        shown=cited(facts, shares[["answer", "answered", "bodies", "base_n", "share", "flag"]]),
        foot=f"Base: {base_words(facts)} · {facts.evidence_name} · {facts.edition}",
        source=facts.source,
        alt=_shares_alt(facts, own if any(marks) else ""),
        figures=figures,
        about=[*reach(facts), *facts.notes],
        symbols=words.symbols_in(table),
        behind=("answers", behind),
        file_words={"question": [facts.question], "year": [str(facts.year)]},
    )


def listed_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return bodies with their answers for reading, with the columns in which they differ.

    Args:
        rows: one row per body, as ``queries/body_answers.sql`` gives them.
    """
    table = pd.DataFrame({"Body": rows["body_name"], "Answer": rows["answer"]})
    # Where every answer has one number of points, points repeat the answer; in bands they are the exact figure.
    if any(len(set(scores.dropna())) > 1 for _, scores in rows.groupby("answer")["score"]):
        scores = rows["score"].astype(float)
        write = numbers.count if (scores.dropna() % 1 == 0).all() else numbers.score
        table["Points"] = [write(score) for score in scores]
    for name, column in (("Kind", "body_type"), ("Region", "region"), ("Country", "country_name")):
        if len(set(rows[column].fillna(""))) > 1 and not (rows[column] == rows["body_name"]).all():
            table[name] = [numbers.MISSING if numbers.is_missing(entry) else entry for entry in rows[column]]
    return table


def shortened_answer(answer: str, width: int) -> str:
    """Return an answer short enough to stand in a sentence with others."""
    return words.shortened(answer, max(width // 2, 15))


def _scale(core: pd.DataFrame) -> Sequence[str]:
    """Return the known scale on which all answers lie; empty where there is none."""
    given = set(core["answer"])
    return next((scale for scale in SCALES if given and given <= set(scale)), ())


def share_bars(bars: pd.DataFrame, palette: Palette, *, narrow: bool) -> go.Figure:
    """Return a chart of shares of bodies, a bar each.

    Args:
        bars: as :func:`trends.figures.bars.ranked_bars` takes them.
        palette: the colours.
        narrow: draw for a phone.
    """
    # A share of 100 % with its flag needs room beside its bar on a phone.
    return ranked_bars(bars, palette, longest=NARROW_LONGEST if narrow else WIDE_LONGEST)


def _shares_title(facts: AnswerFacts) -> str:
    if not facts.answered:
        return f"{facts.question}: no answers"
    row = row_of(facts, facts.lead)
    share = f"{numbers.share(row['share'])} of {numbers.count(facts.answered)} {facts.noun}"
    if facts.filtered and row["flag"] == "u":
        return f"Few bodies: read «{facts.question}» with care"
    if len(facts.mine) == 1:
        given = facts.mine["answer"].iloc[0] == facts.lead
        mine = facts.mine.iloc[0]
        return f"{facts.question}: «{mine['answer']}» in {mine['body_name']}{f', as in {share}' if given else ''}"
    return f"{facts.question}: «{facts.lead}» in {share}"


def _shares_alt(facts: AnswerFacts, own: str) -> str:
    if not facts.answered:
        return ""
    answers = facts.shares[facts.shares["answered"]].sort_values("bodies", ascending=False, kind="stable")
    first, last = answers.iloc[0], answers.iloc[-1]
    return words.fitting(
        lambda width: (
            f"Bar chart: share of {numbers.count(facts.answered)} {facts.noun} by answer, "
            f"{words.shortened(facts.question, width)}, {facts.year}. "
            f"Most: {shortened_answer(first['answer'], width)} {numbers.share(first['share'])}; "
            f"least: {shortened_answer(last['answer'], width)} {numbers.share(last['share'])}."
            f"{f' You: {shortened_answer(own, width)}.' if own else ''}"
        )
    )


def reach(facts: AnswerFacts, *, shares_alone: bool = True) -> list[str]:
    """Return how far the shares reach, and where they do not stand alone, their differences."""
    if facts.evidence == "census":
        exact = (
            "Every body was counted, so nothing was sampled: shares and their differences are exact and have no range."
        )
    elif shares_alone or facts.exact:
        exact = "Every body listed is counted here, so nothing was sampled and no range is given."
    else:
        exact = (
            "Every body listed is counted here, so shares have no range. How far the list stands for others is not "
            "known."
        )
    return [
        exact,
        f"Kind of evidence: {words.lower_first(facts.evidence_name)}. {facts.evidence_words}",
        "One edition is shown at a time. Editions are not compared: bodies and lists of answers change between them.",
    ]


def cited(facts: AnswerFacts, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows as numbers for taking away, with base, flag, evidence and source on every row."""
    named = rows.rename(columns={"share": "value"}).assign(
        # A complete list has no range; its columns stay, so that files of all figures fit together.
        unit="%",
        low=pd.Series(dtype="float64"),
        high=pd.Series(dtype="float64"),
        survey_name=facts.survey,
        question_name=facts.question,
        year=facts.year,
        evidence_name=facts.evidence_name,
        source_name=facts.source.name,
        source_url=facts.source.url,
        licence=facts.source.licence,
    )
    first = ["survey_name", "question_name", "year", *(name for name in ("kind_of_part", "part") if name in named)]
    return named[[*first, *(name for name in named if name not in first)]].round({"value": 2}).reset_index(drop=True)


def _entry_words(row: Mapping[Any, Any], names: str) -> str:
    """Return an entry with its number, and the bodies to be named with it, as in «Yes · 39 · New Zealand»."""
    number = numbers.count(row["bodies"]) if row["answered"] else f"{numbers.count(row['bodies'])} {numbers.MISSING}"
    return " · ".join(part for part in (str(row["answer"]), number, names) if part)


def row_of(facts: AnswerFacts, answer: str) -> Mapping[Any, Any]:
    """Return the row of an answer among the shares."""
    return next(row for row in facts.shares.to_dict("records") if row["answer"] == answer)


def share_words(row: Mapping[Any, Any]) -> str:
    """Return the share of a row in words, with [u] where it rests on few bodies."""
    said = numbers.share(row["share"])
    return f"{said} [u]" if row["flag"] == "u" else said


def _text(value: Any) -> str:
    return "" if numbers.is_missing(value) else str(value)
