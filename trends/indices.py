"""An index of countries: its facts in one edition and group, and what must be said of it wherever it is shown.

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
        source=Source.of(source),
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


def against_median(facts: IndexFacts, row: Mapping[Any, Any]) -> str:
    """Return on which side of the group's median a country lies, as in «above the median»."""
    number = float(row["number"])
    if number == facts.median:
        return "at the median"
    return f"{'above' if number > facts.median else 'below'} the median"


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
        f"{facts.indicator}: {words.sentence(facts.definition)} {MEASURED[facts.unit]}.",
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
        said.append(f"{'Note' if len(names) == len(rows) else f'Note on {who}'}: {words.sentence(str(note))}")
    return said[:MOST_NOTES]
