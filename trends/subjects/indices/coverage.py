"""How the values of an indicator come about, by the code of its coverage, and what that means for the reader."""

BASES = {
    "counted": "Complete list, no sampling error",
    "asked_all": "Each government answered for itself",
    "sampled": "Each value is a share of a sample of persons; its range is not published",
    "judged": "Values were judged, by experts or by visits to websites",
    "composite": "An index put together of several figures",
}

MEANINGS = {
    "counted": (
        "Complete list, no sampling error: every country the index measures is in it, so places, medians and "
        "differences are exact for the list. They are only as good as the way the index is made."
    ),
    "asked_all": (
        "Each government answered for itself, so places, medians and differences are those of what governments said. "
        "Nothing was drawn by chance, but answers may be kinder than the facts."
    ),
    "sampled": (
        "Each value is a share of a sample of persons or firms; its range is not published. So a small difference "
        "between two countries, two places or two years may be chance."
    ),
    "judged": (
        "Experts or visits to websites gave each value: nothing was drawn by chance, but others could have judged "
        "otherwise. Places, medians and differences are those of the values as published."
    ),
    "composite": (
        "The index puts several figures together, and each brings its own uncertainty, such as sampling error; no "
        "range is published. Places, medians and differences are those of the values as published, and only as good "
        "as the way it is made."
    ),
}
