"""Names as they are compared, whoever wrote them."""

import unicodedata


def folded(name: str) -> str:
    """Return a name as it is compared: its letters and digits alone, in lower case and without accents; & is and.

    So “Côte d’Ivoire” and “cote divoire” are one name. ``as_place`` in ``data/schema.sql`` and ``folded`` in
    ``trends/ui/fields.js`` do the same.
    """
    spelt = unicodedata.normalize("NFKD", name.replace("&", " and ")).lower()
    # A sigma has another form at the end of a word, which depends on what stands beside it.
    spelt = spelt.replace("ς", "σ")
    return "".join(letter for letter in spelt if unicodedata.category(letter)[0] in "LN")
