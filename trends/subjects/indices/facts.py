"""An index of countries: its facts in one edition and group, and what must be said of it wherever it is shown.

An index holds a value for every country it measures, so no country was sampled: places, medians and differences are
those of the list and have no range. What limits them is how each value came about, which ``coverage`` says, and how the
index is made, which its publisher's caution says. Where its publisher says the index is no ranking, no place is given
and no country is put above another.

For the same reason a group of countries stands against all others without a range: both medians are those of complete
lists. (:func:`trends.statistics.methods.median_interval` reads a group as a sample of the countries it might have been,
which a membership or a region is not.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd

from trends.cards.source import Source
from trends.statistics import cells
from trends.statistics.cells import Row, as_rows
from trends.statistics.editions import RECENT_YEARS
from trends.statistics.methods import Verdict
from trends.statistics.resting import SAMPLED
from trends.statistics.verdicts import UNCHANGED
from trends.statistics.weightings import PlaceRange
from trends.subjects.indices.naming import named
from trends.words import grammar, numbers

# More lines than this cannot be told apart, so that each then has a panel of its own.
DRAWN_LINES = 4

MOST_PANELS = 12

LETTERS = "group"
EVERYONE = "All countries"
# A median of fewer countries says what one or two of them have.
FEWEST_COUNTRIES = 5

REASON_LETTERS = "letters have no median"
REASON_NO_RANKING = "the index is not meant as a ranking"
REASON_PARTIAL = "the edition was read in part"
REASON_METHODS = "the values were made in several ways"
REASON_SAMPLED = "ranges not published"
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


# `eq=False`: hashed by identity, to serve as a cache key.
@dataclass(frozen=True, eq=False)
class IndexFacts:
    """An indicator in one edition, in one group of countries.

    ``rows`` has one row per country of the group, best first, as ``queries/indices/indicator_year.sql`` gives them,
    with ``text`` (the value in words) and ``strong`` (chosen by the reader); ``outside`` the same for chosen ones
    outside the group; ``chosen`` are the rows of all chosen ones in the order of both. ``mine`` is the row of the first
    chosen country, wherever it stands; empty where none was chosen or it has no value. ``missing`` names chosen
    countries without a value. ``partial`` says that the edition was read in part, as those of ``partial_years`` were;
    ``read`` is how many countries it has, ``fullest`` how many the fullest one, which is of another indicator of the
    index where every edition was read in part (``all_partial``). ``ranked`` says whether the publisher lets places be
    given.
    ``group`` is the group in words, empty for all countries; ``members`` how many countries and territories it has.
    ``weighted`` holds, by country, between which places it lies over all fair weightings of the ``parts`` parts of a
    composite index; it is empty where places may not be given or the parts are not all on file. ``leads`` says whether
    the indicator stands for its whole index.
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
    coverage: str
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
    chosen: Sequence[Row]
    mine: Row
    missing: tuple[str, ...]
    lower: float
    median: float
    upper: float
    against: Against | None = None
    weighted: Mapping[str, PlaceRange] = field(default_factory=dict)
    parts: int = 0
    all_partial: bool = False
    leads: bool = True

    @property
    def named(self) -> str:
        """The indicator as sentences name it: with its index, where it is a part of that."""
        return named(self.indicator, self.series, leads=self.leads)

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
        """The countries compared, in words, as in “193 countries” or “27 countries of the European Union”."""
        said = f"{numbers.count(len(self.rows))} {'country' if len(self.rows) == 1 else 'countries'}"
        return f"{said} of {self.group}" if self.group else said

    @cached_property
    def everyone(self) -> pd.DataFrame:
        """The rows of the group and after them those of chosen countries outside it."""
        return pd.concat([self.rows, self.outside], ignore_index=True) if len(self.outside) else self.rows

    @property
    def chosen_by_name(self) -> list[Row]:
        """The rows of the chosen countries by alphabet, as they stand where no country may be put above another."""
        return sorted(self.chosen, key=lambda row: str(row["country_name"]))

    def words(self, value: Any) -> str:
        """Return a value in the form of the unit."""
        return numbers.of_unit(value, self.unit)

    def place_words(self, row: Mapping[Any, Any]) -> str:
        """Return the place of a country, as in “joint 3rd”; empty where none may be given or it has none."""
        if not self.placed or cells.is_missing(row["place"]):
            return ""
        return numbers.place(row["place"], tied=bool(row["tied"]))

    def weighted_words(self, country: str) -> str:
        """Return between which places a country lies over fair weightings, as in “7th–46th”; empty where not known."""
        found = self.weighted.get(country)
        if found is None:
            return ""
        if found.best == found.worst:
            return f"{numbers.place(found.best)} always"
        return f"{numbers.place(found.best)}–{numbers.place(found.worst)}"


