"""«You»: what a page says of the place a reader chose, and of the answers they gave, beside everybody else's.

A place is a country, a sector and a kind or size of body. Sentences are made from the same facts as their page: a
difference is called one only where the page has a verdict on it, no place is given where none may be, a weak figure is
never told, and a figure stands with its base and year.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from trends import changes, numbers, statistics, words
from trends.bodies import AnswerFacts, noun
from trends.body_parts import own_rest_words
from trends.changes import COMPLETE_COUNTS, REASON_ALONE, UNCHANGED, WEAK
from trends.indices import IndexFacts
from trends.movers import Movement, firm, moved
from trends.own import YOU, YOUR_COUNTRY, YOUR_SECTOR, Self
from trends.statistics import WEAK_BASE
from trends.words import ListFacts, Row

MOVES_TOLD = 2
NO_BASE = "base not published"
_WHOM = {YOU: "like you", YOUR_COUNTRY: "in your country", YOUR_SECTOR: "in your sector"}
_WHOSE = {YOU: "your country and sector", YOUR_COUNTRY: "your country", YOUR_SECTOR: "your sector"}


# What leaders say ---------------------------------------------------------------------------------------------------


def against(rows: Sequence[Row], item: str, facts: ListFacts) -> str:
    """Return how the reader's own slice stands against the rest on one item; empty where no slice is theirs.

    Args:
        rows: the slices of the item as :func:`trends.cards.across_rows` returns them, with ``you``.
        item: the item.
        facts: the facts of the question in the slice shown.
    """
    own = next((row for row in rows if row["you"]), None)
    if own is None:
        return ""
    whom = _WHOM[own["you"]]
    if own["you"] == YOUR_SECTOR:
        whom = f"{whom}, {own['country_name']}"
    amid = f"among those {whom}" if own["you"] == YOU else whom
    if own["flag"] == WEAK:
        base = "" if numbers.is_missing(own["base_n"]) else f", {numbers.count(own['base_n'])} of them"
        return f"Few {whom} answered on «{item}» in {own['year']}{base}: too few to set beside the rest."
    figure, without = numbers.of_measure(own["value"], facts.measure, tied=bool(own["tied"])), ""
    if facts.measure in {"percent", "count", "score"}:
        figure = _figure(own, facts.measure)
        if numbers.is_missing(own["base_n"]):
            figure, without = words.value_words(own, facts.measure), f" ({NO_BASE})"
    said = f"**{item}**: {figure} {amid}{without}, {own['year']}"
    if facts.measure == "mentioned":
        return f"{said}. Names without figures are not compared."
    if facts.measure != "percent":
        return f"{said}. Such figures have no range, so no verdict against the rest is given."
    if own["reason"] == REASON_ALONE:
        return f"{said}. Nothing of its kind was asked beside it."
    if own["verdict"] == words.CANNOT_TELL:
        return f"{said}. Whether that differs from the rest cannot be told: {own['reason']}."
    rest = f"{numbers.share(own['rest_value'])} of {numbers.count(own['rest_base_n'])}"
    others = f"the other {own['rest_kind']}" if own["rest_groups"] > 1 else "the rest"
    size = numbers.size_in_points(own["difference"])
    stands = {
        words.UP: f"{size} above {others} ({rest})",
        words.DOWN: f"{size} below {others} ({rest})",
        UNCHANGED: f"the same as {others} ({rest})",
        words.TOO_CLOSE: f"too close to {others} to call ({rest})",
    }[own["verdict"]]
    return f"{said}, {stands}."


def asked_whom(me: Self, asked: Row, facts: ListFacts) -> str:
    """Return whether a list was asked of the reader's country and sector, or of whom else.

    Args:
        me: the reader's place.
        asked: the slice of the list, with ``country``, ``sector``, ``region`` and ``body_size``.
        facts: the facts of the list.
    """
    if not me:
        return ""
    relation, sector = me.near(asked), words.lower_first(facts.sector)
    if relation == YOU:
        return "This list was asked in your country and sector."
    if relation == YOUR_COUNTRY:
        return f"This list was asked in your country{', but in another sector' if me.sector else ''}: {sector}."
    if relation == YOUR_SECTOR:
        return f"This list was asked in your sector{', but elsewhere' if me.country else ''}: {facts.place}."
    return f"This list is not yours: it was asked in {facts.place}, {sector}."


def named(facts: ListFacts, own: Sequence[str]) -> str:
    """Return what the reader named beside what others named, weak figures and answers such as «other» left aside.

    Args:
        facts: the facts of a list of shares, places or names.
        own: the items the reader named; those that are not in the list are left out.
    """
    mine = [row for row in facts.rows if row["item"] in own]
    if not mine:
        return ""
    said = f"You name {numbers.count(len(mine))} of {numbers.count(len(facts.rows))}"
    told = [row for row in facts.rows if row["flag"] != WEAK and not row["residual"]]
    if facts.measure not in {"percent", "rank"} or not told:
        return f"{said}. Nothing more can be said: {_no_order(facts)}."
    best = told[0]
    first = next((row for row in told if row["item"] in own), None)
    left = next((row for row in told if row["item"] not in own), None)
    most = {"percent": "most named", "rank": "highest"}[facts.measure]
    parts = [f"{said} ({_edition(facts)})"]
    if first is not None:
        ties = [row for row in told if row["value"] == best["value"]]
        level = f", {'together with others ' if len(ties) > 1 else ''}{_of_all(facts)}" if first in ties else ""
        parts.append(f"of these, **{first['item']}** is {most} ({_short(first, facts.measure)}{level})")
    if left is not None:
        parts.append(f"the {most} you leave out is **{left['item']}** ({_short(left, facts.measure)})")
    return f"{'; '.join(parts)}."


def numbered(facts: ListFacts, own: Mapping[str, float]) -> str:
    """Return the reader's own numbers beside those published; a difference of such figures has no verdict.

    Args:
        facts: the facts of a list of numbers or scores.
        own: the reader's number by item; items that are not in the list are left out.
    """
    said = []
    for row in facts.rows:
        if row["item"] not in own or row["flag"] == WEAK:
            continue
        number = own[str(row["item"])]
        difference = number - float(row["value"])
        size = numbers.difference_of_measure(abs(difference), facts.measure).lstrip("+±")
        stands = "the same as" if difference == 0 else f"{size} {'above' if difference > 0 else 'below'}"
        mine, theirs = numbers.of_measure(number, facts.measure), numbers.of_measure(row["value"], facts.measure)
        said.append(f"**{row['item']}**: {mine}, {stands} the {theirs} published")
    if not said:
        return ""
    return f"You enter {'; '.join(said)} ({_edition(facts)}). Such figures have no range, so no verdict is given."


# Pages of their own -------------------------------------------------------------------------------------------------


def leads(me: Self, figures: Mapping[str, int], nearest: str, priorities: pd.DataFrame, concerns: pd.DataFrame) -> str:
    """Return how much is known of bodies like the reader's, what they put first and what they worry about.

    Args:
        me: the reader's place.
        figures: number of survey figures of «You» (country and sector), «Your country» and «Your sector».
        nearest: which of these the lists are of.
        priorities: one row per list, as ``queries/latest_leaders.sql`` gives them, newest first; may be empty.
        concerns: the same for concerns.
    """
    whole = _nearest(me)
    said = [f"{numbers.counted(figures[whole], 'survey figure')} {_are(figures[whole])} of {_WHOSE[whole]}."]
    if not figures[whole]:
        others = [f"{numbers.count(figures[each])} of {_WHOSE[each]}" for each in _WHOSE if figures.get(each)]
        beside = f" by itself; {words.joined(others)}" if others else ""
        said = [f"No survey figure read here is of {_WHOSE[whole]}{beside}."]
    where = "" if nearest == whole else f" in {_WHOSE[nearest]}"
    for frame, doing in ((priorities, "First among priorities"), (concerns, "First among concerns")):
        if (told := _leading(frame)) is not None:
            row, items = told
            together = ", together" if len(items) > 1 else ""
            elsewhere = {YOUR_COUNTRY: "sector_name", YOUR_SECTOR: "country_name"}.get(nearest)
            whose = f", {row[elsewhere]}" if elsewhere else ""
            said.append(
                f"{doing}{where}: **{words.some_of(items)}**{together} ({_figure(row, str(row['measure']))}; "
                f"{_survey(row)}{whose})."
            )
    return " ".join(said)


def standing(me: Self, facts: IndexFacts) -> str:
    """Return where the reader's country stands, with its neighbours where places may be given.

    Args:
        me: the reader's place.
        facts: the facts of the indicator.
    """
    if not me.country or facts.rows.empty or me.country_name in facts.missing:
        return ""
    row = next((row for row in facts.everyone.to_dict("records") if row["country"] == me.country), None)
    when = f"{facts.indicator}, {facts.year}"
    if row is None:
        return f"Your country is not among the {facts.countries} compared here ({when})."
    if facts.letters:
        others = int((facts.rows["value"] == row["value"]).sum()) - int(bool(row["in_group"]))
        beside = (
            f"with {numbers.counted(others, 'other')} of {facts.countries}" if others else f"alone of {facts.countries}"
        )
        return f"You are in group {row['value']}, {beside} ({when})."
    if facts.partial:
        return f"You have {row['text']} ({when}). The edition was read in part, so you have no place in it."
    placed = row["in_group"] and facts.place_words(row)
    apart = _from_median(facts, row, "their median" if placed else f"the median of {facts.countries}")
    if not row["in_group"]:
        return f"You have {row['text']}, {apart} ({when}), of which you are none."
    if not facts.place_words(row):
        return f"You have {row['text']}, {apart} ({when})."
    place = facts.place_words(row)
    return f"You are {place} of {facts.countries} with {row['text']}, {apart} ({when}).{_beside(facts, row)}"


def part(me: Self, facts: AnswerFacts, own: Row | None, kind_of_part: str, answer: str) -> str:
    """Return how common an answer is in the part the reader belongs to, against the rest; empty without such a part.

    Args:
        me: the reader's place.
        facts: the facts of the answers.
        own: the row of the part, as :func:`trends.body_parts.against_rest` returns it.
        kind_of_part: how the bodies are parted, in words.
        answer: the answer.
    """
    if not me or own is None:
        return ""
    name, base = f"{own['part']}, your {words.lower_first(kind_of_part)}", int(own["base_n"])
    if base < WEAK_BASE:
        return (
            f"{name}: {numbers.count(own['bodies'])} of {numbers.count(base)} have «{answer}», {facts.year}; "
            "too few for a share to say much."
        )
    said = f"{name}: {numbers.share(own['share'])} of {numbers.count(base)} have «{answer}», {facts.year}."
    return f"{said} {own_rest_words(own)}".strip()


def own_part(parts: Sequence[Row], kind_of_part: str, me: Self) -> Row | None:
    """Return the part of the bodies that the reader belongs to; None where there is none.

    Args:
        parts: one row per part of one kind, as ``queries/answer_parts.sql`` gives them.
        kind_of_part: code of the kind of part.
        me: the reader's place.
    """
    if kind_of_part == "body_type":
        # Surveys say «Towns» where the list of bodies says «Town».
        wanted = me.size.casefold()
        return next((row for row in parts if wanted and noun(row["part"], None).casefold() == wanted), None)
    wanted = {"country": me.country_name, "sector": me.sector_name}.get(kind_of_part, "")
    return next((row for row in parts if wanted and row["part"] == wanted), None)


def body(me: Self, facts: AnswerFacts, mine: pd.DataFrame) -> str:
    """Return what the reader's own country answered, where it is one body of the list, or how many bodies it has there.

    Args:
        me: the reader's place.
        facts: the facts of the answers.
        mine: the bodies of the reader's country, as ``queries/body_answers.sql`` gives them; may be empty.
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
    row = next(row for row in facts.shares.to_dict("records") if row["answer"] == answer)
    if not row["answered"]:
        return f"Your country has no answer here: {answer.lower()}, {facts.year}."
    return f"Your country has «{answer}», as {_as_others(facts, row)} have, {facts.year}."


