"""What is to know of a list before its figures are quoted: who answered, how they were made, what they do not say."""

from collections.abc import Sequence

from trends.statistics import cells
from trends.statistics.cells import Row
from trends.statistics.ranges import fits_base
from trends.statistics.verdicts import is_tested
from trends.subjects.lists import whose
from trends.subjects.lists.facts import ListFacts
from trends.words import grammar, numbers, protection
from trends.words.asked import who_answered, wording
from trends.words.pieces import break_words, notes_told, range_name
from trends.words.widths import width_words, worked_out_at
from trends.words.years import year_words


def newer_names(facts: ListFacts, slices: Sequence[Row]) -> str:
    """Return which newer names there are that stand in no order; empty where there are none.

    The arguments are those of :func:`newest_names`.
    """
    last = newest_names(facts, slices)
    if last is None:
        return ""
    return (
        f"Newer, but without an order: “{last['question_name']}” "
        f"({grammar.edition(str(last['survey_name']), int(last['last_chosen']))})."
    )


def newest_names(facts: ListFacts, slices: Sequence[Row]) -> Row | None:
    """Return the newest names that stand in no order; None where a list in order is as new, or that which is shown.

    A list in order is shown before names, though these may be newer: the reader is told of them.

    Args:
        facts: the list that is shown.
        slices: the questions of its kind that were asked where it was, as ``queries/lists/question_list.sql`` gives
            them.
    """
    # Details of a survey are named nowhere as what answers the page.
    held = [row for row in slices if row["role"] == "headline"]
    names = [row for row in held if row["measure"] == "mentioned"]
    if facts.measure == "mentioned" or facts.detail or not names:
        return None
    last = max(names, key=lambda row: int(row["last_chosen"]))
    ordered = [int(row["last_chosen"]) for row in held if row["measure"] in {"percent", "rank"}]
    return last if last["last_chosen"] > max([facts.year, *ordered]) else None


def about(facts: ListFacts) -> list[str]:
    """Return what is to know of a list: who answered, how its figures were made, what they do not say."""
    said = [
        f"{_answered(facts)}. Survey: {facts.survey}, by {facts.publisher}.",
        f"Their group: {facts.group_name}. {facts.group_definition}",
        facts.note,
        facts.method_note and f"How the survey was made: {facts.method_note}",
        facts.fieldwork and f"{wording(facts.evidence).many.capitalize()} of {facts.year} gathered: {facts.fieldwork}.",
        *_wave_notes(facts),
    ]
    if facts.measure == "mentioned":
        said.append(
            "These are names without figures. A list of names is not a vote: it stops where the page read stopped, "
            "and a name that is missing may still have been given."
        )
    if facts.measure == "rank":
        said.append(
            "Places are as published. No shares stand behind them, so no range can be given and no move is tested."
        )
        if not all(row["list_complete"] for row in facts.rows):
            said.append("The list was read in part: an item that is missing here may still have been in it.")
    if facts.has_ranges:
        said.append(
            f"Range: {range_name(facts.evidence)}, worked out at {worked_out_at(facts.rows)} (Wilson's method)."
        )
    said += [*width_words(facts.rows), *_misfit_words(facts)]
    said += [*_about_changes(facts), *break_words(facts.methods, facts.methods_told)]
    if any(not cells.is_missing(row["rank"]) for row in facts.rows) and not facts.complete:
        said.append(
            "Place: by share, with the places it could be. All these hold together at 95%, whoever chose several "
            "answers; figures marked [u] and figures without a base are not placed."
        )
    return [text for text in [*said, *notes_told(facts.rows, "item")] if text]


def _answered(facts: ListFacts) -> str:
    """Return who answered, or of what the figures are where nobody was asked."""
    whom = whose.answered(facts) if facts.part_of_several else facts.respondents
    return who_answered(facts.evidence, whom, "Figures")


def _wave_notes(facts: ListFacts) -> list[str]:
    """Return what breaks or limits editions, each note once with its years."""
    years: dict[str, list[int]] = {}
    for year, note in sorted(facts.wave_notes.items()):
        # The card says it by itself, with the way to how.
        if note != protection.SENTENCE:
            years.setdefault(note, []).append(year)
    return [
        f"{'Edition' if len(held) == 1 else 'Editions'} of {year_words(held)}: {note}" for note, held in years.items()
    ]


def _about_changes(facts: ListFacts) -> list[str]:
    if facts.measure != "percent" or not any(not cells.is_missing(row["change"]) for row in facts.rows):
        return []
    said = ["Changes are taken before rounding, so they may differ by a point from what the rounded shares suggest."]
    said += _counted_twice(facts)
    if not any(is_tested(row) for row in facts.rows):
        return said
    return [
        *said,
        (
            "A change is up or down only if its own 95% range excludes zero (Newcombe's method). It must also stand "
            "out once all changes of the list are judged together (Holm's method)."
        ),
    ]


def _counted_twice(facts: ListFacts) -> list[str]:
    """Return how far changes between two complete counts are exact; nothing where there are none."""
    both = [row for row in facts.rows if row["complete"] and row["complete_before"]]
    if not both:
        return []
    bases = {(int(row["base_before"]), int(row["base_n"])) for row in both}
    if all(before == now for before, now in bases):
        return ["Both editions counted all there are, the same number in each, so changes between them are exact."]
    before, now = next((before, now) for before, now in sorted(bases) if before != now)
    return [
        (
            f"All there were stand behind both editions: {numbers.count(before)} in {facts.year_before}, "
            f"{numbers.count(now)} in {facts.year}. Who came and who left is in the change, so it is not that of the "
            "same bodies."
        )
    ]


def _misfit_words(facts: ListFacts) -> list[str]:
    """Return what it means that shares cannot come from their base; nothing where all can."""
    if not facts.has_ranges:
        return []
    fits = fits_base(facts.items["value"].to_numpy(float), facts.items["base_n"].to_numpy(float, na_value=float("nan")))
    # With an effective base it is said already that answers were weighted or changed.
    misfits = [
        row
        for row, fit in zip(facts.rows, fits.tolist(), strict=True)
        if not fit and cells.is_missing(row["effective_base"])
    ]
    if not misfits:
        return []
    value, base = misfits[0]["value"], numbers.count(misfits[0]["base_n"])
    return [
        (
            f"A share published as {value:g}% cannot come from exactly {base} answers. So fewer answered this question "
            "than the base says, or answers were weighted: ranges may be wider than shown."
        )
    ]
