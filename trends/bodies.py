"""The answers of named public bodies: how many gave which, and where an answer is more and less common.

Every body of the list is counted and one body gives one answer, so shares are exact for the list: they have no
sampling range. Where the list is a complete count, so are differences between its parts; else who is on it may be
chance, and differences are judged by their range. Only one edition of one question is shown at a time; editions are
never compared, since the lists of bodies and of answers changed between them.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from trends import numbers, statistics, words
from trends.cards import Card, Source
from trends.changes import COMPLETE_COUNTS, REASON_ALONE, REASON_ROUNDING, UNCHANGED, WEAK
from trends.figures.bars import ranked_bars
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

# The ways to part the bodies, as ``queries/answer_parts.sql`` calls them, in the order offered.
KINDS_OF_PART = {
    "body_type": "Kind of body",
    "region": "Region",
    "country": "Country",
    "sector": "Sector",
    "income_group": "Income group",
    "un_region": "World region",
    "un_subregion": "World subregion",
}
PART_BODIES = 5
PARTS_SHOWN_WHOLE = 20
HIGHEST_SHOWN = 10
LOWEST_SHOWN = 5

# Two parts stand beside each other: one comparison, seen from both sides.
PAIR = 2
AGAINST = "Against the rest"
_REST_COLUMNS = ("rest_value", "rest_base_n", "difference", "difference_low", "difference_high")
REASON_FEW = f"under {WEAK_BASE} bodies"
REASON_FEW_OTHERS = f"under {WEAK_BASE} bodies in the rest"

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
        _sentence(_text(source["method_note"])),
        _sentence(f"How this edition was made: {_lower_first(str(source['method']))}"),
        _sentence(_text(source["wave_note"])),
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
        source=Source(str(source["source_name"]), str(source["source_url"]), str(source["licence"])),
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


def answer_words(facts: AnswerFacts, kind_of_part: str, parts: pd.DataFrame) -> str:
    """Return the answer of the page in two or three sentences: how many, where most and least, and how far it reaches.

    Args:
        facts: what :func:`answer_facts` made.
        kind_of_part: how the bodies are parted, in words.
        parts: one row per part, as :func:`ordered_parts` returns them for the leading answer; may be empty.
    """
    if not facts.answered:
        return f"No body has an answer to «{facts.question}» in {facts.year}."
    row = _row(facts, facts.lead)
    bodies, share = numbers.count(row["bodies"]), numbers.share(row["share"])
    whole = "all " if facts.complete else ""
    many = f"{bodies} of {whole}{numbers.count(facts.answered)} {facts.noun} ({share})"
    said = []
    if len(facts.mine):
        said.append(_beside_words(facts, many))
    else:
        where = f" in {facts.place}" if facts.place else ""
        said.append(f"**{many}**{where} have the answer «{facts.lead}» to «{facts.question}», {facts.year}.")
    if len(_firm(parts)) > 1:
        said.append(_parts_words(against_rest(facts, parts), kind_of_part))
    # How the edition was made says more, and more truly, than what holds for all evidence of its kind.
    said.append(_sentence(f"{facts.evidence_name}: {_lower_first(facts.method)}"))
    return " ".join(part for part in said if part)


def shares_card(
    facts: AnswerFacts,
    palette: Palette,
    behind: Mapping[str, Sequence[str]],
    *,
    own: str = "",
    narrow: bool = False,
) -> Card:
    """Return the card of the share of bodies by answer.

    Args:
        facts: what :func:`answer_facts` made.
        palette: the colours.
        behind: the filters that give all rows behind the card from the table of answers.
        own: the reader's own answer, which is marked; empty where they gave none.
        narrow: draw for a phone.
    """
    shares = facts.shares
    marks = [MARK if own and answer == own else "" for answer in shares["answer"]]
    names = {answer: words.joined(rows["body_name"].tolist()) for answer, rows in facts.mine.groupby("answer")}
    bars = pd.DataFrame(
        {
            # An entry that is no answer keeps its row but has no bar: a gap, not a zero.
            "label": [_entry_words(row, names.get(row["answer"], "")) for row in shares.to_dict("records")],
            "value": shares["share"].astype(float),
            "text": [_share_words(row) for row in shares.to_dict("records")],
            "strong": (shares["answer"] == facts.lead) & (shares["flag"] != "u"),
            "weak": shares["flag"] == "u",
            "you": marks,
        }
    )
    table = pd.DataFrame(
        {
            "Answer": shares["answer"],
            facts.noun[0].upper() + facts.noun[1:]: [numbers.count(bodies) for bodies in shares["bodies"]],
            "Share": [_share_words(row) for row in shares.to_dict("records")],
        }
    )
    if any(marks):
        table.insert(1, COLUMN, [mark or words.NONE for mark in marks])
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
        shown=_file(facts, shares[["answer", "answered", "bodies", "base_n", "share", "flag"]]),
        foot=f"Base: {base_words(facts)} · {facts.evidence_name} · {facts.edition}",
        source=facts.source,
        alt=_shares_alt(facts, own if any(marks) else ""),
        figure=_bars(bars, palette, narrow=narrow) if facts.answered else None,
        about=[*_reach(facts), *facts.notes],
        symbols=words.symbols_in(table),
        behind=("answers", behind),
        file_words={"question": [facts.question], "year": [str(facts.year)]},
    )


def parts_offered(parts: pd.DataFrame) -> dict[str, str]:
    """Return the ways to part the bodies that are worth comparing, name to code: two parts of at least five bodies.

    Args:
        parts: one row per part of each kind, as ``queries/answer_parts.sql`` gives them.
    """
    large = parts[parts["base_n"] >= PART_BODIES]
    counted = large.groupby("kind_of_part")["part"].nunique().to_dict()
    return {name: code for code, name in KINDS_OF_PART.items() if counted.get(code, 0) > 1}


def ordered_parts(parts: pd.DataFrame, kind_of_part: str) -> pd.DataFrame:
    """Return the parts of one kind, the highest share first, with ``flag`` («u» for a base under 30).

    Args:
        parts: one row per part of each kind, as ``queries/answer_parts.sql`` gives them.
        kind_of_part: code of the kind of part.
    """
    chosen = parts[parts["kind_of_part"] == kind_of_part]
    names = [str(part) for part in chosen["part"]]
    # «England» beside «England: London» is not the whole of England but bodies whose region is not given.
    placed = [not any(other.startswith(f"{name}: ") for other in names) for name in names]
    return (
        chosen[placed]
        .assign(flag=["u" if base < WEAK_BASE else "" for base in chosen.loc[placed, "base_n"]])
        .sort_values(["share", "part"], ascending=[False, True], ignore_index=True)
    )


def against_rest(facts: AnswerFacts, parts: pd.DataFrame) -> pd.DataFrame:
    """Return the parts with how the share of each differs from that of all other parts together.

    The part itself is left out of the rest, so no body stands on both sides. In a complete count differences are exact;
    shares that read the same in whole per cent are called the same, so that words fit the numbers shown. Elsewhere a
    difference is judged by its interval (Newcombe 1998), and all parts of 30 bodies or more as one list (Holm 1979).
    Two parts make a single comparison, which needs no adjusting. How many bodies a part of the list stands for is not
    known, so no difference is corrected for it.

    Columns added: ``rest_value`` (per cent), ``rest_base_n``, ``difference``, ``difference_low``, ``difference_high``
    (points, the part less the rest), ``verdict`` and ``reason`` (why one cannot tell, or why a difference is called
    none).

    Args:
        facts: what :func:`answer_facts` made.
        parts: one row per part, as :func:`ordered_parts` returns them.
    """
    gave, base = (parts[name].to_numpy(dtype=float) for name in ("bodies", "base_n"))
    rest_base = base.sum() - base
    share, unknown = gave / base, np.full(len(parts), np.nan)
    rest = np.divide(gave.sum() - gave, rest_base, out=unknown.copy(), where=rest_base > 0)
    difference, low, high = share - rest, unknown, unknown
    few, few_others = base < WEAK_BASE, rest_base < WEAK_BASE
    reason = np.where(few, REASON_FEW, np.where(few_others, REASON_FEW_OTHERS, ""))
    if facts.exact:
        alike = np.array(
            [numbers.share(100 * one) == numbers.share(100 * other) for one, other in zip(share, rest, strict=True)]
        )
        verdict = np.where(alike, UNCHANGED, np.where(difference > 0, words.UP, words.DOWN))
        reason = np.where(alike & (difference != 0), REASON_ROUNDING, "")
    else:
        # A part that is not judged is not counted among those judged together.
        judged = np.where(few | few_others, np.nan, base)
        difference, low, high = statistics.newcombe_difference(rest, rest_base, share, judged)
        p_value = statistics.list_p_value(rest, rest_base, share, judged)
        together = p_value if len(parts) == PAIR else statistics.holm_adjust(p_value)
        verdict = np.asarray(statistics.verdict(difference, low, high, together))
    alone = rest_base == 0
    return parts.assign(
        rest_value=100 * rest,
        rest_base_n=rest_base.astype(int),
        difference=100 * difference,
        difference_low=100 * low,
        difference_high=100 * high,
        verdict=np.where(alone, words.CANNOT_TELL, verdict),
        reason=np.where(alone, REASON_ALONE, reason),
    )


def own_rest_words(own: Mapping[Any, Any]) -> str:
    """Return how the part a reader belongs to stands against the rest; empty for a part of few bodies.

    Args:
        own: the row of the part, as :func:`against_rest` returns it.
    """
    if own["flag"] == WEAK or own["reason"] == REASON_ALONE:
        return ""
    rest = f"{numbers.share(own['rest_value'])} of {numbers.count(own['rest_base_n'])}"
    return f"Against the rest ({rest}): {words.rest_words(own)}."


def parts_card(
    facts: AnswerFacts,
    parts: pd.DataFrame,
    kind_of_part: str,
    answer: str,
    palette: Palette,
    behind: Mapping[str, Sequence[str]],
    *,
    own: str = "",
    narrow: bool = False,
) -> Card:
    """Return the card of the share that gave one answer, by region, kind of body or other part.

    Args:
        facts: what :func:`answer_facts` made.
        parts: one row per part, as :func:`ordered_parts` returns them, not empty.
        kind_of_part: how the bodies are parted, in words.
        answer: the answer.
        palette: the colours.
        behind: the filters that give all rows behind the card from the table of answers.
        own: the part the reader belongs to, which is marked; empty where it is not known.
        narrow: draw and write the table for a phone.
    """
    judged = against_rest(facts, parts)
    rows = judged.to_dict("records")
    drawn = _drawn(rows, own)
    cut, hollow = "", ""
    if len(parts) > PARTS_SHOWN_WHOLE:
        cut = f" · the {HIGHEST_SHOWN} highest and {LOWEST_SHOWN} lowest of {len(parts)}; the table has all"
    firm = _firm(judged)
    if 0 < len(firm) < len(parts):
        hollow = f" · hollow and not in the title: under {WEAK_BASE} bodies"
    above, _ = _ends(firm)
    bars = pd.DataFrame([_part_bar(row, own or ("" if above is None else above["part"]), own) for row in drawn])
    # On a phone five columns would run out of the screen.
    counts = (
        {f"«{answer}»": [_of(row) for row in rows]}
        if narrow
        else {
            f"«{answer}»": [numbers.count(row["bodies"]) for row in rows],
            "Base": [numbers.count(row["base_n"]) for row in rows],
        }
    )
    table = pd.DataFrame(
        {
            kind_of_part: parts["part"],
            "Share": [_share_words(row) for row in rows],
            AGAINST: [words.rest_words(row) for row in rows],
            **counts,
        }
    )
    if own in set(parts["part"]):
        table.insert(1, COLUMN, [MARK if part == own else words.NONE for part in parts["part"]])
    left_out = facts.answered - int(parts["base_n"].sum())
    missing = [f"{numbers.count(left_out)} of the {facts.noun} are in no part of this kind."] if left_out else []
    first, last = parts.iloc[0], parts.iloc[-1]
    alt = words.fitting(
        lambda width: (
            f"Bar chart: share with «{shortened_answer(answer, width)}», {words.shortened(facts.question, width)}, "
            f"by {kind_of_part.lower()}, {facts.year}. Highest: {words.shortened(first['part'], width)} "
            f"{numbers.share(first['share'])}; lowest: {words.shortened(last['part'], width)} "
            f"{numbers.share(last['share'])}."
            f"{''.join(f' You: {_share_words(row)}.' for row in rows if own and row['part'] == own)}"
        )
    )
    return Card(
        key="parts",
        title=_parts_title(facts, judged, kind_of_part, answer),
        subtitle=f"{facts.question}: share and number with «{answer}» · {facts.edition}{cut}{hollow}",
        table=table,
        shown=_file(
            facts,
            judged[["part", "bodies", "base_n", "share", "flag", *_REST_COLUMNS]].assign(
                kind_of_part=kind_of_part,
                answer=answer,
                against_the_rest=[words.REST_VERDICTS[row["verdict"]] for row in rows],
                reason=judged["reason"],
            ),
        ),
        foot=f"Base: {base_words(facts)} · {facts.evidence_name} · {facts.edition}",
        source=facts.source,
        alt=alt,
        figure=_bars(bars, palette, narrow=narrow),
        about=[
            *_about_rest(facts, judged),
            *_reach(facts, shares_alone=False),
            f"Under {WEAK_BASE} bodies, one body moves a share by more than 3 points: such bars are hollow.",
            *missing,
            *facts.notes,
        ],
        symbols=words.symbols_in(table),
        behind=("answers", behind),
        file_words={"question": [facts.question], "year": [str(facts.year)], "answer": [answer]},
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


def _bars(bars: pd.DataFrame, palette: Palette, *, narrow: bool) -> go.Figure:
    # A share of 100 % with its flag needs room beside its bar on a phone.
    return ranked_bars(bars, palette, longest=NARROW_LONGEST if narrow else WIDE_LONGEST)


def _drawn(rows: Sequence[Mapping[Any, Any]], own: str) -> list[Mapping[Any, Any] | int]:
    """Return the parts a chart has room for, the highest, the reader's own and the lowest, and how many lie between."""
    if len(rows) <= PARTS_SHOWN_WHOLE:
        return list(rows)
    last = len(rows) - LOWEST_SHOWN
    drawn: list[Mapping[Any, Any] | int] = []
    before = -1
    for at, row in enumerate(rows):
        if at < HIGHEST_SHOWN or at >= last or (own and row["part"] == own):
            if at > before + 1:
                drawn.append(at - before - 1)
            drawn.append(row)
            before = at
    return drawn


