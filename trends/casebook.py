"""Case studies: the answer in words, the list, a case of its own, and what the cases have in common.

Cases are what was found, not a sample: their shares say what the lists hold and have no range. Curated cases were
compared again with their page; inventories are public registers, a few of which are so long that they would drown the
rest, so the two are never counted together.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from trends import numbers, words
from trends.cards import Card, Source
from trends.figures.bars import ranked_bars
from trends.figures.base import for_widths
from trends.figures.casemap import case_map
from trends.palette import Palette

COLLECTIONS: Mapping[str, Sequence[str]] = {"Curated": ["curated"], "Inventory": ["inventory"], "Both": []}
PARTS: Mapping[str, str] = {
    "Theme": "theme",
    "Sector": "sector",
    "Country": "country",
    "Technology": "technology",
    "Status": "status",
    "Year": "year",
}
ROWS = (10, 25, 50)
OFFERED_CASES = 300
MAPPED_PLACES = 200
BARS = 12
PAIRED_BARS = 7
FEW = 10
BODY_LENGTH = 80
NAMED_THEMES = 2
NAMED_SOURCES = 3
NOT_GIVEN = "not given"
SET_BY_KEYWORD = "In registers, themes and technologies were set by keyword: good for finding cases, not for citing."
ONLY_FOUND = (
    "Inventories list what was found: these are shares of the cases here, not how common a thing is in the world."
)
CHECKED = "Checked: what stands here was compared again with its page by a second reading"
FEW_CASES = f"[u] fewer than {FEW} cases: read the cases themselves, not the share."

# What is left aside stands last, whatever its size.
_NOT_GIVEN_NAME = "Not given"
_LEFT_ASIDE = ("Not known", _NOT_GIVEN_NAME)
_SPEAKS_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~$#]|:(?=\S))")


def literal(text: str) -> str:
    """Return a text so that Markdown shows it as it stands: titles hold brackets, and «$9m and $8m» is no formula."""
    return _SPEAKS_MARKDOWN.sub(r"\\\1", text)


def parameters(selection: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str] | str]:
    """Return the filters of cases (lists of codes; ``search`` a list of texts) as the case questions take them."""
    return {**selection, "search": " ".join(selection["search"]).strip()}


def answer(totals: Mapping[str, Any], countries: pd.DataFrame, themes: pd.DataFrame) -> str:
    """Return what the chosen cases come to, in a few sentences.

    Args:
        totals: the row of ``queries/case_totals.sql``; at least one case.
        countries: one row per collection and country, as ``queries/case_shares.sql`` gives them.
        themes: the same per theme.
    """
    curated, inventory = int(totals["curated"]), int(totals["inventory"])
    whence = _whence(totals, countries)
    if curated and inventory:
        return (
            f"**{numbers.counted(int(totals['cases']), 'case')}{whence}: {numbers.count(curated)} checked, "
            f"{numbers.count(inventory)} taken from public registers.** "
            "The two are counted apart below, so that the registers do not drown the rest."
        )
    if curated:
        return (
            f"**{numbers.counted(curated, 'checked case')}{whence}; {_with_figure(totals)} in the outcome.** "
            + (_common_themes(themes) if curated >= FEW else "")
            + "A figure may be a result, its reach, a prize or an aim, as the body, a supplier or the press reports it."
        )
    noted = numbers.share(100 * int(totals["with_outcome"]) / inventory)
    listed_in = numbers.counted(int(totals["registers"]), "public register")
    return (
        f"**{numbers.counted(inventory, 'project')}{whence}, listed in {listed_in}.** "
        + _longest_registers(countries)
        + f"A note on cost, take-up or result: {noted} of them."
    )


def _with_figure(totals: Mapping[str, Any]) -> str:
    figures = int(totals["with_figure"])
    return f"{numbers.count(figures) if figures else 'none'} with a figure"


def _whence(totals: Mapping[str, Any], countries: pd.DataFrame) -> str:
    """Return where cases come from; cases of several countries at once belong to none."""
    number = int(totals["countries"])
    if number == 1:
        return f" from one country, {countries.sort_values('cases')['name'].iloc[-1]}"
    return f" from {number} countries" if number else ""


def _common_themes(themes: pd.DataFrame) -> str:
    leading = themes[themes["name"].notna()].head(NAMED_THEMES)
    if leading.empty:
        return ""
    listed = [f"{row['name']} ({numbers.share(row['share'])})" for row in leading.to_dict("records")]
    return f"Most common themes: {'; '.join(listed)}. "


def _longest_registers(countries: pd.DataFrame) -> str:
    if len(countries) < 2:  # noqa: PLR2004 - one country is no comparison
        return ""
    first, second = countries.sort_values("cases", ascending=False).head(2).to_dict("records")
    return (
        f"Longest lists: {first['name']} ({numbers.share(first['share'])}) and {second['name']} "
        f"({numbers.share(second['share'])}): a long register does not mean that more is done there. "
    )


def list_card(
    listed: pd.DataFrame,
    totals: Mapping[str, Any],
    sources: pd.DataFrame,
    selection: Mapping[str, Sequence[str]],
    *,
    rows: int = ROWS[0],
    narrow: bool = False,
) -> Card:
    """Return the card of the list of cases: the first ``rows`` to read, all behind it to take away.

    Args:
        listed: one row per case in the order to read, as ``queries/case_list.sql`` gives them; at least one.
        totals: the row of ``queries/case_totals.sql``.
        sources: one row per publication, as ``queries/case_sources.sql`` gives them.
        selection: the filters, as codes.
        rows: how many cases to show.
        narrow: one column for a phone.
    """
    shown = listed.head(rows)
    total = int(totals["cases"])
    order = "the newest first"
    if int(totals["curated"]):
        order = f"{'checked ones' if int(totals['inventory']) else 'those with an outcome'} first, then the newest"
    return Card(
        key="list",
        title=_in_use(totals),
        subtitle=f"Showing {numbers.count(len(shown))} of {numbers.counted(total, 'case')}, {order}",
        table=case_table(shown, narrow=narrow),
        shown=shown.drop(columns=["case_id", "label"]),
        foot=_foot(totals),
        source=source_of(sources, "linked at each case"),
        about=[
            *_kinds_of_case(totals),
            "The year is the one in which a case began; where that is not known, the year of the report.",
            *_largest_sources(sources),
        ],
        behind=("cases", selection),
        file_words=_file_words(selection),
    )


def case_table(cases: pd.DataFrame, *, narrow: bool = False) -> pd.DataFrame:
    """Return cases for reading: one row per case, its title a link to its source.

    Shape: Case, Who, Status (with the year) and Outcome, few enough for the outcome to be read on a tablet; on a phone
    one column, Case, with the same words.

    Args:
        cases: rows of ``queries/case_list.sql``.
        narrow: one column for a phone.
    """
    only_curated = bool((cases["collection"] == "curated").all())
    outcome = "Outcome" if only_curated else "Outcome, or the register's note"
    rows = cases.to_dict("records")
    wide = pd.DataFrame(
        {
            "Case": [f"[{literal(row['title'])}](<{row['source_url']}>)" for row in rows],
            "Who": [_who(row) for row in rows],
            "Status": [f"{row['status_name']}, {_year(row)}" for row in rows],
            outcome: [_or_not_given(row["outcome"]) for row in rows],
        }
    )
    if not narrow:
        return wide
    return pd.DataFrame(
        {
            "Case": [
                f"**{row['Case']}**. {row['Who']} · {row['Status']}. {outcome}: {row[outcome]}"
                for row in wide.to_dict("records")
            ]
        }
    )


def _who(case: Mapping[Any, Any]) -> str:
    """Return body, country and sector of a case, as in «Oslo, Norway · Local government»."""
    body = case["organisation"]
    named = "body not given" if numbers.is_missing(body) else literal(words.shortened(str(body), BODY_LENGTH))
    return f"{named}, {case['country_name']} · {case['sector_name']}"


def _year(case: Mapping[Any, Any]) -> str:
    return "year not given" if numbers.is_missing(case["year"]) else str(int(case["year"]))


def case_card(case: Mapping[str, Any]) -> Card:
    """Return a case's own card: ``about`` holds what it does and what came of it, ``table`` who, where and when.

    Args:
        case: the row of ``queries/case.sql``.
    """
    curated = case["collection"] == "curated"
    place = ", ".join(str(part) for part in (case["place"], case["country_name"]) if not numbers.is_missing(part))
    facts = {
        "Who": None if numbers.is_missing(case["organisation"]) else literal(str(case["organisation"])),
        "Where": literal(place),
        "Sector": case["sector_name"],
        "Level": str(case["level"]).capitalize(),
        "Began": case["year_started"],
        "Ended, or is to end": case["year_ended"],
        "Reported": case["year_reported"],
        "Status": case["status_name"],
        "Themes": _listed(case["theme_names"]),
        "Technologies": _listed(case["technologies"]),
    }
    known = {name: str(fact) for name, fact in facts.items() if not numbers.is_missing(fact) and str(fact)}
    outcome = case["outcome"]
    heading = "What came of it" if curated else "The register's note"
    said = "none." if not curated else "the source does not say."
    said = said if numbers.is_missing(outcome) else literal(str(outcome))
    return Card(
        key="case",
        title=literal(str(case["title"])),
        subtitle=" · ".join(known[name] for name in ("Who", "Where", "Status") if name in known),
        table=pd.DataFrame({"Fact": list(known), "Known of it": list(known.values())}),
        shown=pd.DataFrame([case]).drop(columns=["label"]),
        foot=CHECKED if curated else f"From a public register, as listed there. {SET_BY_KEYWORD.removesuffix('.')}",
        source=Source.of(case),
        about=[
            *([] if numbers.is_missing(case["summary"]) else [literal(str(case["summary"]))]),
            f"**{heading}:** {said}",
        ],
        file_words={"case": [str(case["title"])]},
    )


def shares_card(
    shares: pd.DataFrame,
    part: str,
    sources: pd.DataFrame,
    selection: Mapping[str, Sequence[str]],
    palette: Palette,
    *,
    chosen: Sequence[str] = (),
    as_numbers: bool = False,
) -> Card:
    """Return the card of what the cases have in common: bars of the share of each theme, country and so on.

    Where both collections are shown each has a bar of its own, in per cent of its own cases.

    Args:
        shares: one row per collection and name, as ``queries/case_shares.sql`` gives them; at least one.
        part: what is counted by, a name of ``PARTS``.
        sources: one row per publication, as ``queries/case_sources.sql`` gives them.
        selection: the filters, as codes.
        palette: the colours.
        chosen: names the reader filtered by: they hold for every case, so they are no finding.
        as_numbers: bars of numbers of cases instead of shares; always so where there are few cases.
    """
    rows = _part_rows(shares, part)
    sizes = _sizes(shares)
    # One case more or less moves the share of a few cases by ten points and more: they are shown as they are.
    as_numbers = as_numbers or all(size < FEW for size in sizes.values())
    bars = _bars(rows, sizes, as_numbers=as_numbers)
    drawn = _drawn(rows, sizes)
    kept = bars[bars["name"].isin(drawn)]
    what = "number" if as_numbers else "share"
    of_cases = _of_cases(sizes)
    figures = for_widths(ranked_bars, kept.reset_index(drop=True), palette)
    named = [str(name) for name in rows["name"].drop_duplicates()]
    return Card(
        key="shares",
        title=_shares_title(rows, part, sizes, chosen, as_numbers=as_numbers),
        subtitle=f"{what.capitalize()} of {of_cases}, by {part.lower()}",
        table=_shares_table(rows, part, sizes, as_numbers=as_numbers),
        shown=_shares_file(rows, part),
        foot=f"Base: {of_cases}, a complete count of what was found",
        source=source_of(sources, "linked at each case"),
        alt=_shares_alt(kept, part, what, of_cases),
        figures=figures,
        about=_shares_about(part, sizes, sources, len(named), len(drawn)),
        symbols=[FEW_CASES] if bars["weak"].any() and not as_numbers else [],
        behind=("cases", selection),
        file_words=_file_words(selection) | {"by": [part]},
    )


def _part_rows(shares: pd.DataFrame, part: str) -> pd.DataFrame:
    """Return one row per name and collection in the order to read; a name one collection lacks has 0 cases there."""
    sizes = _sizes(shares)
    cases: dict[str, dict[str, int]] = {}
    for row in shares.to_dict("records"):
        name = _NOT_GIVEN_NAME if numbers.is_missing(row["name"]) else str(row["name"])
        cases.setdefault(name, {})[str(row["collection"])] = int(row["cases"])
    share = {
        name: {collection: 100.0 * own.get(collection, 0) / size for collection, size in sizes.items()}
        for name, own in cases.items()
    }
    if PARTS[part] == "year":
        names = sorted(cases, reverse=True)
    else:
        # One case more or less moves the share of a few cases too far to set the order.
        firm = [collection for collection, size in sizes.items() if size >= FEW] or list(sizes)
        names = sorted(cases, key=lambda name: (-max(share[name][collection] for collection in firm), name))
    return pd.DataFrame(
        [
            {
                "name": name,
                "collection": collection,
                "cases": cases[name].get(collection, 0),
                "share": share[name][collection],
                "base_n": size,
            }
            for name in sorted(names, key=_LEFT_ASIDE.__contains__)
            for collection, size in sizes.items()
        ]
    )


def _sizes(shares: pd.DataFrame) -> dict[str, int]:
    """Return the number of cases of each collection."""
    return {str(row["collection"]): int(row["collection_cases"]) for row in shares.to_dict("records")}


def _drawn(rows: pd.DataFrame, sizes: Mapping[str, int]) -> list[str]:
    """Return the names that get bars: the first ones, and those left aside."""
    names = [str(name) for name in rows["name"].drop_duplicates()]
    most = PAIRED_BARS if len(sizes) > 1 else BARS
    return [name for name in names if name not in _LEFT_ASIDE][:most] + [name for name in names if name in _LEFT_ASIDE]


def _bars(rows: pd.DataFrame, sizes: Mapping[str, int], *, as_numbers: bool) -> pd.DataFrame:
    """Return the rows with what :func:`trends.figures.bars.ranked_bars` needs of each."""
    paired = len(sizes) > 1
    known = ~rows["name"].isin(_LEFT_ASIDE)
    most = rows.loc[known, "share"].max()
    return rows.assign(
        label=rows["name"] + " (" + rows["collection"] + ")" if paired else rows["name"],
        value=rows["cases"] if as_numbers else rows["share"].round(2),
        text=[_value_words(row, as_numbers=as_numbers) for row in rows.to_dict("records")],
        strong=rows["collection"] == "curated" if paired else known & (rows["share"] == most),
        weak=(rows["base_n"] < FEW) & (not as_numbers),
    )


def _value_words(row: Mapping[Any, Any], *, as_numbers: bool) -> str:
    if as_numbers:
        return numbers.count(row["cases"])
    return numbers.share(row["share"]) + (" [u]" if row["base_n"] < FEW else "")


def _shares_table(rows: pd.DataFrame, part: str, sizes: Mapping[str, int], *, as_numbers: bool) -> pd.DataFrame:
    """Return the shares for reading, a column per collection; numbers of cases are shown where they were asked for."""
    table = pd.DataFrame({part: rows["name"].drop_duplicates().tolist()})
    for collection, size in sizes.items():
        own = rows[rows["collection"] == collection].to_dict("records")
        heading = f"{collection.capitalize()} ({numbers.count(size)})" if len(sizes) > 1 else "Share"
        if as_numbers and len(sizes) == 1:
            table["Cases"] = [numbers.count(row["cases"]) for row in own]
        table[heading] = [
            f"{numbers.count(row['cases'])} ({_value_words(row, as_numbers=False)})"
            if as_numbers and len(sizes) > 1
            else _value_words(row, as_numbers=False)
            for row in own
        ]
    return table


def _shares_file(rows: pd.DataFrame, part: str) -> pd.DataFrame:
    """Return the shares as numbers for taking away: unit and base on every row."""
    return pd.DataFrame(
        {
            "counted_by": part,
            "name": rows["name"],
            "collection": rows["collection"],
            "cases": rows["cases"],
            "value": rows["share"].round(2),
            "unit": "percent of the cases of the collection that were chosen",
            "base_n": rows["base_n"],
        }
    )


def _shares_title(
    rows: pd.DataFrame, part: str, sizes: Mapping[str, int], chosen: Sequence[str], *, as_numbers: bool
) -> str:
    """Return what is most common; where a collection has few cases no share is headlined."""
    if all(size < FEW for size in sizes.values()):
        return f"Only {numbers.counted(sum(sizes.values()), 'case')}: better read than counted"
    other = "other " if chosen else ""
    open_rows = rows[~rows["name"].isin([*chosen, *_LEFT_ASIDE]) & (rows["base_n"] >= FEW) & (rows["cases"] > 0)]
    if open_rows.empty:
        return f"No {other}{part.lower()} is given"
    said = []
    for collection in sizes:
        own = open_rows[open_rows["collection"] == collection]
        if own.empty:
            continue
        leading = own[own["cases"] == own["cases"].max()]
        names = words.joined([str(name) for name in leading["name"]][:3])
        each = " each" if len(leading) > 1 else ""
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
    return f"Most common {other}{part.lower()}: {'; '.join(said)}"


def _shares_alt(bars: pd.DataFrame, part: str, what: str, of_cases: str) -> str:
    ordered = bars[~bars["name"].isin(_LEFT_ASIDE)].sort_values("value", ascending=False)
    ordered = bars if ordered.empty else ordered
    first, last = ordered.iloc[0], ordered.iloc[-1]
    text = f"Bar chart: {what} of {of_cases} by {part.lower()}."
    for width in (40, 30, 24):
        highest = f" Highest: {words.shortened(first['label'], width)}, {first['text']}"
        lowest = f"; lowest drawn: {words.shortened(last['label'], width)}, {last['text']}"
        for ends in (f"{highest}{lowest}.", f"{highest}."):
            if len(f"{text}{ends} Table follows.") <= words.ALT_LENGTH:
                return f"{text}{ends} Table follows."
    return f"{text} Table follows."


def _shares_about(part: str, sizes: Mapping[str, int], sources: pd.DataFrame, named: int, drawn: int) -> list[str]:
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
        said += _largest_sources(sources)
    if drawn < named:
        said.append(f"The chart shows {drawn} of {named}; the table has all.")
    return said


def map_card(
    places: pd.DataFrame,
    totals: Mapping[str, Any],
    sources: pd.DataFrame,
    selection: Mapping[str, Sequence[str]],
    palette: Palette,
) -> Card:
    """Return the card of where the cases are: one dot per place, all of one size.

    Args:
        places: one row per place, as ``queries/case_places.sql`` gives them; at least one.
        totals: the row of ``queries/case_totals.sql``.
        sources: one row per publication, as ``queries/case_sources.sql`` gives them.
        selection: the filters, as codes.
        palette: the colours.
    """
    number, placed = int(totals["places"]), int(totals["placed"])
    nations = numbers.counted(int(totals["placed_countries"]), "country", "countries")
    text = [f"{row['place']}: {numbers.counted(int(row['cases']), 'case')}" for row in places.to_dict("records")]
    first = places.iloc[0]
    about = [
        "A dot is a place with at least one case; its size says nothing.",
        "A place without a dot is one where no case was found, not one where nothing is done.",
        "Cases of a whole country have no place of their own and are not on the map.",
        "Land: Natural Earth, public domain. Borders are drawn as its authors do and take no side.",
    ]
    drawn = "One dot per place" + (f", the {len(places)} with most cases" if len(places) < number else "")
    figures = for_widths(case_map, places.assign(text=text), palette)
    return Card(
        key="map",
        title=f"Cases lie in {numbers.counted(number, 'place')} of {nations}",
        subtitle=f"{drawn} · {numbers.count(placed)} of {numbers.counted(int(totals['cases']), 'case')} name a place",
        table=pd.DataFrame(
            {
                "Place": places["place"],
                "Country": places["country_name"],
                "Cases": [numbers.count(cases) for cases in places["cases"]],
            }
        ),
        shown=places,
        foot=f"Base: {numbers.counted(placed, 'case')} with a place, what was found",
        source=source_of(sources, "linked at each case"),
        alt=words.shortened(
            f"World map: {numbers.counted(number, 'place')} with cases in {nations}. Most in {first['place']}, "
            f"{first['country_name']}: {numbers.count(first['cases'])}. Table follows.",
            words.ALT_LENGTH,
        ),
        figures=figures,
        about=about,
        behind=("cases", selection),
        file_words=_file_words(selection),
    )


def source_of(sources: pd.DataFrame, where: str) -> Source:
    """Return the one publication the cases come from, or how many there are and ``where`` each is named.

    Args:
        sources: one row per publication, as ``queries/case_sources.sql`` gives them; at least one.
        where: where the reader finds each, as in «linked at each case».
    """
    if len(sources) == 1:
        return Source.of(sources.to_dict("records")[0])
    return Source(f"{len(sources)} publications, {where}", "sources", "each source has its own; the files name it")


def _in_use(totals: Mapping[str, Any]) -> str:
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
        return f"All {numbers.counted(total, noun)} are in use"
    verb = "is" if used < 2 else "are"  # noqa: PLR2004 - none and one are singular
    return f"{numbers.count(used) if used else 'None'} of {numbers.counted(total, noun)} {verb} in use"


def _foot(totals: Mapping[str, Any]) -> str:
    return f"Base: {numbers.counted(int(totals['cases']), 'case')}, all that were found; a list, not a sample"


def _of_cases(sizes: Mapping[str, int]) -> str:
    if len(sizes) == 1:
        ((collection, size),) = sizes.items()
        return numbers.counted(size, f"{collection} case")
    return f"{words.joined([f'{numbers.count(size)} {collection}' for collection, size in sizes.items()])} cases"


def _kinds_of_case(totals: Mapping[str, Any]) -> list[str]:
    said = []
    if int(totals["curated"]):
        said.append(
            "A curated case was compared again with its page by a second reading. Its outcome is what the body, its "
            "supplier or the press says came of it: a result, its reach or an award."
        )
    if int(totals["inventory"]):
        said.append(
            "An inventory is a public register, taken as it is listed. Few registers say what came of a project. "
            + SET_BY_KEYWORD
        )
    return said


def _largest_sources(sources: pd.DataFrame) -> list[str]:
    if len(sources) < 2:  # noqa: PLR2004 - one source is named in the foot
        return []
    total = int(sources["cases"].sum())
    listed = [
        f"{literal(str(row['source_name']))} ({numbers.share(100 * int(row['cases']) / total)})"
        for row in sources.head(NAMED_SOURCES).to_dict("records")
    ]
    return [f"Largest sources: {'; '.join(listed)}."]


def _or_not_given(text: Any) -> str:
    return NOT_GIVEN if numbers.is_missing(text) else literal(str(text))


def _listed(names: Any) -> str:
    return "" if numbers.is_missing(names) else literal(", ".join(str(name) for name in names))


def _file_words(selection: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    return {field: codes for field, codes in selection.items() if codes}
