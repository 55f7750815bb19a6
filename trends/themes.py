"""One theme, everything known: what leaders say, what bodies do, how countries compare, who has done it.

Surveys ask different people different things, so their shares stand side by side: they are never added, averaged or
ranked against each other. What may be compared is where a theme stands within each list, and that is said in words.
"""

import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from trends import changes, numbers, words
from trends.cards import Card, shared_source
from trends.changes import COMPLETE_COUNTS, WEAK
from trends.figures.bars import ranked_bars
from trends.figures.base import NO_FIGURES, Figures, for_widths, wrapped
from trends.indices import IndexFacts
from trends.palette import Palette

SAID = ("priority", "concern", "opportunity", "attitude")
DONE = ("adoption", "maturity")
LISTS = {"priority": "priorities", "concern": "concerns"}
BARS = 8
BARS_OF_A_QUESTION = 2
# A label of a bar that would need more lines says where a figure is from instead of who answered.
LABEL_LINES = 2

# A list of fewer items or themes says nothing of which theme comes first.
LISTED = 3
# Fewer surveys than this neither agree nor disagree; of those there are, this part must say the same to agree.
SEVERAL_LISTS = 3
AGREED = 0.75
# How many years a figure may be older than the newest one and still be called recent.
RECENT = 2
# What speaks for a whole group comes before what speaks for those who answered, whatever the base.
FIRMEST_KINDS = ("census", "random_sample")

# How surveys of several countries say so themselves.
ABROAD = ("Several countries", "World")
ABROAD_WORDS = ("worldwide", "countries")

# The questions leaders ask, where a theme answers one of them.
QUESTIONS = {
    "ai_automation": "What is AI really used for, and under what rules?",
    "budget_value": "Does digital pay, and is there money for it?",
    "business_systems": "Do the systems behind our services still serve?",
    "citizen_engagement": "Do people hear from us, and do we hear from them?",
    "cloud_platforms": "What runs in the cloud, and what stays at home?",
    "connected_places_iot": "What do sensors and connected places bring?",
    "connectivity": "Is everybody connected, our own sites included?",
    "cyber_resilience": "Are we ready for a cyber attack?",
    "data_analytics": "Is our data fit to join up and share?",
    "digital_inclusion": "Who is left behind by digital services?",
    "fragmentation": "Are we too divided to work as one?",
    "governance_strategy": "Is there a digital strategy, and does it steer?",
    "identity_access": "Can people prove who they are, safely and once?",
    "integration_shared": "Do our systems and partners work together?",
    "leadership_culture": "Do leaders and staff want the change?",
    "legacy_technical_debt": "How bad is legacy IT, and what does leaving it cost?",
    "maturity_outlook": "How far have public bodies come with digital?",
    "procurement_suppliers": "Do we buy well, or depend on our suppliers?",
    "resilience": "Would we keep going if systems failed?",
    "service_design": "Are services good enough to be used online?",
    "skills_workforce": "Have we the people and skills?",
    "sustainability": "Does digital help the climate, or harm it?",
    "trust_ethics": "Do people trust us with their data?",
    "ways_of_working": "Does remote and hybrid work hold up?",
}

# Questions of which each item is something a theme is used for; the item may belong to another theme, as security does.
USES = {"ai_automation": ("japan_generative_ai_uses", "econ_ai_now", "data_publica_ai_areas", "spri_internal_use")}
USES_OF_A_QUESTION = 2


class ListPlace(NamedTuple):
    """Where a theme stands in a list: its place, how many items of the list were read, and the list's year."""

    place: int
    items: int
    year: int


def question(theme: str, name: str) -> str:
    """Return the question a leader asks on a theme, or a plain one where no question of theirs fits.

    Args:
        theme: code of the theme.
        name: its name.
    """
    return QUESTIONS.get(theme, f"{name}: what is known?")


# Where a theme stands in lists --------------------------------------------------------------------------------------


def list_places(frame: pd.DataFrame, kind: str) -> list[ListPlace]:
    """Return the place of a theme in the list of each survey that names it.

    Only lists of places or shares with three or more items of three or more themes count. A survey counts once, by its
    newest such list; of several of one year by that of the largest base, then by the one in which the theme is highest.

    Args:
        frame: one row per figure of the theme, as ``queries/theme_evidence.sql`` gives them.
        kind: code of the kind of question.
    """
    listed = frame[
        (frame["kind"] == kind)
        & frame["measure"].isin(["rank", "percent"])
        & (frame["list_items"] >= LISTED)
        & (frame["list_themes"] >= LISTED)
    ]
    ordered = listed.sort_values(["year", "base_n", "place_in_list"], ascending=[False, False, True], kind="stable")
    newest = ordered.drop_duplicates("survey")[["place_in_list", "list_items", "year"]]
    return [ListPlace(int(place), int(items), int(year)) for place, items, year in newest.to_numpy().tolist()]