def _part_bar(row: Mapping[Any, Any] | int, strong: str, own: str) -> dict[str, Any]:
    """Return a part as a bar; a number stands for so many parts left out.

    Args:
        row: the part, or how many are left out.
        strong: the part that stands out: the reader's own, or without one the highest that is above the rest; else
            empty, so that no bar looks like a finding where there is none.
        own: the part the reader belongs to; empty where it is not known.
    """
    if isinstance(row, int):
        # A row without a bar keeps those above and below from looking like neighbours.
        return {
            "label": words.between_words(row),
            "value": math.nan,
            "text": "",
            "strong": False,
            "weak": False,
            "you": "",
        }
    mine, weak = bool(own) and row["part"] == own, row["flag"] == "u"
    return {
        "label": f"{row['part']} · {_of(row)}",
        "value": float(row["share"]),
        "text": _share_words(row),
        "strong": not weak and row["part"] == strong,
        "weak": weak,
        "you": MARK if mine else "",
    }


def _shares_title(facts: AnswerFacts) -> str:
    if not facts.answered:
        return f"{facts.question}: no answers"
    row = _row(facts, facts.lead)
    share = f"{numbers.share(row['share'])} of {numbers.count(facts.answered)} {facts.noun}"
    if facts.filtered and row["flag"] == "u":
        return f"Few bodies: read «{facts.question}» with care"
    if len(facts.mine) == 1:
        given = facts.mine["answer"].iloc[0] == facts.lead
        mine = facts.mine.iloc[0]
        return f"{facts.question}: «{mine['answer']}» in {mine['body_name']}{f', as in {share}' if given else ''}"
    return f"{facts.question}: «{facts.lead}» in {share}"


