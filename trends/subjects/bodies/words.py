"""What public bodies answered in sentences: how many, where most and least, and how far it reaches."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from trends.request.place import Self
from trends.statistics import cells, verdicts
from trends.statistics.cells import Row
from trends.statistics.methods import WEAK_BASE
from trends.statistics.verdicts import WEAK
from trends.subjects.bodies import contrast
from trends.subjects.bodies.facts import (
    FEW_BODIES,
    LEAST_APART,
    PAIR,
    AnswerFacts,
    against_rest,
    ends,
    firm_parts,
    row_of,
)
from trends.words import grammar, numbers, pieces
from trends.words.asked import INVENTORY, NO, YES
from trends.words.text import Text, Words, say

AGAINST = "Against the rest"
# How a question on the use of a thing ends.
IN_USE = " in use"


def answer_words(facts: AnswerFacts, kind_of_part: str, parts: pd.DataFrame) -> Words:
    """Return the answer of the page in two or three sentences: how many, where most and least, and how far it reaches.

    Where kinds of body are far apart, which of them do it and which do not leads, in plain fractions.

    Args:
        facts: what :func:`trends.subjects.bodies.facts.answer_facts` made.
        kind_of_part: how the bodies are parted, in words.
        parts: one row per part, as :func:`trends.subjects.bodies.facts.ordered_parts` returns them for the leading
            answer; may be empty.
    """
    if not facts.answered:
        return f"No body has an {facts.said.one} {facts.said.to} “{facts.question}” in {facts.year}."
    row = row_of(facts, facts.lead)
    bodies, share = numbers.count(row["bodies"]), "" if facts.few else f" ({numbers.share(row['share'])})"
    whole = "all " if facts.complete and not facts.filtered else ""
    many = f"{bodies} of {whole}{numbers.count(facts.answered)} {facts.noun}{share}"
    said: list[Words] = []
    if len(facts.mine):
        said.append(_beside_words(facts, many))
    else:
        where = f" in {grammar.the(facts.place)}" if facts.place else ""
        where = f", {facts.whom}," if facts.whom else where
        year = str(facts.year)
        if done := doing(facts.question, facts.lead, one=int(row["bodies"]) == 1):
            said.append(say("**{}**{} {}, {}.", many, where, done, year))
        else:
            told = say(
                "{}, {}: “{}” in **{}**{}{}.", facts.question, year, facts.lead, many, _above(facts), where.rstrip(",")
            )
            said.append(told)
    if found := contrast.kinds_apart(facts, kind_of_part, parts):
        where = ", ".join(part for part in (facts.whom or facts.place, str(facts.year)) if part)
        asked = facts.question if facts.lead == YES else f"{facts.question}, “{facts.lead}”"
        said.insert(0, contrast.words(found, asked, doing(facts.question, facts.lead), f"{where}; {base_words(facts)}"))
    elif len(firm_parts(parts)) > 1:
        said.append(parts_words(facts, against_rest(facts, parts), kind_of_part))
    # How the edition was made says more, and more truly, than what holds for all evidence of its kind.
    when = f"; {facts.said.many} gathered: {facts.gathered}" if facts.gathered else ""
    said.append(grammar.sentence(f"{facts.evidence_name}: {grammar.lower_first(facts.method)}{when}"))
    return grammar.sentences(said)


def doing(question: str, answer: str, *, one: bool = False) -> str:
    """Return what bodies with an answer do, as in “use AI” of “Yes” to “AI in use”; empty where no words are known.

    Args:
        question: the question.
        answer: the answer.
        one: it is a single body that does it.
    """
    thing = question.removesuffix(IN_USE)
    verbs = {YES: "uses" if one else "use", NO: "does not use" if one else "do not use"}
    return "" if thing == question or answer not in verbs else f"{verbs[answer]} {grammar.lower_first(thing)}"


def _beside_words(facts: AnswerFacts, many: str) -> Words:
    """Return what the few bodies of the filters answered, beside all."""
    given = {
        str(answer): grammar.joined([grammar.the(name) for name in rows["body_name"].tolist()])
        for answer, rows in facts.mine.groupby("answer", sort=False)
    }
    if list(given) == [facts.lead]:
        year, names = str(facts.year), given[facts.lead]
        if done := doing(facts.question, facts.lead, one=len(facts.mine) == 1):
            return say("**{}** {}, {}, as do **{}**.", grammar.capitalised(names), done, year, many)
        return say("{}, {}: “{}” in **{}**, as in **{}**.", facts.question, year, facts.lead, names, many)
    listed = grammar.listed([say("**{}** “{}”", names, answer) for answer, names in given.items()], "; ")
    return say("{}, {}: {}. In all, **{}** have “{}”.", facts.question, str(facts.year), listed, many, facts.lead)


def base_words(facts: AnswerFacts) -> str:
    """Return whom the shares are counted on, as in “all 1,741 municipalities” or “45 of 198 economies, as filtered”."""
    if facts.filtered:
        return f"{numbers.count(facts.answered)} of {numbers.count(facts.total)} {facts.noun}, as filtered"
    if facts.answered == facts.total:
        return f"all {numbers.count(facts.total)} {facts.noun}{'' if facts.complete else ' listed'}"
    missing = [
        f"{numbers.count(row['bodies'])} {str(row['answer']).lower()}" for row in facts.rows if not row["answered"]
    ]
    if facts.total > facts.listed:
        missing.append(f"{numbers.count(facts.total - facts.listed)} without an entry here")
    said = f"{numbers.count(facts.answered)} of {numbers.count(facts.total)} {facts.noun}"
    return f"{said} ({grammar.joined(missing)})" if missing else said


def shortened_answer(answer: str, width: int) -> str:
    """Return an answer short enough to stand in a sentence with others."""
    return grammar.shortened(answer, max(width // 2, 15))


def shares_title(facts: AnswerFacts) -> str:
    """Return how many gave the leading answer, or what the few bodies of the filters answered."""
    if not facts.answered:
        return f"{facts.question}: no {facts.said.many}"
    row = row_of(facts, facts.lead)
    share = f"{share_of(row)} of {numbers.count(facts.answered)} {facts.noun}"
    if facts.few or (facts.filtered and row["flag"] == "u"):
        return f"Few bodies: read “{facts.question}” with care"
    if len(facts.mine) == 1:
        given = facts.mine["answer"].iloc[0] == facts.lead
        mine = facts.mine.iloc[0]
        name = grammar.the(str(mine["body_name"]))
        return f"{facts.question}: “{mine['answer']}” in {name}{f', as in {share}' if given else ''}"
    if done := doing(facts.question, facts.lead):
        return f"{share}{f' in {grammar.the(facts.place)}' if facts.place else ''} {done}"
    return f"{facts.question}: “{facts.lead}” in {share}{_above(facts)}"


def _above(facts: AnswerFacts) -> str:
    """Return how many gave the one answer that is more than the leading one on its scale; empty for none or several.

    Who exceeds a standard meets it too: without them the leading answer would tell of too few. Where several answers
    are above, as bands of shares are, the leading one says nothing of those who gave them; the chart tells of each.
    """
    lead = row_of(facts, facts.lead)
    if cells.is_missing(lead["scale_place"]):
        return ""
    on_scale = [row for row in facts.rows if row["scale"] == lead["scale"]]
    above = [row for row in on_scale if row["scale_place"] < lead["scale_place"]]
    return f", “{above[0]['answer']}” in another {share_of(above[0])}" if len(above) == 1 and above[0]["bodies"] else ""


def titled_answer(facts: AnswerFacts) -> str:
    """Return the answer that :func:`shares_title` names; empty where it names none."""
    if not facts.answered or facts.few or (facts.filtered and row_of(facts, facts.lead)["flag"] == WEAK):
        return ""
    return str(facts.mine["answer"].iloc[0]) if len(facts.mine) == 1 else facts.lead


def titled_parts(judged: pd.DataFrame) -> list[str]:
    """Return the parts that :func:`parts_title` says to be above or below the rest; none where it calls nothing."""
    if len(firm := firm_parts(judged)) < PAIR:
        return []
    above, below = ends(firm)
    if len(judged) == PAIR and above is not None:
        return [str(above["part"])]
    return [str(row["part"]) for row in (above, below) if row is not None]


def shares_alt(facts: AnswerFacts, own: str) -> str:
    """Return the alternative text of the chart of shares; empty where nobody answered."""
    if not facts.answered:
        return ""
    answers = sorted((row for row in facts.rows if row["answered"]), key=lambda row: -row["bodies"])
    first, last = answers[0], answers[-1]
    return grammar.fitting(
        lambda width: (
            f"Bar chart: share of {numbers.count(facts.answered)} {facts.noun} by {facts.said.one}, "
            f"{grammar.shortened(facts.question, width)}, {facts.year}. "
            f"Most: {shortened_answer(first['answer'], width)} {share_of(first)}; "
            f"least: {shortened_answer(last['answer'], width)} {share_of(last)}."
            f"{f' You: {shortened_answer(own, width)}.' if own else ''}"
        )
    )


def reach(facts: AnswerFacts) -> list[str]:
    """Return how far the shares and their differences reach."""
    entry = facts.said.one
    others = "would be found of the others" if facts.evidence == INVENTORY else "the others would say"
    if facts.complete:
        who = "that the filters leave has" if facts.filtered else "the question is about has"
        exact = (
            f"Every body {who} an {entry}, so there is no sampling error: shares and their differences are exact "
            "and have no range."
        )
    elif facts.all_listed:
        exact = (
            f"{numbers.count(facts.answered)} of the {numbers.count(facts.asked)} {facts.noun} there are have an "
            f"{entry}. Shares are those of bodies with an {entry}; what {others} is not known."
        )
    else:
        exact = (
            f"Each body listed with an {entry} is counted here, so shares have no range. How far the list stands for "
            "others is not known."
        )
    return [
        exact,
        f"Kind of evidence: {grammar.lower_first(facts.evidence_name)}. {facts.evidence_words}",
        (
            "One edition is shown at a time. Editions are not compared: "
            f"bodies and lists of {facts.said.many} change between them."
        ),
    ]


def entry_words(row: Mapping[Any, Any], names: str) -> str:
    """Return an entry with its number, and the bodies to be named with it, as in “Yes · 39 · New Zealand”."""
    number = numbers.count(row["bodies"]) if row["answered"] else f"{numbers.count(row['bodies'])} {numbers.MISSING}"
    return " · ".join(part for part in (str(row["answer"]), number, names) if part)


def share_of(row: Mapping[Any, Any]) -> str:
    """Return the share of a row in words; of under 10 bodies their number, as in “5 of 6”."""
    if cells.is_missing(row["share"]) or row["base_n"] >= FEW_BODIES:
        return numbers.share(row["share"])
    return of(row)


def share_words(row: Mapping[Any, Any]) -> str:
    """Return the share of a row in words, with [u] where it rests on few bodies."""
    said = share_of(row)
    return f"{said} [u]" if row["flag"] == "u" else said


def parts_title(facts: AnswerFacts, judged: pd.DataFrame, kind_of_part: str, answer: str) -> str:
    """Return where an answer is more and less common than in the rest, as far as that can be told."""
    judged = judged.assign(part=[contrast.together(kind_of_part, str(part)) for part in judged["part"]])
    kind, firm = kind_of_part.lower(), firm_parts(judged)
    if len(firm) < PAIR:
        return f"{facts.question} by {kind}: too few bodies in some parts to compare"
    first, last = firm.iloc[0], firm.iloc[-1]
    high, low = numbers.share(first["share"]), numbers.share(last["share"])
    above, below = ends(firm)
    used = answer == YES and doing(facts.question, answer)
    said = facts.question if used else f"{facts.question}: “{answer}”"
    if len(judged) == PAIR and above is not None:
        return f"{said} more often in {first['part']} ({high}) than in {last['part']} ({low})"
    if above is not None and below is not None:
        return f"{said} more often in {_with_share(above)}, less often in {_with_share(below)} than in the rest"
    if (one := below if above is None else above) is not None:
        often = "less" if above is None else "more"
        return f"{said} {often} often in {_with_share(one)} than in the rest ({numbers.share(one['rest_value'])})"
    if high == low:
        whole = f" of {facts.enough} bodies or more" if len(firm) < len(judged) else ""
        return f"{facts.question}: {high} “{answer}” in every {kind}{whole}"
    return f"{said} from {high} ({first['part']}) to {low} ({last['part']}), {_no_end(facts)}"


def _no_end(facts: AnswerFacts) -> str:
    """Return why no part is named as above or below the rest."""
    return f"none {LEAST_APART} points from the rest" if facts.complete else "too close to call"


def parts_words(facts: AnswerFacts, judged: pd.DataFrame, kind_of_part: str) -> Words:
    """Return where the answer is more and less common, with the verdicts; empty where it is as common everywhere.

    Args:
        facts: the facts of the answers.
        judged: the parts as :func:`against_rest` returns them, two of which at least may be named.
        kind_of_part: how the bodies are parted, in words.
    """
    kind, firm = kind_of_part.lower(), firm_parts(judged)
    first, last = firm.iloc[0], firm.iloc[-1]
    high, low = (_strong_share(dict(row)) for row in (first, last))
    if len(judged) == PAIR:
        mark = pieces.REST_MARKS[first["verdict"]]
        if first["telling"]:
            return say(
                "By {}, {} {} {}, {}.",
                kind,
                high,
                mark,
                low,
                numbers.difference_of_measure(first["share"], first["rest_value"], "percent"),
            )
        if facts.complete and first["verdict"] == verdicts.UP:
            return say("By {}, {} and {}, {} points apart at the most.", kind, high, low, str(LEAST_APART))
        return say("By {}, {} and {}: {}.", kind, high, low, mark)
    called = [row for row in ends(firm) if row is not None]
    left_out = f"; those with under {facts.enough} bodies are not named" if len(firm) < len(judged) else ""
    if called:
        named = grammar.listed([say("{} {}", _strong_share(row), pieces.rest_words(row)) for row in called], "; ")
        return say("By {}, against the rest: {}{}.", kind, named, left_out)
    if numbers.share(first["share"]) == numbers.share(last["share"]):
        return ""
    if facts.complete:
        return say("By {}, from {} to {}, {}{}.", kind, high, low, _no_end(facts), left_out)
    mark = pieces.REST_MARKS[first["verdict"]]
    return say("By {}, from {} to {}, each {} against the rest{}.", kind, high, low, mark, left_out)


def _strong_share(row: Mapping[Any, Any]) -> Text:
    return say("**{}** ({})", numbers.share(row["share"]), str(row["part"]))


def _with_share(row: Mapping[Any, Any]) -> str:
    return f"{row['part']} ({numbers.share(row['share'])})"


def about_rest(facts: AnswerFacts, judged: pd.DataFrame) -> list[str]:
    """Return how the verdicts against the rest came about; nothing where there is no rest."""
    if len(judged) < PAIR:
        return []
    beside = "the other one" if len(judged) == PAIR else "all other parts together, itself left out of them"
    said = f"{AGAINST}: each part beside {beside}."
    if facts.complete:
        return [
            (
                f"{said} Differences are exact. Shares that round to the same percent are called the same, and a part "
                f"is named as above or below the rest from {LEAST_APART} points."
            )
        ]
    told = int((judged["verdict"] != verdicts.CANNOT_TELL).sum())
    if len(judged) > PAIR and told > 1:
        said = f"{said} All {told} parts of {WEAK_BASE} bodies or more are judged together (Holm's method)."
    method = "A part is above or below only if the range of the difference leaves out zero (Newcombe's method)."
    narrower = " It is narrower where most bodies of a part have an answer (finite population correction)."
    ranged = f"Range: {pieces.range_name(facts.evidence)}, worked out at both bases."
    return [f"{said} {method}", f"{ranged}{narrower if facts.all_listed else ''}"]


def of(row: Mapping[Any, Any]) -> str:
    """Return how many of how many bodies gave the answer, as in “12 of 40”."""
    return f"{numbers.count(row['bodies'])} of {numbers.count(row['base_n'])}"


def body(me: Self, facts: AnswerFacts, mine: pd.DataFrame) -> str:
    """Return what the reader's own country answered, where it is one body of the list, or how many bodies it has there.

    Args:
        me: the reader's place.
        facts: the facts of the answers.
        mine: the bodies of the reader's country, as ``queries/bodies/body_answers.sql`` gives them; may be empty.
    """
    if not me.country or not facts.answered:
        return ""
    if mine.empty:
        return f"No body of your country is in this list, {facts.year}."
    found = int(mine["found"].iloc[0])
    if found > 1:
        here = "All" if found == facts.listed else numbers.count(found)
        return f"{here} of the {numbers.count(facts.listed)} {facts.noun} here are of your country, {facts.year}."
    answer = str(mine["answer"].iloc[0])
    row = row_of(facts, answer)
    if not row["answered"]:
        return f"Your country has no {facts.said.one} here: {answer.lower()}, {facts.year}."
    return f"Your country has “{answer}”, as {_as_others(facts, row)} have, {facts.year}."


def answered(facts: AnswerFacts, answer: str) -> str:
    """Return how many gave the answer the reader gave; empty where it is none of the list.

    Args:
        facts: the facts of the answers.
        answer: the reader's answer.
    """
    row = next((row for row in facts.rows if row["answer"] == answer and row["answered"]), None)
    return "" if row is None else f"You answered “{answer}”, as {_as_others(facts, row)} did in {facts.year}."


def _as_others(facts: AnswerFacts, row: Row) -> str:
    if row["flag"] == WEAK or math.isnan(float(row["share"])):
        return f"{numbers.count(row['bodies'])} of {numbers.count(facts.answered)} {facts.noun}"
    return f"{numbers.share(row['share'])} of {numbers.count(facts.answered)} {facts.noun}"
