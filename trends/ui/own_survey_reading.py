"""What a reader's files are read into: their export, the form it was answered with, and a mapping. Read once each."""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from trends.ui import card, session
from trends.ui.held_surveys import Export, Survey
from trends.words import numbers
from trends.words.text import Words, markdown, say

if TYPE_CHECKING:
    from trends.intake.forms import Form
    from trends.intake.problems import Problem
    from trends.intake.table import Limits
    from trends.intake.trial_reading import FormReading, Reading

MOST_BYTES = 8_000_000
"""Of each file: of the export, and of the form beside it."""

MOST_ROWS, MOST_COLUMNS, MOST_UNPACKED = 50_000, 1_000, 64_000_000

_LANGUAGE = "own_survey_language"
_MOST_PROBLEMS = 40
_WAIT_SECONDS = 30
# Reading keeps a core busy; one at a time leaves the others to readers.
_READING = threading.Lock()


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


def _secret(export: Export) -> bytes:
    """Return what record keys are made from.

    Only who has the file can work it out, and whoever tries it again sees the same figures: two sets of changes to one
    answer would tell more than one.
    """
    return hashlib.sha256(export.content).digest()


def proposed(export: Export, form: "Form | None") -> str:
    """Return the mapping that an export shows of itself; empty where it cannot be read, which is then told."""
    from trends.intake import held_file, trial_reading  # noqa: PLC0415 (optional)

    with _one_at_a_time(), held_file.held(export.name, export.content) as path:
        return trial_reading.proposed(path, _limits(), form)


def reading_of(held: Survey, export: Export, mapping: str) -> "Reading":
    """Return what an export and a mapping make, once for both."""
    from trends.intake import held_file, trial_reading  # noqa: PLC0415 (optional)

    if held.reading is not None and held.read_with == mapping:
        return held.reading
    # Without a form an empty file takes its place, which is not read.
    form = held.form or Export("form", b"")
    with (
        st.spinner("Reading your export …"),
        _one_at_a_time(),
        held_file.held(export.name, export.content) as path,
        held_file.held(form.name, form.content) as beside,
    ):
        held.reading = trial_reading.read(
            path, mapping, _limits(), _secret(export), session.version().tables, beside if held.form else None
        )
    held.read_with = mapping
    return held.reading


def form_of(held: Survey) -> "Form | None":
    """Draw what there is to say of the form a reader gave; return it where it can be used."""
    if held.form is None:
        return None
    found = _form_reading(held, held.form, "")
    if len(found.languages) > 1:
        known = list(found.languages)
        # Widgets of a page that was left forget what was chosen.
        if st.session_state.get(_LANGUAGE) not in known:
            st.session_state[_LANGUAGE] = held.language if held.language in known else None
        held.language = st.selectbox(
            "Language of the form’s labels",
            known,
            key=_LANGUAGE,
            format_func=lambda tongue: tongue or "not named",
            placeholder="Choose one",
            help="The form has labels in several languages. The words of one are taken into the mapping.",
            filter_mode="contains",
        )
        if held.language is None:
            st.info("The form waits until its language is chosen.")
            return None
        found = _form_reading(held, held.form, held.language)
    if found.form is None:
        st.markdown(markdown(say("**{}** is left aside, and the mapping does without it:", held.form.name)))
        tell(found.problems)
        return None
    lists, asked = len(found.form.lists), len(found.form.asked)
    said = f"{numbers.count(lists)} {'list' if lists == 1 else 'lists'} of choices"
    if asked:
        said += f" and {numbers.count(asked)} {'question' if asked == 1 else 'questions'}"
    st.markdown(
        markdown(say("**{}** has {}. A mapping proposed with it has its words for codes.", held.form.name, said))
    )
    return found.form


def _form_reading(held: Survey, form: Export, language: str) -> "FormReading":
    from trends.intake import held_file, trial_reading  # noqa: PLC0415 (optional)

    if language not in held.form_read:
        with st.spinner("Reading the form …"), _one_at_a_time(), held_file.held(form.name, form.content) as path:
            held.form_read[language] = trial_reading.form_at(path, _limits(), language)
    return held.form_read[language]


def tell(problems: "Sequence[Problem]") -> None:
    """Tell what is wrong and what has to be decided, in the order given."""
    lines: list[Words] = [
        say("**{}** – {}: {} To mend: {}", str(each.severity), each.place, each.reason, each.mend)
        for each in problems[:_MOST_PROBLEMS]
    ]
    more = len(problems) - len(lines)
    card.bullets([*lines, *([f"… and {more} more."] if more > 0 else [])])