def _beside_words(facts: AnswerFacts, many: str) -> str:
    """Return what the few bodies of the filters answered, beside all."""
    given = {
        str(answer): words.joined(rows["body_name"].tolist())
        for answer, rows in facts.mine.groupby("answer", sort=False)
    }
    if list(given) == [facts.lead]:
        has = "has" if len(facts.mine) == 1 else "have"
        return (
            f"**{given[facts.lead]}** {has} the answer «{facts.lead}» to «{facts.question}», {facts.year}, "
            f"as have **{many}**."
        )
    listed = "; ".join(f"**{names}** «{answer}»" for answer, names in given.items())
    return f"«{facts.question}», {facts.year}: {listed}. In all, **{many}** have «{facts.lead}»."


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


def _parts_title(facts: AnswerFacts, judged: pd.DataFrame, kind_of_part: str, answer: str) -> str:
    kind, firm = kind_of_part.lower(), _firm(judged)
    if len(firm) < PAIR:
        return f"{facts.question} by {kind}: too few bodies in some parts to compare"
    first, last = firm.iloc[0], firm.iloc[-1]
    high, low = numbers.share(first["share"]), numbers.share(last["share"])
    above, below = _ends(firm)
    said = f"{facts.question}: «{answer}»"
    if len(judged) == PAIR and above is not None:
        return f"{said} more often in {first['part']} ({high}) than in {last['part']} ({low})"
    if above is not None and below is not None:
        return f"{said} more often in {_with_share(above)}, less often in {_with_share(below)} than in the rest"
    if (one := below if above is None else above) is not None:
        often = "less" if above is None else "more"
        return f"{said} {often} often in {_with_share(one)} than in the rest ({numbers.share(one['rest_value'])})"
    if high == low:
        whole = f" of {WEAK_BASE} bodies or more" if len(firm) < len(judged) else ""
        return f"{facts.question}: {high} «{answer}» in every {kind}{whole}"
    return f"{said} from {high} ({first['part']}) to {low} ({last['part']}), too close to call"