def answered(facts: AnswerFacts, answer: str) -> str:
    """Return how many gave the answer the reader gave; empty where it is none of the list.

    Args:
        facts: the facts of the answers.
        answer: the reader's answer.
    """
    row = next((row for row in facts.shares.to_dict("records") if row["answer"] == answer and row["answered"]), None)
    return "" if row is None else f"You answered «{answer}», as {_as_others(facts, row)} did in {facts.year}."


def movement(me: Self, found: Movement) -> str:
    """Return how many of the comparisons are of the reader's place, and which of those moved; weak ones are not named.

    Args:
        me: the reader's place.
        found: what rose and fell.
    """
    if not me:
        return ""
    rows = [*found.shares, *found.places, *found.counts]
    of_all = f"Of {numbers.counted(len(rows), 'comparison')} here"
    held = {relation: [row for row in rows if me.near(row) == relation] for relation in _WHOSE}
    nearest = _nearest(me)
    own = held[nearest]
    if not own:
        others = [f"{numbers.count(len(held[each]))} of {_WHOSE[each]}" for each in _WHOSE if held[each]]
        beside = f"; {words.joined(others)}" if others else ""
        return f"{of_all}, none is of {_WHOSE[nearest]}{beside}."
    said = f"{of_all}, {numbers.count(len(own))} {_are(len(own))} of {_WHOSE[nearest]}"
    changed = moved(own)
    if not changed:
        told = [row["verdict"] for row in own]
        rest = [
            f"{numbers.count(told.count(verdict))} {word}"
            for verdict, word in ((words.TOO_CLOSE, "too close to call"), (words.CANNOT_TELL, "cannot be told"))
            if verdict in told
        ]
        return f"{said}: none moved{f' ({words.joined(rest)})' if rest else ''}."
    named = [
        f"**{row['item']}** {'rose' if row['verdict'] == words.UP else 'fell'} from "
        f"{words.before_words(row, row['measure'])} in {row['year_before']} to "
        f"{words.value_words(row, row['measure'])} in {row['year']} ({row['survey_name']}{_bases(row)})"
        for row in firm(changed)[:MOVES_TOLD]
    ]
    if len(named) == len(changed):
        return f"{said}; {'; '.join(named)}."
    among = f", among them {'; '.join(named)}" if named else ""
    return f"{said}: {numbers.count(len(changed))} moved{among}."


