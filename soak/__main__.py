"""``python -m soak``: readers over all pages, downloads, data and pictures, with faults injected, each figure checked.

A server of several processes is started in a folder of its own on loopback. It ends with code 1 where a figure was
wrong, something was unexplained, or memory was not flat: the median of the last quarter of the time at most 1.1 times
that of the second quarter, of all processes together and of the one that serves longest.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

from soak import asking, disturbing, reading
from soak.cards import Oracle
from soak.judging import log_faults
from soak.report import Report
from soak.run import Run
from soak.truth import Truth
from tests import grown_evidence
from tests.processes import memory, memory_of, workers_of
from tests.serving import running_with_command, waited_for
from trends.evidence.build import fingerprint
from trends.paths import data_folder
from trends.store.publish_command import publish
from trends.store.published.folder import Folder
from trends.store.published.place import SECONDS, SETTING

SAMPLE_SECONDS, BEAT_SECONDS = 3.0, 0.5
START_SECONDS = 60
# One program asks over HTTP for so many readers.
READERS_A_PROGRAM = 4
# Between two faults, and at most this part of the run.
FAULT_SECONDS, PART_OF_RUN = 15.0, 1 / 20
LOOK_SECONDS = 2


def soak(tables: Sequence[Path], folder: Path, minutes: float, readers: int, processes: int, **settings: str) -> Report:
    """Run a server under readers, programs and faults, and report.

    Args:
        tables: folders of tables. Where there are several, they are published in turn; a single one is served as it is.
        folder: where the server keeps what it makes.
        minutes: so long.
        readers: so many sessions at once.
        processes: so many serve.
        settings: further settings of the server.
    """
    place = Folder(folder / "published")
    environment: dict[str, Any] = {
        "DIGITAL_TRENDS_CACHE": str(folder / "cache"),
        "TRENDS_WORKERS": str(processes),
        **settings,
    }
    if len(tables) > 1:
        publish(tables[0], place, len(tables))
        environment |= {SETTING: str(folder / "published"), SECONDS: str(LOOK_SECONDS)}
    else:
        environment["DIGITAL_TRENDS_DATA"] = str(tables[0])
    with running_with_command(folder, **environment) as server:
        waited_for(lambda: processes == 1 or len(workers_of(server)) == processes, START_SECONDS, 0.1)
        oracles = {fingerprint(each): Oracle(Truth(each)) for each in tables}
        run = Run(server, oracles, time.monotonic() + minutes * 60)
        every = min(FAULT_SECONDS, minutes * 60 * PART_OF_RUN)
        asyncio.run(_all(run, readers, disturbing.disturb(run, tables, str(folder / "published"), every)))
        sampled = {"all processes": run.memory, "the process that serves longest": run.memory_of_oldest}
        excused = [text for fault in run.ledger.faults for text in disturbing.EXCUSED.get(fault, ())]
        log = log_faults(server.log.read_text(), excused)
    return Report(minutes, readers, processes, run.ledger, sampled, log)


async def _all(run: Run, readers: int, disturbing_it: Coroutine[Any, Any, None]) -> None:
    """Let all read, ask, disturb and sample at once, until the time has passed."""
    programs = max(readers // READERS_A_PROGRAM, 1)
    await asyncio.gather(
        *(reading.read(run, number) for number in range(readers)),
        *(asking.ask(run, number) for number in range(programs)),
        disturbing_it,
        _sample(run),
        _beat(run),
    )


async def _sample(run: Run) -> None:
    while run.goes_on:
        workers = workers_of(run.server)
        run.memory.append(memory(run.server))
        run.memory_of_oldest.append(memory_of(workers[0] if workers else run.server.process))
        await asyncio.sleep(SAMPLE_SECONDS)


async def _beat(run: Run) -> None:
    """Note for how long nothing went on here, since a machine that is busy keeps the judge waiting too."""
    while run.goes_on:
        began = time.monotonic()
        await asyncio.sleep(BEAT_SECONDS)
        run.ledger.stood_still = max(run.ledger.stood_still, time.monotonic() - began - BEAT_SECONDS)


def main(arguments: Sequence[str]) -> int:
    """Run as the command line says; return 0 where all was as it should be, else 1."""
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=os.environ.get("SOAK_MINUTES", "60"), help="SOAK_MINUTES, 60")
    parser.add_argument("--readers", type=int, default=os.environ.get("SOAK_READERS", "30"), help="SOAK_READERS, 30")
    parser.add_argument("--processes", type=int, default=2, help="that serve (2)")
    parser.add_argument("--json", type=Path, help="a file that the report is written into as JSON too")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="trends-soak-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        grown = grown_evidence.write(folder / "grown" / "data")
        told = soak((data_folder(), grown), folder, chosen.minutes, chosen.readers, chosen.processes)
    if chosen.json:
        chosen.json.write_text(told.as_json(), encoding="utf-8")
    sys.stdout.write(f"{told.words()}\n")
    return 0 if told.is_right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
