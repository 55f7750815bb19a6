"""Columns that tell who a respondent is, and weights, known by headings in eight languages and by what cells are."""

import ipaddress
import re
import unicodedata
from collections.abc import Callable

from trends.intake.table import Column, as_number

# Headings are compared in lower case without accents, a word apart from the next: “RecipientLastName” is three words.
# English, German, French, Spanish, Norwegian, Swedish, Danish, Dutch.
_MAIL = r"e ?mail\w*|mails?|mail ?adress?e?\w*|e ?post(?:adress?e?\w*)?|courriels?|correo(?: electronico)?"
_NAME = (
    r"(?:first|last|given|family|full|middle|sur|fore|your|contact|respondent) ?names?|(?:vor|nach|familien|zu)namen?"
    r"|prenoms?|noms? de famille|apellidos?|(?:for|etter|efter|mellom)(?:navn|namn)|(?:voor|achter)(?:naam|namen)"
    r"|contact ?person|ansprechpartner(?:in)?|kontaktperson(?:er)?|contactpersoon|persona de contacto"
)
_PHONE = r"(?:tele)?phone\w*|telefon\w*|telefoon\w*|tlf|tel|handynummer|mobil(?:e number|nummer|nr|telefon\w*)"
_ADDRESS = (
    r"address(?:es)?|adress?e?n?|adresser|ip ?addr\w*|ip|anschrift|post(?:anschrift|adress\w*|leitzahl|nummer|nr)|plz"
    r"|(?:haus|wohn)(?:nummer|ort)|strasse|street|zip(?: ?code)?|post ?code|postal code|code postal|codigo postal"
    r"|direccion|domicilio|rue|calle|straat\w*|gat[eu] ?adress\w*|woonplaats"
)
_BORN = (
    r"(?:date|place) of birth|birth ?da(?:y|te)|geburts(?:datum|tag|ort)|date de naissance|fecha de nacimiento"
    r"|fodsels(?:dato|nummer)|fodelse(?:datum|dag)|personnummer|geboortedatum"
)
_WHO = re.compile(rf"\b(?:{_MAIL}|{_NAME}|{_PHONE}|{_ADDRESS}|{_BORN})\b")
_IS_MAIL = re.compile(rf"\b(?:{_MAIL})\b")
# What tools call columns about who answered, whatever stands in them.
_OF_TOOLS = re.compile(
    r"\b(?:recipient|external (?:data )?reference|access code|custom data|user ?name|submitted by|resp ?id|latitude"
    r"|longitude)\b|\b(?:respondent|gps)$"
)
# Words that mean something else as often (French “nombre” is a number): the cells have to look like names.
_MAYBE_NAME = re.compile(rf"\b(?:{_NAME}|names?|noms?|nombre|navn|namn|naam)\b")
_WEIGHT = (
    r"(?:wt|wgt|weights?|weighting|gewicht(?:e|s?faktor|ung|ungsfaktor)?|hochrechnungsfaktor|poids|ponderation"
    r"|ponderacion|peso|factor de expansion|vekt(?:er|ing)?|vikt(?:er|ning)?|vaegt(?:e|ning)?"
    r"|we(?:gings|eg)factor|weging)"
)
_STARTS_AS_WEIGHT = re.compile(rf"{_WEIGHT}\b")
_HAS_WEIGHT = re.compile(rf"\b{_WEIGHT}\b")
_SHORT_HEADING = 4
_PARTICLES = frozenset(
    ["al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "la", "le", "ter", "van", "von"]
)
_NAME_WORDS = 5
_ACRONYM = 4
_TICKS, _TICKS_AGAIN = 2, 3

_E_MAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+")
_PHONE_NUMBER = re.compile(r"(?:\+|00?|\()[\d\s()./-]*|\d{3}[ .-]\d{3}[ .-]\d{4}")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[ T].*)?")
_PHONE_DIGITS = range(7, 16)
_WEIGHT_CELL = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?|nan|[-+]?inf", re.IGNORECASE)