def cases(me: Self, both: int, country: int, sector: int) -> str:
    """Return how many checked cases are of the reader's place.

    Args:
        me: the reader's place.
        both: number of checked cases of their country and sector.
        country: of their country, in all sectors.
        sector: of their sector, in all countries.
    """
    if not me:
        return ""
    whole = {YOU: both, YOUR_COUNTRY: country, YOUR_SECTOR: sector}[_nearest(me)]
    said = f"{numbers.counted(whole, 'checked case')} {_are(whole)} of {_WHOSE[_nearest(me)]}"
    if not (me.country and me.sector):
        return f"{said}."
    return (
        f"{said}; {numbers.count(country)} of your country in all sectors, {numbers.count(sector)} of your sector in "
        "all countries."
    )


def theme(me: Self, rows: pd.DataFrame, name: str) -> str:
    """Return what the reader's country and sector say on a theme: the number of figures, and the newest firm one.

    Args:
        me: the reader's place.
        rows: one row per figure, as ``queries/theme_evidence.sql`` gives them; may be empty.
        name: name of the theme.
    """
    if not me:
        return ""
    records = rows.to_dict("records")
    nearest = _nearest(me)
    near = [me.near(row) for row in records]
    own = [row for row, each in zip(records, near, strict=True) if each == nearest]
    of_all = f"Of {numbers.counted(len(records), 'figure')} on {words.lower_first(name)}"
    if not own:
        others = [f"{numbers.count(near.count(each))} of {said}" for each, said in _WHOSE.items() if each in near]
        return f"{of_all}, none is of {_WHOSE[nearest]}{f'; {words.joined(others)}' if others else ''}."
    said = f"{of_all}, {numbers.count(len(own))} {_are(len(own))} of {_WHOSE[nearest]}"
    first = next((row for row in own if not _is_weak(row) and not changes.is_residual(str(row["item"]))), None)
    if first is None:
        return f"{said}, all with few answers."
    figure = _figure(first, str(first["measure"]))
    return f"{said}. Newest: **{first['item']}** ({figure}; {_survey(first)})."


