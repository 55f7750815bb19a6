"""The page on which the owner of a survey sees the whole dashboard with their own wave, in their session alone.

The file comes with a message of the session's own connection, not by an upload: there is no address to send files to,
nothing is kept aside on a disk, and whichever process has the session has the file. Answers are held by the session,
go with it, and are in no version of the evidence: a version has the guarded figures.
"""

import base64
import binascii
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from trends.evidence.faults import EvidenceError
from trends.ui import session
from trends.ui.held_surveys import HELD, Export, Survey
from trends.ui.own_survey_reading import MOST_BYTES, form_of, proposed, reading_of, tell
from trends.words import numbers, protection
from trends.words.text import markdown, say

if TYPE_CHECKING:
    from trends.intake.forms import Form
    from trends.intake.preparing import Prepared
    from trends.intake.taking import Taken
    from trends.intake.trial_reading import Reading

LONGEST_MAPPING, LONGEST_NAME = 200_000, 200

KEY = "own_survey"
MAPPING = "own_survey_mapping"
# What is in the field of the mapping goes when its page is left; a copy of it stays.
_NAME, _SAID, _TAKEN, _PROPOSED, _KEPT = (
    f"own_survey_{name}" for name in ("name", "said", "taken", "proposed", "kept")
)
_NEEDED = ("rapidfuzz", "pyreadstat", "openpyxl")
_HERE = Path(__file__).parent

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


def can_read() -> bool:
    """Say whether what reading needs is installed."""
    return all(importlib.util.find_spec(name) is not None for name in _NEEDED)


def draw() -> None:
    """Draw the steps as far as the reader has come."""
    st.markdown(
        "Choose the file your survey tool exports, and see every page with your own wave beside the evidence here. "
        "**Your answers stay with you.** Files are held in memory for this window alone and written to no disk. "
        "Nobody else sees them, and they are gone a minute after you close the window. Pages get guarded figures "
        "alone. Groups of few are withheld, and small random changes protect those who answered (up to ± 5 persons). "
        "Ranges are worked out at the effective base, so they hold these changes too. "
        f"[How that is done]({protection.PAGE})."
    )
    if not can_read():
        st.info(
            "Reading surveys is not installed on this server. Whoever runs it adds it with `pip install '.[intake]'`."
        )
        return
    _mount(
        key=KEY,
        data={
            "most": MOST_BYTES,
            "file": _file_name("file"),
            "form": _file_name("form"),
            "taken": st.session_state.get(_TAKEN, 0),
        },
        on_file_change=_take,
        on_form_change=_take_form,
    )
    if said := st.session_state.get(_SAID, ""):
        st.error(markdown(said))
    held = _held()
    if held is None or held.export is None:
        if st.session_state.get(MAPPING) or st.session_state.get(_KEPT):
            st.markdown("Your mapping is here. Now choose the export it is for.")
        elif held is not None and held.form is not None:
            st.markdown("Your form is here. Now choose the export that was answered with it.")
        return
    _mapping(held.export, form_of(held))
    found = reading_of(held, held.export, str(st.session_state.get(MAPPING) or ""))
    _problems(found)
    _offer(found)
    if found.report:
        with st.expander("What you alone see: who counts, weights and figures before disclosure control"):
            st.code(found.report, language=None, wrap_lines=True)


def _file_name(which: str) -> str:
    """Return what the file held as ``file`` (the export) or ``form`` is called; "" where there is none."""
    held = _held()
    given = None if held is None else held.form if which == "form" else held.export
    return given.name if given is not None else ""


def _take() -> None:
    """Take the export, or the mapping, that the browser hands over."""
    given = _handed_over("file")
    if given is None:
        return
    if given.name.casefold().endswith(".toml"):
        st.session_state[MAPPING] = given.content[:LONGEST_MAPPING].decode("utf-8-sig", "replace")
        st.session_state[_KEPT] = st.session_state[MAPPING]
    else:
        held = _begin()
        # A mapping or a form chosen before its export stays, and so does one for another copy of the same file.
        if held.export is not None and held.export.name != given.name:
            _propose_anew()
            held.form, held.form_read, held.language = None, {}, None
        held.export, held.reading = given, None
    _arrived()


