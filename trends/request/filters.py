"""What a reader may choose, how a web address says it, and how a sentence says it.

A page and the data API read the same parameters. An address may hold codes (``country=NZL``) or the names readers see
(``country=New Zealand``); both mean the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trends.request.names import nearest
from trends.store.fields import FIELDS, SHARED
from trends.store.store import Store
from trends.words.folding import folded
from trends.words.grammar import joined
from trends.words.years import year_words

SHARED_FIELDS = SHARED
FIELD_NAMES = {field.name: field.called for field in FIELDS if field.called}
# Of legal values; all are told at one address (the vocabulary), so that a slip is not answered with kilobytes.
SHOWN_LEGAL_VALUES = 10
# For how many unknown values of one address the nearest known ones are sought: each is compared with every name.
MOST_SOUGHT = 10

Selection = dict[str, list[str]]


class FilterError(ValueError):
    """A parameter or a value is not known; ``problems`` says each, with what is legal."""

    def __init__(self, problems: Sequence[dict[str, object]]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(str(problem["message"]) for problem in self.problems))


@dataclass(frozen=True)
class Vocabulary:
    """The codes each filter may hold and the names readers see for them.

    ``aggregates`` holds, by country, the codes of the aggregates that hold it. ``shown_first`` is the code of the theme
    and of the sector that their pages show while none is chosen, by field. ``other_places`` holds the code of a country
    by each other name, folded, such as UK; ``places`` by each of its names: these, its code, and the name readers see;
    ``regions`` by the folded name of each of its regions that the evidence tells of, such as England.
    """

    names: Mapping[str, Mapping[str, str]]
    shown_first: Mapping[str, str]
    aggregates: Mapping[str, Sequence[str]]
    other_places: Mapping[str, str]
    places: Mapping[str, str]
    regions: Mapping[str, str]
    _codes: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, store: Store) -> "Vocabulary":
        """Read the vocabulary of a store."""
        # Evidence may hold no case, or no index: then there is nothing to choose, which is not an unknown filter.
        names: dict[str, dict[str, str]] = {field: {} for field in FIELD_NAMES if field != "search"}
        for row in store.ask("vocabulary").itertuples(index=False):
            names.setdefault(str(row.field), {})[str(row.code)] = str(row.name)
        codes = {
            # Exact spellings come last and so win: two technologies may differ in capitals alone.
            field: {name.casefold(): code for code, name in listed.items()}
            | {code.casefold(): code for code in listed}
            | {name: code for code, name in listed.items()}
            | {code: code for code in listed}
            for field, listed in names.items()
        }
        first = {str(row.field): str(row.code) for row in store.ask("shown_first").itertuples(index=False)}
        aggregates: dict[str, list[str]] = {}
        for row in store.ask("aggregates").itertuples(index=False):
            aggregates.setdefault(str(row.country), []).append(str(row.aggregate))
        countries = names.get("country", {})
        others = {folded(str(row.name)): str(row.country) for row in store.ask("country_names").itertuples(index=False)}
        usual = {folded(name): code for code, name in countries.items()}
        regions = {
            folded(str(row.region)): str(row.country) for row in store.ask("country_regions").itertuples(index=False)
        }
        places = others | {folded(code): code for code in countries} | usual
        return cls(names, first, aggregates, others, places, regions, codes)

    def code(self, field: str, text: str) -> str | None:
        """Return the code that a code or a name stands for, in any case; None where there is none.

        A country is also known by its other names, whatever their accents, punctuation and blanks.
        """
        known, spelt = self._codes.get(field, {}), text.strip()
        found = known.get(spelt) or known.get(spelt.casefold())
        return found or (self.places.get(folded(spelt)) if field == "country" else None)

    def nearest(self, field: str, text: str) -> list[str]:
        """Return the codes whose names come nearest to a text that stands for none, the nearest first; often none.

        To the name of a region it is its country, which can be chosen where the region cannot.
        """
        if field == "country" and (country := self.regions.get(folded(text))):
            return [country]
        listed = self.names.get(field, {})
        named = {folded(each): code for code, name in listed.items() for each in (code, name)}
        return nearest(text, self.places if field == "country" else named)

    def name(self, field: str, code: str) -> str:
        """Return the name readers see for a code."""
        return self.names[field][code]


def read_parameters(
    vocabulary: Vocabulary, fields: Iterable[str], given: Iterable[tuple[str, str]], others: Iterable[str] = ()
) -> Selection:
    """Return the chosen codes by field: every one of ``fields``, in order of choice and once each.

    An empty list means no restriction, and so does a blank value. ``search`` is free text.

    Args:
        vocabulary: names and codes.
        fields: the filters that may be chosen.
        given: parameters and values in order.
        others: parameters that are legal besides and read elsewhere; named where one is not known.

    Raises:
        FilterError: a parameter or value is not known; lists every such one and what is legal.
    """
    chosen: Selection = {field: [] for field in fields}
    problems: list[dict[str, object]] = []
    for parameter, text in given:
        if parameter not in chosen:
            problems.append(unknown_parameter(parameter, sorted([*chosen, *others])))
        elif not text.strip():
            continue
        elif parameter == "search":
            chosen[parameter].append(text.strip())
        else:
            code = vocabulary.code(parameter, text)
            if code is None:
                problems.append(unknown_value(vocabulary, parameter, text, seek=len(problems) < MOST_SOUGHT))
            elif code not in chosen[parameter]:
                chosen[parameter].append(code)
    if problems:
        raise FilterError(problems)
    return chosen


def unknown_parameter(parameter: str, legal: list[str]) -> dict[str, object]:
    """Return what is wrong with a parameter that is not known, in words, with those that are legal and the nearest."""
    near = nearest(parameter, {folded(name): name for name in legal})
    return {
        "parameter": parameter,
        "message": f"There is no parameter {parameter!r}; there are {', '.join(legal)}.{did_you_mean(near)}",
        "legal": legal,
        "nearest": near,
    }


def unknown_value(vocabulary: Vocabulary, field: str, text: str, *, seek: bool = True) -> dict[str, object]:
    """Return what is wrong with a value that is not known, in words, with the codes that are legal and the nearest.

    Args:
        vocabulary: names and codes.
        field: the parameter.
        text: its value.
        seek: whether the nearest are sought.
    """
    legal = list(vocabulary.names.get(field, {}))
    whole = len(legal) <= SHOWN_LEGAL_VALUES
    which = f"all {len(legal)}" if whole else f"the first {SHOWN_LEGAL_VALUES} of {len(legal)}"
    near = vocabulary.nearest(field, text) if seek else []
    offered = [name if (name := vocabulary.name(field, code)) == code else f"{name} ({code})" for code in near]
    return {
        "parameter": field,
        "value": text,
        "message": f"{text!r} is no {field}; use a code or name ({which} codes are listed).{did_you_mean(offered)}",
        "legal": legal[:SHOWN_LEGAL_VALUES],
        "nearest": near,
    }


def did_you_mean(names: Sequence[str]) -> str:
    """Return the question whether one of some names was meant, after a blank; empty where there is none."""
    return f" Did you mean {joined(names, 'or')}?" if names else ""


def describe(vocabulary: Vocabulary, selection: Mapping[str, Sequence[str]]) -> str:
    """Return the choice in words, as in “New Zealand; local government; 2023, 2024”; empty where nothing is chosen."""
    parts = []
    for field, codes in selection.items():
        if codes:
            names = [vocabulary.names.get(field, {}).get(str(code), str(code)) for code in codes]
            parts.append(year_words(codes) if field == "year" else ", ".join(names))
    return "; ".join(parts)


@dataclass(frozen=True)
class Filters:
    """What a reader chose in the shared filters, as codes: a tuple a field; empty means no restriction."""

    country: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    survey: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()

    def lists(self) -> dict[str, list[str]]:
        """Return the choice as query parameters."""
        return {field: list(getattr(self, field)) for field in SHARED_FIELDS}

    def words(self, vocabulary: Vocabulary) -> str:
        """Return the choice in words; empty where nothing is chosen."""
        return describe(vocabulary, self.lists())

    def names(self, vocabulary: Vocabulary) -> dict[str, list[str]]:
        """Return the names readers see for what is chosen, by field; fields without a choice are left out."""
        return {
            field: [vocabulary.name(field, code) for code in codes] for field, codes in self.lists().items() if codes
        }

    def __bool__(self) -> bool:
        return any(getattr(self, field) for field in SHARED_FIELDS)


EVERYTHING = Filters()
