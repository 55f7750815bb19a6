"""What a run says at its end, in words and as JSON, and whether it was as it should be."""

import json
import os
import platform
import statistics
from collections import Counter
from dataclasses import dataclass
from typing import Any

from soak.judging import MOST_GROWTH, SHORTEST_FOR_MEMORY, Ledger, Outcome, growth, is_flat

# So many of all answers are told to have come within a time, and of so many it is told what they were.
LATE, MOST_SLOW = 0.99, 5


@dataclass(frozen=True)
class Report:
    """What became of a run.

    ``memory`` holds samples in megabytes by what was sampled; ``log`` what nothing excuses in the server's log.
    """

    minutes: float
    readers: int
    processes: int
    ledger: Ledger
    memory: dict[str, list[float]]
    log: list[str]

    @property
    def is_right(self) -> bool:
        """Whether no figure was wrong, nothing unexplained, and memory flat where the run was long enough to tell."""
        bad = self.ledger.count(Outcome.WRONG) + self.ledger.count(Outcome.UNEXPLAINED) + len(self.log)
        return not bad and (self._is_short or all(is_flat(samples) for samples in self.memory.values()))

    @property
    def _is_short(self) -> bool:
        return self.minutes < SHORTEST_FOR_MEMORY

    def data(self) -> dict[str, Any]:
        """Return the report as data."""
        by_kind: dict[str, dict[str, int]] = {}
        for (what, outcome), count in sorted(self.ledger.outcomes.items()):
            by_kind.setdefault(what, {})[outcome.value] = count
        return {
            "right": self.is_right,
            "minutes": round(self.minutes, 2),
            "readers": self.readers,
            "processes": self.processes,
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "figures_compared": sum(self.ledger.figures.values()),
            "outcomes": {each.value: self.ledger.count(each) for each in Outcome},
            "log_errors": len(self.log),
            "answers_seconds": _waits(self.ledger.waits),
            "judge_stood_still_seconds": round(self.ledger.stood_still, 1),
            "faults": dict(self.ledger.faults),
            "memory": {name: _memory(samples) for name, samples in self.memory.items()},
            "by_kind": by_kind,
            "figures_by_kind": dict(self.ledger.figures),
            "rows_without_an_oracle": dict(self.ledger.unjudged),
            "told": {each.value: said for each, said in self.ledger.told.items() if said},
            "log": self.log[:20],
        }

    def as_json(self) -> str:
        """Return the report as JSON."""
        return json.dumps(self.data(), ensure_ascii=False, indent=1)

    def words(self) -> str:
        """Return the report in words."""
        told = self.data()
        lines = [
            f"{told['minutes']:.1f} minutes, {told['readers']} readers, {told['processes']} processes.",
            f"{told['cores']} cores, Python {told['python']}.",
            f"Figures and texts held against the tables: {told['figures_compared']:,}.",
            *(f"{name}: {count:,}" for name, count in told["outcomes"].items()),
            f"errors in the server's log: {told['log_errors']}",
            f"Answers over HTTP, seconds: {told['answers_seconds']}.",
            f"The judge itself stood still for at most {told['judge_stood_still_seconds']} seconds.",
            "Faults injected: " + (", ".join(f"{n} × {name}" for name, n in told["faults"].items()) or "none") + ".",
        ]
        for name, held in told["memory"].items():
            rule = "flat" if is_flat(self.memory[name]) else f"NOT FLAT, more than {MOST_GROWTH} ×"
            rule = f"not judged in less than {SHORTEST_FOR_MEMORY} minutes" if self._is_short else rule
            lines.append(f"Memory of {name}: {held} ({rule}).")
        lines.append("\nAsked for, and what became of it:")
        for what, counts in told["by_kind"].items():
            lines.append(f"  {what}: " + ", ".join(f"{count:,} {outcome}" for outcome, count in counts.items()))
        for outcome in (Outcome.WRONG, Outcome.UNEXPLAINED, Outcome.REFUSED, Outcome.AGAIN):
            if said := self.ledger.told.get(outcome):
                lines += [f"\n{outcome.value}:", *(f"  {each[:400]}" for each in said)]
        if self.log:
            lines += ["\nIn the server's log:", *(f"  {each[-1500:]}" for each in self.log[:10])]
        if unjudged := Counter(self.ledger.unjudged):
            lines.append("\nRows shown of which the oracle knows nothing: " + _most(unjudged))
        lines.append("\nAs it should be." if self.is_right else "\nNOT as it should be.")
        return "\n".join(lines)


def _most(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counted.most_common(12))


def _waits(waits: list[tuple[float, str]]) -> str:
    if not waits:
        return "none"
    ordered = [seconds for seconds, _ in sorted(waits)]
    half, late = statistics.median(ordered), ordered[int(LATE * (len(ordered) - 1))]
    slowest = ", ".join(f"{seconds:.1f} ({path})" for seconds, path in sorted(waits)[: -MOST_SLOW - 1 : -1])
    return f"{len(ordered):,}, half within {half:.2f}, 99 of 100 within {late:.1f}, slowest {slowest}"


def _memory(samples: list[float]) -> str:
    if not samples:
        return "not sampled"
    return (
        f"{samples[0]:.0f} MB at first, {max(samples):.0f} at most, {samples[-1]:.0f} at last, {growth(samples):.2f} ×"
    )
