"""Sentences on a theme: its answer, the firmest figure, its uses, and titles of figures."""

import itertools
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from trends.request.place import Self
from trends.statistics import cells
from trends.statistics.cells import Row
from trends.statistics.ranges import is_weak
from trends.subjects.bodies import contrast
from trends.subjects.bodies.contrast import Contrast
from trends.subjects.bodies.words import doing
from trends.subjects.cases.words import measured_results
from trends.subjects.indices.facts import IndexFacts, years_without
from trends.subjects.lists.counted import LISTS, Counted
from trends.subjects.themes.facts import DONE, LISTED, ListPlace, asked_key, firsts
from trends.subjects.you import WHOSE, among_groups, are, figure_words, nearest_relation
from trends.words import grammar, numbers, pieces
from trends.words.asked import YES, of_these
from trends.words.text import Words, link, say

# From this number on a verb is in the plural.
SEVERAL_NAMES = 2

# The kind of country that stands for several at once, and that of a single one.
SEVERAL, COUNTRY = "several", "country"

FIRMEST_WORDS = (
    "The firmest recent figure is written in bold. Firm is a share with a base that is not weak; recent is one at most "
    "two years older than the newest firm one. Complete counts, and such that lack one in twenty at most, come first, "
    "then random samples, then questions whose answers the theme leads or fills, then the largest base. So newer "
    "figures with a smaller base may stand beside it."
)


def question(about: Mapping[Hashable, Any]) -> str:
    """Return the question a leader asks on a theme, or a plain one where no question of theirs fits.

    Args:
        about: the row of ``queries/themes/theme.sql``.
    """
    asked = about["question"]
    return f"{about['label']}: what is known?" if cells.is_missing(asked) else str(asked)


def who(row: Mapping[Hashable, Any], width: int = 200) -> str:
    """Return who answered, where and when, as in “Leaders of councils, Norway 2024”; no place is named twice.

    Args:
        row: with ``respondents``, ``several_told`` (they say themselves that they are in several countries),
            ``place_name``, ``region``, ``body_size``, ``sector_said``, ``sector_told`` (they say that themselves, too),
            ``country_kind`` and ``year``, ``country_name`` where there is a region, and ``asked_part`` where the
            question may be one put to a part.
        width: characters it may have.
    """
    answered, place, kind = str(row["respondents"]), str(row["place_name"]), _kind(row)
    # “Several countries” adds nothing to “worldwide” or “in six countries”, a kind of body does.
    of_all = row["country_kind"] == SEVERAL and bool(row["several_told"])
    # Of “England (NHS trusts)” the trusts alone, where who answered is of England by their name.
    is_named = place.removesuffix(f" ({kind})") in answered
    place = _within(row) if of_all else of_these(kind, answered) if is_named else grammar.the(place)
    # Those of several countries together are told, of whom a figure of one is that of its own alone.
    alone = not is_named and row["country_kind"] == COUNTRY and bool(row["several_told"])
    # A region alone does not say where it lies: “Staff of the city of Goyang, South Korea 2024”.
    country = (
        cells.text(row.get("country_name")) if cells.text(row["region"]) and row["country_kind"] == COUNTRY else ""
    )
    country = "" if alone or country in answered else grammar.the(country)
    sector = "" if row["sector_told"] else cells.text(row["sector_said"])
    said = [part for part in (country, f"those in {place} alone" if alone else place, sector) if part]
    # Of a question put to a part the figures say nothing of the others.
    asked = "" if cells.is_missing(row.get("asked_part")) else f" ({row['asked_part']})"
    end = f"{asked}{''.join(f', {part}' for part in said)}{',' if alone else ''} {row['year']}"
    return f"{grammar.shortened(answered, max(width - len(end), LISTED))}{end}"


def _within(row: Mapping[Hashable, Any]) -> str:
    """Return region and kind of body, as they stand after words that name the country themselves; often nothing."""
    region, kind = cells.text(row["region"]), _kind(row)
    return f"{region} ({kind})" if region and kind else region or kind


def _kind(row: Mapping[Hashable, Any]) -> str:
    return grammar.lower_first(cells.text(row["body_size"]))