def is_personal(column: Column) -> bool:
    """Say whether a column tells who a respondent is: by its heading, or because most cells are addresses or numbers.

    A heading of few words is taken by its word, unless the cells are ticks, as where “E-mail” is an option. A longer
    one may be a question about telephones or addresses, so there the cells have to look like it too.
    """
    headings = _headings(column)
    if any(_OF_TOOLS.search(each) for each in headings) or _most(column, is_address):
        return True
    if any(_WHO.search(each) and _is_short(each) for each in headings) and not _is_ticked(column):
        return True
    if not mostly_different(column):
        return False
    may_name = any(_MAYBE_NAME.search(each) for each in headings) and _most(column, _may_name)
    return may_name or (any(_WHO.search(each) for each in headings) and _most(column, _is_place))


def is_mail(column: Column) -> bool:
    """Say whether a column holds e-mail addresses."""
    named = any(_IS_MAIL.search(each) and _is_short(each) for each in _headings(column))
    return named or _most(column, lambda value: _E_MAIL.fullmatch(value) is not None)


def is_weight(column: Column) -> bool:
    """Say whether a column is called a weight and holds numbers."""
    words = _words(column.name)
    called = words == "w" or _STARTS_AS_WEIGHT.match(words) or (_is_short(words) and _HAS_WEIGHT.search(words))
    return bool(called) and _most(column, lambda value: _WEIGHT_CELL.fullmatch(value) is not None)


def is_address(value: str) -> bool:
    """Say whether a cell as a whole is an e-mail address, an IP address or a telephone number."""
    return _E_MAIL.fullmatch(value) is not None or _is_ip(value) or _is_phone(value)


def looks_like_name(value: str) -> bool:
    """Say whether a text looks like the name of a person: two to five words that begin with a capital letter."""
    words = value.replace(",", " ")
    return _may_name(words) and sum(word[:1].isupper() for word in words.split()) > 1


def mostly_different(column: Column) -> bool:
    """Say whether most who filled a column wrote something of their own, as names and remarks are."""
    given = column.cells.counts()
    return 2 * len(given) > sum(given.values())


def _words(text: str) -> str:
    """Return a heading as it is compared."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).casefold().replace("ø", "o").replace("æ", "ae")
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def _headings(column: Column) -> list[str]:
    return list(dict.fromkeys(map(_words, (column.name, column.text))))


def _is_short(words: str) -> bool:
    return len(words.split()) <= _SHORT_HEADING


def _most(column: Column, holds: Callable[[str], bool]) -> bool:
    """Say whether something holds for more than half of the cells that are filled."""
    filled = column.cells.counts()
    return 2 * sum(count for value, count in filled.items() if holds(value)) > sum(filled.values())


def _may_name(value: str) -> bool:
    """Say whether a text could be a name, of one word too."""
    words = value.split()
    if not 0 < len(words) <= _NAME_WORDS or not words[0][0].isupper():
        return False
    loud = [word for word in words if len(word) > 1 and word.isupper()]
    if 0 < len(loud) < len(words) and all(len(word) <= _ACRONYM for word in loud):
        return False  # as in “Shadow IT”
    letters = all(letter.isalpha() or letter in "-'’." for word in words for letter in word)
    return letters and all(word[0].isupper() or word in _PARTICLES for word in words)


def _is_ticked(column: Column) -> bool:
    given = column.cells.counts()
    return 0 < len(given) <= _TICKS and sum(given.values()) >= _TICKS_AGAIN * len(given)


def _is_place(value: str) -> bool:
    return any(letter.isdigit() for letter in value) and any(letter.isalpha() for letter in value)


def _is_ip(value: str) -> bool:
    if value.count(".") != 3 and value.count(":") < 2:  # noqa: PLR2004
        return False
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def _is_phone(value: str) -> bool:
    digits = sum(letter.isdigit() for letter in value)
    called = digits in _PHONE_DIGITS and _PHONE_NUMBER.fullmatch(value) and not _DATE.fullmatch(value)
    # 0.4382915 is a number with decimals, as weights are.
    return bool(called) and not ("." in value and as_number(value) is not None)
