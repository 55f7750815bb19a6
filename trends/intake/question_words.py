"""The words of a question as readers are shown them, out of headings in which tools write code, question and option."""

import re
from collections.abc import Sequence

_CODE = re.compile(r"^[A-Za-z]\w*\d\w*(?:\[[^\]]*\])?[.:]\s+")
_IN_BRACKETS = re.compile(r"^(.*\S)\s*\[([^\[\]]+)\]$")
_MARKS = (" / ", " : ", " - ")
_FILLING = "Selected Choice"


def as_code(text: str) -> str:
    """Return a text as a code: small letters and digits, and one underscore for all between."""
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")


def without_code(text: str) -> str:
    """Return a heading on one line, without the code of the question in front: “Q5[2]. Which …” is “Which …”."""
    return _CODE.sub("", " ".join(text.split())).rstrip(" :")


def code_of(text: str) -> str:
    """Return the code of the question in front of a heading, without that of the option: “Q5[2]. Which …” has “Q5”."""
    found = _CODE.match(text)
    return re.split(r"\W", found[0], maxsplit=1)[0] if found else ""


def is_code(text: str) -> bool:
    """Say whether a heading is the code of a question and no words of it, as in “grp_about/a1”."""
    return bool(re.fullmatch(r"\S*[\d_/]\S*", text.strip()))


def parted(text: str) -> tuple[str, str]:
    """Return question and option of a heading as tools write both into one; the option is empty where there is none."""
    plain = without_code(text)
    if match := _IN_BRACKETS.match(plain):
        return match[1], match[2]
    found = sorted((plain.find(mark), mark) for mark in _MARKS if mark in plain)
    if not found:
        return plain, ""
    question, _, option = plain.partition(found[0][1])
    return question.strip(), option.removeprefix(_FILLING).strip(" -")


def question_of(texts: Sequence[str]) -> str:
    """Return what headings of one question have in common, or the first as it is where that is nothing."""
    stems = {parted(text)[0] for text in texts}
    return stems.pop() if len(stems) == 1 else without_code(texts[0]) if texts else ""
