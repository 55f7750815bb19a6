"""What is known of bodies is called answers where somebody was asked, else entries, as in a scan or a register."""

from dataclasses import dataclass

from trends.words import grammar

# The kind of evidence of which nobody was asked: what was found, scanned or registered.
INVENTORY = "inventory"
# The answers to whether a body has something in place, as ``data/answer_kinds.csv`` puts them in order.
YES, NO = "Yes", "No"


@dataclass(frozen=True)
class Wording:
    """How entries are told: ``one`` and ``many`` of them, that bodies ``gave`` them, and ``to`` or for what."""

    one: str
    many: str
    gave: str
    to: str


GIVEN = Wording("answer", "answers", "gave", "to")
FOUND = Wording("entry", "entries", "have", "for")


def wording(evidence: str) -> Wording:
    """Return how the entries of a survey of a kind of evidence are told."""
    return FOUND if evidence == INVENTORY else GIVEN


def who_answered(evidence: str, respondents: str, what: str = "Entries") -> str:
    """Return who answered, or of what the entries are where nobody was asked; without a full stop.

    Args:
        evidence: the kind of evidence.
        respondents: who answered, or what entries were taken from.
        what: what is told of it, as in “Figures”.
    """
    if evidence == INVENTORY:
        return f"Nobody was asked. {what} are of: {grammar.lower_first(respondents)}"
    return f"Who answered: {respondents}"


def of_these(kind: str, answered: str) -> str:
    """Return a kind of body that a figure is of, as said after all who answered: “of these NHS trusts”.

    A size, as in “under 1,000 inhabitants”, is said as it is; a kind that is all who answered is not said again.
    """
    if kind and answered.casefold().startswith(f"{kind.casefold()} in "):
        return ""
    return kind if not kind or any(letter.isdigit() for letter in kind) else f"of these {kind}"
