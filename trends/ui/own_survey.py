"""The page on which the owner of a survey sees the whole dashboard with their own wave, in their session alone.

The file comes with a message of the session's own connection, not by an upload: there is no address to send files to,
nothing is kept aside on a disk, and whichever process has the session has the file. Answers are held by the session,
go with it, and are in no version of the evidence: a version has the guarded figures.
"""

import base64
import binascii
import hashlib
import importlib.util
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from trends.evidence.faults import EvidenceError
from trends.ui import card, session
from trends.ui.held_surveys import HELD, Export, Survey
from trends.words import numbers, protection
from trends.words.text import Words, markdown, say

if TYPE_CHECKING:
    from trends.intake.preparing import Prepared
    from trends.intake.table import Limits
    from trends.intake.taking import Taken
    from trends.intake.trial_reading import Reading

MOST_BYTES = 8_000_000
MOST_ROWS, MOST_COLUMNS, MOST_UNPACKED = 50_000, 1_000, 64_000_000
LONGEST_MAPPING, LONGEST_NAME = 200_000, 200

KEY = "own_survey"
MAPPING = "own_survey_mapping"
_NAME, _SAID, _TAKEN = (f"own_survey_{name}" for name in ("name", "said", "taken"))
_NEEDED = ("rapidfuzz", "pyreadstat", "openpyxl")
_MOST_PROBLEMS = 40
_HERE = Path(__file__).parent
_WAIT_SECONDS = 30
# Reading keeps a core busy; one at a time leaves the others to readers.
_READING = threading.Lock()

