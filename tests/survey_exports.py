"""One invented survey, written as five tools would export it, with a mapping for each; and what should come out.

All people and answers are invented. What should come out is worked out from the people, never from a file.
"""

import json
import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

ITEMS = ("Cyber security", "Skills", "Cloud; hosting", "Data, shared", "Accessibility")
CONCERNS = ("Funding", "Attacks (phishing, fraud)", "Old systems", "None of these")
POINTS = ("Disagree", "Neither", "Agree")
OFF = "Don't know"
STATEMENTS = ("Strategy", "Skills at hand", "Trust")
USES = ("Not used", "In pilot", "In use")
COUNTRIES = {"Norge": "NOR", "Norway": "NOR", "Österreich": "AUT", "Türkiye": "TUR"}
SECTORS = {"Kommune": "local_government", "Hospital": "health", "Ministry": "central_government"}
SIZES = ("1–99", "100–499", "500 or more")


@dataclass(frozen=True)
class Person:
    number: int
    finished: bool
    country: str
    sector: str
    size: str
    ranked: tuple[str, ...]
    concerns: tuple[str, ...]
    points: tuple[str | None, ...]
    use: str | None
    budget: float | None
    weight: float

    @property
    def email(self) -> str:
        return f"person{self.number}@body.example"


def people(count: int = 60) -> list[Person]:
    draw = random.Random(7)  # noqa: S311 (invented answers are no secret)
    made = []
    for number in range(1, count + 1):
        ticked = tuple(option for option in CONCERNS[:3] if draw.random() < 0.45)
        made.append(
            Person(
                number,
                draw.random() > 0.1,
                draw.choice([*COUNTRIES, "Scotland"]),
                draw.choice([*SECTORS, "Charity"]),
                draw.choice(SIZES),
                tuple(draw.sample(ITEMS, 2)) if draw.random() > 0.1 else (),
                ticked or ((CONCERNS[3],) if draw.random() < 0.5 else ()),
                tuple(draw.choice([*POINTS, OFF, None]) for _ in STATEMENTS),
                draw.choice([*USES, None]),
                draw.choice([None, 2.5, 10, 22.5, 40]),
                round(draw.uniform(0.4, 2.2), 3),
            )
        )
    return made


def counted(everybody: list[Person]) -> list[Person]:
    return [p for p in everybody if p.finished and (p.ranked or p.concerns or any(p.points) or p.use or p.budget)]


def share(base: list[Person], of: list[Person]) -> dict[str, float]:
    total, squares = sum(p.weight for p in base), sum(p.weight**2 for p in base)
    part = sum(p.weight for p in of) / total
    low, high = proportion_confint(part * total**2 / squares, total**2 / squares, method="wilson")
    return {"n": len(of), "share": part, "share_unweighted": len(of) / len(base), "low": low, "high": high}


def bases(base: list[Person]) -> dict[str, float]:
    total = sum(p.weight for p in base)
    return {"base_n": len(base), "base_weighted": total, "base_effective": total**2 / sum(p.weight**2 for p in base)}


def mean(base: list[Person], value: Callable[[Person], float]) -> float:
    return sum(p.weight * value(p) for p in base) / sum(p.weight for p in base)


def ends(
    of: str, base: list[Person], value: Callable[[Person], float], within: tuple[float, float]
) -> dict[str, float]:
    """Return the ends of the range of a mean on the effective base, by statsmodels, none beyond a scale."""
    weights = [p.weight * bases(base)["base_effective"] / bases(base)["base_weighted"] for p in base]
    low, high = DescrStatsW([value(p) for p in base], weights=weights).tconfint_mean()
    return {f"{of}_low": max(low, within[0]), f"{of}_high": min(high, within[1])}


