"""What a mapping has to say of a survey as a whole: its name, the year of the answers, how people came to answer."""

from trends.intake.mapping import Mapping
from trends.intake.problems import Problem, Severity, quoted
from trends.intake.vocabulary import Vocabulary

_YEARS = range(1990, 2101)


def undecided(mapping: Mapping, vocabulary: Vocabulary) -> list[Problem]:
    """Return a decision for each thing of the survey, and of its questions, that a person has yet to say."""
    told, file, legal = mapping.survey, mapping.path.name, vocabulary.evidence_codes

    def decision(key: str, reason: str, mend: str) -> Problem:
        return Problem(Severity.DECISION, file, reason, mend, key=key)

    found = []
    if not str(told.get("name", "")).strip():
        found.append(decision("survey.name", "The survey has no name.", 'write the one readers see, as in name = "…".'))
    year = told.get("year", 0)
    if isinstance(year, bool) or not isinstance(year, int) or year not in _YEARS:
        reason = f"{quoted(str(year))} is no year of a survey." if year else "The year of the answers is not said."
        found.append(decision("survey.year", reason, "write it as a number, as in year = 2026."))
    evidence = str(told.get("evidence", ""))
    if evidence not in legal:
        reason = f"{quoted(evidence)} is no kind of evidence." if evidence else "How people came to answer is not said."
        found.append(decision("survey.evidence", reason, f"write evidence as one of {', '.join(legal)}."))
    for question in mapping.questions:
        mend = "write it in the question, then take the sentence out of decide."
        found += [decision(f"question {question.id}.decide", told, mend) for told in question.decide]
    return found
