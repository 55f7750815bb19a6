"""An export and a mapping as a page has them: read, with all that is wrong, what the owner is told, and the answers."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from trends.intake import readers
from trends.intake.disclosure import DisclosureError
from trends.intake.forms import Form, LanguageError, read_form
from trends.intake.mapping import Mapping
from trends.intake.mapping_file import mapping_in, mapping_of
from trends.intake.preparing import Prepared
from trends.intake.problems import IntakeError, Problem, Severity
from trends.intake.proposal import propose
from trends.intake.report import report
from trends.intake.report_text import report_text
from trends.intake.table import Limits
from trends.intake.taking import Taken, by_outcome, take
from trends.intake.trial import prepared


@dataclass
class Reading:
    """What came of it: ``taken`` and ``prepared``, what can be shown, only where the figures stand."""

    problems: Sequence[Problem] = ()
    report: str = ""
    taken: Taken | None = None
    prepared: Prepared | None = None


@dataclass(frozen=True)
class FormReading:
    """What came of a form: itself, or what is wrong with it; the languages that one of them has to be chosen of."""

    form: Form | None = None
    problems: Sequence[Problem] = ()
    languages: Sequence[str] = ()


def form_at(path: Path, limits: Limits, language: str = "") -> FormReading:
    """Return what a form is, or what is wrong with it; labels are taken in ``language`` where it has several."""
    try:
        form = read_form(path, language, limits)
    except LanguageError as error:
        return FormReading(languages=error.languages)
    except IntakeError as error:
        return FormReading(problems=error.problems)
    return FormReading(form, languages=form.languages)


def proposed(path: Path, limits: Limits, form: Form | None = None) -> str:
    """Return the mapping that an export shows of itself, to be filled in; empty where it cannot be read.

    Args:
        path: the export.
        limits: what is read at most.
        form: the one it was answered with, where its cells are codes.
    """
    try:
        return propose(readers.read(path, limits=limits), form=form).toml(for_dashboard=True)
    except IntakeError:
        return ""


def read(
    path: Path, mapping: str, limits: Limits, secret: bytes, tables: Path | None = None, form: Path | None = None
) -> Reading:
    """Return what an export and the text of a mapping make.

    Files of the server that a mapping names are not read: whoever writes it may be anybody. Where it names a form, the
    one that was handed over is meant, whatever it is called.

    Args:
        path: the export.
        mapping: in TOML; where nothing is said of a dashboard yet, all else is read.
        limits: what is read at most.
        secret: what record keys are made from.
        tables: the folder of the tables it would be beside; None = where the evidence lies.
        form: the form that was handed over beside the export; None = there is none.
    """
    found = Reading()
    try:
        if not mapping.strip():
            # None could be proposed: what is wrong is the file.
            readers.read(path, limits=limits)
        said, open_ends = _said(mapping, path.with_name("mapping"), limits, form)
        taken = take(path, said, limits)
        found.problems = by_outcome([*open_ends, *taken.problems])
        found.report = report_text(report(taken), by_outcome(taken.problems))
        if open_ends:
            return found
        shown = prepared(taken, secret, tables)
    except IntakeError as error:
        found.problems = by_outcome(list(dict.fromkeys([*found.problems, *error.problems])))
    except DisclosureError as error:
        problem = Problem(Severity.ERROR, "mapping", str(error), "change what it names.")
        found.problems = [*found.problems, problem]
    else:
        found.taken, found.prepared = taken, shown
    return found


def _said(text: str, path: Path, limits: Limits, form: Path | None) -> tuple[Mapping, Sequence[Problem]]:
    """Return what a mapping says, and what is left open of its table on the survey in a dashboard.

    Raises:
        IntakeError: something else is wrong.
    """
    open_ends: Sequence[Problem] = ()
    try:
        said = mapping_in(text, path)
    except IntakeError as error:
        if not all(problem.key.startswith("published") for problem in error.problems):
            raise
        open_ends = error.problems
        said = mapping_of({key: told for key, told in tomllib.loads(text).items() if key != "published"}, path)
    if said.choices is None:
        return said, open_ends
    if form is None:
        mend = "choose the form as well, or write the labels of each question as labels = { code = “label” }."
        problem = Problem(Severity.ERROR, path.name, "The mapping needs a form.", mend, key="file.choices")
        raise IntakeError([problem])
    # Within the limits of this page, before it is read as any other.
    read_form(form, said.language, limits)
    return replace(said, choices=form), open_ends
