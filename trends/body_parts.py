"""Where an answer of public bodies is more and less common: each part against the rest, its verdict and its card.

Where the list is a complete count, differences between its parts are exact; else who is on it may be chance, and
differences are judged by their range.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from trends import changes, numbers, words
from trends.bodies import AnswerFacts, base_words, cited, reach, share_bars, share_words, shortened_answer
from trends.cards import Card
from trends.changes import REASON_ALONE, REASON_ROUNDING, UNCHANGED, WEAK
from trends.figures.base import for_widths
from trends.own import COLUMN, MARK
from trends.palette import Palette
from trends.statistics import WEAK_BASE

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
        facts: what :func:`trends.bodies.answer_facts` made.
        parts: one row per part, as :func:`ordered_parts` returns them.
    """
    gave, base = (parts[name].to_numpy(dtype=float) for name in ("bodies", "base_n"))
    rest_base = base.sum() - base
    share, unknown = 100 * gave / base, np.full(len(parts), np.nan)
    rest = 100 * np.divide(gave.sum() - gave, rest_base, out=unknown.copy(), where=rest_base > 0)
    difference, low, high = share - rest, unknown, unknown
    few, few_others = base < WEAK_BASE, rest_base < WEAK_BASE
    reason = np.where(few, REASON_FEW, np.where(few_others, REASON_FEW_OTHERS, ""))
    if facts.exact:
        alike = np.array([numbers.share(one) == numbers.share(other) for one, other in zip(share, rest, strict=True)])
        verdict = np.where(alike, UNCHANGED, np.where(difference > 0, words.UP, words.DOWN))
        reason = np.where(alike & (difference != 0), REASON_ROUNDING, "")
    else:
        # A part that is not judged is not counted among those judged together.
        firm = np.where(few | few_others, np.nan, base)
        difference, low, high, told = changes.judged(rest, rest_base, share, firm, together=len(parts) != PAIR)
        verdict = np.asarray(told)
    alone = rest_base == 0
    return parts.assign(
        rest_value=rest,
        rest_base_n=rest_base.astype(int),
        difference=difference,
        difference_low=low,
        difference_high=high,
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
        facts: what :func:`trends.bodies.answer_facts` made.
        parts: one row per part, as :func:`ordered_parts` returns them, not empty.
        kind_of_part: how the bodies are parted, in words.
        answer: the answer.
        palette: the colours.
        behind: the filters that give all rows behind the card from the table of answers.
        own: the part the reader belongs to, which is marked; empty where it is not known.
        narrow: write the table for a phone.
    """
    judged = against_rest(facts, parts)
    rows = judged.to_dict("records")
    drawn = _drawn(rows, own)
    cut, hollow = "", ""
    if len(parts) > PARTS_SHOWN_WHOLE:
        cut = f" · the {HIGHEST_SHOWN} highest and {LOWEST_SHOWN} lowest of {len(parts)}; the table has all"
    firm = firm_parts(judged)
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
            "Share": [share_words(row) for row in rows],
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
            f"{''.join(f' You: {share_words(row)}.' for row in rows if own and row['part'] == own)}"
        )
    )
    figures = for_widths(share_bars, bars, palette)
    return Card(
        key="parts",
        title=_parts_title(facts, judged, kind_of_part, answer),
        subtitle=f"{facts.question}: share and number with «{answer}» · {facts.edition}{cut}{hollow}",
        table=table,
        shown=cited(
            facts,
            judged[["part", "bodies", "base_n", "share", "flag", *_REST_COLUMNS]]
            .round(dict.fromkeys(_REST_COLUMNS, 2))
            .assign(
                kind_of_part=kind_of_part,
                answer=answer,
                against_the_rest=[words.REST_VERDICTS[row["verdict"]] for row in rows],
                reason=judged["reason"],
            ),
        ),
        foot=f"Base: {base_words(facts)} · {facts.evidence_name} · {facts.edition}",
        source=facts.source,
        alt=alt,
        figures=figures,
        about=[
            *_about_rest(facts, judged),
            *reach(facts, shares_alone=False),
            f"Under {WEAK_BASE} bodies, one body moves a share by more than 3 points: such bars are hollow.",
            *missing,
            *facts.notes,
        ],
        symbols=words.symbols_in(table),
        behind=("answers", behind),
        file_words={"question": [facts.question], "year": [str(facts.year)], "answer": [answer]},
    )


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
        "text": share_words(row),
        "strong": not weak and row["part"] == strong,
        "weak": weak,
        "you": MARK if mine else "",
    }


def _parts_title(facts: AnswerFacts, judged: pd.DataFrame, kind_of_part: str, answer: str) -> str:
    kind, firm = kind_of_part.lower(), firm_parts(judged)
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


def parts_words(judged: pd.DataFrame, kind_of_part: str) -> str:
    """Return where the answer is more and less common, with the verdicts; empty where it is as common everywhere.

    Args:
        judged: the parts as :func:`against_rest` returns them, two of which at least may be named.
        kind_of_part: how the bodies are parted, in words.
    """
    kind, firm = kind_of_part.lower(), firm_parts(judged)
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


def firm_parts(parts: pd.DataFrame) -> pd.DataFrame:
    """Return the parts a sentence may name: those with 30 bodies or more, unless most parts have fewer."""
    firm = parts[parts["flag"] != "u"]
    # Between two large parts the sentence would pass over most of what the chart shows.
    return firm if 2 * len(firm) >= len(parts) else firm.head(0)


def _of(row: Mapping[Any, Any]) -> str:
    return f"{numbers.count(row['bodies'])} of {numbers.count(row['base_n'])}"
