"""Cards of case studies: the list, a case of its own, what cases share, and the map."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from trends.cards.card import TABLE_FOLLOWS, Card
from trends.cards.charts import Bars, Places
from trends.cards.listing import Listing
from trends.cards.source import Source
from trends.cards.table import Role, Table
from trends.statistics import cells
from trends.statistics.cells import as_rows
from trends.subjects.cases.facts import FEW, LEFT_ASIDE, collection_sizes, part_rows
from trends.subjects.cases.words import (
    CHECKED,
    FEW_CASES,
    SET_BY_KEYWORD,
    cases_counted,
    foot,
    in_use,
    kinds_of_case,
    largest_sources,
    leading_rows,
    list_title,
    names_listed,
    outcome,
    outcome_kind,
    shares_about,
    shares_alt,
    shares_title,
    value_words,
    who,
    year,
)
from trends.words import grammar, numbers, pieces
from trends.words.text import link, say

ROWS = (10, 25, 50)

BARS = 12

PAIRED_BARS = 7


def list_card(
    listed: pd.DataFrame,
    totals: Mapping[str, Any],
    sources: pd.DataFrame,
    selection: Mapping[str, Sequence[str]],
    *,
    rows: int = ROWS[0],
) -> Card:
    """Return the card of the list of cases: the first ``rows`` to read, all behind it to download.

    Args:
        listed: one row per case in the order to read, as ``queries/cases/case_list.sql`` gives them; at least one.
        totals: the row of ``queries/cases/case_totals.sql``.
        sources: one row per publication, as ``queries/cases/case_sources.sql`` gives them.
        selection: the filters, as codes.
        rows: how many cases to show.
    """
    shown = listed.head(rows)
    total = int(totals["cases"])
    order = "the newest first"
    if int(totals["curated"]) and int(totals["inventory"]):
        order = "checked ones first, of these measured results first, then the newest"
    elif int(totals["with_measured"]):
        order = "measured results first, then the newest"
    return Card(
        key="list",
        title=list_title(totals),
        subtitle=f"Showing {numbers.of_all(len(shown), total, 'case')}, {order}",
        table=case_table(shown),
        shown=shown.drop(columns=["case_id", "label"]),
        foot=foot(totals),
        source=source_of(sources, "linked at each case"),
        about=[
            *kinds_of_case(totals),
            *([f"{in_use(totals)}."] if int(totals["curated"]) else []),
            "The year is the one in which a case began; where that is not known, the year of the report.",
            *largest_sources(sources),
        ],
        behind=("cases", selection),
        file_words=_file_words(selection),
    )


def case_listing(listed: pd.DataFrame, named: str, filters: Mapping[str, Sequence[str]]) -> Listing | None:
    """Return the first checked cases of something as a listing; None where there is none.

    Args:
        listed: rows of ``queries/cases/case_list.sql``.
        named: what they are of, as its label goes on, such as “ on skills”.
        filters: the filters, as codes, that give all of them.
    """
    if listed.empty:
        return None
    return Listing(
        key="cases",
        title="Who has done it",
        label=f"Checked cases{named}",
        table=case_table(listed),
        behind=("cases", {**filters, "collection": ["curated"]}),
    )


def case_table(cases: pd.DataFrame) -> Table:
    """Return cases for reading: one row per case, its title a link to its source.

    Shape: Case, Who, Status (with the year) and Outcome, few enough for the outcome to be read on a tablet; in narrow
    form one column, Case, with the same words.

    Args:
        cases: rows of ``queries/cases/case_list.sql``.
    """
    only_curated = bool((cases["collection"] == "curated").all())
    heading = "Outcome" if only_curated else "Outcome, or the register's note"
    rows = as_rows(cases)
    return Table.of(
        {
            "Case": [link(str(row["title"]), str(row["source_url"])) for row in rows],
            "Who": [who(row) for row in rows],
            "Status": [f"{row['status_name']}, {year(row)}" for row in rows],
            heading: [outcome(row) for row in rows],
        },
        fold={"Case": f"**{{Case}}**. {{Who}} · {{Status}}. {heading}: {{{heading}}}"},
    )


def case_card(case: Mapping[str, Any]) -> Card:
    """Return a case's own card: ``about`` holds what it does and what came of it, ``table`` who, where and when.

    Args:
        case: the row of ``queries/cases/case.sql``.
    """
    curated = case["collection"] == "curated"
    place = ", ".join(str(part) for part in (case["place"], case["country_name"]) if not cells.is_missing(part))
    facts = {
        "Who": None if cells.is_missing(case["organisation"]) else str(case["organisation"]),
        "Where": place,
        "Sector": case["sector_name"],
        "Level": str(case["level"]).capitalize(),
        "Began": case["year_started"],
        "Ended, or is to end": case["year_ended"],
        "Reported": case["year_reported"],
        "Status": case["status_name"],
        "Themes": names_listed(case["theme_names"]),
        "Technologies": names_listed(case["technologies"]),
    }
    known = {name: str(fact) for name, fact in facts.items() if not cells.is_missing(fact) and str(fact)}
    heading = "What came of it" if curated else "The register's note"
    said = "none." if not curated else "the source does not say."
    said = said if cells.is_missing(case["outcome"]) else f"{case['outcome']} ({outcome_kind(case)})"
    return Card(
        key="case",
        title=str(case["title"]),
        subtitle=" · ".join(known[name] for name in ("Who", "Where", "Status") if name in known),
        table=Table.of({"Fact": list(known), "Known of it": list(known.values())}),
        shown=pd.DataFrame([case]).drop(columns=["label"]),
        foot=CHECKED if curated else f"From a public register, as listed there. {SET_BY_KEYWORD.removesuffix('.')}",
        source=Source.of(case),
        about=[
            *([] if cells.is_missing(case["summary"]) else [str(case["summary"])]),
            say("**{}:** {}", heading, said),
        ],
        file_words={"case": [str(case["title"])]},
    )


def shares_card(
    shares: pd.DataFrame,
    part: str,
    sources: pd.DataFrame,
    selection: Mapping[str, Sequence[str]],
    *,
    chosen: Sequence[str] = (),
    as_numbers: bool = False,
) -> Card:
    """Return the card of what the cases have in common: bars of the share of each theme, country and so on.

    Where both collections are shown each has a bar of its own, in per cent of its own cases.

    Args:
        shares: one row per collection and name, as ``queries/cases/case_shares.sql`` gives them; at least one.
        part: what is counted by, a name of ``PARTS``.
        sources: one row per publication, as ``queries/cases/case_sources.sql`` gives them.
        selection: the filters, as codes.
        chosen: names the reader filtered by: they hold for every case, so they are no finding.
        as_numbers: bars of numbers of cases instead of shares; always so where there are few cases.
    """
    rows = part_rows(shares, part)
    sizes = collection_sizes(shares)
    # One case more or less moves the share of a few cases by ten points and more: they are shown as they are.
    as_numbers = as_numbers or all(size < FEW for size in sizes.values())
    strong = leading_rows(rows, sizes, chosen).groupby("collection").head(grammar.LISTED_NAMES).index
    bars = _bars(rows, sizes, strong, as_numbers=as_numbers)
    drawn = _drawn(rows, sizes)
    kept = bars[bars["name"].isin(drawn)]
    what = "number" if as_numbers else "share"
    of_cases = cases_counted(sizes)
    named = [str(name) for name in rows["name"].drop_duplicates()]
    return Card(
        key="shares",
        title=shares_title(rows, part, sizes, chosen, as_numbers=as_numbers),
        subtitle=f"{what.capitalize()} of {of_cases}, by {part.lower()}",
        table=_shares_table(rows, part, sizes, as_numbers=as_numbers),
        shown=_shares_file(rows, part),
        foot=" · ".join(
            part for part in (f"Base: {of_cases}, a complete count of what was found", _rounding(rows, sizes)) if part
        ),
        source=source_of(sources, "linked at each case"),
        alt=shares_alt(kept, part, what, of_cases),
        chart=Bars(kept.reset_index(drop=True)),
        about=shares_about(part, sizes, sources, len(named), len(drawn)),
        symbols=[FEW_CASES] if bars["weak"].any() and not as_numbers else [],
        behind=("cases", selection),
        file_words=_file_words(selection) | {"by": [part]},
    )


def _drawn(rows: pd.DataFrame, sizes: Mapping[str, int]) -> list[str]:
    """Return the names that get bars: the first ones, and those left aside."""
    names = [str(name) for name in rows["name"].drop_duplicates()]
    most = PAIRED_BARS if len(sizes) > 1 else BARS
    return [name for name in names if name not in LEFT_ASIDE][:most] + [name for name in names if name in LEFT_ASIDE]


def _bars(rows: pd.DataFrame, sizes: Mapping[str, int], strong: pd.Index, *, as_numbers: bool) -> pd.DataFrame:
    """Return the rows as :func:`trends.figures.bars.ranked_bars` takes them; those of ``strong`` stand out."""
    paired = len(sizes) > 1
    return rows.assign(
        label=rows["name"] + " (" + rows["collection"] + ")" if paired else rows["name"],
        value=rows["cases"] if as_numbers else rows["share"].round(2),
        text=[value_words(row, as_numbers=as_numbers) for row in as_rows(rows)],
        strong=rows.index.isin(strong),
        weak=(rows["base_n"] < FEW) & (not as_numbers),
    )


def _rounding(rows: pd.DataFrame, sizes: Mapping[str, int]) -> str:
    """Return that shares do not add up as they are written; empty where a case can stand in several rows."""
    of_each = {collection: rows[rows["collection"] == collection] for collection in sizes}
    if any(int(own["cases"].sum()) != sizes[collection] for collection, own in of_each.items()):
        return ""
    return pieces.rounding_words(*([numbers.share(share) for share in own["share"]] for own in of_each.values()))


def _shares_table(rows: pd.DataFrame, part: str, sizes: Mapping[str, int], *, as_numbers: bool) -> Table:
    """Return the shares for reading, a column per collection; numbers of cases are shown where they were asked for."""
    table: dict[str, list[str]] = {part: rows["name"].drop_duplicates().tolist()}
    for collection, size in sizes.items():
        own = as_rows(rows[rows["collection"] == collection])
        heading = f"{collection.capitalize()} ({numbers.count(size)})" if len(sizes) > 1 else "Share"
        if as_numbers and len(sizes) == 1:
            table["Cases"] = [numbers.count(row["cases"]) for row in own]
        table[heading] = [
            f"{numbers.count(row['cases'])} ({value_words(row, as_numbers=False)})"
            if as_numbers and len(sizes) > 1
            else value_words(row, as_numbers=False)
            for row in own
        ]
    return Table.of(table, dict.fromkeys([*table][1:], Role.FIGURE))


def _shares_file(rows: pd.DataFrame, part: str) -> pd.DataFrame:
    """Return the shares as numbers for download: unit and base on every row."""
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


def map_card(
    places: pd.DataFrame,
    totals: Mapping[str, Any],
    sources: pd.DataFrame,
    selection: Mapping[str, Sequence[str]],
) -> Card:
    """Return the card of where the cases are: one dot per place, all of one size.

    Args:
        places: one row per place, as ``queries/cases/case_places.sql`` gives them; at least one.
        totals: the row of ``queries/cases/case_totals.sql``.
        sources: one row per publication, as ``queries/cases/case_sources.sql`` gives them.
        selection: the filters, as codes.
    """
    number, placed = int(totals["places"]), int(totals["placed"])
    nations = numbers.counted(int(totals["placed_countries"]), "country", "countries")
    text = [f"{row['place']}: {numbers.counted(int(row['cases']), 'case')}" for row in as_rows(places)]
    first = places.iloc[0]
    about = [
        "A dot is a place with at least one case; its size says nothing.",
        "A place without a dot is one where no case was found, not one where nothing is done.",
        "Cases of a whole country have no place of their own and are not on the map.",
        "Land: Natural Earth, public domain. Borders are drawn as its authors do and take no side.",
    ]
    drawn = "One dot per place" + (f", the {len(places)} with most cases" if len(places) < number else "")
    return Card(
        key="map",
        title=f"Cases lie in {numbers.counted(number, 'place')} of {nations}",
        subtitle=f"{drawn} · {numbers.count(placed)} of {numbers.counted(int(totals['cases']), 'case')} name a place",
        table=Table.of(
            {
                "Place": places["place"],
                "Country": places["country_name"],
                "Cases": [numbers.count(cases) for cases in places["cases"]],
            },
            {"Cases": Role.FIGURE},
        ),
        shown=places,
        foot=f"Base: {numbers.counted(placed, 'case')} with a place, what was found",
        source=source_of(sources, "linked at each case"),
        alt=grammar.alternative(
            f"World map: {numbers.counted(number, 'place')} with cases in {nations}. Most in {first['place']}, "
            f"{first['country_name']}: {numbers.count(first['cases'])}.",
            TABLE_FOLLOWS,
        ),
        chart=Places(places.assign(text=text)),
        about=about,
        behind=("cases", selection),
        file_words=_file_words(selection),
    )


def source_of(sources: pd.DataFrame, where: str) -> Source:
    """Return the one publication the cases come from, or how many there are and ``where`` each is named.

    Args:
        sources: one row per publication, as ``queries/cases/case_sources.sql`` gives them; at least one.
        where: where the reader finds each, as in “linked at each case”.
    """
    if len(sources) == 1:
        return Source.of(as_rows(sources)[0])
    return Source(f"{len(sources)} publications, {where}", "sources", "each source has its own; the files name it")


def _file_words(selection: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    return {field: codes for field, codes in selection.items() if codes}
