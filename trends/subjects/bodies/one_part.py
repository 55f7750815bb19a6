"""One part of the bodies that a reader asks of: the one they belong to, or the one whose name they look for."""

from collections.abc import Sequence

from trends.request.place import Self
from trends.statistics.cells import Row
from trends.statistics.verdicts import REASON_ALONE, WEAK
from trends.subjects.bodies.facts import AnswerFacts, noun
from trends.subjects.bodies.words import doing
from trends.words import grammar, numbers, pieces
from trends.words.folding import folded
from trends.words.text import Words, say


def own_part(parts: Sequence[Row], kind_of_part: str, me: Self) -> Row | None:
    """Return the part of the bodies that the reader belongs to; None where there is none.

    Args:
        parts: one row per part of one kind, as ``queries/bodies/answer_parts.sql`` gives them.
        kind_of_part: code of the kind of part.
        me: the reader's place.
    """
    if kind_of_part == "body_type":
        # Surveys say “Towns” where the list of bodies says “Town”.
        wanted = me.size.casefold()
        return next((row for row in parts if wanted and noun(row["part"]).casefold() == wanted), None)
    wanted = {"country": me.country_name, "sector": me.sector_name}.get(kind_of_part, "")
    return next((row for row in parts if wanted and row["part"] == wanted), None)


def sought_part(parts: Sequence[Row], words: str) -> Row | None:
    """Return the part of that name, however it is spelt; None where there is none.

    Args:
        parts: one row per part of one kind, as ``queries/bodies/answer_parts.sql`` gives them.
        words: what a reader looks for among the bodies.
    """
    wanted = folded(words)
    return next((row for row in parts if wanted and folded(str(row["part"])) == wanted), None)


def own_words(me: Self, facts: AnswerFacts, own: Row | None, kind_of_part: str, answer: str) -> str:
    """Return how common an answer is in the part the reader belongs to, against the rest; empty without such a part.

    Args:
        me: the reader's place.
        facts: the facts of the answers.
        own: the row of the part, as :func:`trends.subjects.bodies.facts.against_rest` returns it.
        kind_of_part: how the bodies are parted, in words.
        answer: the answer.
    """
    if not me or own is None:
        return ""
    return f"{own['part']}, your {grammar.lower_first(kind_of_part)}: {_part_share(facts, own, answer)}"


def sought_words(facts: AnswerFacts, row: Row | None, answer: str) -> Words:
    """Return how common an answer is in the part that a reader looks for, against the rest; empty without such a part.

    Args:
        facts: the facts of the answers.
        row: the row of the part, as :func:`trends.subjects.bodies.facts.against_rest` returns it.
        answer: the answer.
    """
    return "" if row is None else say("**{}**: {}", str(row["part"]), _part_share(facts, row, answer, f" {facts.noun}"))


def _part_share(facts: AnswerFacts, row: Row, answer: str, bodies: str = "") -> str:
    base = int(row["base_n"])
    do = doing(facts.question, answer, one=base == 1) or f"{'has' if base == 1 else 'have'} “{answer}”"
    if base < facts.enough:
        return (
            f"{numbers.count(row['bodies'])} of {numbers.count(base)}{bodies} {do}, {facts.year}; "
            "too few for a share to say much."
        )
    said = f"{numbers.share(row['share'])} of {numbers.count(base)}{bodies} {do}, {facts.year}."
    return f"{said} {rest_words(row)}".strip()


def rest_words(own: Row) -> str:
    """Return how a part stands against the rest; empty for a part of few bodies.

    Args:
        own: the row of the part, as :func:`trends.subjects.bodies.facts.against_rest` returns it.
    """
    if own["flag"] == WEAK or own["reason"] == REASON_ALONE:
        return ""
    rest = f"{numbers.share(own['rest_value'])} of {numbers.count(own['rest_base_n'])}"
    return f"Against the rest ({rest}): {pieces.rest_words(own)}."
