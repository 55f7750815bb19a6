"""An index of countries in words: its facts in one edition and group, who stands where, and what changed.

An index holds a value for every country it measures, so nothing is sampled: places, medians and differences are exact
for the list and have no range. What limits them is how the index is made, which its publisher's caution says. Where
that caution says the index is no ranking, no place is given and no country is put above another.

For the same reason a group of countries stands against all others without a range: both medians are those of complete
lists. (:func:`trends.statistics.median_interval` reads a group as a sample of the countries it might have been, which
a membership or a region is not.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from trends import numbers, words
from trends.cards import Source
from trends.changes import UNCHANGED
from trends.statistics import Verdict

LETTERS = "group"
EVERYONE = "All countries"
MEASURED = {
    "index_0_1": "Index from 0 to 1",
    "score_0_100": "Score from 0 to 100",
    "percent": "Per cent",
    LETTERS: "Group by letter",
}
MEMBERSHIPS = {
    "EU": "European Union",
    "G7": "G7",
    "LOLA": "LOLA, linked societies of council IT leaders",
    "OECD": "OECD",
}
IN_SENTENCES = {
    "Americas": "the Americas",
    "EU": "the European Union",
    "G7": "the G7",
    "High income": "high income",
    "LOLA": "LOLA",
    "Low income": "low income",
    "Lower middle income": "lower middle income",
    "OECD": "the OECD",
    "Upper middle income": "upper middle income",
}
COMPLETE = (
    "Complete list, no sampling error: every country the index measures is in it, so places, medians and differences "
    "are exact for the list. They are only as good as the way the index is made."
)
GROUP_AGAINST_OTHERS = (
    "The median of the group stands beside that of all other countries measured in the same edition; no country is in "
    "both. The two are compared as they are shown, with the same decimals."
)
MOST_NAMED = 4
MOST_NOTES = 4
# A median of fewer countries says what one or two of them have.
FEWEST_COUNTRIES = 5

REASON_LETTERS = "letters have no median"
REASON_NO_RANKING = "the index is not meant as a ranking"
REASON_PARTIAL = "the edition was read in part"
REASON_METHODS = "the values were made in several ways"
REASON_FEW = f"fewer than {FEWEST_COUNTRIES} countries of the group have a value"
REASON_FEW_OTHERS = f"fewer than {FEWEST_COUNTRIES} other countries have a value"


@dataclass(frozen=True)
class Against:
    """How the median of a group of countries stands against that of all other countries of the same edition.

    ``countries`` is how many others have a value and ``median`` what lies in their middle; ``difference`` is the
    group's median less theirs, both as shown, in the unit of the indicator. ``verdict`` is up, down or unchanged, or
    cannot tell, and then ``reason`` says why and ``median`` and ``difference`` are nan.
    """

    countries: int
    median: float
    difference: float
    verdict: str
    reason: str


# Compared by identity: frames have no equality of their own.
@dataclass(frozen=True, eq=False)
class IndexFacts:
    """An indicator in one edition, in one group of countries.

    ``rows`` has one row per country of the group, best first, as ``queries/indicator_year.sql`` gives them, with
    ``text`` (the value in words) and ``strong`` (chosen by the reader); ``outside`` the same for chosen ones outside
    the group. ``mine`` is the row of the first chosen country, wherever it stands; empty where none was chosen or it
    has no value. ``missing`` names chosen countries without a value. ``partial`` says that the edition was read in
    part, as those of ``partial_years`` were; ``read`` is how many countries it has, ``fullest`` how many the fullest
    one. ``ranked`` says whether the publisher lets places be given.
    ``group`` is the group in words, empty for all countries; ``members`` how many countries and territories it has.
    ``lower``, ``median`` and ``upper`` part the group into quarters; nan for letters. ``against`` is how the group
    stands against all other countries; None where it holds all or has none.
    """

    code: str
    indicator: str
    series: str
    publisher: str
    definition: str
    unit: str
    higher_is_better: bool
    method_note: str
    caution: str
    evidence_name: str
    evidence_limits: str
    source: Source
    year: int
    partial: bool
    partial_years: frozenset[int]
    read: int
    fullest: int
    ranked: bool
    group: str
    members: int | None
    rows: pd.DataFrame
    outside: pd.DataFrame
    mine: Mapping[Any, Any]
    missing: tuple[str, ...]
    lower: float
    median: float
    upper: float
    against: Against | None = None

    @property
    def letters(self) -> bool:
        """Say whether values are letters."""
        return self.unit == LETTERS

    @property
    def placed(self) -> bool:
        """Say whether places may be given in this edition."""
        return self.ranked and not self.partial and not self.letters

    @property
    def countries(self) -> str:
        """The countries compared, in words, as in «193 countries» or «27 countries of the European Union»."""
        said = f"{numbers.count(len(self.rows))} {'country' if len(self.rows) == 1 else 'countries'}"
        return f"{said} of {self.group}" if self.group else said

    @property
    def everyone(self) -> pd.DataFrame:
        """The rows of the group and after them those of chosen countries outside it."""
        return pd.concat([self.rows, self.outside], ignore_index=True) if len(self.outside) else self.rows

    @property
    def chosen(self) -> pd.DataFrame:
        """The rows of the chosen countries, in the group and outside it."""
        everyone = self.everyone
        return everyone[everyone["strong"]].reset_index(drop=True)

    def words(self, value: Any) -> str:
        """Return a value in the form of the unit."""
        return numbers.of_unit(value, self.unit)

    def place_words(self, row: Mapping[Any, Any]) -> str:
        """Return the place of a country, as in «joint 3rd»; empty where none may be given or it has none."""
        if not self.placed or numbers.is_missing(row["place"]):
            return ""
        return numbers.place(row["place"], tied=bool(row["tied"]))


def offered(indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the indicators in the order offered, with ``label``, the name readers and addresses have for them.

    The series whose indicators hold most values comes first, so that without a choice the richest is shown; in a
    series, an indicator whose code others continue (egdi, egdi_osi) comes before them.

    Args:
        indicators: one row per indicator, as ``queries/indicator_list.sql`` gives them.
    """
    codes = indicators["indicator"].tolist()
    return (
        indicators.assign(
            label=indicators["series_name"] + ": " + indicators["indicator_name"],
            richest=indicators.groupby("series")["readings"].transform("max"),
            heads=[any(other.startswith(f"{code}_") for other in codes) for code in codes],
        )
        .sort_values(
            ["richest", "series_name", "heads", "readings", "indicator_name"],
            ascending=[False, True, False, False, True],
            ignore_index=True,
        )
        .drop(columns=["richest", "heads"])
    )