def _take_form() -> None:
    """Take the form that the browser hands over."""
    given = _handed_over("form")
    if given is None:
        return
    held = _begin()
    held.form, held.form_read, held.language, held.reading = given, {}, None, None
    _arrived()


def _handed_over(which: str) -> Export | None:
    """Return the file that the browser hands over as the export or the form; None, and said why, where it is none."""
    given = st.session_state[KEY].get(which) or {}
    name, told, size = given.get("name"), given.get("content"), given.get("size")
    # What was said of another one stands until now.
    st.session_state.pop(_SAID, None)
    if isinstance(size, int) and size > MOST_BYTES:
        _refuse(_too_large(size), which)
        return None
    if not isinstance(name, str) or not isinstance(told, str):
        return None
    try:
        content = base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        _refuse("The file did not arrive whole. Choose it once more.", which)
        return None
    if len(content) > MOST_BYTES:
        _refuse(_too_large(len(content)), which)
        return None
    return Export(name[:LONGEST_NAME], content)


def _arrived() -> None:
    """Tell the component that a file has arrived, whatever it was."""
    st.session_state[_TAKEN] = int(st.session_state.get(_TAKEN, 0)) + 1


def _refuse(said: str, which: str) -> None:
    """Say why a file is not taken, and of which file everything else on the page is."""
    kept = _file_name(which)
    st.session_state[_SAID] = (
        say("{} What stands below is of {}, which you chose before.", said, kept) if kept else said
    )
    _arrived()


def _too_large(size: int) -> str:
    return (
        f"The file has {numbers.count(size)} bytes; at most {numbers.count(MOST_BYTES)} are read here. The command "
        "`python -m trends intake add` takes larger ones."
    )


def _mapping(export: Export, form: "Form | None") -> None:
    """Draw the mapping, at first the one that the export itself shows, with the form's words where there is one."""
    # As it was proposed it follows the form; what its owner wrote stays until they say otherwise.
    if MAPPING not in st.session_state and _KEPT in st.session_state:
        st.session_state[MAPPING] = st.session_state[_KEPT]
    text, with_form = st.session_state.get(_PROPOSED) or ("", None)
    untouched = st.session_state.get(MAPPING) == text and with_form is not form
    if MAPPING not in st.session_state or untouched:
        st.session_state[MAPPING] = proposed(export, form)
        st.session_state[_PROPOSED] = (st.session_state[MAPPING], form)
    st.text_area(
        "What its columns are (the mapping)",
        key=MAPPING,
        height=320,
        help="Lines below GUESS were guessed, DECIDE asks you. A mapping you have can be chosen as a file too.",
        max_chars=LONGEST_MAPPING,
    )
    st.session_state[_KEPT] = st.session_state[MAPPING]
    with st.container(horizontal=True, key="own_survey_ways"):
        st.download_button(
            "Save the mapping",
            st.session_state[MAPPING] or "",
            file_name="mapping.toml",
            mime="application/toml",
            on_click="ignore",
            icon=":material/save:",
        )
        if form is not None and st.session_state.get(_PROPOSED, ("", None))[1] is not form:
            st.button("Propose it anew with the form", on_click=_propose_anew, icon=":material/restart_alt:")
        st.button("Forget what you chose", on_click=_forget, icon=":material/delete:")


def _forget() -> None:
    """Forget file, mapping and figures."""
    HELD.forget(st.session_state.pop(_NAME, None))
    session.use(None)
    for name in (MAPPING, _KEPT, _SAID, _PROPOSED):
        st.session_state.pop(name, None)


def _propose_anew() -> None:
    """Let the mapping go, so that it is proposed as at first."""
    for name in (MAPPING, _KEPT):
        st.session_state.pop(name, None)


def _problems(found: "Reading") -> None:
    """Tell what is wrong and what has to be decided, the gravest first."""
    if not found.problems:
        st.success("Nothing is wrong with the export and its mapping.")
        return
    st.header("To mend and to decide", anchor=False)
    tell(found.problems)


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
