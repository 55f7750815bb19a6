"""What public bodies answered in sentences: how many, where most and least, and how far it reaches."""

import pandas as pd

from trends import numbers, words
from trends.bodies import AnswerFacts, row_of
from trends.body_parts import against_rest, firm_parts, parts_words


def answer_words(facts: AnswerFacts, kind_of_part: str, parts: pd.DataFrame) -> str:
    """Return the answer of the page in two or three sentences: how many, where most and least, and how far it reaches.

    Args:
        facts: what :func:`trends.bodies.answer_facts` made.
        kind_of_part: how the bodies are parted, in words.
        parts: one row per part, as :func:`trends.body_parts.ordered_parts` returns them for the leading answer; may be
            empty.
    """
    if not facts.answered:
        return f"No body has an answer to «{facts.question}» in {facts.year}."
    row = row_of(facts, facts.lead)
    bodies, share = numbers.count(row["bodies"]), numbers.share(row["share"])
    whole = "all " if facts.complete else ""
    many = f"{bodies} of {whole}{numbers.count(facts.answered)} {facts.noun} ({share})"
    said = []
    if len(facts.mine):
        said.append(_beside_words(facts, many))
    else:
        where = f" in {facts.place}" if facts.place else ""
        said.append(f"**{many}**{where} have the answer «{facts.lead}» to «{facts.question}», {facts.year}.")
    if len(firm_parts(parts)) > 1:
        said.append(parts_words(against_rest(facts, parts), kind_of_part))
    # How the edition was made says more, and more truly, than what holds for all evidence of its kind.
    said.append(words.sentence(f"{facts.evidence_name}: {words.lower_first(facts.method)}"))
    return " ".join(part for part in said if part)


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