def group_labels(groups: pd.DataFrame) -> dict[str, str]:
    """Return what each group of countries is called on the page, and its code; all countries come first.

    Args:
        groups: one row per group, as ``queries/peer_groups.sql`` gives them.
    """
    labels = {EVERYONE: ""}
    for row in groups.to_dict("records"):
        kind, code = str(row["kind"]), str(row["name"])
        labels[MEMBERSHIPS[code] if code in MEMBERSHIPS else f"{code} ({kind.replace('I', 'i')})"] = code
    return labels


def pick_year(years: pd.DataFrame, chosen: Sequence[int]) -> tuple[int, str]:
    """Return the edition to show, and what is to say where it is none of the chosen years.

    It is the last chosen year with values, else the last edition that was not read in part.

    Args:
        years: one row per edition, as ``queries/indicator_years.sql`` gives them, not empty.
        chosen: the years the reader chose.
    """
    held = sorted(set(chosen) & {int(year) for year in years["year"]})
    if held:
        return held[-1], ""
    full = int(years.loc[~years["partial"].astype(bool), "year"].max())
    if not chosen:
        return full, ""
    asked = words.joined([str(year) for year in sorted(set(chosen))])
    return full, f"There is no edition of {asked}; the last full one, {full}, is shown."


def may_rank(caution: str) -> bool:
    """Say whether places may be given: not where a caution speaks of ranking, since it then warns against it."""
    return "ranking" not in caution.casefold()