def standing(places: Mapping[str, Sequence[ListPlace]], lists: Mapping[str, int]) -> str:
    """Return in how many lists a theme stands first, among all lists of several themes, naming it or not.

    Args:
        places: what :func:`list_places` gives, by kind of list.
        lists: how many surveys have a list of several themes, by kind.
    """
    said = [
        f"{_first(places[kind]) or 'none'} of {lists[kind]} lists of {listed}"
        for kind, listed in LISTS.items()
        if lists.get(kind)
    ]
    return f"stands first in {words.joined(said)}" if said else ""


def agreement(places: Sequence[ListPlace], listed: str) -> str:
    """Return whether surveys agree on where a theme stands among what they list, or why one cannot say.

    They agree where at least three quarters of them have the theme in the same half of the items read; they disagree
    where some have it in the upper and some in the lower half. The middle of an odd number of items is in neither half.

    Args:
        places: place and number of items, as :func:`list_places` gives them.
        listed: what is listed, as in «priorities».
    """
    first = _first(places)
    upper = sum(each.place <= each.items // 2 for each in places)
    middle = sum(2 * each.place == each.items + 1 for each in places)
    lower = len(places) - upper - middle
    total = len(places)
    if not places:
        return f"No list of {listed} that spans several themes names it."
    if total < SEVERAL_LISTS:
        lists = "1 list" if total == 1 else f"{total} lists"
        verb = "names" if total == 1 else "name"
        return f"Only {lists} of {listed} {verb} it, too few to say whether surveys agree."
    of = f"of the {total} lists of {listed} that name it"
    if upper >= AGREED * total:
        also = f", first in {first}" if first else ", though never first"
        return f"**Surveys agree:** {upper} {of} have it in the upper half of their items{also}."
    if lower >= AGREED * total:
        return f"**Surveys agree:** {lower} {of} have it in the lower half of the items read."
    parts = (
        (first, "first"),
        (upper - first, "more in the upper half" if first else "in the upper half"),
        (middle, "in the middle"),
        (lower, "in the lower half"),
    )
    (count, where), *rest = [part for part in parts if part[0]]
    held = [f"{count} {'has' if count == 1 else 'have'} it {where}", *(f"{number} {there}" for number, there in rest)]
    verdict = "Surveys disagree:" if upper and lower else "No clear place:"
    return f"**{verdict}** {total} lists of {listed} name it. Of these, {words.joined(held)}."


def _first(places: Sequence[ListPlace]) -> int:
    """Return in how many lists a theme stands first."""
    return sum(each.place == 1 for each in places)


# Figures ------------------------------------------------------------------------------------------------------------


def with_ranges(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in their order with the range of each share, which depends on each row's own kind of evidence.

    Args:
        frame: one row per figure, as ``queries/theme_evidence.sql`` gives them.
    """
    if frame.empty:
        return changes.with_ranges(frame)
    parts = [changes.with_ranges(part) for _, part in frame.groupby(["measure", "evidence"], sort=False)]
    return pd.concat(parts).sort_index()


def firmest(ranged: pd.DataFrame) -> pd.DataFrame:
    """Return the newest firm shares, the firmest question first: complete counts, random samples, then by base.

    Firm is a share of a published base (or of a complete count) that is not weak and no answer such as «other»; new
    is one at most two years older than the newest firm one. The shares of a question in a country stay together, the
    highest first.

    Args:
        ranged: what :func:`with_ranges` gives.
    """
    counted = ranged["evidence"].isin(FIRMEST_KINDS[:1])
    firm = ranged[
        (ranged["measure"] == "percent")
        & (ranged["base_n"].notna() | counted)
        & (ranged["flag"] != WEAK)
        & ~ranged["item"].map(changes.is_residual).astype(bool)
    ]
    recent = firm[firm["year"] >= firm["year"].max() - RECENT]
    order = {kind: place for place, kind in enumerate(FIRMEST_KINDS)}
    by = recent.assign(
        kind_of_evidence=recent["evidence"].map(order).fillna(len(order)),
        question_base=recent.groupby(["question", "country", "sector"])["base_n"].transform("max"),
    )
    by = by.sort_values(
        ["kind_of_evidence", "question_base", "year", "question", "country", "sector", "value", "item"],
        ascending=[True, False, False, True, True, True, False, True],
    )
    ordered: pd.DataFrame = ranged.loc[by.index]
    return ordered


def leading(ranged: pd.DataFrame) -> Mapping[Hashable, Any]:
    """Return the firmest of the newest firm figures; empty where there is none.

    Args:
        ranged: what :func:`with_ranges` gives.
    """
    return next(iter(firmest(ranged).head(1).to_dict("records")), {})


def headline(done: pd.DataFrame, said: pd.DataFrame) -> Mapping[Hashable, Any]:
    """Return the newest firm figure of what bodies do or, where that is older than what leaders say, of the latter.

    Args:
        done: what :func:`with_ranges` gives of what bodies do.
        said: the same of what leaders say.
    """
    of_done, of_said = leading(done), leading(said)
    if not of_done or (of_said and of_done["year"] < of_said["year"] - RECENT):
        return of_said
    return of_done


def who(row: Mapping[Hashable, Any], width: int = 200) -> str:
    """Return who answered, where and when, as in «Leaders of councils, Norway 2024»; no place is named twice.

    Args:
        row: with ``respondents``, ``country_name`` and ``year``.
        width: characters it may have.
    """
    answered, country = str(row["respondents"]), str(row["country_name"])
    # «Several countries» adds nothing to «worldwide» or «in six countries».
    told = country in answered or (country in ABROAD and any(word in answered for word in ABROAD_WORDS))
    end = f" {row['year']}" if told else f", {country} {row['year']}"
    return f"{words.shortened(answered, max(width - len(end), LISTED))}{end}"


def where(row: Mapping[Hashable, Any]) -> str:
    """Return where and when a figure is from, as in «Norway 2024»; of several countries at once the year alone.

    Args:
        row: with ``country_name`` and ``year``.
    """
    if row["country_name"] in ABROAD:
        return str(row["year"])
    # A year alone on a line of a label would belong to nothing.
    return f"{row['country_name']}\N{NO-BREAK SPACE}{row['year']}"


def base_of(row: Mapping[Hashable, Any]) -> str:
    """Return the base of a figure, as in «base 1,710» or «all 1,788 counted».

    Args:
        row: with ``base_n`` and ``evidence``.
    """
    if numbers.is_missing(row["base_n"]):
        return "complete count" if row["evidence"] in COMPLETE_COUNTS else "base not published"
    base = numbers.count(row["base_n"])
    return f"{base} counted" if row["evidence"] in COMPLETE_COUNTS else f"base {base}"


# The answer ---------------------------------------------------------------------------------------------------------


def answer(
    name: str,
    stands: str,
    figure: Mapping[Hashable, Any],
    index: IndexFacts | None,
    cases: Mapping[Hashable, Any],
    use: Mapping[Hashable, Any] | None = None,
) -> str:
    """Return what is known of a theme: where it stands in lists, the firmest figure, how many countries and cases.

    Args:
        name: name of the theme.
        stands: what :func:`standing` gives.
        figure: what :func:`headline` gives.
        index: the index that measures it; None where there is none.
        cases: the row of ``queries/case_totals.sql`` for checked cases.
        use: the first of what :func:`uses` gives; none where nobody was asked what the theme is used for.
    """
    said = [f"{name} **{stands}**." if stands else "No list of several themes was read for this choice."]
    if figure:
        said.append(f"Newest firm figure: **{numbers.share(figure['value'])}**, {_quoted(figure)}.")
    if use:
        item = words.lower_first(str(use["item"]))
        said.append(f"Most named in the newest survey of its uses: **{item}** ({_amount(use)}; {who(use)}).")
    further = []
    if index is not None and len(index.rows):
        further.append(f"an index measures **{index.countries}** ({index.year})")
    if outcomes := int(cases["with_outcome"]):
        further.append(f"**{outcomes} checked {'case** has' if outcomes == 1 else 'cases** have'} an outcome to show")
    if further:
        joined = words.joined(further)
        said.append(f"{joined[:1].upper()}{joined[1:]}.")
    return " ".join(said)


def key_figures(
    places: Mapping[str, Sequence[ListPlace]],
    lists: Mapping[str, int],
    figure: Mapping[Hashable, Any],
    index: IndexFacts | None,
    cases: Mapping[Hashable, Any],
) -> list[tuple[str, str, str]]:
    """Return at most three figures: label, number, and what it is counted on.

    Args:
        places: what :func:`list_places` gives, by kind of list.
        lists: how many surveys have a list of several themes, by kind.
        figure: as :func:`answer` takes it.
        index: the same.
        cases: the same.
    """
    figures = []
    # Priorities, unless more surveys name the theme as a concern.
    kind = max(LISTS, key=lambda each: len(places.get(each, ())) if lists.get(each) else -1)
    if lists.get(kind):
        leads = _first(places[kind])
        held = [each.year for each in places[kind]]
        named = f"{len(held)} name it, {numbers.years(min(held), max(held))}" if held else "none names it"
        basis = f"newest lists of several themes; {named}"
        figures.append((f"First among {LISTS[kind]}", f"{leads} of {lists[kind]}", basis))
    if figure:
        basis = f"{figure['item']}; {figure['country_name']} {figure['year']}, {base_of(figure)}"
        figures.append(("Newest firm figure", numbers.share(figure["value"]), basis))
    if index is not None and len(index.rows):
        figures.append(("Countries measured", numbers.count(len(index.rows)), f"{index.series}, {index.year}"))
    if int(cases["with_outcome"]):
        years = numbers.years(cases["first_year"], cases["last_year"])
        basis = f"of {numbers.count(cases['cases'])} checked, begun {years}" if years else "checked cases"
        figures.append(("Cases with an outcome", numbers.count(cases["with_outcome"]), basis))
    return figures[:3]


def uses(frame: pd.DataFrame, theme: str) -> list[dict[Hashable, Any]]:
    """Return what a theme is used for: what each survey of uses names most, the newest first.

    Args:
        frame: one row per figure of all themes, as ``queries/theme_evidence.sql`` gives them.
        theme: code of the theme.
    """
    asked = frame[frame["question"].isin(USES.get(theme, ())) & (frame["place_in_list"] <= USES_OF_A_QUESTION)]
    return _records(with_ranges(asked.reset_index(drop=True))) if len(asked) else []


def uses_words(rows: Sequence[Mapping[Hashable, Any]]) -> str:
    """Return uses as a list, a line for each survey and place, with who answered, the base and the source.

    Args:
        rows: what :func:`uses` gives.
    """
    lines = []
    for _, held in itertools.groupby(rows, key=_asked):
        named = list(held)
        first = named[0]
        items = words.joined([f"**{row['item']}** ({_amount(row)})" for row in named])
        source = f"[{first['survey_name']}]({first['source_url']})"
        lines.append(f"- {items}. {first['question_name']}; {who(first)}; {base_of(first)}; {source}")
    return "\n".join(lines)


def _amount(use: Mapping[Hashable, Any]) -> str:
    """Return how many named a use; the items are what bodies use a thing for, so a number counts bodies."""
    return words.value_words(use, str(use["measure"])) + (" bodies" if use["measure"] == "count" else "")


# The cards ----------------------------------------------------------------------------------------------------------


def side_by_side_card(
    frame: pd.DataFrame,
    theme: str,
    key: str,
    palette: Palette,
    behind: Mapping[str, Sequence[str]],
    *,
    narrow: bool = False,
) -> Card:
    """Return the card of several surveys on one theme, newest first: never ranked against each other, never pooled.

    The bar of the figure the title speaks of, the newest firm one, is strong; all others are grey.

    Args:
        frame: one row per figure, as ``queries/theme_evidence.sql`` gives them, not empty.
        theme: name of the theme.
        key: name of the card on its page.
        palette: the colours.
        behind: the filters that give all rows behind the card from the table of findings.
        narrow: write the table for a phone.
    """
    ranged = with_ranges(frame.reset_index(drop=True))
    told = leading(ranged)
    rows = _drawn(ranged)
    table = evidence_table(ranged, narrow=narrow)
    figures = _bars(rows, told, palette) if rows else NO_FIGURES
    has_range = bool(ranged["low"].notna().any())
    surveys = frame["survey"].nunique()
    bases = frame["base_n"].notna().sum()
    order = (
        "The chart stands newest first, with at most two bars of a question. Each names its question, and who answered "
        "or where; the table names both."
    )
    return Card(
        key=key,
        title=figure_title(told) if told else holdings(frame, theme),
        subtitle="Last edition of each question, newest first; wordings, respondents and bases differ",
        table=table,
        shown=ranged.drop(columns=["survey", "question", "country", "sector", "kind"]),
        foot=f"{numbers.count(surveys)} {'survey' if surveys == 1 else 'surveys'} · "
        f"{bases} of {len(frame)} figures with a published base",
        source=shared_source(ranged.to_dict("records"), rows),
        alt=_alt(rows, theme) if rows else "",
        figures=figures,
        about=[
            (
                "Surveys ask different people different things. Their shares stand beside each other; they are not "
                "added, averaged or ranked."
            ),
            *([order] if rows else []),
            *([FIRMEST_WORDS] if told else []),
            *(["Ranges: at the base of each figure, as if its answers were a random sample."] if has_range else []),
            (
                "Place in its list: among the items read. Pages often give the top of a list only, so a low place "
                "there can still be a high one in the whole list."
            ),
        ],
        symbols=words.symbols_in(table),
        behind=("findings", behind),
        file_words={"theme": [theme]},
    )


FIRMEST_WORDS = (
    "The strong bar is the newest firm figure. Firm is a share with a base that is not weak; new is one at most two "
    "years older than the newest. Complete counts come first, then random samples, then the largest base."
)


def figure_title(row: Mapping[Hashable, Any]) -> str:
    """Return a figure as a title: item, share, question and year; an item its question repeats is said once.

    Args:
        row: what :func:`leading` gives, not empty.
    """
    asked, share = str(row["question_name"]), numbers.share(row["value"])
    if _repeats(row):
        return f"{asked}: {share}, {row['country_name']} {row['year']}"
    lowered = asked if asked[:2].isupper() else f"{asked[:1].lower()}{asked[1:]}"
    return f"{row['item']}: {share} ({lowered}, {row['year']})"


def holdings(frame: pd.DataFrame, theme: str) -> str:
    """Return how much is known on a theme where no figure is firm.

    Args:
        frame: one row per figure, as ``queries/theme_evidence.sql`` gives them.
        theme: name of the theme.
    """
    surveys = frame["survey"].nunique()
    return (
        f"{theme}: {numbers.count(len(frame))} {'figure' if len(frame) == 1 else 'figures'} from "
        f"{numbers.count(surveys)} {'survey' if surveys == 1 else 'surveys'}, no firm share among them"
    )


def evidence_table(ranged: pd.DataFrame, *, narrow: bool = False) -> pd.DataFrame:
    """Return figures of several surveys for reading, each with question, respondents, base, evidence and source.

    On a phone (``narrow``) the question, the respondents and the kind of evidence share a cell.
    """
    rows = ranged.to_dict("records")
    if narrow:
        return pd.DataFrame(
            {
                "What and who": [
                    f"**{row['item']}**: {row['question_name']}. {who(row)}; "
                    f"{row['evidence_name'].lower()}; [{row['survey_name']}]({row['source_url']})"
                    for row in rows
                ],
                "Figure": [words.value_words(row, row["measure"]) for row in rows],
                "Base": [numbers.count(row["base_n"]) for row in rows],
            }
        )
    return pd.DataFrame(
        {
            "What": [row["item"] for row in rows],
            "Figure": [words.value_words(row, row["measure"]) for row in rows],
            "Place in its list": [
                f"{numbers.place(row['place_in_list'])} of {row['list_items']} read"
                if row["measure"] in {"percent", "rank"} and row["list_items"] >= LISTED
                else "–"
                for row in rows
            ],
            "Asked": [row["question_name"] for row in rows],
            "Who answered": [who(row) for row in rows],
            "Base": [numbers.count(row["base_n"]) for row in rows],
            "Kind of evidence": [row["evidence_name"] for row in rows],
            "Source": [f"[{row['survey_name']}]({row['source_url']})" for row in rows],
        }
    )


def figure_table(rows: Iterable[Mapping[Hashable, Any]], *, narrow: bool = False) -> pd.DataFrame:
    """Return a few figures for reading: what, figure, question, who answered, base and source.

    Args:
        rows: with the columns of ``queries/theme_evidence.sql`` and ``flag``.
        narrow: write it for a phone, in two columns.
    """
    listed = list(rows)
    figures = [words.value_words(row, str(row["measure"])) for row in listed]
    sources = [f"[{row['survey_name']}]({row['source_url']})" for row in listed]
    if narrow:
        return pd.DataFrame(
            {
                "What and who": [
                    f"**{row['item']}**: {row['question_name']}. {who(row)}; {base_of(row)}; {source}"
                    for row, source in zip(listed, sources, strict=True)
                ],
                "Figure": figures,
            }
        )
    return pd.DataFrame(
        {
            "What": [f"**{row['item']}**" for row in listed],
            "Figure": figures,
            "Asked": [row["question_name"] for row in listed],
            "Who answered": [who(row) for row in listed],
            "Base": [numbers.count(row["base_n"]) for row in listed],
            "Kind of evidence": [row["evidence_name"] for row in listed],
            "Source": sources,
        }
    )


def _drawn(ranged: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """Return the rows of the chart, at most eight, newest question first, those of one question together.

    The newest firm questions come in first, then older firm ones; only where there are none, any share.
    """
    shares = ranged[ranged["measure"] == "percent"]
    solid = shares[shares["flag"] != WEAK]
    pool = pd.concat([firmest(ranged), solid if len(solid) else shares])
    # The index is that of the frame: what is in both parts is drawn once.
    pool = pool[~pool.index.duplicated()]
    asked = pool.groupby(["question", "country", "sector"], sort=False)
    chosen = pool[asked.cumcount() < BARS_OF_A_QUESTION].head(BARS)
    order = {key: place for place, key in enumerate(dict.fromkeys(_asked(row) for row in _records(chosen)))}
    return sorted(_records(chosen), key=lambda row: (-int(row["year"]), order[_asked(row)], -float(row["value"])))


def _records(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return frame.to_dict("records")


def _asked(row: Mapping[Hashable, Any]) -> tuple[Any, Any, Any]:
    return row["question"], row["country"], row["sector"]


def _bars(rows: Sequence[Mapping[Hashable, Any]], told: Mapping[Hashable, Any], palette: Palette) -> Figures:
    bars = pd.DataFrame(
        {
            "value": [row["value"] for row in rows],
            "text": [words.value_words(row, "percent") for row in rows],
            "strong": [bool(told) and _asked(row) == _asked(told) and row["item"] == told["item"] for row in rows],
            "weak": [row["flag"] == WEAK for row in rows],
            "low": [row["low"] for row in rows],
            "high": [row["high"] for row in rows],
        }
    )
    return for_widths(
        lambda *, narrow: ranked_bars(
            bars.assign(label=_labels(rows, narrow=narrow)), palette, longest=100, narrow=narrow
        )
    )


def _labels(rows: Sequence[Mapping[Hashable, Any]], *, narrow: bool) -> list[str]:
    labels: list[str] = []
    before = None
    for row in rows:
        # A second bar of a question need not say again who was asked what.
        label = f"{row['item']} · same question" if _asked(row) == before else _label(row, narrow=narrow)
        # Two sectors may have been asked the same by one survey.
        labels.append(label if label not in labels else f"{label}; {row['sector_name'].lower()}")
        before = _asked(row)
    return labels


def _label(row: Mapping[Hashable, Any], *, narrow: bool) -> str:
    """Return what a bar is the share of: item, question, and who answered, or where in a label that is long already."""
    said = row["question_name"] if _repeats(row) else f"{row['item']} · {row['question_name']}"
    label = f"{said}; {who(row)}"
    if not narrow or len(wrapped(label)) <= LABEL_LINES:
        return label
    return said if where(row) in said else f"{said}; {where(row)}"


def _alt(rows: Sequence[Mapping[Hashable, Any]], theme: str) -> str:
    years = numbers.years(min(row["year"] for row in rows), max(row["year"] for row in rows))
    high, low = (pick(row["value"] for row in rows) for pick in (max, min))
    shares = "1 share" if len(rows) == 1 else f"{len(rows)} shares"
    return words.shortened(
        f"Bar chart: {shares} on {theme.lower()}, questions of several surveys, newest first, {years}. "
        f"Highest: {numbers.share(high)}; lowest: {numbers.share(low)}. Table follows.",
        words.ALT_LENGTH,
    )


def _quoted(row: Mapping[Hashable, Any]) -> str:
    """Return what a figure is the share of, in one clause."""
    asked = row["question_name"] if _repeats(row) else f"{row['question_name']}: {row['item']}"
    return f"«{asked}» ({who(row)}, {base_of(row)})"


def _repeats(row: Mapping[Hashable, Any]) -> bool:
    """Say whether a question has its item in it."""
    return str(row["item"]).casefold() in str(row["question_name"]).casefold()
