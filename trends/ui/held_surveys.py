"""Surveys of readers' own: held apart from their sessions, and let go when a reader has gone.

Streamlit keeps a session for some minutes after its window is closed, so that a reader whose line broke can go on, and
looks for old ones only when others come. What a session holds would stay as long. So a session has the name of what is
held here, which goes when its connection has been away for two looks.
"""

import asyncio
import secrets
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from streamlit import runtime

from trends.store.versions import Version

if TYPE_CHECKING:
    from trends.intake.trial_reading import FormReading, Reading

MOST_AT_ONCE = 4
"""How many dashboards with a survey of a reader's own a process holds: each has a store and caches of its own."""

LOOK_SECONDS = 20
GONE_AFTER = 2


@dataclass(frozen=True)
class Export:
    """A file a reader gave."""

    name: str
    content: bytes


@dataclass
class Survey:
    """What is held for one reader: their file, what was made of it with a mapping, and the version they see.

    ``form`` is the form it was answered with, where they gave one, ``language`` the one of its labels that
    they chose, and ``form_read`` what is in it by language.
    ``session`` is the name of their session, ``missed`` how many looks in a row found it without a connection.
    """

    session: str
    export: Export | None = None
    read_with: str = ""
    reading: "Reading | None" = None
    form: Export | None = None
    language: str | None = None
    form_read: "dict[str, FormReading]" = field(default_factory=dict)
    version: Version | None = None
    called: str = ""
    missed: int = 0


class HeldSurveys:
    """The surveys of all readers of a process, by names that nobody can guess."""

    def __init__(self, most: int = MOST_AT_ONCE) -> None:
        self.most = most
        self._held: OrderedDict[str, Survey] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, session: str) -> str:
        """Hold a survey for a session; return its name."""
        name = secrets.token_hex()
        with self._lock:
            self._held[name] = Survey(session)
        return name

    def of(self, name: str | None) -> Survey | None:
        """Return what is held under a name; None where it was let go."""
        with self._lock:
            if name is None or name not in self._held:
                return None
            self._held.move_to_end(name)
            return self._held[name]

    def show(self, name: str, version: Version, called: str) -> None:
        """Hold the version a reader sees; of more than may be, those asked for longest ago are let go."""
        with self._lock:
            if name not in self._held:
                return
            self._held[name].version, self._held[name].called = version, called
            shown = [each for each in self._held.values() if each.version is not None and each is not self._held[name]]
            for each in shown[: max(len(shown) + 1 - self.most, 0)]:
                each.version = None

    def forget(self, name: str | None) -> None:
        """Let go of what is held under a name."""
        with self._lock:
            self._held.pop(name or "", None)

    def look(self, is_connected: Callable[[str], bool]) -> list[str]:
        """Let go of what is held for sessions that have been away; return these sessions."""
        gone = []
        with self._lock:
            for name, each in list(self._held.items()):
                each.missed = 0 if is_connected(each.session) else each.missed + 1
                if each.missed >= GONE_AFTER:
                    gone.append(each.session)
                    del self._held[name]
        return gone


HELD = HeldSurveys()


def let_go_in_time(
    around: Callable[[Any], AbstractAsyncContextManager[Any]],
) -> Callable[[Any], AbstractAsyncContextManager[Any]]:
    """Return what a server does while it runs, and besides look for readers who have gone.

    Their whole sessions are closed: the last message of a browser, which may hold a file, is kept in them too.

    Args:
        around: what it does already, as Starlette's ``lifespan``.
    """

    @asynccontextmanager
    async def both(app: Any) -> AsyncIterator[Any]:
        looking = asyncio.create_task(_look())
        try:
            async with around(app) as state:
                yield state
        finally:
            looking.cancel()

    return both


async def _look() -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if runtime.exists():
            served = runtime.get_instance()
            for session in HELD.look(served.is_active_session):
                # On the loop of the server, as closing a session has to be.
                served.close_session(session)
