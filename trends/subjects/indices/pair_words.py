"""Words on two indicators against each other."""

from trends.statistics.cells import Row, as_rows
from trends.statistics.correlation import FEWEST_COUNTRIES
from trends.subjects.indices.facts import EVERYONE
from trends.subjects.indices.pairs import PairFacts, Side
from trends.subjects.indices.words import MEASURED
from trends.words import grammar, numbers
from trends.words.text import Words, say

# From which size on a rank correlation is called that.
STRONG, MIDDLING = 0.7, 0.4
NO_CAUSE = "says nothing of a cause"


def coefficient(value: float) -> str:
    """Return a rank correlation in words, with two decimals."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def title(facts: PairFacts) -> str:
    """Return how alike two indicators order the countries."""
    value = facts.correlation.value if facts.correlation else 0.0
    if abs(value) < MIDDLING:
        how = "order countries hardly alike"
    elif value < 0:
        how = "order countries in opposite ways"
    else:
        how = "order countries much alike" if value >= STRONG else "order countries somewhat alike"
    return f"{facts.first.indicator} and {grammar.lower_first(facts.second.indicator)} {how}: {coefficient(value)}"


def subtitle(facts: PairFacts) -> str:
    """Return what the card shows: a dot a country, which countries, which years."""
    where = grammar.capitalised(facts.group) if facts.group else EVERYONE
    return f"A dot a country that both measure · {where} · {years(facts)}"


def years(facts: PairFacts) -> str:
    """Return the years of both editions, once where they are the same."""
    return grammar.joined([str(year) for year in dict.fromkeys((facts.first.year, facts.second.year))])


def axis(side: Side) -> str:
    """Return what an axis measures: indicator, unit, index and year."""
    return f"{side.indicator} · {MEASURED[side.unit]} · {side.series}, {side.year}"


def value_words(row: Row, side: Side, *, other: bool = False) -> str:
    """Return the value of a country and its place among the countries both measure."""
    value, place = (row["other_number"], row["other_place"]) if other else (row["number"], row["place"])
    return f"{numbers.of_unit(value, side.unit)} ({numbers.place(int(place))})"


def foot(facts: PairFacts) -> str:
    """Return the base of the card: how many countries, what is computed of them, and that it tells no cause."""
    kinds = dict.fromkeys((facts.first.evidence_name, facts.second.evidence_name))
    evidence = " and ".join([*list(kinds)[:1], *(grammar.lower_first(kind) for kind in list(kinds)[1:])])
    left = f" · Not measured by both: {grammar.joined(facts.missing)}" if facts.missing else ""
    countries = numbers.counted(len(facts.rows), "country", "countries")
    return (
        f"Spearman's rank correlation of the {countries} that both measure; it {NO_CAUSE} · {evidence} · "
        f"{years(facts)}{left}"
    )


def about(facts: PairFacts) -> list[Words]:
    """Return what is to know of the comparison, a paragraph each."""
    order = (
        "1 means that both put the countries in the same order, −1 in the opposite one, 0 that the orders have nothing "
        "in common. Places in the table are those among the countries both measure."
    )
    cause = "Two things that go together need not bring each other about: wealth, size or a shared part can move both."
    said: list[Words] = [order, cause]
    if found := facts.correlation:
        said.append(
            "Both measure all countries on their lists and nothing was drawn by chance, so it has no range. Without "
            f"any one of the countries it would lie between {coefficient(found.least)} and "
            f"{coefficient(found.most)}. It is not computed of fewer than {FEWEST_COUNTRIES}."
        )
    if facts.first.series == facts.second.series:
        said.append("Both are of one index, and one may be a part of the other: then they are bound to go together.")
    if facts.first.year != facts.second.year:
        said.append(f"The editions are of different years, {facts.first.year} and {facts.second.year}.")
    said += [
        say("{}, {}: [{}]({}).", side.indicator, side.year, side.source.name, side.source.url)
        for side in (facts.first, facts.second)
    ]
    return said


def carried(facts: PairFacts) -> list[Words]:
    """Return what must be said wherever the two are shown: what each measures, and the cautions of their publishers."""
    said: list[Words] = [
        f"{side.indicator}: {grammar.sentence(side.definition)} {MEASURED[side.unit]}."
        for side in (facts.first, facts.second)
    ]
    cautions = {side.series: side.caution for side in (facts.first, facts.second)}
    return [*said, *(say("**{}**: {}", series, grammar.sentence(caution)) for series, caution in cautions.items())]


def alt(facts: PairFacts) -> str:
    """Return the chart in words."""
    held = {str(row["country"]): row for row in as_rows(facts.rows)}
    mine = next((held[code] for code in facts.chosen if code in held), None)
    value = coefficient(facts.correlation.value) if facts.correlation else ""

    def said(width: int) -> str:
        one, two = (f"{grammar.shortened(side.indicator, width)}, {side.year}" for side in (facts.first, facts.second))
        own = (
            ""
            if mine is None
            else f" {grammar.shortened(str(mine['country_name']), width)}: {numbers.place(int(mine['place']))} and "
            f"{numbers.place(int(mine['other_place']))}."
        )
        return (
            f"Scatter: {one}, against {two}; {len(facts.rows)} countries. Rank correlation {value}.{own} Table follows."
        )

    return grammar.fitting(said)
