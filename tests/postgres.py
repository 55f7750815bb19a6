"""Starts PostgreSQL as a process of its own on a free port of loopback, where the machine has it."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.serving import LOOPBACK, free_port

USER, PASSWORD = "trends", "kept-out-of-sight"
MISSING = "PostgreSQL is not on this machine: neither initdb on the path nor /usr/lib/postgresql/*/bin."


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs; None where it is not on this machine."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return max((path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")), default=None)


class Postgres:
    """A running PostgreSQL. ``address`` is how programs reach it, without the password."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.address = f"host={LOOPBACK} port={port} user={USER} dbname=postgres"

    def start(self) -> None:
        """Start it, and wait until it answers; without waiting for the disk, on which nothing has to stay."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses={LOOPBACK} -c fsync=off"
        self._control("-w", "-o", options, "-l", str(self.folder / "log"), "start")

    def stop(self) -> None:
        """Stop it at once, as where the machine goes."""
        self._control("-m", "immediate", "stop")

    def tell(self, sql: str, database: str = "postgres") -> None:
        """Run statements in one of its databases."""
        folder = programs()
        assert folder is not None, MISSING
        reached = ["-h", LOOPBACK, "-p", str(self.port), "-U", USER, "-d", database]
        told = [str(folder / "psql"), *reached, "-q", "-v", "ON_ERROR_STOP=1", "-c", sql]
        subprocess.run(told, check=True, env={**os.environ, "PGPASSWORD": PASSWORD})

    def _control(self, *arguments: str) -> None:
        run("pg_ctl", "-D", str(self.folder / "data"), *arguments)


@contextmanager
def running() -> Iterator[Postgres]:
    """Run PostgreSQL with an empty database until the block ends; it asks for a password."""
    # Of its own, since its user may not look into the folders of tests.
    with tempfile.TemporaryDirectory(prefix="trends-postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        secret = folder / "password"
        secret.write_text(PASSWORD)
        for path in (folder, secret):
            if os.getuid() == 0:
                os.chown(path, pwd.getpwnam("postgres").pw_uid, -1)
        run("initdb", "-D", str(folder / "data"), "-U", USER, "-A", "scram-sha-256", f"--pwfile={secret}", "--no-sync")
        started = Postgres(folder, free_port())
        started.start()
        try:
            yield started
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                started.stop()


def run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs, which refuse to run as root."""
    folder = programs()
    assert folder is not None, MISSING
    other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    done = subprocess.run(
        [*other, str(folder / program), *arguments], cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{program} ended with {done.returncode}:\n{done.stderr}")
