"""Frames as the queries give them, made from the few columns a test is about."""

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from trends.subjects.lists.facts import ListFacts, list_facts

Figure = tuple[int, str, float, int | None]

EVIDENCE = {
    "award_entrants": ("Award entrants", "Entrants answered.", "It cannot speak for the others."),
    "census": ("All bodies", "Every body answered.", "It speaks for the whole group."),
    "expert_score": ("Expert score", "Experts judged.", "It cannot say what leaders think."),
    "inventory": ("Inventory", "A list of what was found.", "What is not listed may exist too."),
    "random_sample": ("Random sample", "Respondents were drawn at random.", "It speaks for its list."),
    "self_selected": ("Self-selected", "Whoever wished to answer did.", "It cannot speak for others."),
}
# How editions of such evidence come about; a census counts all, so that its base is all there are.
COVERAGE = {"census": "counted", "expert_score": "judged", "inventory": "counted", "random_sample": "sampled"}
COUNTED = frozenset({"counted", "asked_all"})
# Answers that are none of their own, as the evidence lists them.
RESIDUAL = frozenset({"other", "don't know", "not sure", "not known"})
UNITS = {"count": "number", "mentioned": "named", "percent": "%", "rank": "place", "score": "points"}


def items(
    *figures: Figure,
    measure: str = "percent",
    evidence: str = "self_selected",
    kind: str = "concern",
    methods: dict[int, str] | None = None,
    tied: Collection[tuple[int, str]] = (),
    complete: Collection[int] = (),
    waves: dict[int, int] | None = None,
    origin: str = "published",
    coverage: str | None = None,
    bounds: dict[str, tuple[int | None, int | None]] | None = None,
    populations: dict[int, int] | None = None,
    effective: dict[int, float] | None = None,
    years_apart: int | None = 1,
    question: str = "What holds councils back",
    note: str | None = None,
    group: tuple[str, str, str] = ("digital_leaders", "Digital leaders", "Heads of digital and IT."),
    method_note: str | None = None,
    wave_notes: dict[int, str] | None = None,
    notes: dict[str, str] | None = None,
    role: str = "headline",
    polarity: str | None = None,
) -> pd.DataFrame:
    """Return figures (year, item, value, base) as ``queries/lists/question_items.sql`` gives them."""
    name, definition, limits = EVIDENCE[evidence]
    came = coverage or COVERAGE.get(evidence, "open")
    rows = [
        {
            "year": year,
            "method": (methods or {}).get(year, "Web questionnaire"),
            "method_words": (methods or {}).get(year, "Web questionnaire"),
            "years_apart": years_apart,
            "item": item,
            "theme": "skills_workforce",
            "theme_name": "Skills, staff and training",
            "value": float(value),
            "unit": UNITS[measure],
            "tied": (year, item) in tied,
            "residual": item.casefold() in RESIDUAL,
            "role": role,
            "polarity": polarity,
            "base_n": base,
            "wave_base_n": (waves or {}).get(year),
            "base_at_least": (bounds or {}).get(item, (None, None))[0],
            "base_at_most": (bounds or {}).get(item, (None, None))[1],
            "effective_base": (effective or {}).get(year),
            "population": (populations or {}).get(year, base if came in COUNTED else None),
            "complete": _complete(came, base, (populations or {}).get(year, base)),
            "few_bodies": origin == "computed" and base is not None and base < 10,
            "coverage": came,
            "list_complete": year in complete,
            "origin": origin,
            "note": (notes or {}).get(item),
            "survey": "council_survey",
            "survey_name": "Councils on digital",
            "kind": kind,
            "question_name": question,
            "question_note": note,
            "measure": measure,
            "evidence": evidence,
            "evidence_name": name,
            "evidence_definition": definition,
            "evidence_limits": limits,
            "respondents": "Leaders of councils",
            "respondent_group": group[0],
            "respondent_group_name": group[1],
            "respondent_group_definition": group[2],
            "method_note": method_note,
            "wave_note": (wave_notes or {}).get(year),
            "fieldwork": None,
            "gathered": None,
            "several_told": False,
            "country_name": "United Kingdom",
            "country_kind": "country",
            "place_name": "United Kingdom",
            "asked_part": None,
            "region": None,
            "sector_name": "Local government",
            "sector_whole": False,
            "sector_said": None,
            "sector_told": False,
            "body_size": None,
            "source_publisher": "Town League",
            "source_name": "Town League: Councils on digital",
            "source_url": "https://example.org/councils/2024.pdf",
            "source_place": "table 1",
            "licence": "Open licence 1.0",
        }
        for year, item, value, base in figures
    ]
    return _typed(
        rows,
        ("year", "years_apart", "base_n", "base_at_least", "base_at_most", "wave_base_n", "population"),
        (
            "note",
            "question_note",
            "region",
            "body_size",
            "method_note",
            "wave_note",
            "fieldwork",
            "gathered",
            "polarity",
            "asked_part",
            "sector_said",
        ),
    )


