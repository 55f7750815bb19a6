"""How sentences name an indicator: one that does not stand for its index is told as a part of it."""


def named(indicator: str, series: str, *, leads: bool) -> str:
    """Return an indicator as a sentence names it, as in “Pre-filled forms (part of “European eGovernment Benchmark”)”.

    A place in a part is no place in the index: some indices have no total on file, and one part stands first of them.

    Args:
        indicator: its name.
        series: that of its index.
        leads: whether it stands for the whole index.
    """
    whole = leads or indicator.casefold() == series.casefold()
    return indicator if whole else f"{indicator} (part of “{series}”)"