def sector(me: Self, code: str, figures: int, checked: int) -> str:
    """Return what there is of the reader's country in the sector a page is on, and whether that sector is theirs.

    Args:
        me: the reader's place.
        code: code of the sector of the page.
        figures: number of survey figures of the sector in the reader's country.
        checked: number of checked cases of the sector in the reader's country.
    """
    if not me:
        return ""
    said = [] if not me.sector else ["This is your sector."] if me.sector == code else ["This is not your sector."]
    if me.country:
        said.append(
            f"Of your country in it: {numbers.counted(figures, 'figure')} of surveys, "
            f"{numbers.counted(checked, 'checked case')}."
        )
    return " ".join(said)


# How the sentences are made -----------------------------------------------------------------------------------------


def _nearest(me: Self) -> str:
    """Return what a slice of the whole chosen place is to the reader."""
    return YOU if me.country and me.sector else YOUR_COUNTRY if me.country else YOUR_SECTOR


def _figure(row: Row, measure: str) -> str:
    """Return a figure with its base, as in «61% of 120»."""
    said = numbers.of_measure(row["value"], measure, tied=bool(row.get("tied", False)))
    if measure in {"rank", "mentioned"}:
        return said
    if numbers.is_missing(row["base_n"]):
        return f"{said}, {NO_BASE}"
    return (
        f"{said} of {numbers.count(row['base_n'])}"
        if measure == "percent"
        else (f"{said}, base {numbers.count(row['base_n'])}")
    )