def expected(everybody: list[Person]) -> dict[str, dict[str, object]]:
    """Return the figures of each question, by its id."""
    all_of = counted(everybody)
    ranked = [p for p in all_of if p.ranked]
    told: dict[str, dict[str, object]] = {"ranked": {**bases(ranked), "options": {}}}
    for item in ITEMS:
        named = [p for p in ranked if item in p.ranked]

        def place(p: Person, item: str = item) -> int:
            return p.ranked.index(item) + 1

        told["ranked"]["options"][item] = {
            "named_in_top_2": share(ranked, named),
            "first": share(ranked, [p for p in ranked if p.ranked[0] == item]),
            "mean_rank_when_named": mean(named, place),
            "named_effective": bases(named)["base_effective"],
            **ends("mean_rank", named, place, (1, 2)),
        }
    worried = [p for p in all_of if p.concerns]
    told["concerns"] = {
        **bases(worried),
        "options": {o: share(worried, [p for p in worried if o in p.concerns]) for o in CONCERNS},
    }
    for at, _ in enumerate(STATEMENTS):
        base = [p for p in all_of if p.points[at]]
        valid = [p for p in base if p.points[at] != OFF]

        def point(p: Person, at: int = at) -> int:
            return POINTS.index(p.points[at]) + 1

        told[f"att{at}"] = {
            **bases(base),
            "options": {each: share(base, [p for p in base if p.points[at] == each]) for each in (*POINTS, OFF)},
            "agree_of_valid": {**bases(valid), **share(valid, [p for p in valid if p.points[at] in POINTS[-2:]])},
            "mean_of_valid": mean(valid, point),
            **ends("mean", valid, point, (1, len(POINTS))),
        }
    using = [p for p in all_of if p.use]
    told["use"] = {**bases(using), "options": {o: share(using, [p for p in using if p.use == o]) for o in USES}}
    money = [p for p in all_of if p.budget]
    spent = ends("mean", money, lambda p: p.budget, (-math.inf, math.inf))
    told["budget"] = {
        **bases(money),
        "mean": mean(money, lambda p: p.budget),
        "min": min(p.budget for p in money),
        **spent,
    }
    return told


# Files --------------------------------------------------------------------------------------------------------------