_mount = st.components.v2.component(
    "digital_trends.own_survey",
    html=(_HERE / "own_survey.html").read_text(encoding="utf-8"),
    js=(_HERE / "own_survey.js").read_text(encoding="utf-8"),
    css=(_HERE / "own_survey.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def _held() -> Survey | None:
    """Return what is held for this reader; None where nothing is, or it was let go."""
    return HELD.of(st.session_state.get(_NAME))


def _begin() -> Survey:
    """Return what is held for this reader, from now on where nothing was."""
    if (found := _held()) is not None:
        return found
    running = get_script_run_ctx()
    st.session_state[_NAME] = HELD.begin(running.session_id if running else "")
    found = _held()
    assert found is not None  # noqa: S101 (begun above)
    return found


def _secret(export: Export) -> bytes:
    """Return what record keys are made from.

    Only who has the file can work it out, and whoever tries it again sees the same figures: two sets of changes to one
    answer would tell more than one.
    """
    return hashlib.sha256(export.content).digest()


def can_read() -> bool:
    """Say whether what reading needs is installed."""
    return all(importlib.util.find_spec(name) is not None for name in _NEEDED)


def draw() -> None:
    """Draw the steps as far as the reader has come."""
    st.markdown(
        "Choose the file your survey tool exports, and see every page with your own wave beside the evidence here. "
        "**Your answers stay with you.** The file is held in memory for this window alone and written to no disk. "
        "Nobody else sees it, and it is gone a minute after you close the window. Pages get guarded figures alone. "
        "Groups of few are withheld, and small random changes protect those who answered (up to ± 5 persons). Ranges "
        f"are worked out at the effective base, so they hold these changes too. [How that is done]({protection.PAGE})."
    )
    if not can_read():
        st.info(
            "Reading surveys is not installed on this server. Whoever runs it adds it with `pip install '.[intake]'`."
        )
        return
    _mount(
        key=KEY,
        data={"most": MOST_BYTES, "name": _file_name(), "taken": st.session_state.get(_TAKEN, 0)},
        on_file_change=_take,
    )
    if said := st.session_state.get(_SAID, ""):
        st.error(markdown(said))
    held = _held()
    if held is None or held.export is None:
        if st.session_state.get(MAPPING):
            st.markdown("Your mapping is here. Now choose the export it is for.")
        return
    _mapping(held.export)
    found = _read(held, str(st.session_state.get(MAPPING) or ""))
    _problems(found)
    _offer(found)
    if found.report:
        with st.expander("What you alone see: who counts, weights and figures before disclosure control"):
            st.code(found.report, language=None, wrap_lines=True)


def _file_name() -> str:
    held = _held()
    return held.export.name if held is not None and held.export is not None else ""


def _take() -> None:
    """Take the file that the browser hands over."""
    given = st.session_state[KEY].get("file") or {}
    name, told, size = given.get("name"), given.get("content"), given.get("size")
    # What was said of another one stands until now.
    st.session_state.pop(_SAID, None)
    if isinstance(size, int) and size > MOST_BYTES:
        _refuse(_too_large(size))
        return
    if not isinstance(name, str) or not isinstance(told, str):
        return
    try:
        content = base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        _refuse("The file did not arrive whole. Choose it once more.")
        return
    if len(content) > MOST_BYTES:
        _refuse(_too_large(len(content)))
        return
    if name.casefold().endswith(".toml"):
        st.session_state[MAPPING] = content[:LONGEST_MAPPING].decode("utf-8-sig", "replace")
    else:
        held = _begin()
        # A mapping chosen before its export stays, and so does one for another copy of the same file.
        if held.export is not None and held.export.name != name[:LONGEST_NAME]:
            st.session_state.pop(MAPPING, None)
        held.export, held.reading = Export(name[:LONGEST_NAME], content), None
    _arrived()


def _arrived() -> None:
    """Tell the component that a file has arrived, whatever it was."""
    st.session_state[_TAKEN] = int(st.session_state.get(_TAKEN, 0)) + 1


def _refuse(said: str) -> None:
    """Say why a file is not taken, and of which file everything else on the page is."""
    kept = _file_name()
    st.session_state[_SAID] = (
        say("{} What stands below is of {}, which you chose before.", said, kept) if kept else said
    )
    _arrived()


def _too_large(size: int) -> str:
    return (
        f"The file has {numbers.count(size)} bytes; at most {numbers.count(MOST_BYTES)} are read here. The command "
        "`python -m trends intake add` takes larger ones."
    )


def _mapping(export: Export) -> None:
    """Draw the mapping, at first the one that the export itself shows."""
    if MAPPING not in st.session_state:
        st.session_state[MAPPING] = _proposed(export)
    st.text_area(
        "What its columns are (the mapping)",
        key=MAPPING,
        height=320,
        help="Lines below GUESS were guessed, DECIDE asks you. A mapping you have can be chosen as a file too.",
        max_chars=LONGEST_MAPPING,
    )
    with st.container(horizontal=True, key="own_survey_ways"):
        st.download_button(
            "Save the mapping",
            st.session_state[MAPPING] or "",
            file_name="mapping.toml",
            mime="application/toml",
            on_click="ignore",
            icon=":material/save:",
        )
        st.button("Forget this file", on_click=_forget, icon=":material/delete:")


def _forget() -> None:
    """Forget file, mapping and figures."""
    HELD.forget(st.session_state.pop(_NAME, None))
    session.use(None)
    for name in (MAPPING, _SAID):
        st.session_state.pop(name, None)


def _proposed(export: Export) -> str:
    """Return the mapping that an export shows of itself; empty where it cannot be read, which is then told."""
    from trends.intake import held_file, trial_reading  # noqa: PLC0415 (optional)

    with _one_at_a_time(), held_file.held(export.name, export.content) as path:
        return trial_reading.proposed(path, _limits())


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait until no other session of this process reads; stop the page where that takes too long."""
    if not _READING.acquire(timeout=_WAIT_SECONDS):
        st.warning("Others are trying their surveys on this server at the moment. Try again in some minutes.")
        st.stop()
    try:
        yield
    finally:
        _READING.release()


def _limits() -> "Limits":
    from trends.intake.table import Limits  # noqa: PLC0415 (optional)

    return Limits(MOST_BYTES, MOST_ROWS, MOST_COLUMNS, MOST_UNPACKED)


def _read(held: Survey, mapping: str) -> "Reading":
    """Return what the export and a mapping make, once for both."""
    from trends.intake import held_file, trial_reading  # noqa: PLC0415 (optional)

    if held.reading is not None and held.read_with == mapping:
        return held.reading
    export = held.export
    assert export is not None  # noqa: S101 (looked at before)
    with st.spinner("Reading your export …"), _one_at_a_time(), held_file.held(export.name, export.content) as path:
        held.reading = trial_reading.read(path, mapping, _limits(), _secret(export), session.version().tables)
    held.read_with = mapping
    return held.reading


def _problems(found: "Reading") -> None:
    """Tell what is wrong and what has to be decided, the gravest first."""
    if not found.problems:
        st.success("Nothing is wrong with the export and its mapping.")
        return
    lines: list[Words] = [
        say("**{}** – {}: {} To mend: {}", str(each.severity), each.place, each.reason, each.mend)
        for each in found.problems[:_MOST_PROBLEMS]
    ]
    more = len(found.problems) - len(lines)
    st.header("To mend and to decide", anchor=False)
    card.bullets([*lines, *([f"… and {more} more."] if more > 0 else [])])


def _offer(found: "Reading") -> None:
    """Offer the dashboard with the survey, where its figures stand."""
    if found.taken is None or found.prepared is None:
        return
    guarded = found.prepared.guarded
    said = say("{} guarded figures can be shown. {}", numbers.count(len(guarded.figures)), guarded.loss.words())
    st.markdown(markdown(said))
    if st.button("Show the dashboard with my survey", type="primary", icon=":material/monitoring:"):
        _show(found.taken, found.prepared)


def _show(taken: "Taken", shown: "Prepared") -> None:
    """Let this session go on with a version of the evidence that has the survey."""
    from trends.intake.problems import IntakeError  # noqa: PLC0415 (optional)
    from trends.intake.trial import TooManyError, version_with  # noqa: PLC0415 (optional)

    try:
        with st.spinner("Making guarded figures and the pages with them …"):
            version, done = version_with(taken, shown, session.version().tables)
    except TooManyError:
        st.warning("Others are trying their surveys on this server at the moment. Try again in some minutes.")
    except (IntakeError, EvidenceError) as error:
        st.error(markdown(say("{}", str(error))))
    else:
        survey = taken.mapping.survey
        HELD.show(st.session_state[_NAME], version, f"{survey.get('name', '')} ({survey.get('year', '')})")
        session.use(version)
        st.toast(markdown(say("{} figures of yours are in the pages now.", numbers.count(done.figures))))
        st.rerun()


def banner() -> None:
    """Say on every page of a session that has a survey of its own that it has, and offer to take it out again."""
    held = _held()
    if held is None or held.version is None:
        if session.has_own():
            session.use(None)
            st.warning("Your survey was let go: others tried theirs on this server. Show it again on Your survey.")
        return
    with st.container(horizontal=True, vertical_alignment="center", key="own_survey_banner"):
        st.markdown(
            markdown(
                say(
                    "With your survey: **{}**. Only you see it, until you close this window. Files you save from these "
                    "pages have it; links, and what programs fetch, show the dashboard without it. Figures that the "
                    "command publishes are changed anew: hand on these or those, not both.",
                    held.called,
                )
            )
        )
        st.button("Take it out", key="own_survey_out", on_click=_take_out, icon=":material/close:")


def _take_out() -> None:
    """Go on with the evidence alone; the file stays until it is forgotten."""
    if (held := _held()) is not None:
        held.version = None
    session.use(None)