def _parts_words(judged: pd.DataFrame, kind_of_part: str) -> str:
    """Return where the answer is more and less common, with the verdicts; empty where it is as common everywhere.

    Args:
        judged: the parts as :func:`against_rest` returns them, two of which at least may be named.
        kind_of_part: how the bodies are parted, in words.
    """
    kind, firm = kind_of_part.lower(), _firm(judged)
    first, last = firm.iloc[0], firm.iloc[-1]
    high, low = (f"**{numbers.share(row['share'])}** ({row['part']})" for row in (first, last))
    if len(judged) == PAIR:
        mark = words.REST_MARKS[first["verdict"]]
        if first["verdict"] == words.UP:
            return f"By {kind}, {high} {mark} {low}, {numbers.points(first['difference'])}."
        return f"By {kind}, {high} and {low}: {mark}."
    called = [row for row in _ends(firm) if row is not None]
    left_out = f"; those with under {WEAK_BASE} bodies are not named" if len(firm) < len(judged) else ""
    if called:
        named = [f"**{numbers.share(row['share'])}** ({row['part']}) {words.rest_words(row)}" for row in called]
        return f"By {kind}, against the rest: {'; '.join(named)}{left_out}."
    if high.partition(" ")[0] == low.partition(" ")[0]:
        return ""
    return f"By {kind}, from {high} to {low}, each {words.REST_MARKS[first['verdict']]} against the rest{left_out}."


