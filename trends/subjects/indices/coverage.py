"""How the values of an indicator come about, by the code of its coverage, and what that means for the reader."""

# Up to so many points a difference between two samples of persons of the usual size is said to be maybe chance.
SMALL_DIFFERENCE = 5

BASES = {
    "counted": "Complete list, no sampling error",
    "asked_all": "Each government answered for itself",
    "sampled": "Each value is a share of a sample of persons; its range is not published",
    "judged": "Values were judged, by experts or by visits to websites",
    "composite": "An index put together of several figures",
}

# {given} stands for what is told of the values: places are not told of every index.
MEANINGS = {
    "counted": (
        "Complete list, no sampling error: every country the index measures is in it, so {given} are exact for the "
        "list. They are only as good as the way the index is made."
    ),
    "asked_all": (
        "Each government answered for itself, so {given} are those of what governments said. "
        "Nothing was drawn by chance, but answers may be kinder than the facts."
    ),
    "sampled": (
        "Each value is a share of a sample of persons or firms; its range is not published. So a small difference "
        "between two countries or two years may be chance."
    ),
    "judged": (
        "Experts or visits to websites gave each value: nothing was drawn by chance, but others could have judged "
        "otherwise. So {given} are those of the values as published."
    ),
    "composite": (
        "The index puts several figures together, and each brings its own uncertainty, such as sampling error; no "
        "range is published. So {given} are those of the values as published, and only as good as the way it is made."
    ),
}


def meaning(code: str, *, placed: bool, medians: bool) -> str:
    """Return what it means for the reader how the values came about.

    Args:
        code: the coverage of the indicator.
        placed: whether countries have places.
        medians: whether medians are told.
    """
    given = "places, medians and differences" if placed else "medians and differences" if medians else "differences"
    return MEANINGS[code].format(given=given)