def where(row: Mapping[Hashable, Any]) -> str:
    """Return where and when a figure is from, as in “Norway 2024”; of all of several countries at once the year alone.

    Args:
        row: with ``place_name``, ``region``, ``body_size``, ``sector_said``, ``country_kind`` and ``year``.
    """
    place = _within(row) if row["country_kind"] == SEVERAL else str(row["place_name"])
    said = ", ".join(part for part in (place, cells.text(row["sector_said"])) if part)
    # A year alone on a line of a label would belong to nothing.
    return f"{said}\N{NO-BREAK SPACE}{row['year']}" if said else str(row["year"])


def answer(
    name: str,
    stands: str,
    when: str,
    figure: Mapping[Hashable, Any],
    index: IndexFacts | None,
    cases: Mapping[Hashable, Any],
    use: Mapping[Hashable, Any] | None = None,
    apart: Words = "",
    named: str = "",
    held: str = "",
    unlisted: str = "",
    years: Sequence[int] = (),
) -> Words:
    """Return what is known of a theme: where it stands in lists, the firmest figure, how many countries and cases.

    Kinds of body that are far apart lead. Where the theme leads no list, a recent figure comes before the lists that
    name it. That no list names it, or none counts, is said last.

    Args:
        name: name of the theme.
        stands: what :func:`trends.subjects.themes.standing.standing` gives.
        when: what :func:`trends.subjects.themes.standing.counted_when` gives.
        figure: what :func:`headline` gives.
        index: the index that measures it; None where there is none.
        cases: the row of ``queries/cases/case_counts.sql`` for checked cases.
        use: the first of what :func:`uses` gives; none where no survey asked what the theme is used for.
        apart: what :func:`kinds_apart` gives.
        named: what :func:`trends.subjects.themes.standing.naming` gives.
        held: what :func:`holdings` gives; it is told where nothing else is.
        unlisted: what :func:`trends.subjects.themes.standing.unlisted` gives.
        years: the years that were chosen; empty for all.
    """
    in_lists = stands or named
    listed = grammar.sentences([say("{} **{}**.", name, in_lists), when]) if in_lists else ""
    firm: Words = ""
    if figure:
        firm = say("{}: **{}**, {}.", _firmest(figure), numbers.share(figure["value"]), quoted(figure))
    said = [apart, firm, listed] if not stands and figure and figure["is_recent"] else [apart, listed, firm]
    if use:
        item = grammar.lower_first(str(use["item"]))
        said.append(say("Most named in the newest survey of its uses: **{}** ({}; {}).", item, _amount(use), who(use)))
    if further := _further(index, cases, years):
        # Clauses with a subject each.
        said.append(grammar.capitalised(grammar.listed(further, ", and ")) + ".")
    if held and not any(said):
        said.append(f"{held}.")
    return grammar.sentences([*said, unlisted])


def _further(index: IndexFacts | None, cases: Mapping[Hashable, Any], years: Sequence[int]) -> list[Words]:
    """Return, as clauses, where the one country chosen stands or how many an indicator measures, and the cases."""
    told: list[Words] = []
    if index is not None and len(index.rows):
        told.append(_standing_words(index, years))
    checked, outcomes = int(cases["cases"]), int(cases["with_measured"])
    if outcomes:
        noun, verb = ("case", "has") if outcomes == 1 else ("cases", "have")
        told.append(say("**{} checked {}** {} a measured result", outcomes, noun, verb))
    elif checked:
        are = "there is" if checked == 1 else "there are"
        told.append(say("{} **{}** without a measured result", are, numbers.counted(checked, "checked case")))
    return told


def _standing_words(index: IndexFacts, years: Sequence[int]) -> Words:
    """Return where the one country with a value stands, or how many an indicator measures; those without are named."""
    # A place in a part of an index is none in the index.
    part = "" if index.leads else f"part of “{index.series}”, "
    lacking = grammar.joined([grammar.the(name) for name in index.missing])
    when = f"{part}{_edition(index, years)}{f'; no value for {lacking}' if lacking else ''}"
    if len(index.chosen) != 1:
        return say("the indicator “{}” ({}) measures **{}**", index.indicator, when, index.countries)
    own, what = index.chosen[0], f"{index.indicator} ({when})"
    name = grammar.the(str(own["country_name"]))
    if stands := index.place_words(own):
        return say("{} is **{} of {}** in {}", name, stands, numbers.count(len(index.rows)), what)
    return say("{} has **{}** in {}", name, str(own["text"]), what)


