"""The figures of a survey of a million people: counting, guarding, and the raw query that counts the same."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from bench.report import Line
from trends.intake.disclosure import DIMENSIONS, guard

PEOPLE = 1_000_000
QUESTIONS = 100
OPTIONS = 5

# Everybody is asked nearly everything and ticks one to two options; a third of them lack a region.
_RESPONDENTS = f"""
    create table respondents as
    select
        number::integer as respondent,
        (hash(number, 1) % 2147483648)::integer as record_key,
        0.5 + (hash(number, 2) % 1000) / 1000 as weight,
        'country ' || (sqrt(hash(number, 3) % 900))::integer as country,
        'sector ' || hash(number, 4) % 10 as sector,
        'size ' || hash(number, 5) % 5 as size,
        if(hash(number, 6) % 3 = 0, null, 'region ' || hash(number, 7) % 12) as region
    from range({PEOPLE}) as people (number)
"""
_ASKED = f"""
    insert into asked
    select number, ('question ' || $1)::question_name
    from range({PEOPLE}) as people (number)
    where hash(number, 10, $1::integer) % 20 > 0
"""
_TICKED = f"""
    insert into ticked
    select respondent, question, ('option ' || least(hash(respondent, 11, $1::integer) % 7, {OPTIONS - 1}))::option_name
    from asked
    where question = 'question ' || $1
"""


def measure() -> list[Line]:
    """Return the seconds and the peak memory of guarding all figures, beside one query with the same groups."""
    with duckdb.connect() as connection:
        connection.execute("set memory_limit = '3GB'")
        with _told("respondents and answers made"):
            _fill(connection)
        with _told("the same groups counted by one query") as raw:
            connection.execute(_raw())
        with _told("guarded figures made") as ours:
            figures = guard(connection).figures
        print(f"  {len(figures):,} figures", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return [
        Line("guarded figures", ours[0], "s", raw[0], "one query", "≤ 300"),
        Line("guarded figures, of one query", ours[0] / raw[0], "×", None, "", "≤ 1.5"),
        Line("most memory of the process", peak, "GB", None, "", "≤ 4"),
    ]


def _fill(connection: duckdb.DuckDBPyConnection) -> None:
    names = ", ".join(f"'question {at}'" for at in range(QUESTIONS))
    options = ", ".join(f"'option {at}'" for at in range(OPTIONS))
    connection.execute(f"create type question_name as enum ({names})")
    connection.execute(f"create type option_name as enum ({options})")
    connection.execute(_RESPONDENTS)
    connection.execute("create table asked (respondent integer, question question_name)")
    connection.execute("create table ticked (respondent integer, question question_name, option option_name)")
    for at in range(QUESTIONS):
        connection.execute(_ASKED, [str(at)])
        connection.execute(_TICKED, [str(at)])


def _raw() -> str:
    """Return one query that counts every base and option of every group of up to two dimensions."""
    pairs = [(one, other) for at, one in enumerate(DIMENSIONS) for other in DIMENSIONS[at + 1 :]]
    chosen = [(), *((each,) for each in DIMENSIONS), *pairs]
    sums = "count(*) as persons, sum(record_key) as keys, sum(weight) as weights, sum(weight * weight) as squares"

    def sets(*first: str) -> str:
        return ", ".join(f"({', '.join((*first, *each))})" for each in chosen)

    return f"""
        create or replace temp table counted as
        select question, null as option, {", ".join(DIMENSIONS)}, {sums}
        from asked join respondents using (respondent)
        group by grouping sets ({sets("question")})
        union all
        select question, option, {", ".join(DIMENSIONS)}, {sums}
        from ticked join respondents using (respondent)
        group by grouping sets ({sets("question", "option")})
    """


@contextmanager
def _told(what: str) -> Iterator[list[float]]:
    """Say what was done and how long it took; the seconds are in the list given."""
    taken: list[float] = []
    started = time.perf_counter()
    yield taken
    taken.append(time.perf_counter() - started)
    print(f"  {what}: {taken[0]:.1f} s", flush=True)