def text(value: object) -> str:
    """Return a value as the mapping writes it."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(k, ensure_ascii=False)} = {text(v)}" for k, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def mapping(ranked: dict, concerns: dict, more: str = "", points: dict | None = None) -> str:
    """Return the text of a mapping; what the shapes differ in is given."""
    questions = [
        {"id": "ranked", "kind": "priority", "answer": "rank", "top": 2, **ranked},
        {"id": "concerns", "kind": "concern", "answer": "multi", "exclusive": [CONCERNS[3]], **concerns},
        *(
            {
                "id": f"att{at}",
                "kind": "attitude",
                "answer": "likert",
                "column": f"att{at}",
                "scale": POINTS,
                "off_scale": [OFF],
                **(points or {}),
            }
            for at in range(len(STATEMENTS))
        ),
        {"id": "use", "kind": "adoption", "answer": "single", "column": "use", "options": USES},
        {"id": "budget", "kind": "maturity", "answer": "number", "column": "budget"},
    ]
    lines = ["[survey]", 'id = "invented"', 'name = "Invented"', "year = 2026", 'evidence = "self_selected"', more]
    lines += [
        "[respondents]",
        'id = "number"',
        'keep = [{ column = "done", values = ["yes"] }]',
        "[weight]",
        'column = "weight"',
    ]
    lines += [
        "[columns]",
        'personal = ["email"]',
        "[dimensions.country]",
        'column = "country"',
        'unknown = ["Scotland"]',
    ]
    lines += [
        "[dimensions.sector]",
        'column = "sector"',
        'unknown = ["Charity"]',
        "[dimensions.size]",
        'column = "size"',
        f"order = {text(SIZES)}",
    ]
    for question in questions:
        lines += ["[[question]]", *(f"{key} = {text(value)}" for key, value in question.items())]
    return "\n".join(lines)


def plain(person: Person) -> dict[str, object]:
    """Return the columns that every export has alike."""
    return {
        "number": f"n{person.number}", "email": person.email, "done": "yes" if person.finished else "no",
        "country": person.country, "sector": person.sector, "size": person.size,
        **{f"att{at}": point or "" for at, point in enumerate(person.points)},
        "use": person.use or "", "budget": "" if person.budget is None else person.budget, "weight": person.weight,
    }  # fmt: skip


def as_csv(folder: Path, everybody: list[Person]) -> tuple[Path, str]:
    rows = [
        {**plain(p), "1st": p.ranked[0] if p.ranked else "", "2nd": p.ranked[1] if p.ranked else "",
         **{f"c[{o}]": "Yes" if o in p.concerns else "No" for o in CONCERNS}, "remark": 'a "quoted"\nremark; here' if p.number == 3 else ""}
        for p in everybody
    ]  # fmt: skip
    path = folder / "export.csv"
    pd.DataFrame(rows).to_csv(path, sep=";", index=False, encoding="utf-8-sig")
    return path, mapping(
        {"shape": "position_columns", "columns": ["1st", "2nd"], "options": ITEMS},
        {"shape": "one_hot", "ticked": ["Yes"], "columns": {f"c[{o}]": o for o in CONCERNS}},
    )


def as_workbook(folder: Path, everybody: list[Person]) -> tuple[Path, str]:
    """Two heading rows, the upper one merged, as for a question with several columns."""
    book = openpyxl.Workbook()
    sheet = book.active
    names = list(plain(everybody[0]))
    sheet.append([*names, "Rank", *[None] * (len(ITEMS) - 1), "Worries", *[None] * (len(CONCERNS) - 1)])
    sheet.append([*["Response"] * len(names), *ITEMS, *CONCERNS])
    first = len(names) + 1
    for start, count in ((first, len(ITEMS)), (first + len(ITEMS), len(CONCERNS))):
        sheet.merge_cells(start_row=1, end_row=1, start_column=start, end_column=start + count - 1)
    for p in everybody:
        places = [p.ranked.index(item) + 1 if item in p.ranked else "N/A" for item in ITEMS]
        cells = [None if value == "" else value for value in plain(p).values()]
        sheet.append([*cells, *places, *(option if option in p.concerns else None for option in CONCERNS)])
    path = folder / "export.xlsx"
    book.save(path)
    return path, mapping(
        {"shape": "item_columns", "missing": ["N/A"], "columns": {f"Rank / {item}": item for item in ITEMS}},
        {"shape": "one_hot", "columns": {f"Worries / {option}": option for option in CONCERNS}},
    )


def _coded(everybody: list[Person]) -> tuple[pd.DataFrame, dict[str, dict[int, str]]]:
    """Return columns of codes with labels; 98 is an answer off the scale, 99 none."""
    scale = {1: POINTS[0], 2: POINTS[1], 3: POINTS[2], 98: OFF, 99: "No answer"}
    codes = {label: code for code, label in scale.items()}
    rows = []
    for p in everybody:
        row = plain(p) | {f"att{at}": codes[point] if point else 99 for at, point in enumerate(p.points)}
        row |= {"use": USES.index(p.use) if p.use else 99, "budget": p.budget}
        row |= {f"r{at}": p.ranked.index(item) + 1 if item in p.ranked else None for at, item in enumerate(ITEMS)}
        row |= {f"c{at}": int(option in p.concerns) for at, option in enumerate(CONCERNS)}
        rows.append(row)
    labels = {f"att{at}": scale for at in range(len(STATEMENTS))}
    labels["use"] = {**dict(enumerate(USES)), 99: "No answer"}
    return pd.DataFrame(rows), labels


_ITEM_COLUMNS = {"shape": "item_columns", "columns": {f"r{at}": item for at, item in enumerate(ITEMS)}}
_DICHOTOMIES = {"shape": "one_hot", "ticked": ["1"], "columns": {f"c{at}": o for at, o in enumerate(CONCERNS)}}


def _headings(frame: pd.DataFrame) -> list[str]:
    """Return what was asked for each column: question and option in one heading, as programs write it."""
    asked = {f"r{at}": f"Rank : {item}" for at, item in enumerate(ITEMS)}
    asked |= {f"c{at}": f"Worries : {option}" for at, option in enumerate(CONCERNS)}
    return [asked.get(name, name) for name in frame.columns]


def as_sav(folder: Path, everybody: list[Person]) -> tuple[Path, str]:
    frame, labels = _coded(everybody)
    path = folder / "export.sav"
    pyreadstat.write_sav(
        frame,
        path,
        column_labels=_headings(frame),
        variable_value_labels=labels,
        missing_ranges={name: [99] for name in labels},
    )
    return path, mapping(_ITEM_COLUMNS, _DICHOTOMIES)


def as_dta(folder: Path, everybody: list[Person]) -> tuple[Path, str]:
    frame, labels = _coded(everybody)
    path = folder / "export.dta"
    pyreadstat.write_dta(frame, path, column_labels=_headings(frame), variable_value_labels=labels)
    text_of = mapping(_ITEM_COLUMNS, _DICHOTOMIES, points={"missing": ["99"]})
    return path, text_of.replace('column = "use"', 'column = "use"\nmissing = ["99"]')


def as_parquet(folder: Path, everybody: list[Person]) -> tuple[Path, str]:
    """A list for the ranking; ticks in one text, joined by what stands in an option too."""
    told = [plain(p) | {"budget": p.budget} for p in everybody]
    table = pa.Table.from_pylist([
        row | {"ranked": list(p.ranked) or None, "worries": ", ".join(p.concerns)} for row, p in zip(told, everybody, strict=True)
    ])  # fmt: skip
    path = folder / "export.parquet"
    pq.write_table(table, path)
    return path, mapping(
        {"shape": "ordered", "column": "ranked", "options": ITEMS},
        {"shape": "joined", "column": "worries", "separator": ", ", "options": CONCERNS},
    )


CONTAINERS = (as_csv, as_workbook, as_sav, as_dta, as_parquet)