def _series_words(index: IndexFacts, years: Sequence[int]) -> str:
    """Return an index with its edition; a year that its name has is not said twice."""
    told = _edition(index, years)
    return index.series if told == str(index.year) and index.series.endswith(told) else f"{index.series}, {told}"


def _edition(index: IndexFacts, years: Sequence[int]) -> str:
    """Return the edition of an index, and that it is none of the years chosen, as in “2024; no edition of 2019”."""
    missing = years_without(index.year, years)
    return f"{index.year}; no edition of {missing}" if missing else str(index.year)


def kinds_apart(found: tuple[Contrast, Sequence[Row]] | None) -> Words:
    """Return which kinds of body are far apart on a theme, in plain fractions; empty where none are.

    Args:
        found: what :func:`trends.subjects.themes.facts.kinds_apart` gives.
    """
    if found is None:
        return ""
    apart, rows = found
    first, item = rows[0], str(rows[0]["item"])
    bodies = numbers.count(sum(int(row["base_n"]) for row in rows))
    base = f"all {bodies} bodies" if all(row["complete"] for row in rows) else f"{bodies} bodies answered"
    asked = item if repeats(first) else f"{item} ({grammar.lower_first(str(first['question_name']))})"
    survey = grammar.edition(str(first["survey_name"]), int(first["year"]))
    return contrast.words(apart, asked, doing(item, YES), f"{first['country_name']}; {survey}; {base}")


def key_figures(
    places: Mapping[str, Sequence[ListPlace]],
    lists: Mapping[str, Counted],
    figure: Mapping[Hashable, Any],
    index: IndexFacts | None,
    cases: Mapping[Hashable, Any],
    years: Sequence[int] = (),
) -> list[tuple[str, str, str]]:
    """Return at most three figures: label, number, and what it is counted on.

    Args:
        places: what :func:`list_places` gives, by kind of list.
        lists: the lists that count, by kind.
        figure: as :func:`answer` takes it.
        index: the same.
        cases: the same.
        years: the same.
    """
    figures = []
    # Priorities, unless more surveys name the theme as a concern.
    kind = max(LISTS, key=lambda each: len(places[each]) if lists[each].lists else -1)
    if lists[kind].lists:
        named = f"{len(places[kind]) or 'none'} {'names' if len(places[kind]) < SEVERAL_NAMES else 'name'} it"
        basis = f"newest lists of several themes, {lists[kind].when}; {named}"
        figures.append((f"First among {LISTS[kind]}", f"{firsts(places[kind])} of {lists[kind].lists}", basis))
    if figure:
        basis = f"{figure['item']}; {who(figure)}, {pieces.base_of(figure, part_told=False)}"
        figures.append((_firmest(figure), numbers.share(figure["value"]), basis))
    if index is not None and len(index.rows):
        figures.append(("Countries measured", numbers.count(len(index.rows)), _series_words(index, years)))
    if int(cases["with_measured"]):
        figures.append(measured_results(cases))
    return figures[:3]


def _firmest(figure: Mapping[Hashable, Any]) -> str:
    """Return what the firmest figure is called, which may be an old one where a theme has no other.

    It is the firmest of one card alone, of use and maturity or of what surveys say, so its name says of which.
    """
    which = "use and maturity" if figure["kind"] in DONE else "what surveys say"
    return f"Firmest {'recent ' if figure['is_recent'] else ''}figure on {which}"


def uses_words(rows: Sequence[Mapping[Hashable, Any]]) -> list[Words]:
    """Return uses, a line for each survey and place, with who answered, the base and the source.

    Args:
        rows: what :func:`uses` gives.
    """
    lines: list[Words] = []
    for _, held in itertools.groupby(rows, key=asked_key):
        named = list(held)
        first = named[0]
        items = grammar.joined([say("**{}** ({})", str(row["item"]), _amount(row)) for row in named])
        asked, base = str(first["question_name"]), pieces.base_of(first, part_told=False)
        lines.append(say("{}. {}; {}; {}; {}", items, asked, who(first), base, source_link(first)))
    return lines