def index_facts(
    code: str,
    rows: pd.DataFrame,
    source: Mapping[Any, Any],
    years: pd.DataFrame,
    year: int,
    chosen: Mapping[str, str],
    group: Mapping[Any, Any] | None = None,
    others: Mapping[Any, Any] | None = None,
) -> IndexFacts:
    """Return the facts of an indicator in one edition and group.

    Args:
        code: code of the indicator.
        rows: as ``queries/indicator_year.sql`` gives them; may be empty.
        source: the row of ``queries/indicator_source.sql``.
        years: one row per edition, as ``queries/indicator_years.sql`` gives them.
        year: the edition.
        chosen: names of the countries the reader chose, by code, the reader's own first.
        group: the row of the group in ``queries/peer_groups.sql``; all countries if not given.
        others: the row of ``queries/indicator_others.sql`` of that group; nothing is said of others if not given.
    """
    unit = str(source["unit"])
    column = "value" if unit == LETTERS else "number"
    rows = rows.assign(
        text=[numbers.of_unit(value, unit) for value in rows[column]],
        strong=rows["country"].isin(list(chosen)),
    )
    belongs = rows["in_group"].astype(bool)
    inside = rows[belongs].reset_index(drop=True)
    first = next(iter(chosen), None)
    known = set(rows["country"])
    held = inside["number"].astype(float)
    partial_years = frozenset(int(each) for each in years.loc[years["partial"].astype(bool), "year"])
    name = "" if group is None else str(group["name"])
    facts = IndexFacts(
        code=code,
        indicator=str(source["indicator_name"]),
        series=str(source["series_name"]),
        publisher=str(source["publisher"]),
        definition=str(source["definition"]),
        unit=unit,
        higher_is_better=numbers.is_missing(source["higher_is_better"]) or bool(source["higher_is_better"]),
        method_note=str(source["method_note"]),
        caution=str(source["caution"]),
        evidence_name=str(source["evidence_name"]),
        evidence_limits=str(source["evidence_limits"]),
        source=Source(str(source["source_name"]), str(source["source_url"]), str(source["licence"])),
        year=year,
        partial=year in partial_years,
        partial_years=partial_years,
        read=int(years.loc[years["year"] == year, "countries"].iloc[0]),
        fullest=int(years["countries"].max()),
        ranked=may_rank(str(source["caution"])),
        group=IN_SENTENCES.get(name, MEMBERSHIPS.get(name, name)),
        members=None if group is None else int(group["countries"]),
        rows=inside,
        outside=rows[~belongs].reset_index(drop=True),
        mine=next(iter(rows[rows["country"] == first].to_dict("records")), {}),
        missing=tuple(name for code, name in chosen.items() if code not in known),
        lower=float(held.quantile(0.25)),
        median=float(held.median()),
        upper=float(held.quantile(0.75)),
    )
    if not facts.group or others is None or facts.rows.empty:
        return facts
    return replace(facts, against=against_others(facts, others))


def against_others(facts: IndexFacts, others: Mapping[Any, Any]) -> Against:
    """Return how the median of the group stands against that of all other countries, which are none of the group.

    Nothing is sampled, so the difference is exact and has no range; it is judged at the decimals shown, so that no two
    medians that read the same are said to differ. No verdict is given on letters, of an index that is no ranking, in an
    edition read in part or made in several ways, or where either side has fewer than five countries with a value.

    Args:
        facts: what :func:`index_facts` made, of a group with countries.
        others: the row of ``queries/indicator_others.sql`` of the same indicator, edition and group.
    """
    count = int(others["countries"])
    reasons = {
        REASON_LETTERS: facts.letters,
        REASON_NO_RANKING: not facts.ranked,
        REASON_PARTIAL: facts.partial,
        REASON_METHODS: int(others["methods"]) > 1,
        REASON_FEW: len(facts.rows) < FEWEST_COUNTRIES,
        REASON_FEW_OTHERS: count < FEWEST_COUNTRIES,
    }
    if reason := next((reason for reason, holds in reasons.items() if holds), ""):
        return Against(count, float("nan"), float("nan"), str(Verdict.CANNOT_TELL), reason)
    median = float(others["median"])
    difference = round(_as_shown(facts, facts.median) - _as_shown(facts, median), 6)
    if facts.words(facts.median) == facts.words(median):
        return Against(count, median, 0.0, UNCHANGED, "")
    return Against(count, median, difference, str(Verdict.UP if difference > 0 else Verdict.DOWN), "")


def _as_shown(facts: IndexFacts, value: float) -> float:
    """Return a value rounded as it is shown; «<1%» and «>99%» are no numbers, so there it is the value itself."""
    said = facts.words(value).removesuffix("%")
    return float(said) if said[0].isdigit() else value


def answer(facts: IndexFacts) -> str:
    """Return the answer of the page: where the reader's country stands, or who leads and how the field is spread."""
    said = []
    if facts.missing:
        verb = "has" if len(facts.missing) == 1 else "have"
        said.append(f"**{words.joined(facts.missing)} {verb} no value** in {facts.indicator}, {facts.year}.")
    if facts.rows.empty:
        return " ".join([*said, f"No country of {facts.group} has a value in {facts.indicator}, {facts.year}."])
    if facts.letters:
        said.append(_letters(facts))
    elif facts.mine:
        said += [_mine(facts), _change(facts), _others(facts)]
    elif facts.partial:
        said.append(_ends(facts))
    else:
        said.append(_field(facts))
    said.append(group_words(facts))
    if facts.partial:
        said.append(
            f"This edition was read in part ({facts.read} countries; the fullest has {facts.fullest}), so neither "
            "places nor a median are given."
        )
    return " ".join(part for part in said if part)


