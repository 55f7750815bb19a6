"""What all who ask share while the run lasts: the server, the tables by version, what faults were injected and when."""

import asyncio
import hashlib
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import httpx2 as httpx

from soak.cards import Oracle
from soak.judging import Ledger, Outcome, is_refusal
from soak.truth import NAMED, RESTRICTS, Filters
from tests.serving import Server

# So long after a process was killed a connection may break for it: its end is seen, and another one starts.
FAULT_SECONDS = 20.0
# So long after publishing began the version is taken up: it is built, fetched and opened, by one process after another.
PUBLISH_SECONDS = 240.0
# So often is asked again, and so long apart, before it counts as not answered.
TRIES, PAUSE_SECONDS = 20, 1.5
# As long as making a large file may take; how long answers did take is in the report.
ANSWER_SECONDS = 300.0
# The filters all pages share, and how often a choice is one of the few that many make.
SHARED = ("country", "sector", "year", "survey", "theme")
_FEW_CHOICES, _OF_FEW = 12, 0.4
# Choices of one filter, of two, and of none.
_SIZES = (0, 1, 1, 1, 2)


@dataclass(frozen=True)
class Answer:
    """An answer to a request over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    path: str

    @property
    def version(self) -> str:
        """The fingerprint of the evidence it says it is of."""
        return self.headers.get("x-evidence", "")


@dataclass
class Run:
    """A run: what is asked is chosen by ``seed``, so that two runs ask alike."""

    server: Server
    oracles: Mapping[str, Oracle]
    ends: float
    seed: int = 0
    ledger: Ledger = field(default_factory=Ledger)
    # When which fault was injected, newest last.
    injected: list[tuple[float, str]] = field(default_factory=list)
    # Samples of all processes together and of the process that serves longest, in megabytes.
    memory: list[float] = field(default_factory=list)
    memory_of_oldest: list[float] = field(default_factory=list)
    # The first of each address and version: it must be the same again.
    firsts: dict[tuple[str, ...], list[bytes]] = field(default_factory=dict)
    judged: set[str] = field(default_factory=set)

    @property
    def goes_on(self) -> bool:
        """Whether the time given has not passed."""
        return time.monotonic() < self.ends

    @property
    def first(self) -> Oracle:
        """The oracle of the version the run begins with."""
        return next(iter(self.oracles.values()))

    def inject(self, fault: str) -> None:
        """Note that a fault is injected now."""
        self.injected.append((time.monotonic(), fault))
        self.ledger.faults[fault] += 1

    def is_disturbed(self, since: float | None = None) -> bool:
        """Whether a process was killed so shortly before that a connection may have broken for it.

        Args:
            since: when the connection was opened, where it has stood since then: each process killed since may have
                been its own, which is seen when something is sent next.
        """
        now = time.monotonic()
        return any(now - at < FAULT_SECONDS or (since or now) <= at for at, fault in self.injected if "killed" in fault)

    def is_republished(self) -> bool:
        """Whether another version was published so shortly before that two answers may be of different ones."""
        now = time.monotonic()
        return any(now - at < PUBLISH_SECONDS and "published" in fault for at, fault in self.injected)

    def is_again(self, key: tuple[str, ...], content: bytes) -> bool:
        """Say whether what was asked for by a key is what it was the first time."""
        return not self.others(key, [content])

    def others(self, key: tuple[str, ...], parts: Sequence[bytes]) -> list[int]:
        """Return which parts of what was asked for by a key are others than the first time; -1 for another number."""
        told = [hashlib.sha256(part).digest()[:8] for part in parts]
        first = self.firsts.setdefault(key, told)
        changed = [at for at, (part, before) in enumerate(zip(told, first, strict=False)) if part != before]
        return changed + [-1] * (len(told) != len(first))

    async def rest(self, chance: random.Random, seconds: float) -> None:
        """Wait about so long, not beyond the end."""
        wait = min(chance.uniform(0.6, 1.4) * seconds, self.ends - time.monotonic())
        await asyncio.sleep(max(wait, 0))


async def asked(run: Run, client: httpx.AsyncClient, what: str, path: str) -> Answer | None:
    """Return an answer, asked for again where an injected fault cut it; None where there is none, which is noted.

    Args:
        run: the run.
        client: who asks.
        what: kind of thing that is asked for, as the report names it.
        path: what for.
    """
    cut = ""
    for _ in range(TRIES):
        began = time.monotonic()
        try:
            got = await client.get(run.server.address + path)
        except httpx.HTTPError as error:
            if not run.is_disturbed():
                run.ledger.note(what, Outcome.UNEXPLAINED, f"{path}: {error!r}")
                return None
            cut = repr(error)
            await asyncio.sleep(PAUSE_SECONDS)
            continue
        run.ledger.waited(time.monotonic() - began, path)
        if cut:
            run.ledger.note(what, Outcome.AGAIN, f"{path}: {cut}")
        answer = Answer(got.status_code, {name.lower(): text for name, text in got.headers.items()}, got.content, path)
        if is_refusal(answer.status, answer.headers):
            run.ledger.note(what, Outcome.REFUSED, f"{path}: {answer.status}, {_said(answer)}")
            return None
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            run.ledger.note(what, Outcome.UNEXPLAINED, f"{path}: {answer.status}, {_said(answer)}")
            return None
        return answer
    run.ledger.note(what, Outcome.UNEXPLAINED, f"{path}: not answered again, {cut}")
    return None


def _said(answer: Answer) -> str:
    return answer.body[:300].decode(errors="replace")


def client() -> httpx.AsyncClient:
    """Return who asks over HTTP: a connection for each request, which any process may take."""
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.AsyncClient(timeout=ANSWER_SECONDS, limits=limits, verify=False)


def shared_filters(oracle: Oracle, chance: random.Random) -> dict[str, list[str]]:
    """Return choices (codes) of the shared filters: those of some row, so that something is left; often of a few."""
    if chance.random() < _OF_FEW:
        chance = random.Random(chance.randrange(_FEW_CHOICES))  # noqa: S311 - spreads readers, guards nothing
    table = chance.choice(("findings", "findings", "indicators", "cases", "answers"))
    row = _row(oracle, table, chance)
    fields = [field for field in SHARED if field in RESTRICTS[table]]
    return _codes_of(row, table, chance.sample(fields, min(chance.choice(_SIZES), len(fields))))


def table_filters(oracle: Oracle, table: str, chance: random.Random) -> dict[str, list[str]]:
    """Return choices (codes) of one to three filters of a table: those of some of its rows."""
    fields = [*RESTRICTS[table]]
    return _codes_of(_row(oracle, table, chance), table, chance.sample(fields, chance.choice((1, 1, 2, 3))))


def _row(oracle: Oracle, table: str, chance: random.Random) -> Mapping[str, Any]:
    rows = oracle.truth.rows[table]
    if not rows:
        return {}
    keys = oracle.keys(table)
    return rows[keys[chance.randrange(len(keys))]]


def _codes_of(row: Mapping[str, Any], table: str, fields: Sequence[str]) -> dict[str, list[str]]:
    chosen = {}
    for name in fields:
        value = row.get(RESTRICTS[table][name])
        if value is not None:
            chosen[name] = [str(value).split(";")[0]]
    return chosen


def names_of(oracle: Oracle, filters: Filters) -> dict[str, list[str]]:
    """Return choices as readers see them: names instead of codes."""
    names = oracle.truth.names
    return {
        field: [names[field][code] if field in NAMED else code for code in codes] for field, codes in filters.items()
    }


def query_of(oracle: Oracle, filters: Filters, chance: random.Random) -> str:
    """Return choices as an address says them, by codes or by names; empty without any."""
    said = names_of(oracle, filters) if chance.random() < 0.5 else filters  # noqa: PLR2004 - half of them
    return urlencode([(field, value) for field, values in said.items() for value in values])
