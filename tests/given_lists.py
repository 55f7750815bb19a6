"""Small evidence with a survey for each step of the rule by which lists are counted, and rows of counted lists."""

from collections.abc import Sequence
from pathlib import Path

from tests.tiny_evidence import append
from trends.subjects.lists.counted import Counted, counted

SKILLS, BUDGET, CYBER = "skills_workforce", "budget_value", "cyber_resilience"
THEMES = {SKILLS: "Skills, staff and training", BUDGET: "Budget and value for money", CYBER: "Cyber resilience"}
Items = Sequence[tuple[str, str, str]]
# Item, theme, share.
USUAL: Items = (("People", SKILLS, "60"), ("Money", BUDGET, "40"), ("Attacks", CYBER, "20"))
TURNED: Items = (("People", SKILLS, "20"), ("Money", BUDGET, "40"), ("Attacks", CYBER, "60"))


def add_survey(folder: Path, survey: str, *years: int) -> None:
    """Add a survey with editions of which no base is known."""
    append(folder, "surveys", "council_survey", survey=survey, name=survey.replace("_", " ").capitalize())
    for year in years:
        append(folder, "waves", ("council_survey", "2024"), survey=survey, year=str(year))


def add_question(folder: Path, survey: str, question: str, **fields: str) -> None:
    """Add a question on concerns that may be headlined."""
    append(
        folder, "questions", "council_barriers", survey=survey, question=question, label=f"Asked {question}", **fields
    )


def add_list(folder: Path, question: str, year: int, base: str, items: Items = USUAL, **fields: str) -> None:
    """Add the figures of a question in an edition, in the United Kingdom and its councils where nothing else is said."""
    part = "-".join(fields.values()).lower().replace(" ", "")
    for number, (item, theme, value) in enumerate(items):
        append(
            folder,
            "findings",
            "barriers-24-gbr-skills",
            finding_id=f"{question}-{year}-{part}-{number}".replace("--", "-"),
            question=question,
            year=str(year),
            item=item,
            theme=theme,
            value=value,
            base_n=base,
            **fields,
        )


def add_single(folder: Path, survey: str, year: int, base: str, items: Items = USUAL, **fields: str) -> None:
    """Add a survey of one question, with its figures in one edition."""
    add_survey(folder, survey, year)
    add_question(folder, survey, f"{survey}_a")
    add_list(folder, f"{survey}_a", year, base, items, **fields)


GROUPS = ("Digital leaders", "Leaders of bodies", "Bodies as such")


def held(
    *lists: Sequence[tuple[str, int]],
    years: tuple[int, int] = (2023, 2024),
    older: int = 0,
    groups: Sequence[str] = (),
) -> Counted:
    """Return lists that count, each given by the themes it names with their places.

    Args:
        lists: names of themes and places, a sequence for each list.
        years: of the first list and of all others.
        older: how many surveys have older lists alone.
        groups: who was asked, of ``GROUPS``, for each list; digital leaders where nothing is said.
    """
    rows = [
        {
            "kind": "concern",
            "survey": f"survey_{number}",
            "survey_name": f"Survey {number}",
            "question": f"question_{number}",
            "question_name": f"What comes first in {number}",
            "respondents": f"Leaders asked by {number}",
            "several_told": False,
            "respondent_group_name": groups[number] if groups else GROUPS[0],
            "respondent_place": GROUPS.index(groups[number] if groups else GROUPS[0]),
            "measure": "percent",
            "year": years[min(number, 1)],
            "country_name": "Norway",
            "country_kind": "country",
            "region": None,
            "body_size": None,
            "sector_name": "Local government",
            "theme": theme.lower().replace(" ", "_"),
            "theme_name": theme,
            "place": place,
            "item": f"{theme} item",
            "items": 5,
            "base_n": 100,
            "base_at_least": None,
            "base_at_most": None,
            "older": older,
            "older_from": 2012 if older else None,
            "older_to": 2019 if older else None,
        }
        for number, named in enumerate(lists)
        for theme, place in named
    ]
    return counted(rows)


def lists_of(number: int) -> Counted:
    """Return a number of lists that count; which themes they name does not matter."""
    return held(*[[("AI", 1)]] * number)