def facts(*figures: Figure, year: int | None = None, **about: Any) -> ListFacts:
    """Return the facts of figures (year, item, value, base) in the United Kingdom."""
    return list_facts(items(*figures, **about), "United Kingdom", year)


def slices(
    *given: dict[str, Any], measure: str = "percent", evidence: str = "self_selected", item: str = "Lack of skills"
) -> pd.DataFrame:
    """Return slices of one item as ``queries/lists/item_across.sql`` gives them; what is not given is as in most cases."""
    names = {"GBR": "United Kingdom", "NOR": "Norway", "KEN": "Kenya", "INTL": "Several countries"}
    sectors = {
        "local_government": "Local government",
        "health": "Health",
        "cross_public_sector": "Across the public sector",
    }
    rows = []
    for row in given:
        full = {
            "item": item,
            "country": "GBR",
            "region": None,
            "sector": "local_government",
            "body_size": None,
            "year": 2024,
            "method": "Web questionnaire",
            "survey_name": "Councils on digital",
            "question_name": "What holds councils back",
            "measure": measure,
            "evidence": evidence,
            "evidence_name": EVIDENCE[evidence][0],
            "value": 50.0,
            "unit": UNITS[measure],
            "tied": False,
            "base_n": None,
            "base_at_least": None,
            "base_at_most": None,
            "effective_base": None,
            "wave_base_n": None,
            "population": None,
            "asked_part": None,
            "few_bodies": False,
            "coverage": COVERAGE.get(evidence, "open"),
            "note": None,
            "wave_note": None,
            "source_name": "Town League: Councils on digital",
            "source_url": "https://example.org/councils/2024.pdf",
            "source_place": "table 1",
            "licence": "Open licence 1.0",
        } | row
        full["country_name"] = names[full["country"]]
        full["country_kind"] = "several" if full["country"] == "INTL" else "country"
        full["sector_name"] = sectors[full["sector"]]
        full["sector_whole"] = full["sector"] == "cross_public_sector"
        full["value"] = float(full["value"])
        full.setdefault("complete", _complete(full["coverage"], full["base_n"], full["base_n"]))
        rows.append(full)
    whole = ("year", "base_n", "base_at_least", "base_at_most", "wave_base_n", "population")
    return _typed(rows, whole, ("region", "body_size", "note", "wave_note", "asked_part"))


def _complete(coverage: str, base: int | None, population: int | None) -> bool:
    """Say whether a figure is a complete count, as the view ``figures`` does."""
    return coverage in COUNTED and base is not None and population is not None and base >= population


def _typed(rows: Sequence[dict[str, Any]], whole: Sequence[str], text: Sequence[str]) -> pd.DataFrame:
    kinds = dict.fromkeys(whole, "Int64") | dict.fromkeys(text, "str") | {"effective_base": "float64"}
    # Most tests of words make a frame; typing its columns afterwards would take three times as long.
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return pd.DataFrame(
        {name: pd.Series(values, dtype=kinds[name]) if name in kinds else values for name, values in columns.items()}
    )
