"""What a mapping says: who counts, the weight, what is personal, the groups, the questions; its file is TOML."""

from collections.abc import Mapping as Named
from dataclasses import dataclass, field
from pathlib import Path

from trends.intake.table import FileOptions

ANSWERS = ("rank", "multi", "likert", "single", "number", "text")
# Of these there are no shares; what is published are shares.
UNPUBLISHED = frozenset({"text", "number"})
SHAPES = ("column", "one_hot", "joined", "item_columns", "position_columns", "ordered")
DIMENSIONS = ("country", "sector", "size", "region")
OTHER = "Other (please specify)"


@dataclass(frozen=True)
class Condition:
    """A column that has, or has not, one of some values; ``values`` is None where it only has to be filled or empty."""

    column: str
    values: tuple[str, ...] | None = None
    filled: bool = True
    reason: str = ""


@dataclass(frozen=True)
class Duplicates:
    """What says that two answers are of one respondent, and which of them counts."""

    by: str
    keep: str = "last"
    order: str = ""


@dataclass(frozen=True)
class Dimension:
    """A group respondents belong to: its column, the code of each spelling, spellings that are of no group.

    ``labels`` give cells other words, and ``decide`` waits for a person, as those of a question do.
    """

    name: str
    column: str
    values: Named[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    choices: str = ""
    labels: Named[str, str] = field(default_factory=dict)
    decide: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question: how it was answered, in which columns, and what the answers are called.

    ``columns`` are headings with the option each stands for (empty where the cells say it). A scale goes from the
    point of least agreement, or least of whatever it measures, to the one of most; ``direction`` is “down” where it is
    written the other way round. ``ticked`` is None where any text is a tick. ``labels`` give cells other words.
    ``decide`` are sentences of a proposal that wait for a person; until they are taken out, its figures are withheld.
    ``theme`` is that of all its items but those of ``themes``; statements of one ``battery`` are published together.
    """

    id: str
    answer: str
    columns: tuple[tuple[str, str], ...]
    shape: str = "column"
    kind: str = ""
    text: str = ""
    top: int = 0
    scale: tuple[str, ...] = ()
    off_scale: tuple[str, ...] = ()
    direction: str = ""
    options: tuple[str, ...] = ()
    exclusive: tuple[str, ...] = ()
    ticked: tuple[str, ...] | None = None
    other: str = ""
    other_label: str = OTHER
    separator: str = ""
    decide: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    valid: tuple[str, ...] = ()
    labels: Named[str, str] = field(default_factory=dict)
    choices: str = ""
    same_as: str = ""
    break_reason: str = ""
    theme: str = ""
    themes: Named[str, str] = field(default_factory=dict)
    battery: str = ""

    @property
    def points(self) -> tuple[str, ...]:
        """Return the scale from least to most."""
        return self.scale[::-1] if self.direction == "down" else self.scale


@dataclass(frozen=True)
class Published:
    """What a dashboard says of a survey beside its figures: codes are those of its tables, all else is shown as it is.

    ``country`` and ``sector`` are what everybody together is called; empty where the answers say it.
    """

    publisher: str
    respondents: str
    respondent_group: str
    coverage: str
    method: str
    url: str
    reuse: str
    licence: str = ""
    country: str = ""
    sector: str = ""
    fieldwork: str = ""
    frequency: str = ""
    note: str = ""
    threshold: int = 0


@dataclass(frozen=True)
class Mapping:
    """A whole mapping, as its file says it; ``language`` is the one of the labels in ``choices`` that are meant."""

    path: Path
    survey: Named[str, object]
    file: FileOptions = field(default_factory=FileOptions)
    choices: Path | None = None
    id: str = ""
    keep: tuple[Condition, ...] = ()
    drop: tuple[Condition, ...] = ()
    duplicates: Duplicates | None = None
    weight: str = ""
    personal: tuple[str, ...] = ()
    free_text: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    questions: tuple[Question, ...] = ()
    published: Published | None = None
    language: str = ""

    @property
    def has_questionnaire(self) -> bool:
        """Say whether the questions are those of the questionnaire that needs no mapping."""
        return self.survey.get("questionnaire") is True

    def addressed(self) -> set[str]:
        """Return every heading the mapping names, patterns of ``ignore`` aside, but columns it ignores by number."""
        conditions = [each.column for each in (*self.keep, *self.drop)]
        twice = [self.duplicates.by, self.duplicates.order] if self.duplicates else []
        asked = [name for question in self.questions for name, _ in question.columns]
        others = [question.other for question in self.questions]
        groups = [dimension.column for dimension in self.dimensions]
        numbers = [name for name in self.ignore if name.startswith("#")]
        names = [self.id, *conditions, *twice, self.weight, *self.personal, *self.free_text, *asked, *others, *groups]
        names += numbers
        return {name for name in names if name}