def offered(indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the indicators in the order offered, with ``label``, the name readers and addresses have for them.

    The series whose indicators hold most values comes first, so that without a choice the richest is shown; series that
    ended more than four years before the newest come last. In a series, the indicator that stands for it comes first.

    Args:
        indicators: one row per indicator, as ``queries/indices/indicator_list.sql`` gives them.
    """
    ended = indicators.groupby("series")["last_year"].transform("max")
    return (
        indicators.assign(
            label=indicators["series_name"] + ": " + indicators["indicator_name"],
            richest=indicators.groupby("series")["readings"].transform("max"),
            old=ended <= ended.max() - RECENT_YEARS,
        )
        .sort_values(
            ["old", "richest", "series_name", "leads", "readings", "indicator_name"],
            ascending=[True, False, True, False, False, True],
            ignore_index=True,
        )
        .drop(columns=["richest", "old"])
    )


def pick_year(years: pd.DataFrame, chosen: Sequence[int]) -> tuple[int, str]:
    """Return the edition to show, and what is to say where it is none of the chosen years.

    It is the last chosen year with values, else the last edition that was not read in part; the last of all where each
    was.

    Args:
        years: one row per edition, as ``queries/indices/indicator_years.sql`` gives them, not empty.
        chosen: the years the reader chose.
    """
    held = sorted(set(chosen) & {int(year) for year in years["year"]})
    if held:
        return held[-1], ""
    full = years.loc[~years["partial"].astype(bool), "year"]
    last = int((years["year"] if full.empty else full).max())
    asked, kind = years_without(last, chosen), "" if full.empty else " full"
    return last, f"There is no edition of {asked}; the last{kind} one, {last}, is shown." if asked else ""


def years_without(year: int, chosen: Sequence[int]) -> str:
    """Return the years chosen of which there is no edition, in words; empty where the one shown is of a chosen year.

    Args:
        year: what :func:`pick_year` gives.
        chosen: the years the reader chose; empty for all.
    """
    return "" if year in chosen else grammar.joined([str(each) for each in sorted(set(chosen))], "or")


# `eq=False`: hashed by identity, to serve as a cache key.
@dataclass(frozen=True, eq=False)
class Edition:
    """An indicator in one edition and group, whoever asks: what all readers share.

    ``facts`` are those of nobody's choice; ``beyond`` has the rows of all countries outside the group, as those of
    ``facts.rows``, which a reader may choose too.
    """

    facts: IndexFacts
    beyond: pd.DataFrame

    def chosen(self, chosen: Mapping[str, str]) -> IndexFacts:
        """Return the facts for a reader who chose countries.

        Args:
            chosen: their names by code, the reader's own first.
        """
        if not chosen:
            return self.facts
        strong = [code in chosen for code in self.facts.rows["country"]]
        beyond = [at for at, code in enumerate(self.beyond["country"]) if code in chosen]
        outside = self.beyond.iloc[beyond].assign(strong=True).reset_index(drop=True) if beyond else self.facts.outside
        # Rows of the edition are gone through once for all readers: a frame takes as long for one row as for all.
        found = [row for row, is_strong in zip(self._listed, strong, strict=True) if is_strong]
        rows = {str(row["country"]): {**row, "strong": True} for row in [*found, *as_rows(outside)]}
        return replace(
            self.facts,
            rows=self.facts.rows.assign(strong=strong),
            outside=outside,
            chosen=list(rows.values()),
            mine=rows.get(next(iter(chosen)), {}),
            missing=tuple(name for code, name in chosen.items() if code not in rows),
        )

    @cached_property
    def _listed(self) -> list[dict[Any, Any]]:
        return as_rows(self.facts.rows)


def edition(
    code: str,
    rows: pd.DataFrame,
    source: Mapping[Any, Any],
    years: pd.DataFrame,
    year: int,
    group: Mapping[Any, Any] | None = None,
    others: Mapping[Any, Any] | None = None,
) -> Edition:
    """Return an indicator in one edition and group.

    Args:
        code: code of the indicator.
        rows: as ``queries/indices/indicator_year.sql`` gives them, of all countries that may be chosen; may be empty.
        source: the row of ``queries/indices/indicator_source.sql``.
        years: one row per edition, as ``queries/indices/indicator_years.sql`` gives them.
        year: the edition.
        group: the row of the group in ``queries/indices/peer_groups.sql``; all countries if not given.
        others: the row of ``queries/indices/indicator_others.sql`` of that group; nothing is said of others if not
            given.
    """
    unit = str(source["unit"])
    column = "value" if unit == LETTERS else "number"
    rows = rows.assign(text=[numbers.of_unit(value, unit) for value in rows[column]], strong=False)
    belongs = rows["in_group"].astype(bool)
    inside = rows[belongs].reset_index(drop=True)
    held = inside["number"].astype(float)
    partial_years = frozenset(int(each) for each in years.loc[years["partial"].astype(bool), "year"])
    facts = IndexFacts(
        code=code,
        **_described(source),
        year=year,
        partial=year in partial_years,
        partial_years=partial_years,
        read=int(years.loc[years["year"] == year, "countries"].iloc[0]),
        fullest=int(years["fullest"].max()),
        all_partial=len(partial_years) == len(years),
        ranked=bool(source["ranked"]),
        group="" if group is None else str(group["in_sentences"]),
        members=None if group is None else int(group["countries"]),
        rows=inside,
        outside=rows.iloc[0:0],
        chosen=[],
        mine={},
        missing=(),
        lower=float(held.quantile(0.25)),
        median=float(held.median()),
        upper=float(held.quantile(0.75)),
    )
    if facts.group and others is not None and not facts.rows.empty:
        facts = replace(facts, against=against_others(facts, others))
    return Edition(facts, rows[~belongs].reset_index(drop=True))


def _described(source: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the fields of the facts that an indicator and its index have in every edition and group."""
    return {
        "indicator": str(source["indicator_name"]),
        "series": str(source["series_name"]),
        "publisher": str(source["publisher"]),
        "definition": str(source["definition"]),
        "unit": str(source["unit"]),
        "higher_is_better": cells.is_missing(source["higher_is_better"]) or bool(source["higher_is_better"]),
        "coverage": str(source["coverage"]),
        "leads": bool(source["leads"]),
        "method_note": str(source["method_note"]),
        "caution": str(source["caution"]),
        "evidence_name": str(source["evidence_name"]),
        "evidence_limits": str(source["evidence_limits"]),
        "source": Source.of(source),
    }


def against_others(facts: IndexFacts, others: Mapping[Any, Any]) -> Against:
    """Return how the median of the group stands against that of all other countries, which are none of the group.

    No country stands on both sides. The difference is judged at the decimals shown, so that no two medians that read
    the same are said to differ. No verdict is given on letters, of an index that is no ranking, in an edition read in
    part or made in several ways, of values from samples without a published range, or where either side has fewer than
    five countries with a value.

    Args:
        facts: those of :func:`edition`, of a group with countries.
        others: the row of ``queries/indices/indicator_others.sql`` of the same indicator, edition and group.
    """
    count = int(others["countries"])
    reasons = {
        REASON_LETTERS: facts.letters,
        REASON_NO_RANKING: not facts.ranked,
        REASON_PARTIAL: facts.partial,
        REASON_METHODS: int(others["methods"]) > 1,
        REASON_SAMPLED: facts.coverage == SAMPLED,
        REASON_FEW: len(facts.rows) < FEWEST_COUNTRIES,
        REASON_FEW_OTHERS: count < FEWEST_COUNTRIES,
    }
    if reason := next((reason for reason, holds in reasons.items() if holds), ""):
        return Against(count, float("nan"), float("nan"), str(Verdict.CANNOT_TELL), reason)
    median = float(others["median"])
    difference = round(
        numbers.as_shown(facts.median, facts.words(facts.median)) - numbers.as_shown(median, facts.words(median)), 6
    )
    if facts.words(facts.median) == facts.words(median):
        return Against(count, median, 0.0, UNCHANGED, "")
    return Against(count, median, difference, str(Verdict.UP if difference > 0 else Verdict.DOWN), "")


def compares(years: pd.DataFrame) -> bool:
    """Say whether any two editions were made in the same way, so that a trend can be drawn.

    Args:
        years: one row per edition, as ``queries/indices/indicator_years.sql`` gives them.
    """
    return bool(years["method"].duplicated().any())


def in_panels(facts: IndexFacts) -> bool:
    """Say whether each country of the trend gets a panel of its own: there are more than lines can be told apart."""
    return len(trend_countries(facts)) > DRAWN_LINES


def trend_countries(facts: IndexFacts) -> list[str]:
    """Return the codes of the countries whose trend is shown, the reader's own first.

    They are the chosen ones; without a choice those of the group, and without a group the ends of the field; best
    first, or by alphabet where the index is no ranking. Such an index has no ends, and of a large group no selection
    would be fair, so only the median is shown.
    """
    if facts.chosen:
        chosen = facts.chosen if facts.ranked else facts.chosen_by_name
        # The reader's own country comes first wherever it stands.
        mine = [str(facts.mine["country"])] if facts.mine else []
        return [*mine, *(str(row["country"]) for row in chosen if row["country"] not in mine)]
    codes = [str(code) for code in facts.rows["country"]]
    if facts.group and (facts.ranked or len(codes) <= MOST_PANELS):
        return codes
    if not facts.ranked or len(codes) < 2:  # noqa: PLR2004 - a field has two ends
        return []
    return [codes[0], codes[-1]]


def panel_countries(facts: IndexFacts) -> list[str]:
    """Return the codes of the countries that get a panel: all of them, as long as they are few.

    Of many, the reader's own is kept and some evenly apart by value, from the highest to the lowest; where the index is
    no ranking, the first by alphabet.
    """
    codes = trend_countries(facts)
    if len(codes) <= MOST_PANELS:
        return codes
    if not facts.ranked:
        return codes[:MOST_PANELS]
    own = 1 if facts.mine else 0
    others, room = codes[own:], MOST_PANELS - own
    return [*codes[:own], *(others[round(place * (len(others) - 1) / (room - 1))] for place in range(room))]
