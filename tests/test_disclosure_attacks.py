"""Attacks on published figures: guessing one person's answer by differencing, and averaging over many questions."""

from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pytest

from tests.attacked import changed, database, decided, differences, drawn, respondents, worked_out
from trends.intake.disclosure import DIMENSIONS, guard

OPTIONS = 5
CHANCE = 1 / OPTIONS
QUESTIONS = 200


def survey(people: pd.DataFrame, answers: np.ndarray) -> duckdb.DuckDBPyConnection:
    """Return a survey that puts questions of one choice (questions x people) to everybody."""
    made = database(people, {}, {})
    questions, count = answers.shape
    rows = pd.DataFrame(
        {
            "respondent": np.tile(people["respondent"], questions),
            "question": np.repeat([f"question {at:03}" for at in range(questions)], count),
            "option": answers.ravel().astype(str),
        }
    )
    made.register("given_rows", rows)
    made.execute("insert into asked select respondent, question from given_rows")
    made.execute("insert into ticked select respondent, question, option from given_rows")
    return made


def counts(figures: pd.DataFrame) -> np.ndarray:
    """Return the counts of everybody as they follow from published shares and bases: questions x options."""
    everybody = figures[figures[list(DIMENSIONS)].isna().all(axis=1)]
    told = everybody.assign(count=everybody["value"] * everybody["base_n"] / 100)
    return told.pivot_table(index="question", columns="option", values="count").to_numpy()


def naive_counts(people: pd.DataFrame, answers: np.ndarray) -> np.ndarray:
    """Return counts changed by keys of the cell alone: what is published where the base has no part in the key."""
    keys = people["record_key"].to_numpy()
    return np.array(
        [
            [
                changed(int((of_question == option).sum()), drawn(keys[of_question == option].sum(), at, option))
                for option in range(OPTIONS)
            ]
            for at, of_question in enumerate(answers)
        ]
    )


def guesses(before: np.ndarray, after: np.ndarray, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return, of each question, the option that alone changed (else any of those that rose by one), and which rose most."""
    rise = after - before
    by_rule = []
    for each in rise:
        moved = np.flatnonzero(np.abs(each) > 0.5)
        by_one = np.flatnonzero(np.round(each) == 1)
        candidates = moved if len(moved) == 1 else by_one
        by_rule.append(draw.choice(candidates if len(candidates) else OPTIONS))
    return np.array(by_rule), rise.argmax(axis=1)


@pytest.mark.parametrize("count", [30, 100])
def test_one_person_more_tells_an_answer_with_naive_keys_and_not_with_keys_of_cell_and_base(count: int) -> None:
    draw = np.random.default_rng(count)
    people = respondents(draw, count + 1).assign(weight=1.0, country=None, sector=None, size=None, region=None)
    answers = draw.integers(0, OPTIONS, (QUESTIONS, count + 1))
    wanted = answers[:, count]
    published = []
    for rows in (slice(0, count), slice(0, count + 1)):
        with survey(people.iloc[rows], answers[:, rows]) as connection:
            published.append(counts(guard(connection).figures))
    right = [(each == wanted).mean() for each in guesses(*published, draw)]
    naive = [naive_counts(people.iloc[rows], answers[:, rows]) for rows in (slice(0, count), slice(0, count + 1))]
    assert (guesses(*naive, draw)[0] == wanted).mean() > 0.65
    # By what betrays naive keys, no more than chance and ten points; the best guess there is gains little more, and only
    # from surveys that were published twice: shown groups never differ by so few (test_disclosure_groups).
    assert right[0] <= CHANCE + 0.10
    assert right[1] <= CHANCE + 0.16


@pytest.fixture(scope="module")
def averaged() -> Iterator[tuple[pd.DataFrame, pd.DataFrame, np.ndarray]]:
    """A hundred questions put to the same people."""
    draw = np.random.default_rng(11)
    people = respondents(draw, 400)
    answers = draw.integers(0, OPTIONS, (100, len(people)))
    with survey(people.assign(weight=1.0), answers) as connection:
        yield people, guard(connection).figures, answers


def test_averaging_over_a_hundred_questions_gives_no_base_of_few(
    averaged: tuple[pd.DataFrame, pd.DataFrame, np.ndarray],
) -> None:
    people, figures, _ = averaged
    # The published base is the same a hundred times over: its average tells no more than one of it.
    assert (figures.groupby(list(DIMENSIONS), dropna=False)["base_n"].agg(np.ptp) == 0).all()
    # The sums of all options, a hundred times over, tell the true bases of what is shown nearly to the person ...
    told = figures.assign(count=figures["value"] * figures["base_n"] / 100)
    complete = (
        told.groupby([*DIMENSIONS, "question"], dropna=False)["count"].agg(total="sum", options="count").reset_index()
    )
    mean = complete[complete["options"] == OPTIONS].groupby(list(DIMENSIONS), dropna=False)["total"].mean()
    assert abs(mean.iloc[-1] - len(people)) < 1.5
    # ... and of that an attacker who had them exactly could subtract and add what they like: nothing under ten is left.
    groups, in_strata, shown = decided(people)
    inside, published, withheld = groups.incidence(), shown.published, np.flatnonzero(~shown.shown)
    small = withheld[shown.persons[withheld] < 10]
    assert len(figures.drop_duplicates(list(DIMENSIONS))) == len(published)
    assert len(small) > 3
    assert not len(worked_out(inside, published, small))
    assert not [each for left in differences(inside[published], in_strata) for each in left if 0 < each < 10]


def test_the_difference_of_two_shown_groups_tells_no_answer_of_a_person_in_it(
    averaged: tuple[pd.DataFrame, pd.DataFrame, np.ndarray],
) -> None:
    people, figures, answers = averaged
    told = figures.assign(
        count=figures["value"] * figures["base_n"] / 100, number=figures["question"].str[-3:].astype(int)
    )
    shown = {
        tuple(each[each.notna()].items()): rows.pivot_table(index="number", columns="option", values="count").reindex(
            index=range(len(answers)), columns=[str(each) for each in range(OPTIONS)]
        )
        for each, rows in (
            (pd.Series(dict(zip(DIMENSIONS, key, strict=True))), rows)
            for key, rows in told.groupby(list(DIMENSIONS), dropna=False)
        )
    }
    members = {
        key: np.flatnonzero(
            np.all([np.ones(len(people), dtype=bool), *(people[of] == value for of, value in key)], axis=0)
        )
        for key in shown
    }
    right, tries = 0, 0
    for whole, of_whole in shown.items():
        for part, of_part in shown.items():
            left = np.setdiff1d(members[whole], members[part])
            if whole == part or len(np.setdiff1d(members[part], members[whole])) or not 0 < len(left) <= 25:
                continue
            guess = (of_whole - of_part).fillna(0).to_numpy().argmax(axis=1)
            right += (answers[:, left] == guess[:, None]).mean(axis=1).sum()
            tries += len(guess)
    assert tries >= 300
    assert right / tries <= CHANCE + 0.10