def against_median(facts: IndexFacts, row: Mapping[Any, Any]) -> str:
    """Return on which side of the group's median a country lies, as in «above the median»."""
    number = float(row["number"])
    if number == facts.median:
        return "at the median"
    return f"{'above' if number > facts.median else 'below'} the median"


def group_words(facts: IndexFacts) -> str:
    """Return how the group stands against all other countries, with mark and word; empty where it holds all."""
    against = facts.against
    if against is None:
        return ""
    if against.reason:
        return f"Whether the group is above all other countries: **{group_mark(facts)}**."
    others = f"the {numbers.count(against.countries)} other countries measured, whose median is"
    median = facts.words(against.median)
    if against.verdict == UNCHANGED:
        return f"The group is **{group_mark(facts)}** as {others} {median} too."
    lower = "" if facts.higher_is_better else " Lower is better here."
    size = numbers.difference_of_unit(against.difference, facts.unit)
    return f"The group is **{words.REST_MARKS[against.verdict]}** {others} {median} ({size}).{lower}"


def group_mark(facts: IndexFacts) -> str:
    """Return the verdict on the group against all other countries, with size or reason; empty where it holds all."""
    against = facts.against
    if against is None:
        return ""
    mark = words.REST_MARKS[against.verdict]
    if against.verdict == UNCHANGED:
        return mark
    return f"{mark} ({against.reason or numbers.difference_of_unit(against.difference, facts.unit)})"


def spread(facts: IndexFacts) -> str:
    """Return between which values the middle half of the group lies."""
    return f"the middle half lies between {facts.words(facts.lower)} and {facts.words(facts.upper)}"


def foot(facts: IndexFacts) -> str:
    """Return base and kind of evidence, as said under a chart."""
    if facts.partial:
        base = f"Read in part: {facts.read} countries; the fullest edition has {facts.fullest}"
    elif facts.members in {None, len(facts.rows)}:
        base = f"Complete list, no sampling error: all {facts.countries} measured"
    else:
        base = (
            f"Complete list, no sampling error: {facts.countries} are measured, "
            f"out of {facts.members} countries and territories"
        )
    return f"{base} · {facts.evidence_name} · {facts.year}"


def carried(facts: IndexFacts) -> list[str]:
    """Return what must be said wherever the indicator is shown: its publisher's caution and what it measures."""
    return [
        f"**Caution:** {facts.caution}",
        f"{facts.indicator}: {sentence(facts.definition)} {MEASURED[facts.unit]}.",
    ]


def about(facts: IndexFacts) -> list[str]:
    """Return what a reader should know of the indicator, its edition and its limits, one paragraph each."""
    said = [
        *carried(facts),
        f"How it is made: {facts.method_note}",
        f"Kind of evidence: {facts.evidence_name.lower()}. {facts.evidence_limits}",
    ]
    if not facts.partial:
        said.append(COMPLETE)
    if facts.against is not None and not facts.against.reason:
        said.append(GROUP_AGAINST_OTHERS)
    if facts.placed:
        said.append("Places are worked out here from the values as published; equal values share a place.")
    if not facts.ranked:
        said.append("It is not meant as a ranking, so no places are given and lists stand by alphabet.")
    return [*said, *notes(facts.rows)]


def notes(rows: pd.DataFrame) -> list[str]:
    """Return the notes on the values of an edition: a line for all of them, or for the countries they are on.

    Args:
        rows: with ``country_name`` and ``note``.
    """
    said = []
    for note, noted in rows.dropna(subset=["note"]).groupby("note", sort=False):
        names = noted["country_name"].tolist()
        who = words.joined(names) if len(names) <= MOST_NAMED else f"{len(names)} countries"
        said.append(f"{'Note' if len(names) == len(rows) else f'Note on {who}'}: {sentence(str(note))}")
    return said[:MOST_NOTES]


def sentence(text: str) -> str:
    """Return a text with a full stop at its end."""
    return text if not text or text.endswith(".") else f"{text}."


