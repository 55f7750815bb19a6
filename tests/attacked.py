"""Invented surveys of given size, and what an attacker can work out of the groups that are shown of them."""

import hashlib
from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
from scipy.optimize import linprog

from trends.intake.disclosure import DIMENSIONS
from trends.intake.groups import Flags, Groups, Whole
from trends.intake.perturbation import cumulative
from trends.intake.suppression import Shown

KEYS = 2**31


def respondents(draw: np.random.Generator, count: int) -> pd.DataFrame:
    """Return respondents of several countries, sectors, sizes and regions, some of which lie in one country."""
    columns: dict[str, object] = {
        "respondent": np.arange(count),
        "record_key": draw.integers(0, KEYS, count),
        "weight": np.round(draw.lognormal(0, 0.4, count), 3) + 0.001,
    }
    for dimension, most in (("country", 6), ("sector", 7), ("size", 4)):
        values = int(draw.integers(1, most + 1))
        chances = draw.dirichlet(np.full(values, 0.7))
        column = draw.choice([f"{dimension} {at}" for at in range(values)], count, p=chances).astype(object)
        if draw.random() < 0.4:
            column[draw.random(count) < 0.06] = None
        columns[dimension] = column
    country = np.asarray(columns["country"])
    region = draw.choice(["region 0", "region 1", "region 2"], count, p=draw.dirichlet([2.0, 1.0, 0.5])).astype(object)
    # Regions of one country alone, or values that cut across countries.
    if draw.random() < 0.7:
        region[country != "country 0"] = None
    return pd.DataFrame(columns | {"region": region})


def database(
    people: pd.DataFrame, asked: dict[str, Whole], ticked: dict[tuple[str, str], Whole]
) -> duckdb.DuckDBPyConnection:
    """Return a connection with the three tables of a survey: who is asked a question, who chooses an option."""
    connection = duckdb.connect()
    connection.register("people", people)
    connection.execute(
        "create table respondents as select respondent::integer as respondent, record_key::integer as record_key,"
        f" weight::double as weight, {', '.join(f'{each}::varchar as {each}' for each in DIMENSIONS)} from people"
    )
    connection.execute("create table asked (respondent integer, question varchar)")
    connection.execute("create table ticked (respondent integer, question varchar, option varchar)")
    for question, who in asked.items():
        answers = pd.DataFrame({"respondent": who, "question": question})
        connection.register("answers", answers)
        connection.execute("insert into asked select * from answers")
    for (question, option), who in ticked.items():
        answers = pd.DataFrame({"respondent": who, "question": question, "option": option})
        connection.register("answers", answers)
        connection.execute("insert into ticked select * from answers")
    return connection


def decided(people: pd.DataFrame, threshold: int = 10) -> tuple[Groups, Whole, Shown]:
    """Return the groups of respondents who are all asked, the persons of each stratum, and what is shown."""
    columns = list(DIMENSIONS)
    strata = people.groupby(columns, dropna=False).size().reset_index(name="persons")
    strata[columns] = strata[columns].astype(object).where(strata[columns].notna(), None)
    in_strata = strata["persons"].to_numpy(dtype=np.int64)
    groups = Groups(strata[columns], columns)
    return groups, in_strata, Shown(groups, in_strata, threshold)


def differences(inside: Flags, persons: Whole) -> Iterator[tuple[int, ...]]:
    """Yield persons left by subtraction: a group without one or two others in it, or without two that cross in a third.

    All pairs and chains of three of the given groups (groups x strata), and with each crossing of two of them.
    """
    size = inside @ persons
    number = inside.astype(np.int64)
    both = (number * persons) @ number.T
    for whole in range(len(size)):
        parts = np.flatnonzero((both[whole] == size) & (size < size[whole]))
        yield tuple((size[whole] - size[parts]).tolist())
        apart = both[np.ix_(parts, parts)] == 0
        yield tuple((size[whole] - size[parts][:, None] - size[parts])[apart].tolist())
        sets = {inside[each].tobytes(): each for each in parts}
        for at, one in enumerate(parts):
            for other in parts[at + 1 :]:
                if (crossing := sets.get((inside[one] & inside[other]).tobytes())) is not None:
                    yield (int(size[whole] - size[one] - size[other] + size[crossing]),)


def worked_out(inside: Flags, shown: Whole, withheld: Whole) -> Whole:
    """Return the withheld groups that are a sum of shown ones with any signs and multiples: recovered exactly."""
    left, values, _ = np.linalg.svd(inside[shown].T.astype(np.float64), full_matrices=False)
    basis = left[:, values > 1e-9]
    aimed = inside[withheld].T.astype(np.float64)
    return withheld[np.abs(aimed - basis @ (basis.T @ aimed)).max(axis=0, initial=0) < 1e-7]


def bounds(inside: Flags, persons: Whole, shown: Whole, withheld: int) -> tuple[float, float]:
    """Return the least and most persons a withheld group can have if the exact bases of all shown ones were known."""
    given = inside[shown].astype(np.float64)
    aim = inside[withheld].astype(np.float64)
    ends = [linprog(sign * aim, A_eq=given, b_eq=given @ persons, method="highs") for sign in (1, -1)]
    return float(ends[0].fun), float(-ends[1].fun)


def drawn(*parts: object) -> float:
    """Return the number from 0 to 1 that a key of these parts draws: reckoned apart from the database."""
    return int(hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:8], 16) / 2**32


def changed(count: int, number: float) -> int:
    """Return a count as the perturbation table changes it for a drawn number: reckoned apart from the database."""
    row = min(count, cumulative()[-1][0])
    return count + next(change for of, change, start, below in cumulative() if of == row and start <= number < below)