def _short(row: Row, measure: str) -> str:
    return numbers.of_measure(row["value"], measure, tied=bool(row["tied"]))


def _edition(facts: ListFacts) -> str:
    base = facts.base[:1].lower() + facts.base[1:]
    return f"{facts.year}; {base}" if facts.measure != "rank" else str(facts.year)


def _of_all(facts: ListFacts) -> str:
    return "the most of all" if facts.measure == "percent" else "the highest of all"


def _no_order(facts: ListFacts) -> str:
    return "few answered" if facts.measure in {"percent", "rank"} else "names without figures have no order"


def _leading(frame: pd.DataFrame) -> tuple[Row, list[str]] | None:
    """Return the first list whose first place is firm, with all items that share it."""
    rows = frame.to_dict("records")
    for first in rows:
        same = [row for row in rows if all(row[name] == first[name] for name in _LIST)]
        if any(_is_weak(row) or changes.is_residual(str(row["item"])) for row in same):
            continue
        return first, [str(row["item"]) for row in same]
    return None


# What tells one list of ``queries/latest_leaders.sql`` from another.
_LIST = ("question", "measure", "country", "sector", "year")


def _is_weak(row: Row) -> bool:
    """Say whether a share of a sample is too weak to tell."""
    if row["measure"] != "percent" or row["evidence"] in COMPLETE_COUNTS or numbers.is_missing(row["base_n"]):
        return False
    base = np.array([float(row["base_n"])])
    low, high = statistics.wilson_interval(np.array([float(row["value"]) / 100]), base)
    return bool(statistics.flag(base, low, high)[0] == WEAK)


def _from_median(facts: IndexFacts, row: Row, median: str) -> str:
    """Return how far a country is from the middle of the group, as in «0.24 above the median of 193 countries»."""
    size = numbers.difference_of_unit(abs(float(row["number"]) - facts.median), facts.unit).lstrip("+±")
    if float(row["number"]) == facts.median:
        return f"at {median}"
    if size.startswith("<") or not any(digit in size for digit in "123456789"):
        return f"close to {median}"
    return f"{size} {'above' if float(row['number']) > facts.median else 'below'} {median}"


def _beside(facts: IndexFacts, row: Row) -> str:
    """Return the nearest countries with a better and a worse value, or those with the same."""
    rows = [each for each in facts.rows.to_dict("records") if not numbers.is_missing(each["place"])]
    level = [str(each["country_name"]) for each in rows if each["place"] == row["place"]]
    level.remove(str(row["country_name"]))
    better = [each for each in rows if each["place"] < row["place"]]
    worse = [each for each in rows if each["place"] > row["place"]]
    said = [f"level with you: {words.some_of(level)}"] if level else []
    if better:
        said.append(f"next above: {better[-1]['country_name']} ({better[-1]['text']})")
    if worse:
        said.append(f"next below: {worse[0]['country_name']} ({worse[0]['text']})")
    return f" {'; '.join(said)[:1].upper()}{'; '.join(said)[1:]}." if said else ""


def _as_others(facts: AnswerFacts, row: Row) -> str:
    if row["flag"] == WEAK or math.isnan(float(row["share"])):
        return f"{numbers.count(row['bodies'])} of {numbers.count(facts.answered)} {facts.noun}"
    return f"{numbers.share(row['share'])} of {numbers.count(facts.answered)} {facts.noun}"


def _bases(row: Row) -> str:
    bases = [numbers.count(row[name]) for name in ("base_before", "base_n") if not numbers.is_missing(row[name])]
    return f", base {words.joined(list(dict.fromkeys(bases)))}" if bases else ""


def _survey(row: Row) -> str:
    """Return survey and year, as in «Council survey, 2024»."""
    name, year = str(row["survey_name"]), str(row["year"])
    return name if name.endswith(year) else f"{name}, {year}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
