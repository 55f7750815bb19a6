"""Names as they are compared, whoever wrote them."""

import unicodedata

# Letters that Unicode takes for letters of their own, as they are typed where a keyboard lacks them. ``as_typed`` in
# ``data/schema.sql``, ``trends/ui/fields.js`` and ``trends/ui/tables.js`` have the same.
_TYPED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe"}
)


def as_typed(text: str) -> str:
    """Return a text in lower case with letters as they are typed where a keyboard lacks them, as o for ø.

    Accents are taken apart from their letters and stand behind them.
    """
    return unicodedata.normalize("NFKD", text).lower().translate(_TYPED)


def folded(name: str) -> str:
    """Return a name as it is compared: its letters and digits alone, in lower case and without accents; & is and.

    So “Côte d’Ivoire” and “cote divoire” are one name. ``as_place`` in ``data/schema.sql`` and ``folded`` in
    ``trends/ui/fields.js`` do the same.
    """
    spelt = as_typed(name.replace("&", " and "))
    # A sigma has another form at the end of a word, which depends on what stands beside it.
    spelt = spelt.replace("ς", "σ")
    return "".join(letter for letter in spelt if unicodedata.category(letter)[0] in "LN")
