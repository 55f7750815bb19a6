"""The report as text, for a terminal."""

from typing import Any

from trends.intake.problems import Problem, listed, shortened


def report_text(told: dict[str, Any], problems: list[Problem]) -> str:
    """Return a report of :func:`trends.intake.report.report` in lines."""
    people = told["respondents"]
    lines = [
        f"{told['file']}: {people['rows_in_file']} answers, {people['counted']} count.",
        "Everything below is before disclosure control: for the owner of the survey alone.",
    ]
    reasons: dict[str, list[int]] = {}
    for each in people["excluded"]:
        reasons.setdefault(each["reason"], []).append(each["file_row"])
    lines += [f"  left out, row {listed(rows)}: {reason}" for reason, rows in reasons.items()]
    if weight := told["weight"]:
        lines.append(
            f"Weights of {shortened(weight['column'])}: as informative as {weight['base_effective']:.1f} answers of"
            f" equal weight; design effect {weight['design_effect']:.2f}."
        )
    for name, group in told["dimensions"].items():
        counts = group.get("n_by_code") or group.get("n") or {}
        lines.append(f"{name}: " + ", ".join(f"{code} {n}" for code, n in counts.items()))
        if small := group["below_10_so_withheld"]:
            lines.append(f"  under 10 answers, so withheld: {', '.join(small)}")
    lines += _non_response(told["quality"]["answered_by_group"])
    straight = told["quality"]["straight_lining"]
    lines.append(
        f"The same answer to every statement: {len(straight)}; counted, row {listed(e['file_row'] for e in straight)}."
        if straight
        else "Nobody gave every statement the same answer."
    )
    for question in told["questions"]:
        lines += _question(question)
    return "\n".join([*lines, *(str(problem) for problem in problems)])


def _non_response(groups: dict[str, Any]) -> list[str]:
    lines = []
    for name in ("country", "sector"):
        for code, group in groups.get(name, {}).items():
            least = min(group["answered"].items(), key=lambda each: each[1], default=None)
            if least and least[1] < group["n"]:
                silent = f"{group['n'] - least[1]} did not answer {least[0]}, the most for one question"
                lines.append(f"  {name} {code}: of {group['n']}, {silent}.")
    return lines


def _question(question: dict[str, Any]) -> list[str]:
    if question["kind"] == "text":
        return [f"{question['id']}: {question['answered_n']} texts, never published."]
    base = f"base {question['base_n']}, effective {question['base_effective']:.1f}"
    lines = [f"{question['id']}: {shortened(question['text'])}; {base}"]
    if question["kind"] == "numeric":
        if question["mean"] is not None:
            lines.append(f"  mean {question['mean']:.2f}, {question['min']:g} to {question['max']:g}")
        return lines
    for option in question["options"]:
        figure = option if "share" in option else option[f"named_in_top_{question['top']}"]
        if figure["share"] is not None:
            stretch = f"({100 * figure['low']:.0f} to {100 * figure['high']:.0f})"
            lines.append(f"  {100 * figure['share']:5.1f} % {stretch}  {option['label']}")
    if question.get("mean_of_valid") is not None:
        lines.append(f"  mean {question['mean_of_valid']:.2f} of those on the scale")
    return lines
