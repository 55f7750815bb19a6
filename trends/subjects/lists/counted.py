"""Which themes stand first in the lists of surveys: one list a survey, by the rule of ``counted_lists.sql``.

The overview, themes and sectors count by this, so that they cannot say different things of the same lists.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from trends.statistics import cells
from trends.statistics.cells import as_rows
from trends.words import grammar, numbers
from trends.words.text import Words, say, strong

RULE = (
    "Each survey counts once, by one list of its newest edition. Of several it is the one of all its countries and "
    "sectors, then of most respondents, then the longest. Lists of three or more items of three or more "
    "themes count, of the last four years or of the years chosen. A theme leads a list if its item has place 1 or the "
    "highest share; where items share that place, each theme leads. Answers that are points of a scale, and questions "
    "put to a part of the respondents alone, are not counted."
)


_THEMES = ["theme", "theme_name", "leads", "tied", "surveys"]
_LISTED = ["survey_name", "question_name", "year"]


@dataclass(frozen=True, eq=False)
class Counted:
    """Lists of a kind that count, and the themes they name.

    ``themes`` has one row per theme: ``theme``, ``theme_name``, ``leads`` (lists it stands first in), ``tied`` (those
    of them in which another theme shares the place) and ``surveys`` (lists that name it), the leading theme first.
    ``lists`` is how many count, ``older`` how many surveys have older lists only, ``years`` the first and the last;
    where none counts, those of the older ones.
    ``rows`` are as ``queries/lists/counted_lists.sql`` gives them.
    ``listed`` has one row per list: ``survey_name``, ``question_name``, ``year``.
    ``only`` describes the list where one alone counts; it is empty otherwise.
    """

    lists: int
    older: int
    years: tuple[int, int]
    rows: pd.DataFrame
    themes: pd.DataFrame
    listed: pd.DataFrame
    only: Mapping[Hashable, Any]

    @property
    def leading(self) -> Sequence[str]:
        """The names of the themes that lead most lists; none where no list has a theme in front."""
        if not self.leads:
            return []
        return [str(name) for name in self.themes.loc[self.themes["leads"] == self.leads, "theme_name"]]

    @property
    def leads(self) -> int:
        """How many lists each of the leading themes leads."""
        return int(self.themes["leads"].max()) if len(self.themes) else 0

    @property
    def when(self) -> str:
        """The years of the lists, as in «2023–2026»."""
        return numbers.years(*self.years) if self.lists or self.older else ""

    def among(self, themes: Collection[str]) -> "Counted":
        """Return the same lists with what they say of some themes; of all where none is given."""
        if not themes:
            return self
        return replace(self, themes=self.themes[self.themes["theme"].isin(themes)].reset_index(drop=True))

    def of(self, theme: str) -> Mapping[Hashable, Any]:
        """Return the row of a theme; one of nothing where no list names it."""
        held = self.themes[self.themes["theme"] == theme]
        return next(iter(held.to_dict("records")), {"theme": theme, "leads": 0, "tied": 0, "surveys": 0})


def counted(rows: pd.DataFrame) -> Counted:
    """Return the lists that count.

    Args:
        rows: one row per counted list and theme, as ``queries/lists/counted_lists.sql`` gives them; may be empty.
    """
    told = as_rows(rows)
    lists = [row for row in told if not cells.is_missing(row["survey"])]
    if not lists:
        older = int(told[0]["older"]) if told else 0
        years = (int(told[0]["older_from"]), int(told[0]["older_to"])) if older else (0, 0)
        return Counted(0, older, years, rows.iloc[:0], pd.DataFrame(columns=_THEMES), pd.DataFrame(), {})
    first = [row for row in lists if row["place"] == 1]
    sharing = Counter(row["survey"] for row in first)
    themes: dict[str, dict[str, Any]] = {}
    for row in lists:
        held = themes.setdefault(
            row["theme"], dict(zip(_THEMES, (row["theme"], row["theme_name"], 0, 0, 0), strict=True))
        )
        held["surveys"] += 1
        held["leads"] += row["place"] == 1
        held["tied"] += row["place"] == 1 and sharing[row["survey"]] > 1
    order = sorted(themes.values(), key=lambda held: (-held["leads"], -held["surveys"], held["theme_name"]))
    surveys = {row["survey"]: row for row in reversed(lists)}
    named = [[row[name] for name in _LISTED] for row in reversed(surveys.values())]
    return Counted(
        lists=len(surveys),
        older=int(lists[0]["older"]),
        years=(min(row["year"] for row in lists), max(row["year"] for row in lists)),
        rows=rows,
        themes=pd.DataFrame(order, columns=_THEMES),
        listed=pd.DataFrame(named, columns=_LISTED),
        only=first[0] if len(surveys) == 1 and first else {},
    )


def first_words(held: Counted, listed: str) -> Words:
    """Return which themes stand first in how many lists, of how many and of which years; empty where there are none.

    Args:
        held: the lists.
        listed: what is listed, as in «priorities».
    """
    if not held.lists:
        return older_only_words(held, listed)
    names = [strong(grammar.lower_first(name)) for name in held.leading]
    told = _leads_words(held, names, listed) if names else _no_lead_words(held, listed)
    return grammar.sentences([told, older_words(held.older)]) if told else ""


def _leads_words(held: Counted, names: Sequence[Words], listed: str) -> Words:
    together, of = _together(held, len(names)), f"with a list of {listed}"
    if held.only:
        place = "" if cells.is_missing(held.only["region"]) else f"{held.only['region']}, "
        where = f"{held.only['survey_name']}, {place}{held.only['country_name']} {held.only['year']}"
        return say("The one survey {} ({}) puts {} first{}.", of, where, grammar.joined(names), together)
    if held.leads == held.lists:
        surveys = grammar.capitalised(numbers.of_all(held.leads, held.lists, "survey"))
        return say("{} {}, {}, put {} first{}.", surveys, of, held.when, grammar.joined(names), together)
    each, puts = numbers.count(held.leads), "puts" if held.leads == 1 else "put"
    # Names of themes have an «and» of their own, so each is told apart.
    told = grammar.joined([say("{} {} {} first", each, puts, name) for name in names])
    return say("Of {} surveys {}, {}, {}{}.", numbers.count(held.lists), of, held.when, told, together)


def _no_lead_words(held: Counted, listed: str) -> Words:
    """Return that none of the themes chosen stands first in a list; empty where nothing is chosen or named."""
    if held.themes.empty or len(held.themes) == held.rows["theme"].nunique():
        return ""
    one = len(held.themes) == 1
    themes = strong(grammar.lower_first(str(held.themes["theme_name"].iloc[0]))) if one else "a theme that was chosen"
    surveys = "The one survey" if held.lists == 1 else f"None of {numbers.count(held.lists)} surveys"
    puts = "does not put" if held.lists == 1 else "puts"
    return say("{} with a list of {}, {}, {} {} first.", surveys, listed, held.when, puts, themes)


def older_words(older: int) -> str:
    """Return how many lists were left out for their age; empty where none was."""
    return f"{numbers.counted(older, 'older list')} {'is' if older == 1 else 'are'} left out." if older else ""


def older_only_words(held: Counted, listed: str) -> str:
    """Return that all lists of a kind are too old to count; empty where there is none at all."""
    if not held.older:
        return ""
    if held.older == 1:
        return f"The one survey with a list of {listed} is of {held.when}, too old to count here."
    return f"The {numbers.count(held.older)} surveys with a list of {listed} are of {held.when}, too old to count here."


def _together(held: Counted, names: int) -> str:
    """Return in how many of their lists the leading themes share the first place; empty where in none."""
    first = held.rows[held.rows["place"] == 1]
    shared = first.groupby("survey")["theme"].transform("nunique") > 1
    leading = held.themes.loc[held.themes["leads"] == held.leads, "theme"]
    ties = first.loc[shared & first["theme"].isin(leading), "survey"].nunique()
    if not ties:
        return ""
    if held.leads == held.lists and (names > 1 or held.lists == 1):
        return ", together" if names > 1 else ", together with another theme"
    if names > 1:
        return f"; in {numbers.counted(ties, 'list')} several themes share that place"
    with_others = "together with another theme"
    return f", {with_others}" if ties == held.leads else f", {numbers.count(ties)} of them {with_others}"
