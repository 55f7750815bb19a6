"""The report as text, for a terminal."""

from typing import Any

from trends.intake.disclosure import Loss
from trends.intake.problems import Problem, Severity, listed, shortened
from trends.intake.question_words import parted


def report_text(told: dict[str, Any], problems: list[Problem]) -> str:
    """Return a report of :func:`trends.intake.report.report` in lines.

    Errors and open decisions stand at the top, with what is withheld until then; warnings at the end.
    """
    open_ones = [problem for problem in problems if problem.severity is not Severity.WARNING]
    warnings = [problem for problem in problems if problem.severity is Severity.WARNING]
    people = told["respondents"]
    count = f"{people['counted']} count" if people["stands"] else "how many count is open"
    lines = [
        f"{told['file']}: {people['rows_in_file']} answers, {count}.",
        "Everything below is before disclosure control: for the owner of the survey alone.",
        *_open(told, open_ones),
    ]
    reasons: dict[str, list[int]] = {}
    for each in people["excluded"]:
        reasons.setdefault(each["reason"], []).append(each["file_row"])
    lines += [f"  left out, row {listed(rows)}: {reason}" for reason, rows in reasons.items()]
    if (weight := told["weight"]) and weight["stands"]:
        lines.append(
            f"Weights of {shortened(weight['column'])}: as informative as {weight['base_effective']:.1f} answers of"
            f" equal weight; design effect {weight['design_effect']:.2f}."
        )
    for name, group in told["dimensions"].items():
        lines += _group(name, group, known=people["stands"])
    lines += _non_response(told["quality"]["answered_by_group"])
    straight = told["quality"]["straight_lining"]
    lines.append(
        f"The same answer to every statement: {len(straight)}; counted, row {listed(e['file_row'] for e in straight)}."
        if straight
        else "Nobody gave every statement the same answer."
    )
    for question in told["questions"]:
        lines += _question(question)
    if loss := told["disclosure_control"]:
        lines.append(Loss(loss["figures"], loss["mean_deviation_points"]).words())
    return "\n".join([*lines, *(str(problem) for problem in warnings)])


def _open(told: dict[str, Any], problems: list[Problem]) -> list[str]:
    """Return what is open, and what is withheld or not final for it."""
    if not problems:
        return []
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    counts = [(errors, "error"), (len(problems) - errors, "decision")]
    words = " and ".join(f"{count} {word}{'s' if count > 1 else ''}" for count, word in counts if count)
    waiting = [each["id"] for each in told["questions"] if not each["stands"]]
    groups = [name for name, group in told["dimensions"].items() if not group["stands"]]
    every = len(waiting) == len(told["questions"])
    withheld = [f"figures of {'all questions' if every else listed(waiting)}"] if waiting else []
    withheld += [f"groups by {listed(groups)}"] if groups else []
    told_of = f" Not final, and withheld where they would mislead: {'; '.join(withheld)}." if withheld else ""
    return [f"NOT FINISHED: {words} open.{told_of}", *(str(problem) for problem in problems)]


def _group(name: str, group: dict[str, Any], *, known: bool) -> list[str]:
    if not known:
        return [f"{name}: withheld until it is clear who counts."]
    counts = group.get("n_by_code") or group.get("n") or {}
    shown = ", ".join(f"{code} {n}" for code, n in counts.items())
    if not group["stands"]:
        waiting = sum(each["n"] for each in group["needs_a_decision"].values())
        so_far = f"{name}, so far ({waiting} more to be decided): {shown}"
        return [so_far if waiting else f"{name}: withheld, see above."]
    small = group["below_10_so_withheld"]
    return [f"{name}: {shown}", *([f"  under 10 answers, so withheld: {', '.join(small)}"] if small else [])]


def _non_response(groups: dict[str, Any]) -> list[str]:
    lines = []
    for name in ("country", "sector"):
        for code, group in groups.get(name, {}).items():
            least = min(group["answered"].items(), key=lambda each: each[1], default=None)
            if least and least[1] < group["n"]:
                silent = f"{group['n'] - least[1]} did not answer {least[0]}, the most for one question"
                lines.append(f"  {name} {code}: of {group['n']}, {silent}.")
    return lines


def _words(question: dict[str, Any]) -> str:
    """Return what was asked, of a statement what it says: all of a battery begin alike."""
    asked, statement = parted(question["text"])
    return shortened(statement if question["kind"] == "likert" and statement else asked)


def _question(question: dict[str, Any]) -> list[str]:
    if question["kind"] == "text":
        count = question["answered_n"] if question["stands"] else "some"
        return [f"{question['id']}: {count} texts, never published."]
    if not question["stands"] and question["base_n"] is None:
        return [f"{question['id']}: {_words(question)}; withheld, see above."]
    base = f"base {question['base_n']}, effective {question['base_effective']:.1f}"
    lines = [f"{question['id']}: {_words(question)}; {base}"]
    if question["kind"] == "numeric":
        if question["mean"] is not None:
            mean = _mean(question["mean"], question["mean_low"], question["mean_high"])
            lines.append(f"  mean {mean}; answers from {question['min']:g} to {question['max']:g}")
        return lines
    for option in question["options"]:
        figure = option if "share" in option else option[f"named_in_top_{question['top']}"]
        if figure["share"] is not None:
            stretch = f"({100 * figure['low']:.0f} to {100 * figure['high']:.0f})"
            lines.append(f"  {100 * figure['share']:5.1f} % {stretch}  {option['label']}{_place(option)}")
    if question["kind"] == "likert" and not question["stands"]:
        lines.append("  its mean is withheld, see above")
    if question.get("mean_of_valid") is not None:
        mean = _mean(question["mean_of_valid"], question["mean_low"], question["mean_high"])
        lines.append(f"  mean {mean} of those on the scale")
    return lines


def _mean(mean: float, low: float | None, high: float | None) -> str:
    return f"{mean:.2f}" if low is None or high is None else f"{mean:.2f} ({low:.2f} to {high:.2f})"


def _place(option: dict[str, Any]) -> str:
    """Return the mean place of an item of a ranking, after its name; nothing of other options."""
    if (mean := option.get("mean_rank_when_named")) is None:
        return ""
    return f"; mean place {_mean(mean, option['mean_rank_low'], option['mean_rank_high'])} where named"