def _ends(firm: pd.DataFrame) -> tuple[Mapping[Any, Any] | None, Mapping[Any, Any] | None]:
    """Return the highest part that is above the rest and the lowest one that is below it, None where there is none.

    Args:
        firm: the parts that may be named, the highest share first.
    """
    rows = firm.to_dict("records")
    above = next((row for row in rows if row["verdict"] == words.UP), None)
    return above, next((row for row in reversed(rows) if row["verdict"] == words.DOWN), None)


def _with_share(row: Mapping[Any, Any]) -> str:
    return f"{row['part']} ({numbers.share(row['share'])})"


def _about_rest(facts: AnswerFacts, judged: pd.DataFrame) -> list[str]:
    """Return how the verdicts against the rest came about; nothing where there is no rest."""
    if len(judged) < PAIR:
        return []
    beside = "the other one" if len(judged) == PAIR else "all other parts together, itself left out of them"
    said = f"{AGAINST}: each part beside {beside}."
    if facts.exact:
        return [f"{said} Differences are exact. Shares that round to the same percent are called the same."]
    told = int((judged["verdict"] != words.CANNOT_TELL).sum())
    if len(judged) > PAIR and told > 1:
        said = f"{said} All {told} parts of {WEAK_BASE} bodies or more are judged together (Holm's method)."
    method = "A part is above or below only if the range of the difference leaves out zero (Newcombe's method)."
    return [f"{said} {method}", f"Range: {words.range_name(facts.evidence)}, worked out at both bases."]