def _mine(facts: IndexFacts) -> str:
    name, text = str(facts.mine["country_name"]), str(facts.mine["text"])
    where, median = f"{facts.indicator}, {facts.year}", facts.words(facts.median)
    if facts.partial:
        return f"**{name} has {text}** in {where}."
    if not facts.mine["in_group"]:
        return f"**{name} has {text}** in {where}. It is not one of the {facts.countries}, whose median is {median}."
    if place := facts.place_words(facts.mine):
        return f"**{name} is {place} of {facts.countries}** in {where} ({text}; the median is {median})."
    return (
        f"**{name} has {text}** in {where}, {against_median(facts, facts.mine)} of the {facts.countries} ({median}); "
        f"{spread(facts)}."
    )


def _change(facts: IndexFacts) -> str:
    """Return the change since the edition before that was made in the same way; empty where there is none."""
    before = facts.mine["before"]
    if numbers.is_missing(before):
        return ""
    year = int(facts.mine["year_before"])
    change = float(facts.mine["number"]) - float(before)
    size = numbers.difference_of_unit(abs(change), facts.unit).lstrip("+±")
    if size.startswith("<") or not any(digit in size for digit in "123456789"):
        return f"Since {year} its value has {'not' if change == 0 else 'hardly'} changed{_place_change(facts)}."
    return f"Since {year} its value {'rose' if change > 0 else 'fell'} by {size}{_place_change(facts)}."


def _place_change(facts: IndexFacts) -> str:
    place, before = facts.mine["place"], facts.mine["place_before"]
    told = facts.placed and int(facts.mine["year_before"]) not in facts.partial_years
    if not told or numbers.is_missing(place) or numbers.is_missing(before) or place == before:
        return ""
    of = f" of {facts.mine['countries_before']}" if facts.mine["countries_before"] != len(facts.rows) else ""
    return f", and it went from {numbers.place(before)}{of} to {numbers.place(place)}"


def _others(facts: IndexFacts) -> str:
    others = facts.chosen[facts.chosen["country"] != facts.mine["country"]]
    said = [
        f"{row['country_name']} ({', '.join(part for part in (facts.place_words(row), str(row['text'])) if part)})"
        for row in others.head(MOST_NAMED).to_dict("records")
    ]
    if len(others) > MOST_NAMED:
        said.append(f"{len(others) - MOST_NAMED} more below")
    return f"Also chosen: {words.joined(said)}." if said else ""


def _field(facts: IndexFacts) -> str:
    median = facts.words(facts.median)
    if not facts.ranked:
        return f"**The median of {facts.countries} is {median}** in {facts.indicator}, {facts.year}; {spread(facts)}."
    return f"{_ends(facts)} The median is {median}; {spread(facts)}."


def _ends(facts: IndexFacts) -> str:
    """Return who has the best and the worst value; of an index that is no ranking, between which they lie."""
    where = f"{facts.indicator}, {facts.year}"
    first, last = facts.rows.iloc[0], facts.rows.iloc[-1]
    if first["number"] == last["number"]:
        return f"**All {facts.countries} have {first['text']}** in {where}."
    if not facts.ranked:
        low, high = sorted((first, last), key=lambda row: float(row["number"]))
        return f"**{facts.countries} lie between {low['text']} and {high['text']}** in {where}."
    best, worst = ("highest", "lowest") if facts.higher_is_better else ("lowest", "highest")
    return (
        f"**{_holders(facts, first)} {best} ({first['text']}) and {_holders(facts, last)} {worst} ({last['text']})** "
        f"of {f'the {facts.countries} read' if facts.partial else facts.countries} in {where}."
    )


def _holders(facts: IndexFacts, row: pd.Series) -> str:
    """Return who has the value of a row, with its verb."""
    names = facts.rows.loc[facts.rows["number"] == row["number"], "country_name"].tolist()
    who = words.joined(names) if len(names) <= MOST_NAMED else f"{len(names)} countries"
    return f"{who} {'is' if len(names) == 1 else 'are'}"


def _letters(facts: IndexFacts) -> str:
    held = [f"{count} in {letter}" for letter, count in facts.rows["value"].value_counts().sort_index().items()]
    total = f"{facts.countries} in {facts.indicator}, {facts.year}"
    if not facts.mine:
        return f"**{words.joined(held)}**, of {total}."
    since = ""
    if not numbers.is_missing(facts.mine["value_before"]):
        before, year = facts.mine["value_before"], int(facts.mine["year_before"])
        since = f", as in {year}" if before == facts.mine["value"] else f", after {before} in {year}"
    own = f"**{facts.mine['country_name']} is in group {facts.mine['value']}**{since}."
    return f"{own} Of {total}: {words.joined(held)}."
