"""The view of what rose and fell: shares, published places and complete counts."""

from trends.cards.card import Card
from trends.statistics import cells
from trends.subjects.movers import cards as mover_cards
from trends.subjects.movers import facts as mover_facts
from trends.subjects.movers import words as mover_words
from trends.subjects.movers.facts import Movement
from trends.ui.kept import kept
from trends.ui.session import ask, choice, is_narrow, me, palette, vocabulary

MOST_PROMPTS = 3


@kept
def movement_of(*, parts: bool) -> Movement | None:
    """Return what moved in whole countries or in their parts; None where nothing of them was asked twice."""
    pairs = mover_facts.totals_and_parts(ask("comparable_pairs"))[int(parts)]
    return mover_facts.movement(pairs) if pairs else None


@kept
def you(found: Movement) -> str:
    """Return how many of the comparisons are of the reader's own place, and which moved; empty where none is chosen."""
    return mover_words.movement(me(), found)


@kept
def prompts(found: Movement) -> str:
    """Return what a leader may ask the team on the themes of what moved, one question each, as a list; may be empty."""
    rows = [*found.firm, *mover_facts.moved(found.places), *mover_facts.moved(found.counts)]
    known = vocabulary()
    said = []
    for name in dict.fromkeys(str(row["theme_name"]) for row in rows if not cells.is_missing(row["theme_name"])):
        asked = ask("theme_prompts", theme=[code for code in [known.code("theme", name)] if code])
        said += [f"- **{name}:** {prompt}" for prompt in asked["prompt"].head(1)]
    return "\n".join(said[:MOST_PROMPTS])


@kept
def shares_card(found: Movement) -> Card | None:
    return mover_cards.shares_card(found, palette(), *filters(), narrow=is_narrow())


@kept
def places_card(found: Movement) -> Card | None:
    return mover_cards.places_card(found, palette(), *filters(), narrow=is_narrow())


@kept
def counts_card(found: Movement, *, drawn: bool) -> Card | None:
    return mover_cards.counts_card(found, palette(), *filters(), narrow=is_narrow(), drawn=drawn)


def filters() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the shared filters as codes and as names."""
    known, codes = vocabulary(), choice().lists()
    return codes, {field: [known.name(field, code) for code in chosen] for field, chosen in codes.items() if chosen}