def _firm(parts: pd.DataFrame) -> pd.DataFrame:
    """Return the parts a sentence may name: those with 30 bodies or more, unless most parts have fewer."""
    firm = parts[parts["flag"] != "u"]
    # Between two large parts the sentence would pass over most of what the chart shows.
    return firm if 2 * len(firm) >= len(parts) else firm.head(0)


def _reach(facts: AnswerFacts, *, shares_alone: bool = True) -> list[str]:
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
        f"Kind of evidence: {_lower_first(facts.evidence_name)}. {facts.evidence_words}",
        "One edition is shown at a time. Editions are not compared: bodies and lists of answers change between them.",
    ]


def _file(facts: AnswerFacts, rows: pd.DataFrame) -> pd.DataFrame:
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
    rounded = dict.fromkeys(("value", *_REST_COLUMNS), 2)
    return named[[*first, *(name for name in named if name not in first)]].round(rounded).reset_index(drop=True)


def _entry_words(row: Mapping[Any, Any], names: str) -> str:
    """Return an entry with its number, and the bodies to be named with it, as in «Yes · 39 · New Zealand»."""
    number = numbers.count(row["bodies"]) if row["answered"] else f"{numbers.count(row['bodies'])} {numbers.MISSING}"
    return " · ".join(part for part in (str(row["answer"]), number, names) if part)


def _row(facts: AnswerFacts, answer: str) -> Mapping[Any, Any]:
    return next(row for row in facts.shares.to_dict("records") if row["answer"] == answer)


def _share_words(row: Mapping[Any, Any]) -> str:
    said = numbers.share(row["share"])
    return f"{said} [u]" if row["flag"] == "u" else said


def _of(row: Mapping[Any, Any]) -> str:
    return f"{numbers.count(row['bodies'])} of {numbers.count(row['base_n'])}"


def _text(value: Any) -> str:
    return "" if numbers.is_missing(value) else str(value)


def _sentence(text: str) -> str:
    return text if not text or text.endswith(".") else f"{text}."


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