def source_link(row: Mapping[Hashable, Any]) -> Words:
    """Return the survey of a figure as a link to where the figure can be read.

    Args:
        row: with ``survey_name`` and ``source_url``.
    """
    return link(str(row["survey_name"]), str(row["source_url"]))


def _amount(use: Mapping[Hashable, Any]) -> str:
    """Return how many named a use; the items are what bodies use a thing for, so a number counts bodies."""
    return pieces.value_words(use, str(use["measure"])) + (" bodies" if use["measure"] == "count" else "")


def figure_title(row: Mapping[Hashable, Any], stands: str = "") -> str:
    """Return a figure as a title: item, share, question, place and year; an item its question repeats is said once.

    Args:
        row: what :func:`leading` gives, not empty.
        stands: where it stands among the answers to its question, as in “2nd of 4 answers”; empty to leave that out.
    """
    asked, share, place = str(row["question_name"]), numbers.share(row["value"]), grammar.the(str(row["place_name"]))
    share = f"{share}, {stands}" if stands else share
    if (sector := cells.text(row["sector_said"])) and sector not in asked.casefold():
        place = f"{place}, {sector}"
    if repeats(row):
        return f"{asked}: {share}, {place} {row['year']}"
    return f"{row['item']}: {share} ({grammar.lower_first(asked)}, {place} {row['year']})"


def holdings(rows: Sequence[Row], theme: str) -> str:
    """Return how much is known on a theme where no figure is firm.

    Args:
        rows: the figures of ``queries/themes/theme_evidence.sql``, not empty.
        theme: name of the theme.
    """
    held, surveys = (
        numbers.counted(len(rows), "figure"),
        numbers.counted(len({row["survey"] for row in rows}), "survey"),
    )
    return f"{theme}: {held} from {surveys}, no firm share among them"


def quoted(row: Mapping[Hashable, Any]) -> str:
    """Return what a figure is the share of, who answered and the base, in one clause."""
    asked = row["question_name"] if repeats(row) else f"{row['question_name']}: {row['item']}"
    return f"“{asked}” ({who(row)}, {pieces.base_of(row, part_told=False)})"


def repeats(row: Mapping[Hashable, Any]) -> bool:
    """Say whether a question has its item in it."""
    return str(row["item"]).casefold() in str(row["question_name"]).casefold()


def theme(me: Self, rows: Sequence[Row], name: str) -> Words:
    """Return what the reader's country and sector say on a theme: the number of figures, and the newest firm one.

    Args:
        me: the reader's place.
        rows: the figures of ``queries/themes/theme_evidence.sql``; may be empty.
        name: name of the theme.
    """
    if not me:
        return ""
    nearest = nearest_relation(me)
    near = [me.near(row) for row in rows]
    own = [row for row, each in zip(rows, near, strict=True) if each == nearest]
    of_all = f"Of {numbers.counted(len(rows), 'figure')} on {grammar.lower_first(name)}"
    if not own:
        others = [f"{numbers.count(near.count(each))} of {said}" for each, said in WHOSE.items() if each in near]
        return f"{of_all}, none is of {WHOSE[nearest]}{f'; {grammar.joined(others)}' if others else ''}."
    of_groups = sum(row["country"] != me.country for row in own) if me.country else 0
    among = f", {among_groups(of_groups, len(own))}" if of_groups else ""
    said = f"{of_all}, {numbers.count(len(own))} {are(len(own))} of {WHOSE[nearest]}{among}"
    first = next((row for row in own if not is_weak(row) and not row["residual"]), None)
    if first is None:
        return f"{said}, all with few answers."
    figure = figure_words(first, str(first["measure"]))
    survey = grammar.edition(str(first["survey_name"]), int(first["year"]))
    # A part of the country that stands for itself, or a group that holds it, is not the country.
    is_whole = first["country"] == me.country and first["place_name"] == first["country_name"]
    place = "" if is_whole else f", {first['place_name']}"
    return say("{}. Newest: **{}** ({}; {}{}).", said, str(first["item"]), figure, survey, place)
