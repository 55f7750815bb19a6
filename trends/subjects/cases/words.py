"""Sentences on case studies: what they come to, what they share, and how far they reach."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from trends.request.place import YOU, YOUR_COUNTRY, YOUR_SECTOR, Self
from trends.statistics import cells
from trends.statistics.cells import as_rows
from trends.subjects.cases.facts import FEW, LEFT_ASIDE, PARTS
from trends.subjects.you import WHOSE, are, nearest_relation
from trends.words import grammar, numbers
from trends.words.text import Words, say

BODY_LENGTH = 80
# By what cases are counted for the answer, in the order it takes them.
ANSWER_PARTS = ("country", "theme")
NAMED_THEMES = 2
NAMED_SOURCES = 3
NOT_GIVEN = "not given"
CHECKED = "Checked: what stands here was compared again with its page by a second reading"
SET_BY_KEYWORD = "In registers, themes and technologies were set by keyword: good for finding cases, not for citing."
ONLY_FOUND = (
    "Inventories list what was found: these are shares of the cases here, not how common a thing is in the world."
)
TELLERS = {
    "body": "the body itself",
    "auditor": "an auditor, court or researcher",
    "supplier": "a supplier",
    "press": "the press or an association",
    "unknown": "someone not named",
}
FEW_CASES = f"[u] fewer than {FEW} cases: read the cases themselves, not the share."


def answer(totals: Mapping[str, Any], countries: pd.DataFrame, themes: pd.DataFrame) -> Words:
    """Return what the chosen cases come to, in a few sentences.

    Args:
        totals: the row of ``queries/cases/case_totals.sql``; at least one case.
        countries: one row per collection and country, as ``queries/cases/case_shares.sql`` gives them.
        themes: the same per theme.
    """
    curated, inventory = int(totals["curated"]), int(totals["inventory"])
    whence = _whence(totals, countries)
    if curated and inventory:
        return say(
            "**{}{}: {} checked, {} taken from public registers.** Of the checked ones, {} {} a measured result. "
            "The two are counted apart below, so that the registers do not drown the rest.",
            numbers.counted(int(totals["cases"]), "case"),
            whence,
            numbers.count(curated),
            numbers.count(inventory),
            _number(int(totals["curated_measured"])),
            _have(int(totals["curated_measured"])),
        )
    if curated:
        counted = _came_of(curated, int(totals["with_measured"]), int(totals["with_failure"]), whence)
        return grammar.sentences([counted, _who_tells(totals), _common_themes(themes) if curated >= FEW else ""])
    return say(
        "**{}{}, listed in {}.** {}A note on aim, take-up or cost: {} of them; a measured result: {}.",
        numbers.counted(inventory, "project"),
        whence,
        numbers.counted(int(totals["registers"]), "public register"),
        _longest_registers(countries),
        numbers.share(100 * int(totals["with_outcome"]) / inventory),
        _number(int(totals["with_measured"])),
    )


def _came_of(checked: int, measured: int, failed: int, whence: str) -> Words:
    """Return how many checked cases have a measured result and how many tell of a failure, as the one bold sentence."""
    if checked == 1:
        # An outcome is of one kind.
        result = "it has a measured result" if measured else "it has no measured result"
        return say("**One checked case{}; {}.**", whence, "it tells of a failure or harm" if failed else result)
    return say(
        "**{} of {} checked cases{} {} a measured result{}.**",
        numbers.count(measured) if measured else "None",
        numbers.count(checked),
        whence,
        _have(measured),
        f"; {numbers.count(failed)} {'tells' if failed == 1 else 'tell'} of a failure or harm" if failed else "",
    )


def _number(number: int) -> str:
    return numbers.count(number) if number else "none"


def _have(number: int) -> str:
    return "has" if number < 2 else "have"  # noqa: PLR2004 - none and one are singular


def _who_tells(totals: Mapping[str, Any]) -> str:
    """Return who tells the measured results, as in “The measured results are told by a supplier (7)”."""
    by = totals["measured_by"] or {}
    told = {name: by.get(teller, 0) for teller, name in TELLERS.items()}
    listed = [f"{name} ({number})" for name, number in sorted(told.items(), key=lambda each: -each[1]) if number]
    if not listed:
        return ""
    results = "result is" if sum(told.values()) == 1 else "results are"
    return f"The measured {results} told by {grammar.joined(listed)}."


def outcome(case: Mapping[Any, Any]) -> str:
    """Return what came of a case, after what kind of outcome it is and who tells it.

    As in “Failure or harm, told by a supplier: it was stopped”; a register's note is called one.
    """
    if cells.is_missing(case["outcome"]):
        return NOT_GIVEN
    return f"{outcome_kind(case)}: {case['outcome']}"


def outcome_kind(case: Mapping[Any, Any]) -> str:
    """Return what kind of outcome a case has and who tells it, as in “Measured result, told by the body itself”."""
    told = f"told by {TELLERS[case['told_by']]}" if case["collection"] == "curated" else "as its register notes"
    return f"{case['outcome_kind_name']}, {told}"


def _whence(totals: Mapping[str, Any], countries: pd.DataFrame) -> str:
    """Return where cases come from; cases of several countries at once belong to none."""
    number = int(totals["countries"])
    if number == 1:
        return f" from {grammar.the(str(countries.sort_values('cases')['name'].iloc[-1]))}"
    return f" from {number} countries" if number else ""


def _common_themes(themes: pd.DataFrame) -> str:
    named = themes[themes["name"].notna()]
    leading = named.head(NAMED_THEMES)
    if leading.empty:
        return ""
    listed = [f"{row['name']} ({numbers.share(row['share'])})" for row in as_rows(leading)]
    # What is as common as the last one named is counted at least.
    if alike := int((named["cases"].iloc[NAMED_THEMES:] == leading["cases"].iloc[-1]).sum()):
        listed[-1] = f"{listed[-1].removesuffix(')')}, as {numbers.counted(alike, 'other theme')})"
    return f"Most common theme{'s' if len(listed) > 1 else ''}: {'; '.join(listed)}."


def _longest_registers(countries: pd.DataFrame) -> str:
    if len(countries) < 2:  # noqa: PLR2004 - one country is no comparison
        return ""
    first, second = as_rows(countries.sort_values("cases", ascending=False).head(2))
    return (
        f"Longest lists: {first['name']} ({numbers.share(first['share'])}) and {second['name']} "
        f"({numbers.share(second['share'])}): a long register does not mean that more is done there. "
    )


def who(case: Mapping[Any, Any]) -> str:
    """Return body, country and sector of a case, as in “Oslo, Norway · Local government”."""
    body = case["organisation"]
    named = "body not given" if cells.is_missing(body) else grammar.shortened(str(body), BODY_LENGTH)
    return f"{named}, {case['country_name']} · {case['sector_name']}"


def year(case: Mapping[Any, Any]) -> str:
    """Return the year in which a case began or was reported."""
    return "year not given" if cells.is_missing(case["year"]) else str(int(case["year"]))


def value_words(row: Mapping[Any, Any], *, as_numbers: bool) -> str:
    """Return a number of cases, or a share with [u] where it is of few cases."""
    if as_numbers:
        return numbers.count(row["cases"])
    return numbers.share(row["share"]) + (" [u]" if row["base_n"] < FEW else "")


def shares_title(
    rows: pd.DataFrame, part: str, sizes: Mapping[str, int], chosen: Sequence[str], *, as_numbers: bool
) -> str:
    """Return what is most common; where a collection has few cases no share is headlined."""
    if all(size < FEW for size in sizes.values()):
        return f"Only {numbers.counted(sum(sizes.values()), 'case')}: better read than counted"
    other = "other " if chosen else ""
    led = leading_rows(rows, sizes, chosen)
    if led.empty:
        return f"No {other}{part.lower()} is given"
    said, several = [], False
    for collection in sizes:
        leading = led[led["collection"] == collection]
        if leading.empty:
            continue
        names = grammar.joined([str(name) for name in leading["name"]][: grammar.LISTED_NAMES])
        each, several = " each" if len(leading) > 1 else "", several or len(leading) > 1
        first = leading.iloc[0]
        figure = (
            f"{numbers.count(first['cases'])} of {numbers.count(first['base_n'])}"
            if as_numbers
            else numbers.share(first["share"])
        )
        where = (
            f"{'' if as_numbers else ' of'} {collection} cases" if len(sizes) > 1 else " cases" if as_numbers else ""
        )
        said.append(f"{names}, {figure}{where}{each}")
    return f"Most common {other}{_parts(part.lower()) if several else part.lower()}: {'; '.join(said)}"


def _parts(part: str) -> str:
    """Return the name of what cases are counted by for several, as in “themes”, “countries” and “statuses”."""
    if part.endswith("y"):
        return f"{part[:-1]}ies"
    return f"{part}es" if part.endswith("s") else f"{part}s"


def leading_rows(rows: pd.DataFrame, sizes: Mapping[str, int], chosen: Sequence[str]) -> pd.DataFrame:
    """Return the rows that :func:`shares_title` names: the most common of each collection; none where cases are few.

    The arguments are those of :func:`shares_title`. A name it has no room for, as of four that are equally common, is
    among the rows too.
    """
    if all(size < FEW for size in sizes.values()):
        return rows.head(0)
    free = rows[~rows["name"].isin([*chosen, *LEFT_ASIDE]) & (rows["base_n"] >= FEW) & (rows["cases"] > 0)]
    return free[free["cases"] == free.groupby("collection")["cases"].transform("max")]


def shares_alt(bars: pd.DataFrame, part: str, what: str, of_cases: str) -> str:
    """Return the alternative text of the bars: what is counted, the highest and the lowest drawn."""
    ordered = bars[~bars["name"].isin(LEFT_ASIDE)].sort_values("value", ascending=False)
    ordered = bars if ordered.empty else ordered
    first, last = ordered.iloc[0], ordered.iloc[-1]
    highest_of, lowest_of = (ordered.loc[ordered["text"] == row["text"], "label"].tolist() for row in (first, last))
    text = f"Bar chart: {what} of {of_cases} by {part.lower()}."
    for width in (40, 30, 24):
        highest = f" Highest: {grammar.sharing(highest_of, width)}, {first['text']}"
        lowest = f"; lowest drawn: {grammar.sharing(lowest_of, width)}, {last['text']}"
        for ends in (f"{highest}{lowest}.", f"{highest}."):
            if len(f"{text}{ends} Table follows.") <= grammar.ALT_LENGTH:
                return f"{text}{ends} Table follows."
    return f"{text} Table follows."


def shares_about(part: str, sizes: Mapping[str, int], sources: pd.DataFrame, named: int, drawn: int) -> list[str]:
    """Return what is to know of shares of cases: how far they reach, and how many have a bar."""
    said = [ONLY_FOUND]
    if len(sizes) > 1:
        said.append("Curated cases and registers are counted apart: each share is of its own collection.")
    if PARTS[part] in {"theme", "technology"}:
        said.append("A case can have several, so the shares may add up to more than 100%.")
        if "inventory" in sizes:
            said.append(SET_BY_KEYWORD)
    if PARTS[part] == "year":
        said.append("The year is the one in which a case began; where that is not known, the year of the report.")
    if "inventory" in sizes:
        said.append(
            "A register lists what its rules ask for. Registers of algorithms hold only algorithms, so AI leads there "
            "by design."
        )
        said += largest_sources(sources)
    if drawn < named:
        said.append(f"The chart shows {drawn} of {named}; the table has all.")
    return said


def list_title(totals: Mapping[str, Any]) -> str:
    """Return how many of the checked cases have a measured result; of registers alone, how many are in use."""
    curated, measured = int(totals["curated"]), int(totals["curated_measured"])
    if not curated:
        return in_use(totals)
    cases = numbers.counted(curated, "checked case")
    if int(totals["with_failure"]) == int(totals["cases"]):
        return (
            "One checked case: a failure or harm"
            if curated == 1
            else f"{_all(curated, cases)} are failures or did harm"
        )
    if curated == 1:
        return f"One checked case, {'with' if measured else 'without'} a measured result"
    if measured == curated:
        return f"{_all(curated, cases)} have a measured result"
    return f"{grammar.capitalised(_number(measured))} of {cases} {_have(measured)} a measured result"


def _all(number: int, counted: str) -> str:
    """Return all of several things that are counted in words, as in “Both checked cases” and “All 3 checked cases”."""
    return f"Both {counted.partition(' ')[2]}" if number == 2 else f"All {counted}"  # noqa: PLR2004 - both are two


def in_use(totals: Mapping[str, Any]) -> str:
    """Return how many of the cases run in daily work."""
    curated, inventory = int(totals["curated"]), int(totals["inventory"])
    used, checked_used = int(totals["in_use"]), int(totals["curated_in_use"])
    if curated and inventory:
        return (
            f"In use: {numbers.count(checked_used)} of {numbers.counted(curated, 'checked case')}, "
            f"{numbers.count(used - checked_used)} of {numbers.counted(inventory, 'listed project')}"
        )
    total, noun = curated or inventory, "checked case" if curated else "listed project"
    if total == 1:
        return f"One {noun}, {'in use' if used else 'not known to be in use'}"
    if used == total:
        return f"{_all(total, numbers.counted(total, noun))} are in use"
    verb = "is" if used < 2 else "are"  # noqa: PLR2004 - none and one are singular
    return f"{numbers.count(used) if used else 'None'} of {numbers.counted(total, noun)} {verb} in use"


def foot(totals: Mapping[str, Any]) -> str:
    """Return the base of what is said of the chosen cases."""
    return f"Base: {numbers.counted(int(totals['cases']), 'case')}, all that were found; a list, not a sample"


def cases_counted(sizes: Mapping[str, int]) -> str:
    """Return how many cases of each collection there are, as in “412 curated and 7,000 inventory cases”."""
    if len(sizes) == 1:
        ((collection, size),) = sizes.items()
        return numbers.counted(size, f"{collection} case")
    return f"{grammar.joined([f'{numbers.count(size)} {collection}' for collection, size in sizes.items()])} cases"


def kinds_of_case(totals: Mapping[str, Any]) -> list[str]:
    """Return what each collection that is shown is."""
    said = []
    if int(totals["curated"]):
        said.append(
            "A curated case was compared again with its page by a second reading. Before its outcome stands what kind "
            "it is and who tells it. Only a measured result says that users, staff or the service have it better."
        )
    if int(totals["inventory"]):
        said.append(
            "An inventory is a public register, taken as it is listed. Few registers say what came of a project. "
            + SET_BY_KEYWORD
        )
    return said


def largest_sources(sources: pd.DataFrame) -> list[str]:
    """Return which publications most cases come from; nothing where there is one."""
    if len(sources) < 2:  # noqa: PLR2004 - one source is named in the foot
        return []
    total = int(sources["cases"].sum())
    listed = [
        f"{row['source_name']} ({numbers.share(100 * int(row['cases']) / total)})"
        for row in as_rows(sources.head(NAMED_SOURCES))
    ]
    return [f"Largest sources: {'; '.join(listed)}."]


def names_listed(names: Any) -> str:
    """Return names in a row; empty where there are none."""
    return "" if cells.is_missing(names) else ", ".join(str(name) for name in names)


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
    whole = {YOU: both, YOUR_COUNTRY: country, YOUR_SECTOR: sector}[nearest_relation(me)]
    said = f"{numbers.counted(whole, 'checked case')} {are(whole)} of {WHOSE[nearest_relation(me)]}"
    if not (me.country and me.sector):
        return f"{said}."
    return (
        f"{said}; {numbers.count(country)} of your country in all sectors, {numbers.count(sector)} of your sector in "
        "all countries."
    )


def measured_results(cases: Mapping[Any, Any]) -> tuple[str, str, str]:
    """Return how many checked cases have a measured result, as a key figure: label, number, and of which cases.

    Args:
        cases: the row of ``queries/cases/case_counts.sql``, with ``when``, its years in words.
    """
    # Where a case does not say when it began, the year in which it was told of stands for it.
    since = f", begun or told of {cases['when']}" if cases["when"] else ""
    basis = f"of {numbers.counted(cases['cases'], 'checked case')}{since}"
    return "Measured results", numbers.count(cases["with_measured"]), basis
