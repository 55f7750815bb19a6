"""How a field is written: what each type takes, blanks that nobody sees, and what spreadsheets make of a field.

A label that differs from another one by a blank would make a second item that looks like the first; so every text is
held to plain blanks. Spreadsheets rewrite what they take for a date or a number as soon as a file is saved in one: what
is still plain is read as meant (``TRUE``), what is not is refused in words that name the cause.
"""

import re
import unicodedata

# How a field of each type is written, in words and as a pattern. The patterns are narrower than a cast, which would
# read 2024.6 as 2025, "epoch" as a date, "nan" as a number and 1 as true.
WRITTEN = {
    "INTEGER": ("a whole number", r"-?\d+"),
    # With more digits a number is rounded without a word, and with some hundred it has no end.
    "DOUBLE": ("a number of at most 15 digits before its point", r"-?\d{1,15}(\.\d+)?"),
    "BOOLEAN": ("true or false", "true|false|TRUE|FALSE|True|False"),
    "DATE": ("a date (YYYY-MM-DD)", r"\d{4}-\d{2}-\d{2}"),
    "VARCHAR[]": (
        "entries separated by semicolons, without spaces around them",
        r"[^;\s]([^;]*[^;\s])?(;[^;\s]([^;]*[^;\s])?)*",
    ),
}
# Characters of a field. A hundred lines are more than any page has room for; a cell of a workbook, in which several
# fields may stand together, takes three times as many.
LONGEST = 10_000
# Columns of whole sentences, which may go over several lines; in all others a line break would be one more blank.
SENTENCES = frozenset(
    (
        *("apart", "caution", "closest_reason", "definition", "limits", "method_note", "note", "outcome"),
        *("role_reason", "score_note", "summary"),
    )
)

# What a spreadsheet makes of a text that it takes for a date or a number, and writes where it fails.
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
_SHOWN_AS_DATE = rf"\d{{1,2}}-({_MONTHS})(-\d{{2,4}})?|({_MONTHS})-\d{{2,4}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}"
_SHOWN_AS_NUMBER = r"-?\d([.,]\d+)?E[+-]\d{2,3}"
_FAILED = r"#(NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|SPILL!|CALC!|#+)|Err:\d{3}"
_CHANGED_TEXT = f"{_SHOWN_AS_DATE}|{_SHOWN_AS_NUMBER}|{_FAILED}"
# What it makes of a value whose column holds no text: another country's form, or a mere format.
_CHANGED_VALUES = {
    "DATE": rf"{_CHANGED_TEXT}|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}\.?( \d\d?:\d\d(:\d\d)?)?|\d{{5}}",
    "INTEGER": rf"{_CHANGED_TEXT}|-?\d{{1,3}}([,.' \u00a0\u202f]\d{{3}})+|-?\d+[.,]0+",
    "DOUBLE": rf"{_CHANGED_TEXT}|-?\d+,\d+|-?\d{{1,3}}([,' \u00a0\u202f]\d{{3}})+([.,]\d+)?|-?\d+([.,]\d+)? ?%",
    "BOOLEAN": "WAHR|FALSCH|VRAI|FAUX|VERDADERO|FALSO|VERO|VERDADEIRO|WAAR|ONWAAR|SANT|SANN|FALSKT|USANN|SAND|FALSK"
    "|TOSI|EPÄTOSI|PRAWDA|FAŁSZ|DOĞRU|YANLIŞ|ИСТИНА|ЛОЖЬ",
}
_LOST = "\ufffd"
KEEP_TEXT = (
    "Take the file as it was before; in a spreadsheet, import its columns as text, or change it in a text editor."
)

# What may need a closer look; whatever is not ASCII does as well. As DuckDB reads patterns.
SUSPECT = rf"^ | $|  |[\x00-\x1f\x7f]|^({_CHANGED_TEXT})$"

_JOINERS = "\u200c\u200d"
# Scripts whose letters are joined or parted by signs that nobody sees are all others.
_NEVER_JOINED = ("LATIN", "GREEK", "CYRILLIC")
# Categories that leave no mark, and letters and symbols that are drawn as a blank.
_UNSEEN = {"Cc", "Cf"}
_DRAWN_AS_BLANK = "\u034f\u115f\u1160\u2800\u3164\uffa0" + "".join(map(chr, range(0xFE00, 0xFE10)))


def plain_blanks(text: str, *, lines: bool = False) -> str:
    """Return a text with plain single blanks between its words, and without signs that nobody sees.

    ``lines``: it may go over several lines.
    """
    if lines:
        return "\n".join(plain_blanks(line) for line in text.split("\n")).strip("\n")
    return " ".join("".join(_plain(text, place) for place in range(len(text))).split(" ")).strip()


def hidden_fault(text: str, *, lines: bool = False) -> str:
    """Return what is hidden in a text, as the end of “The text …”; empty where nothing is."""
    if plain_blanks(text, lines=lines) == text:
        return ""
    if not plain_blanks(text):
        return "is nothing but blanks"
    if _is_blank(text[0]):
        return "begins with a blank"
    if _is_blank(text[-1]):
        return "ends with a blank"
    if "  " in text:
        return "has several blanks in a row"
    if "\n" in text and not lines:
        return "has a line break"
    if any(_is_blank(sign) and sign not in " \n" for sign in text):
        return "has a blank other than the usual one"
    return "has a sign that nobody sees"


def spreadsheet_fault(kind: str, value: str) -> str:
    """Return what a spreadsheet did to a field of a type, as a sentence; empty where nothing looks like that."""
    if _LOST in value:
        return "Signs were lost when it was saved in another encoding."
    if re.fullmatch(_FAILED, value):
        return "A spreadsheet took the field for a formula or found no room for it."
    if not re.fullmatch(_CHANGED_VALUES.get(kind, _CHANGED_TEXT), value):
        return ""
    if kind == "BOOLEAN":
        return "A spreadsheet seems to have written it in its own language."
    if kind == "DATE" or re.fullmatch(_SHOWN_AS_DATE, value):
        return "A spreadsheet seems to have written it as the dates of its own country."
    return "A spreadsheet seems to have written it as a number is shown, not as it is."


def _plain(text: str, place: int) -> str:
    sign = text[place]
    if _is_blank(sign):
        return " " if place == 0 or not _is_blank(text[place - 1]) else ""
    if sign in _JOINERS:
        beside = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
        return sign if all(map(_joins, beside)) else ""
    return "" if unicodedata.category(sign) in _UNSEEN or sign in _DRAWN_AS_BLANK else sign


def _is_blank(sign: str) -> bool:
    return sign.isspace() or sign == "\u2800" or unicodedata.category(sign).startswith("Z")


def _joins(sign: str) -> bool:
    """Say whether a sign is of a script in which joiners change what is read, as in the Sinhala name of Sri Lanka."""
    return (
        bool(sign)
        and unicodedata.category(sign)[0] in "LM"
        and not unicodedata.name(sign, "").startswith(_NEVER_JOINED)
    )
